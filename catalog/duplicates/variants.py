"""Variants (T4): images whose vectors are very near although their hashes are not."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from catalog.duplicates.arrays import VARIANT
from catalog.duplicates.edge_columns import EdgeColumns, edge_columns
from catalog.duplicates.ports import DuplicateTransactions, VectorReader
from catalog.duplicates.thresholds import thresholds_of
from catalog.embeddings.model import VectorSpace
from catalog.images.model import Image
from catalog.tenancy import TenantScope

NEIGHBOURS: Final = 20


def find_variants(
    transactions: DuplicateTransactions,
    reader: VectorReader,
    scope: TenantScope,
    space: VectorSpace,
    images: Sequence[Image],
) -> tuple[list[str], EdgeColumns]:
    """The ids of those that could be compared, and an edge for each of their nearest neighbours that is a variant.

    One question for them all. Flat images count as compared and have no variants. Raises IndexUnavailable.
    """
    telling = [image for image in images if not image.flat]
    known, vectors = reader.vectors(scope, space, [image.image_id for image in telling])
    asked = [image for image, there in zip(telling, known, strict=True) if there]
    least = thresholds_of(space.model_name).variant
    # One more, because an image is its own nearest neighbour.
    answers = reader.neighbours(scope, space, vectors[known], least=least, limit=NEIGHBOURS + 1)
    hits = {
        (min(image.image_id, match.image_id), max(image.image_id, match.image_id)): match.similarity
        for image, matches in zip(asked, answers, strict=True)
        for match in matches
        if match.image_id != image.image_id
    }
    rows = {image.image_id: image for image in asked}
    strangers = sorted({one for pair in hits for one in pair} - rows.keys())
    if strangers:
        with transactions(scope) as tx:
            rows |= tx.images.searchable_among(strangers)
    compared = [image.image_id for image in images if image.flat] + [image.image_id for image in asked]
    return compared, edge_columns(
        (low, high, VARIANT, _apart(rows[low], rows[high]), cosine, 0)
        for (low, high), cosine in sorted(hits.items())
        if all(one in rows and not rows[one].flat for one in (low, high))
    )


def _apart(one: Image, other: Image) -> int:
    return int(np.bitwise_count(np.uint64(int(one.phash, 16) ^ int(other.phash, 16))))
