"""What grouping finds: groups as columns, and one group with everything that explains it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import NO_HAMMING, TIERS
from catalog.duplicates.model import Tier


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a member is in its group: the edge to the medoid, or a person's word.

    `tier` is None where only a verdict binds the two (`together`); `similarity` 0..1 is then what is known of them, 0.0
    where nothing is. `hamming` 0..64 is None where there is none.
    """

    tier: Tier | None
    hamming: int | None
    similarity: float

    @property
    def together(self) -> bool:
        """Whether it is a verdict that binds."""
        return self.tier is None


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group by node numbers, see `EdgeTable`.

    `members` has the medoid first, then falls by similarity to it (ties by number); `bonds` has one for each member
    but the medoid, in the same order. `tier` is the weakest that binds a member; a verdict counts as T2. `worst` is the
    pair that is least alike, with 0.0 for a pair that has no edge. `threshold` is above the asked one where the group
    was split stricter (`capped`). `hubs` are members near to suspiciously many images outside the group.

    A member is *judged* when it was told apart from an image that is near (at `threshold`) to the group. `new` are the
    members that are not judged, when others are: what came since somebody decided; empty for a group of which nothing
    was decided. `near_apart` are images outside, told apart from a member and near to a new one. `contradiction`:
    somebody said that a member and another image are the same, and somebody that they are not, which is believed.
    """

    members: tuple[int, ...]
    bonds: tuple[Bond, ...]
    tier: Tier
    worst: tuple[int, int, float]
    threshold: float
    capped: bool = False
    hubs: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    near_apart: tuple[int, ...] = ()
    contradiction: bool = False

    @property
    def medoid(self) -> int:
        """The member that stands for the group: it reaches all others."""
        return self.members[0]


@dataclass(frozen=True, slots=True, eq=False)
class GroupColumns(Sequence[Grouped]):
    """g groups with k members in all, as columns; a `Grouped` is made when it is asked for."""

    starts: NDArray[np.int64]  # (g + 1,) where each group's members begin
    members: NDArray[np.int32]  # (k,) medoid first, then by falling similarity
    bond_tier: NDArray[np.int8]  # (k,) -1 for a verdict and for the medoid itself
    bond_hamming: NDArray[np.int16]  # (k,)
    bond_similarity: NDArray[np.float32]  # (k,)
    tier: NDArray[np.int8]  # (g,)
    worst_low: NDArray[np.int32]  # (g,)
    worst_high: NDArray[np.int32]
    worst_similarity: NDArray[np.float32]
    threshold: NDArray[np.float64]  # (g,)
    capped: NDArray[np.bool_]
    contradiction: NDArray[np.bool_]
    hub: NDArray[np.bool_]  # (k,)
    new: dict[int, tuple[int, ...]]  # by group, where there are any
    near_apart: dict[int, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.tier)

    @overload
    def __getitem__(self, at: int) -> Grouped: ...
    @overload
    def __getitem__(self, at: slice) -> list[Grouped]: ...
    def __getitem__(self, at: int | slice) -> Grouped | list[Grouped]:
        if isinstance(at, slice):
            return [self._one(one) for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._one(at % len(self))

    def __iter__(self) -> Iterator[Grouped]:
        return (self._one(at) for at in range(len(self)))

    def reclaimable_bytes(self, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
        """(g,) what resolving each group frees at least: all members' bytes but the largest one's."""
        if not len(self):
            return np.zeros(0, np.int64)
        held, begins = sizes[self.members], self.starts[:-1]
        freed: NDArray[np.int64] = np.add.reduceat(held, begins) - np.maximum.reduceat(held, begins)
        return freed

    def _one(self, at: int) -> Grouped:
        begin, end = int(self.starts[at]), int(self.starts[at + 1])
        members, hub = self.members[begin:end], self.hub[begin:end]
        return Grouped(
            tuple(members.tolist()),
            tuple(self._bond(one) for one in range(begin + 1, end)),
            TIERS[self.tier[at]],
            (int(self.worst_low[at]), int(self.worst_high[at]), _plain(self.worst_similarity[at])),
            float(self.threshold[at]),
            bool(self.capped[at]),
            tuple(members[hub].tolist()),
            self.new.get(at, ()),
            self.near_apart.get(at, ()),
            bool(self.contradiction[at]),
        )

    def _bond(self, at: int) -> Bond:
        tier, hamming = int(self.bond_tier[at]), int(self.bond_hamming[at])
        return Bond(
            None if tier < 0 else TIERS[tier],
            None if hamming == NO_HAMMING else hamming,
            _plain(self.bond_similarity[at]),
        )


def _plain(similarity: np.float32) -> float:
    """As it is written: 0.97, not 0.9700000286."""
    return round(float(similarity), 6)
