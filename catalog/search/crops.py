"""The better of two answers: what is like the question as a whole, and what has a part that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalog.embeddings.model import Vector, VectorSpace
from catalog.images.ports import IndexQuery, Match, VectorIndex
from catalog.search.model import CROPS_NAME, Hit
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index found, best first; which of it by a crop; whether there was any crop to compare with."""

    matches: list[Match]
    by_crop: frozenset[str] = frozenset()
    crops_compared: bool = False


def ask_both(index: VectorIndex, scope: TenantScope, space: VectorSpace, query: IndexQuery) -> Answer:
    """The nearest images by the better of their own vector and their crops'. Raises IndexUnavailable."""
    # Without the threshold, so that no answer means that no image which the filter passes has crops.
    crops = index.query(scope, space, replace(query, by_crops=True, score_threshold=None))
    return merged(index.query(scope, space, query), crops, limit=query.limit, least=query.score_threshold)


def merged(whole: Sequence[Match], crops: Sequence[Match], *, limit: int, least: float | None) -> Answer:
    """The first `limit` images of both by their best cosine, ties by image id; the whole picture goes before a crop.

    Exact if both are the first `limit` of their kind: an image among the best is there by its better cosine.
    """
    best = {match.image_id: match for match in whole}
    by_crop = set[str]()
    for match in crops:
        enough = least is None or np.float32(match.similarity) >= np.float32(least)
        if enough and (match.image_id not in best or match.similarity > best[match.image_id].similarity):
            best[match.image_id] = match
            by_crop.add(match.image_id)
    ranked = sorted(best.values(), key=lambda match: (-match.similarity, match.image_id))[:limit]
    return Answer(ranked, frozenset(by_crop), crops_compared=bool(crops))


def with_boxes(
    index: VectorIndex,
    scope: TenantScope,
    space: VectorSpace,
    vector: Vector,
    hits: Sequence[Hit],
    by_crop: Collection[str],
) -> tuple[Hit, ...]:
    """The hits of one page, those that were found by a crop with the place of it. Raises IndexUnavailable."""
    wanted = [hit.image.image_id for hit in hits if hit.image.image_id in by_crop]
    boxes = index.nearest_crops(scope, space, vector, wanted) if wanted else {}
    return tuple(
        replace(hit, vector_name=CROPS_NAME, box=boxes.get(hit.image.image_id))
        if hit.image.image_id in by_crop
        else hit
        for hit in hits
    )
