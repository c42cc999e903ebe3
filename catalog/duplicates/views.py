"""What reviewing asks for and is answered: listings, one group with its evidence, batches, previews, checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalog.duplicates.model import Edge, Group, GroupStatus, PairVerdict, Tier
from catalog.images.model import Image


class GroupSort(StrEnum):
    """What a listing of groups can be ordered by; ties go by group id."""

    SIZE = "size"
    WORST_SIMILARITY = "worst_similarity"
    RECLAIMABLE_BYTES = "reclaimable_bytes"


@dataclass(frozen=True, slots=True)
class GroupListing:
    """Which groups to list, in which order, from where on (the last group's sort value and id), how many.

    Empty `tiers` and `statuses` let every one pass; `tag` passes groups with a member that has it; `image_id` those
    that hold the image.
    """

    dataset_id: str
    sort: GroupSort
    descending: bool
    limit: int
    tiers: tuple[Tier, ...] = ()
    statuses: tuple[GroupStatus, ...] = ()
    tag: str | None = None
    image_id: str | None = None
    after: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member with its row, and why it is in the group: the edge to the medoid, or None when people said so.

    `similarity` 0..1 is that to the medoid (1.0 for the medoid itself, None without an edge).
    """

    image: Image
    similarity: float | None
    evidence: Edge | None
    is_new: bool
    is_hub: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which member to keep and why; `keeper_id` is None when that is not clear, and `why_not` says so.

    `scores` has 0..1 for each member's id, `reasons` the words for it, the strongest first.
    """

    keeper_id: str | None
    why_not: str | None
    scores: Mapping[str, float]
    reasons: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """One group, medoid first, with the evidence of every pair that was compared and what was said of pairs."""

    group: Group
    members: tuple[Member, ...]
    pairs: tuple[Edge, ...]
    verdicts: tuple[PairVerdict, ...]
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Preview:
    """What grouping at another threshold would find; nothing is written. `by_tier` counts groups."""

    threshold: float
    groups: int
    duplicates: int
    images: int
    reclaimable_bytes: int
    by_tier: Mapping[Tier, int]


class BatchKind(StrEnum):
    """What a person did in one go."""

    VERDICT = "verdict"
    SKIP = "skip"
    MERGE = "merge"
    SPLIT = "split"
    TAG = "tag"
    RESOLVE = "resolve"


class BatchState(StrEnum):
    """Where a batch stands: done in one or more transactions, and perhaps taken back."""

    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What became of one group of a batch; only DONE changed anything."""

    PENDING = "pending"
    DONE = "done"
    ABSTAINED = "abstained"
    CHANGED = "changed"
    GONE = "gone"
    FAILED = "failed"
    UNDONE = "undone"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One group of a batch. `detail` says why in words, and for CHANGED what somebody else decided."""

    seq: int
    dataset_id: str
    group_id: str
    keeper_id: str | None
    outcome: Outcome
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a person did in one go. `trashed` images and their bytes come back with an undo until `expires_at`."""

    batch_id: UUID
    kind: BatchKind
    state: BatchState
    dataset_id: str
    rule: Mapping[str, Any]
    asked_by: UUID
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    undone_by: UUID | None
    expires_at: datetime | None
    groups: int
    trashed: int
    trashed_bytes: int
    job_id: UUID | None = None
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which groups a batch is about: these ids, or (without ids) all undecided groups that the listing would show.

    `over_versions` are the versions of the groups as the person saw them; another version is answered as CHANGED.
    """

    dataset_id: str
    group_ids: tuple[str, ...] = ()
    over_versions: Mapping[str, int] = field(default_factory=dict)
    tiers: tuple[Tier, ...] = ()
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """What a rule would do to a group: which image is kept and why, or why none can be chosen."""

    group_id: str
    keeper_id: str | None
    reasons: tuple[str, ...]
    why_not: str | None
    trashed_ids: tuple[str, ...]
    trashed_bytes: int


@dataclass(frozen=True, slots=True)
class ResolutionPreview:
    """The numbers of a rule before it is applied, with the first groups of each kind as samples."""

    groups: int
    resolved: int
    abstained: int
    trashed: int
    trashed_bytes: int
    samples: tuple[PlannedGroup, ...]
    abstained_samples: tuple[PlannedGroup, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """An image that is here already, and how a picture that was asked about is like it."""

    image: Image
    tier: Tier
    hamming: int | None
    cosine: float | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is here already of a picture, the closest first; `exact` is the image with the same bytes.

    `hash_only`: vectors were not compared, because only a hash was given or the embedder or the index is away.
    """

    exact: Image | None
    likenesses: tuple[Likeness, ...]
    flat: bool
    hash_only: bool = False
