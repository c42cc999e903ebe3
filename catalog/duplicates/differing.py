"""Which of the groups that were found are not as they stand: so that a regrouping writes little."""

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.grouped import GroupColumns
from catalog.duplicates.pairs import MILLION
from catalog.duplicates.ports import StandingGroups


def other_than_before(
    table: EdgeTable, columns: GroupColumns, ids: NDArray[np.bytes_], standing: StandingGroups
) -> NDArray[np.bool_]:
    """(g,) whether each group is new, or its medoid, tier, worst pair or marks are not those of the row.

    The members are the same where the id is. The threshold alone makes no difference: the run says at which one the
    dataset was grouped. A group with hubs, new members or near ones told apart always counts as changed: those are few,
    and what is written again unchanged stays the same version.
    """
    at, is_there = _places(ids, standing.ids)
    names, medoids = table.image_ids, columns.members[columns.starts[:-1]]
    one, other = names[columns.worst_low], names[columns.worst_high]
    marked = np.bincount(_owners(columns)[columns.hub], minlength=len(columns)).astype(np.bool_)
    marked[list(columns.new) + list(columns.near_apart)] = True
    if not len(standing.ids):
        return np.ones(len(columns), np.bool_)
    same: NDArray[np.bool_] = (
        is_there
        & (names[medoids] == standing.medoid_ids[at])
        & (columns.tier == standing.tier[at])
        & (np.where(one < other, one, other) == standing.worst_low_ids[at])
        & (np.where(one < other, other, one) == standing.worst_high_ids[at])
        & (
            np.rint(columns.worst_similarity.astype(np.float64) * MILLION)
            == np.rint(standing.worst_similarity[at] * MILLION)
        )
        & (columns.capped == standing.capped[at])
        & (columns.contradiction == standing.contradictory[at])
        & (standing.undecided[at])
    )
    changed: NDArray[np.bool_] = ~same | marked | (standing.extras[at] > 0)
    return changed


def _owners(columns: GroupColumns) -> NDArray[np.int64]:
    """(k,) the group of each member."""
    return np.repeat(np.arange(len(columns)), np.diff(columns.starts))


def _places(ids: NDArray[np.bytes_], known: NDArray[np.bytes_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each id its place in `known`, which rises, and whether it is there."""
    if not len(known):
        return np.zeros(len(ids), np.intp), np.zeros(len(ids), np.bool_)
    at = np.searchsorted(known, ids).clip(max=len(known) - 1)
    return at, known[at] == ids
