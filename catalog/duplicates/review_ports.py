"""What reviewing needs from outside: groups, evidence, verdicts, batches and their journal, in one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from catalog.duplicates.model import Edge, Group, PairVerdict
from catalog.duplicates.views import Batch, BatchItem, GroupListing
from catalog.images.ports import ImageRepository
from catalog.images.trash_ports import TrashRows
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope

GroupKey = tuple[str, str]
"""A group's dataset and id."""
ContentPair = tuple[str, str]
"""Two SHA-256 in hex, the lower one first."""


class ReviewGroups(Protocol):
    """Groups of one tenant as people see and decide them."""

    def page(self, listing: GroupListing) -> list[Group]:
        """One page, in order."""

    def get(self, key: GroupKey) -> Group:
        """The group. Raises GroupNotFound."""

    def locked(self, keys: Sequence[GroupKey]) -> dict[GroupKey, Group]:
        """Those that are there, held until the transaction ends."""

    def containing(self, image_ids: Sequence[str]) -> list[Group]:
        """The undecided groups of every dataset that hold one of the images."""

    def put(self, group: Group) -> None:
        """Write the row whole, in place of one with the same key."""

    def remove(self, key: GroupKey) -> None:
        """Strike the row out."""


class Evidence(Protocol):
    """What is known of pairs of images."""

    def among(self, image_ids: Sequence[str]) -> list[Edge]:
        """The edges whose both ends are among the images, in the order of their ids."""


class VerdictLedger(Protocol):
    """What people said of pairs of contents; the later word stands."""

    def among(self, sha256s: Sequence[str]) -> list[PairVerdict]:
        """The verdicts on two of these contents, in the order of their hashes."""

    def locked(self, pairs: Sequence[ContentPair]) -> dict[ContentPair, PairVerdict]:
        """Those that are there, held until the transaction ends."""

    def say(self, verdicts: Sequence[PairVerdict]) -> list[PairVerdict | None]:
        """Write them, each pair once, in place of earlier ones; what was said of each pair before."""

    def take_back(self, pairs: Sequence[ContentPair]) -> None:
        """Strike them out."""


class EntryKind(StrEnum):
    """Which table a journal's entry is about."""

    IMAGE = "image"
    GROUP = "group"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A row before and after a batch changed it; None where it was not there. Undo reads entries by falling `seq`."""

    seq: int
    kind: EntryKind
    row_key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class ReviewBatches(Protocol):
    """Batches, their items and their journal."""

    def add(self, batch: Batch, items: Sequence[tuple[BatchItem, int]]) -> None:
        """Write the batch and its items, each with the version of the group that it was planned for."""

    def get(self, batch_id: UUID) -> Batch:
        """The batch with its outcomes and, while it runs, its job. Raises BatchNotFound."""

    def locked(self, batch_id: UUID) -> Batch:
        """The same, held until the transaction ends. Raises BatchNotFound."""

    def save(self, batch: Batch) -> None:
        """Replace the row."""

    def page(self, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest batches first, past that one."""

    def items(self, batch_id: UUID, *, after: int, limit: int) -> list[BatchItem]:
        """The items past that number, in order."""

    def pending(self, batch_id: UUID, *, limit: int) -> list[tuple[BatchItem, int]]:
        """The first items that nothing became of yet, with the version of the group each was planned for."""

    def done_backwards(self, batch_id: UUID, *, limit: int) -> list[BatchItem]:
        """The last items that were done and not taken back, the last one first."""

    def settle(self, batch_id: UUID, items: Sequence[BatchItem]) -> None:
        """Write the outcomes and details of these items."""

    def note(self, batch_id: UUID, entries: Sequence[JournalEntry]) -> None:
        """Write the entries."""

    def entries(self, batch_id: UUID, *, first: int, last: int) -> list[JournalEntry]:
        """The entries from `first` to `last`, the latest first."""


class ReviewTransaction(Protocol):
    """What reviewing reads and writes together, all or nothing."""

    @property
    def images(self) -> ImageRepository:
        """The tenant's image rows."""

    @property
    def trash(self) -> TrashRows:
        """Image rows in whatever state, and the vectors kept of those in the trash."""

    @property
    def jobs(self) -> JobRequests:
        """The ledger; what is asked here is rung after the commit."""

    @property
    def groups(self) -> ReviewGroups:
        """The tenant's groups."""

    @property
    def evidence(self) -> Evidence:
        """The tenant's edges."""

    @property
    def verdicts(self) -> VerdictLedger:
        """What was said of pairs."""

    @property
    def batches(self) -> ReviewBatches:
        """What people did in one go."""

    def attempt(self) -> AbstractContextManager[None]:
        """A part of the transaction that is rolled back by itself when it fails. Raises DatabaseUnavailable."""


class ReviewTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[ReviewTransaction]: ...
