"""From pairs to tight groups: components as they stand where they are tight, stars where they are not."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.pairs import Pairs, components, millionths
from catalog.duplicates.small_stars import LARGEST, small_stars
from catalog.duplicates.stars import stars

STEP: Final = 0.01
STRICTEST: Final = 0.99
ALONE: Final = -1


@dataclass(frozen=True, slots=True)
class Split:
    """n nodes in groups: `label` is the group's number, or ALONE; `threshold` is what the group was made at."""

    label: NDArray[np.int32]
    threshold: NDArray[np.float64]
    capped: NDArray[np.bool_]


def split(
    pairs: Pairs, binds: NDArray[np.bool_], block: NDArray[np.int32], *, threshold: float, margin: float, cap: int
) -> Split:
    """Groups in which one member is bound to all others at `threshold`, and no pair is below `threshold` - `margin`.

    `binds` (m,) are the pairs that may bind at all. A group of more than `cap` is split again, stricter by STEP each
    time; where STRICTEST is not enough, groups are ended at `cap`. What no group takes any more is alone.
    """
    nodes = len(block)
    done = Split(np.full(nodes, ALONE, np.int32), np.full(nodes, threshold), np.zeros(nodes, np.bool_))
    over, at, cut = np.ones(nodes, np.bool_), threshold, False
    while over.any():
        tight = pairs.together | (pairs.counted >= millionths(at - margin))
        inside = tight & over[pairs.low] & (done.label[pairs.low] == done.label[pairs.high])
        bound = (binds & (pairs.counted >= millionths(at)))[inside]
        label = _grouped(pairs.only(inside), bound, block, cap if cut else nodes)
        done.label[over] = np.where(label >= 0, label + done.label.max() + 1, ALONE)[over]
        done.threshold[over], done.capped[over] = at, cut or at > threshold
        if cut:
            break
        over = (done.label >= 0) & (np.bincount(done.label + 1)[done.label + 1] > cap)
        cut, at = at >= STRICTEST, max(at, min(at + STEP, STRICTEST))
    return done


def _grouped(pairs: Pairs, bound: NDArray[np.bool_], block: NDArray[np.int32], limit: int) -> NDArray[np.int32]:
    """(n,) labels from 0; `pairs` are tight, those that are `bound` make components."""
    nodes = len(block)
    component = components(nodes, pairs.low[bound], pairs.high[bound])
    within = component[pairs.low] == component[pairs.high]
    pairs, bound = pairs.only(within), bound[within]
    size = np.bincount(component, minlength=1)
    tidy = _tidy(pairs, bound, component, size) & (size <= limit)
    label = np.where((size > 1) & tidy, np.arange(len(size)), ALONE)[component].astype(np.int32)
    blocked = np.zeros(len(size), np.bool_)
    blocked[component[np.bincount(block, minlength=1)[block] > 1]] = True
    small = ~tidy & ~blocked & (size <= LARGEST)
    for chosen, method in ((small, small_stars), (~tidy & ~small, stars)):
        mine = chosen[component[pairs.low]]
        if mine.any():
            found = method(pairs.only(mine), bound[mine], component, block, limit)
            label = np.where(found >= 0, found + label.max() + 1, label).astype(np.int32)
    return label


def _tidy(
    pairs: Pairs, bound: NDArray[np.bool_], component: NDArray[np.int32], size: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """(components,) whether all pairs are there, and one node is bound to all others."""
    complete = np.bincount(component[pairs.low], minlength=len(size)) == size * (size - 1) // 2
    ends = np.concatenate([pairs.low[bound], pairs.high[bound]])
    reached = np.bincount(ends, minlength=len(component))
    centred = np.zeros(len(size), np.bool_)
    centred[component[reached == size[component] - 1]] = True
    tidy: NDArray[np.bool_] = complete & centred
    return tidy
