"""The nearest others of very many images, asked of the index in batches: nearly all, in time that grows with n."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.neighbours import UNGROUPED, Groups, Neighbours, Vectors
from catalog.anomalies.ports import DatasetVectors
from catalog.embeddings.model import VectorSpace
from catalog.images.ports import Match
from catalog.tenancy import TenantScope

_AT_ONCE: Final = 256
# More than are kept: some of the nearest are the image itself, of its own group, or came after the ids were read.
ASKED: Final = 48


@dataclass(frozen=True, slots=True)
class IndexNeighbours:
    """Asks for the neighbours of images among those of a dataset."""

    reader: DatasetVectors
    scope: TenantScope
    space: VectorSpace
    dataset_id: str

    def nearest(
        self, ids: NDArray[np.bytes_], vectors: Vectors, k: int, *, group: Groups, check: Callable[[float], None]
    ) -> Neighbours:
        """The k nearest of n images, whose ids rise: never itself, never one of the same group (-1 is nobody's).

        `check` is told the share done (0..1) before each batch, and may raise to end it. Raises IndexUnavailable.
        """
        index, similarity = np.full((len(ids), k), -1, np.int32), np.full((len(ids), k), np.nan, np.float32)
        for begin in range(0, len(ids), _AT_ONCE):
            check(begin / len(ids))
            some = vectors[begin : begin + _AT_ONCE]
            answers = self.reader.neighbours(
                self.scope, self.space, some, least=-1.0, limit=ASKED, dataset_id=self.dataset_id
            )
            for own, matches in enumerate(answers, begin):
                number, alike = _others(ids, group, own, matches)
                index[own, : len(number[:k])], similarity[own, : len(number[:k])] = number[:k], alike[:k]
        return Neighbours(index, similarity, exact=False)


def _others(
    ids: NDArray[np.bytes_], group: Groups, own: int, matches: Sequence[Match]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Numbers and cosines of those of the matches that may be neighbours, the best first."""
    named = np.array([match.image_id for match in matches], "S26")
    alike = np.array([match.similarity for match in matches], np.float32).clip(-1, 1)
    number = np.searchsorted(ids, named).clip(max=len(ids) - 1)
    kept = (ids[number] == named) & (number != own)
    if group[own] != UNGROUPED:
        kept &= group[number] != group[own]
    return number[kept], alike[kept]
