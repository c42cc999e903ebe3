"""What holds a group together: the pairs inside it, and each member's to the medoid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import NO_HAMMING
from catalog.duplicates.pairs import MILLION, NO_EDGE, Pairs, is_close
from catalog.duplicates.splitting import Split


@dataclass(frozen=True, slots=True)
class Inside:
    """The m pairs inside groups, and what they add up to for each of n nodes."""

    pairs: Pairs
    said: NDArray[np.bool_]  # (m,) bound by a verdict and by nothing else
    reached: NDArray[np.int64]  # (n,) how many members the node is bound to
    total: NDArray[np.int64]  # (n,) sum of its similarities to members, millionths


@dataclass(frozen=True, slots=True)
class Bonds:
    """(n,) each: what binds a node to its medoid. A medoid counts more than any other."""

    counted: NDArray[np.int32]
    known: NDArray[np.float32]
    tier: NDArray[np.int8]  # NO_EDGE for a verdict
    hamming: NDArray[np.int16]


def inside_of(pairs: Pairs, binds: NDArray[np.bool_], label: NDArray[np.int32], done: Split) -> Inside:
    """The pairs inside the groups of `label` (n,), of which `binds` (m,) may bind."""
    which = (label[pairs.low] >= 0) & (label[pairs.low] == label[pairs.high])
    held, may = pairs.only(which), binds[which]
    limit = np.rint(done.threshold[held.low] * MILLION)
    bound = may & (held.counted >= limit)
    ends, nodes = np.concatenate([held.low, held.high]), len(label)
    return Inside(
        held,
        held.together & ~(is_close(held.tier) & (held.measured >= limit)),
        np.bincount(ends[np.tile(bound, 2)], minlength=nodes),
        np.bincount(ends, np.tile(held.counted, 2), minlength=nodes).astype(np.int64),
    )


def bonds_of(label: NDArray[np.int32], medoids: NDArray[np.int64], inside: Inside) -> Bonds:
    """The pair of each member with its medoid."""
    nodes, pairs = len(label), inside.pairs
    central = np.zeros(nodes, np.bool_)
    central[medoids] = True
    at = np.flatnonzero(central[pairs.low] | central[pairs.high])
    member = np.where(central[pairs.low[at]], pairs.high[at], pairs.low[at])
    bonds = Bonds(
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.float32),
        np.full(nodes, NO_EDGE, np.int8),
        np.full(nodes, NO_HAMMING, np.int16),
    )
    bonds.counted[member], bonds.known[member] = pairs.counted[at], pairs.known[at]
    bonds.tier[member] = np.where(inside.said[at], NO_EDGE, pairs.tier[at])
    bonds.hamming[member] = pairs.hamming[at]
    bonds.counted[medoids] = MILLION + 1
    return bonds
