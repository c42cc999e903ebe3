"""How well scores tell the odd pictures of a set from the others: the catalog's own scores of its own vectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from catalog.anomalies.local_outlier import Scores
from catalog.anomalies.neighbours import UNGROUPED, Groups, Vectors, nearest
from catalog.anomalies.scoring import Method, raw_scores, reference_scores
from catalog.duplicates.model import Tier
from embedder.backends.loaded_model import LoadedModel
from tests.planted.anomalies import OddSet
from tests.planted.finding import Looked, edge_table, groups_of

K: Final = 10
# The share of the others that people have said to be normal.
_REVIEWED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """Of n pictures: vectors (n, dimension), near-duplicates (n,) as the catalog groups them, and who is odd (n,)."""

    vectors: Vectors
    group: Groups
    odd: NDArray[np.bool_]

    @classmethod
    def of(cls, odd_set: OddSet, model: LoadedModel) -> Self:
        """Look at all of it."""
        looked = Looked.at(odd_set.planted, model)
        return cls(looked.vectors, _groups(looked), np.array([name in odd_set.odd for name in looked.names], np.bool_))


def aurocs(judged: Judged) -> Mapping[Method, float]:
    """By method; a fifth of the normal ones are references, and the others are told apart by how far they are off."""
    neighbours = nearest(judged.vectors, K, group=judged.group, check=lambda share: None)
    told = {method: auroc(scores, judged.odd) for method, scores in raw_scores(neighbours).items()}
    reviewed = ~judged.odd & (np.random.default_rng(1).random(len(judged.odd)) < _REVIEWED)
    far = reference_scores(judged.vectors[~reviewed], judged.vectors[reviewed])
    return {**told, Method.REFERENCE: auroc(far, judged.odd[~reviewed])}


def auroc(scores: Scores, odd: NDArray[np.bool_]) -> float:
    """How often an odd one has more than another one, 0..1, equal ones counting half (Mann and Whitney 1947)."""
    count, ranks = int(odd.sum()), rankdata(scores)
    return float((ranks[odd].sum() - count * (count + 1) / 2) / (count * (len(odd) - count)))


def _groups(looked: Looked) -> Groups:
    """Each picture's group of near-duplicates; variants are not."""
    edges = edge_table(looked)
    own = np.full(len(looked.names), UNGROUPED, np.int32)
    for number, one in enumerate(groups_of(edges, looked)):
        if one.tier is not Tier.VARIANT:
            own[[int(edges.image_ids[member]) for member in one.members]] = number
    return own
