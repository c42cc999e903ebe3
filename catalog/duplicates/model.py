"""What two images can be to one another, what a group of near-duplicates is, and what people say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from catalog.images.datasets import DEFAULT_DATASET as DEFAULT_DATASET
from catalog.images.datasets import WHOLE_TENANT as WHOLE_TENANT


class Tier(StrEnum):
    """How two images are alike, the closest first.

    T0: the same bytes. T1: the same pixels. T2: pHash and cosine. T3: turned or mirrored. T4: by embedding only, a
    variant, which is never resolved by itself.
    """

    SAME_BYTES = "T0"
    SAME_PIXELS = "T1"
    EDITED = "T2"
    TURNED = "T3"
    VARIANT = "T4"


class Turn(IntEnum):
    """What is done to the first picture of a pair to get the second: one of the eight symmetries of the square.

    Turns are counter-clockwise, as Pillow's `Image.Transpose` names them; TRANSPOSED swaps rows and columns.
    """

    UPRIGHT = 0
    MIRRORED = 1
    FLIPPED = 2
    ROTATED_180 = 3
    TRANSPOSED = 4
    ROTATED_90 = 5
    ROTATED_270 = 6
    TRANSVERSED = 7


MOST_TURNED: Final = 2
"""The largest pHash distance at which one picture is taken for another one turned, whatever is asked for upright ones.

Seven turns are seven chances to be alike by accident, above all for pictures that are nearly symmetric, while a turn by
itself changes next to no bits: of 126 turned photographs 125 are within 2, and 124 when they are stored at JPEG 70.
"""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two images that may be near-duplicates, and the evidence. `low_id` < `high_id`.

    `hamming` 0..64 is the distance of their pHashes (for TURNED: of the one's hash and the other's turned by `turn`;
    None where either hash says nothing); `cosine` −1..1 is that of their vectors in the space of `model_version`.
    """

    low_id: str
    high_id: str
    tier: Tier
    hamming: int | None
    cosine: float
    turn: Turn
    model_version: str


class Verdict(StrEnum):
    """What a person said of two pictures; kept by their content hashes."""

    SAME = "same"
    VARIANT = "variant"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """A verdict on two contents (SHA-256 in hex, `low_sha256` < `high_sha256`)."""

    low_sha256: str
    high_sha256: str
    verdict: Verdict
    decided_by: UUID
    decided_at: datetime
    note: str | None = None


class GroupStatus(StrEnum):
    """Where a group stands in review. The last three are decisions; such a group is history and is not found again."""

    OPEN = "open"
    SKIPPED = "skipped"
    CONFIRMED = "confirmed"
    VARIANT = "variant"
    DIFFERENT = "different"
    RESOLVED = "resolved"


UNDECIDED: Final = (GroupStatus.OPEN, GroupStatus.SKIPPED, GroupStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class WorstPair:
    """The two members that are least alike, and their similarity 0..1 (0.0 where it is below what is kept)."""

    low_id: str
    high_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Group:
    """Near-duplicates of one dataset (or of the whole tenant), as grouped at `threshold`.

    `group_id` is made from the members' content hashes, so the same members are the same group in every run.
    `member_ids` has the medoid first, then by falling similarity to it; ties go by content hash. `new_ids` are members
    that nobody has judged while others have been: what is new since somebody decided; `near_apart_ids` are images that
    were judged different from a member and are near to a new one. `threshold` is above the asked one when the group was
    too large and was split stricter (`capped`). `hub_ids` are members near to suspiciously many images; it is
    `contradictory` when verdicts say both that two members belong together and that they do not.
    `reclaimable_bytes` is what resolving frees at least: all members' bytes but the largest one's.
    """

    dataset_id: str
    group_id: str
    member_ids: tuple[str, ...]
    tier: Tier
    medoid_id: str
    worst: WorstPair
    threshold: float
    reclaimable_bytes: int
    new_ids: tuple[str, ...] = ()
    near_apart_ids: tuple[str, ...] = ()
    hub_ids: tuple[str, ...] = ()
    contradictory: bool = False
    capped: bool = False
    status: GroupStatus = GroupStatus.OPEN
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    batch_id: UUID | None = None
    row_version: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """The last finished grouping of a dataset (or the whole tenant).

    `threshold` 0.80..0.99 is the least cosine, `max_hamming` the largest pHash distance of the sweep before it.
    `random_pairs` counts pairs drawn at random by bucket of cosine (see histogram). `grouped_at` is when it ended.
    """

    dataset_id: str
    threshold: float
    max_hamming: int
    model_version: str
    images: int
    edges: int
    groups: int
    duplicates: int
    grouped_at: datetime
    random_pairs: Mapping[str, int] = field(default_factory=dict)
