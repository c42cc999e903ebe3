"""From labels to groups: medoids, what binds each member, the worst pair, hubs, and what is new since a decision."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EDITED
from catalog.duplicates.blocks import Verdicts
from catalog.duplicates.bonds import Inside, bonds_of, inside_of
from catalog.duplicates.grouped import GroupColumns
from catalog.duplicates.novelty import novelty
from catalog.duplicates.ordering import firsts, ordered
from catalog.duplicates.pairs import MILLION, NO_EDGE, Pairs
from catalog.duplicates.splitting import Split

_HUB_LEAST: Final = 20
_HUB_SPREADS: Final = 3


def assembled(pairs: Pairs, binds: NDArray[np.bool_], near: Pairs, done: Split, verdicts: Verdicts) -> GroupColumns:
    """The groups of `done`, in the order of their medoids.

    `pairs` are all that may be in one group, `binds` (m,) which of them may bind; `near` are the pairs that bind at the
    asked threshold, those that were told apart among them.
    """
    members, starts = _members(done.label)
    if not len(members):
        return nothing()
    label = np.full(len(done.label), -1, np.int32)
    label[members] = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    inside = inside_of(pairs, binds, label, done)
    medoids = _medoids(members, label, inside, np.diff(starts))
    rank = np.empty(len(medoids), np.int32)
    rank[np.argsort(medoids)] = np.arange(len(medoids))
    label[members] = rank[label[members]]
    return _columns(label, np.sort(medoids), inside, near, done, verdicts)


def nothing() -> GroupColumns:
    """No groups."""
    whole, small, real, flag = (
        np.zeros(0, np.int32),
        np.zeros(0, np.int8),
        np.zeros(0, np.float32),
        np.zeros(0, np.bool_),
    )
    return GroupColumns(
        starts=np.zeros(1, np.int64),
        members=whole,
        bond_tier=small,
        bond_hamming=np.zeros(0, np.int16),
        bond_similarity=real,
        tier=small,
        worst_low=whole,
        worst_high=whole,
        worst_similarity=real,
        threshold=np.zeros(0, np.float64),
        capped=flag,
        contradiction=flag,
        hub=flag,
        new={},
        near_apart={},
    )


def _members(label: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Nodes group by group, and where each group begins."""
    held = np.flatnonzero(label >= 0)
    order = held[np.argsort(label[held], kind="stable")]
    return order, np.append(firsts(label[order]), len(order))


def _medoids(
    members: NDArray[np.int64], label: NDArray[np.int32], inside: Inside, size: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(g,) of those that are bound to all others, the one with the highest mean similarity; ties by number."""
    able = members[inside.reached[members] == size[label[members]] - 1]
    order = able[ordered(label[able], inside.total.max() - inside.total[able])]
    medoids: NDArray[np.int64] = order[firsts(label[order])]
    return medoids


def _columns(
    label: NDArray[np.int32],
    medoids: NDArray[np.int64],
    inside: Inside,
    near: Pairs,
    done: Split,
    verdicts: Verdicts,
) -> GroupColumns:
    bonds = bonds_of(label, medoids, inside)
    held = np.flatnonzero(label >= 0)
    order = held[ordered(label[held], MILLION + 1 - bonds.counted[held])]
    starts = np.append(firsts(label[order]), len(order))
    worst = _worst(label, inside.pairs)
    new, near_apart = novelty(label, near, verdicts.apart)
    refused = label[verdicts.refused.ravel()]
    contradiction = np.zeros(len(medoids), np.bool_)
    contradiction[refused[refused >= 0]] = True
    weakest = np.where((bonds.tier == NO_EDGE) & (bonds.counted <= MILLION), EDITED, bonds.tier)
    return GroupColumns(
        starts=starts,
        members=order.astype(np.int32),
        bond_tier=bonds.tier[order],
        bond_hamming=bonds.hamming[order],
        bond_similarity=bonds.known[order],
        tier=np.maximum.reduceat(weakest[order], starts[:-1]).astype(np.int8),
        worst_low=inside.pairs.low[worst],
        worst_high=inside.pairs.high[worst],
        worst_similarity=inside.pairs.known[worst],
        threshold=done.threshold[medoids],
        capped=done.capped[medoids],
        contradiction=contradiction,
        hub=_hubs(near, inside.reached)[order],
        new=new,
        near_apart=near_apart,
    )


def _worst(label: NDArray[np.int32], pairs: Pairs) -> NDArray[np.int64]:
    """(g,) the pair of each group that is least alike; ties by number, since pairs are in that order."""
    mine = label[pairs.low]
    order = ordered(mine, pairs.measured)
    return order[firsts(mine[order])]


def _hubs(near: Pairs, reached: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) near to far more images than others are (Tukey's outer fence), and to more outside its group than inside."""
    degree = np.bincount(np.concatenate([near.low, near.high]), minlength=len(reached))
    lower, upper = np.percentile(degree[degree > 0], (25, 75))
    fence = max(_HUB_LEAST, upper + _HUB_SPREADS * (upper - lower))
    hubs: NDArray[np.bool_] = (degree > fence) & (degree > 2 * reached)
    return hubs
