"""What came to a group since somebody decided on images near it."""

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.pairs import Pairs, is_among, key_of

Found = dict[int, tuple[int, ...]]
Numbers = NDArray[np.int32] | NDArray[np.int64]


def novelty(label: NDArray[np.int32], near: Pairs, apart: NDArray[np.int64]) -> tuple[Found, Found]:
    """`new` and `near_apart` of `Grouped`, by group, where there are any.

    `label` (n,) is each node's group or -1; `near` are all pairs that bind at the threshold, those told apart among
    them; `apart` are sorted keys.
    """
    nodes = max(1, len(label))
    member, other = _both_ways((apart // nodes).astype(np.int32), (apart % nodes).astype(np.int32))
    told = _of_groups(label, member, other)
    if not told[0].size:
        return {}, {}
    field = _of_groups(label, *_both_ways(near.low, near.high))
    around = np.unique(key_of(nodes, label[field[0]], field[1]))
    counts = is_among(key_of(nodes, label[told[0]], told[1]), around)
    judged = np.unique(told[0][counts])
    decided = np.flatnonzero(is_among(label, np.unique(label[judged])))
    new = decided[~is_among(decided, judged)]
    return _by_group(label[new], new), _near_apart(label, new, field, told, apart)


def _near_apart(
    label: NDArray[np.int32],
    new: NDArray[np.int64],
    field: tuple[NDArray[np.int32], NDArray[np.int32]],
    told: tuple[NDArray[np.int32], NDArray[np.int32]],
    apart: NDArray[np.int64],
) -> Found:
    nodes = len(label)
    member, other = field
    pair = key_of(nodes, np.minimum(member, other), np.maximum(member, other))
    kept = is_among(member, new) & (label[other] != label[member]) & ~is_among(pair, apart)
    near = np.unique(key_of(nodes, label[member[kept]], other[kept]))
    both = near[is_among(near, np.unique(key_of(nodes, label[told[0]], told[1])))]
    return _by_group(both // nodes, both % nodes)


def _by_group(groups: Numbers, nodes: Numbers) -> Found:
    found: dict[int, list[int]] = {}
    for group, node in zip(groups.tolist(), nodes.tolist(), strict=True):
        found.setdefault(group, []).append(node)
    return {group: tuple(held) for group, held in found.items()}


def _both_ways(low: NDArray[np.int32], high: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    return np.concatenate([low, high]), np.concatenate([high, low])


def _of_groups(
    label: NDArray[np.int32], member: NDArray[np.int32], other: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pairs whose first is in a group."""
    kept = label[member] >= 0
    return member[kept], other[kept]
