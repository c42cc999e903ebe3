"""What people said of images, as grouping can use it: who belongs together, who is kept apart."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.pairs import components, key_of


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was said of n nodes, without its contradictions.

    `block` (n,) numbers the images that are the same by someone's word, directly or through others; an image of which
    nothing was said is a block of its own. No `apart` pair lies inside a block: where words contradict, *apart* wins,
    and the words that had to give way are `refused`.
    """

    block: NDArray[np.int32]
    apart: NDArray[np.int64]  # sorted keys, see key_of
    refused: NDArray[np.int32]  # (r, 2)

    @classmethod
    def of(cls, nodes: int, together: NDArray[np.int32], apart: NDArray[np.int32]) -> Self:
        """From (p, 2) and (q, 2) pairs of nodes, in any order and either way round, repeats allowed."""
        same, other = np.unique(_keys(nodes, together)), np.unique(_keys(nodes, apart))
        block = _components(nodes, same)
        broken = np.unique(block[other // nodes][block[other // nodes] == block[other % nodes]])
        doubtful = np.isin(block[same // nodes], broken)
        kept, refused = _believed(nodes, same[doubtful], other) if len(broken) else (same[:0], same[:0])
        if len(broken):
            block = _components(nodes, np.concatenate([same[~doubtful], kept]))
        return cls(block, other, np.stack([refused // nodes, refused % nodes], axis=1).astype(np.int32))


def _components(nodes: int, keys: NDArray[np.int64]) -> NDArray[np.int32]:
    return components(nodes, (keys // max(1, nodes)).astype(np.int32), (keys % max(1, nodes)).astype(np.int32))


def _keys(nodes: int, pairs: NDArray[np.int32]) -> NDArray[np.int64]:
    ends = pairs.reshape(-1, 2)
    ends = ends[ends[:, 0] != ends[:, 1]]
    return key_of(nodes, ends.min(axis=1, initial=nodes), ends.max(axis=1, initial=-1))


def _believed(
    nodes: int, same: NDArray[np.int64], apart: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Word for word in the order of nodes: a word is believed if no two images that it joins were told apart."""
    members: dict[int, set[int]] = {}
    foes: dict[int, set[int]] = {}
    for key in apart.tolist():
        foes.setdefault(key // nodes, set()).add(key % nodes)
        foes.setdefault(key % nodes, set()).add(key // nodes)
    believed = np.zeros(len(same), np.bool_)
    for at, key in enumerate(same.tolist()):
        one, other = (members.setdefault(node, {node}) for node in divmod(key, nodes))
        believed[at] = one is other or not any(foes.get(node, set()) & other for node in one)
        if believed[at] and one is not other:
            one |= other
            members.update(dict.fromkeys(other, one))
    return same[believed], same[~believed]
