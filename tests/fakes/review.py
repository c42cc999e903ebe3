"""What review and the trash keep, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from catalog.duplicates.model import UNDECIDED, Edge, Group, PairVerdict
from catalog.duplicates.review_ports import ContentPair, GroupKey, JournalEntry
from catalog.duplicates.views import Batch, BatchItem, GroupListing, Outcome
from catalog.errors import BatchNotFound, GroupNotFound
from catalog.images.trash_ports import KeptVector


@dataclass(slots=True)
class HeldReview:
    """The rows of one tenant."""

    groups: dict[GroupKey, Group] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    verdicts: dict[ContentPair, PairVerdict] = field(default_factory=dict)
    batches: dict[UUID, Batch] = field(default_factory=dict)
    items: dict[UUID, list[tuple[BatchItem, int]]] = field(default_factory=dict)
    journal: dict[UUID, list[JournalEntry]] = field(default_factory=dict)
    vectors: dict[str, KeptVector] = field(default_factory=dict)
    running: dict[UUID, UUID] = field(default_factory=dict)


@dataclass(slots=True)
class MemoryGroups:
    """ReviewGroups over a dict; sorting and filters are for the real one."""

    held: HeldReview

    def page(self, listing: GroupListing) -> list[Group]:
        """The largest first, past the last one."""
        own = [group for group in self.held.groups.values() if group.dataset_id == listing.dataset_id]
        found = [group for group in own if not listing.statuses or group.status in listing.statuses]
        past = [group for group in found if listing.after is None or _place(group) < listing.after]
        return sorted(past, key=_place, reverse=True)[: listing.limit]

    def get(self, key: GroupKey) -> Group:
        """The group. Raises GroupNotFound."""
        if key not in self.held.groups:
            raise GroupNotFound("there is no group with that id")
        return self.held.groups[key]

    def locked(self, keys: Sequence[GroupKey]) -> dict[GroupKey, Group]:
        """Those that are there."""
        return {key: self.held.groups[key] for key in sorted(set(keys)) if key in self.held.groups}

    def containing(self, image_ids: Sequence[str]) -> list[Group]:
        """The undecided groups that hold one of the images."""
        undecided = (group for group in self.held.groups.values() if group.status in UNDECIDED)
        return [group for group in undecided if set(group.member_ids) & set(image_ids)]

    def put(self, group: Group) -> None:
        """Write the row whole."""
        self.held.groups[group.dataset_id, group.group_id] = group

    def remove(self, key: GroupKey) -> None:
        """Strike the row out."""
        del self.held.groups[key]


@dataclass(slots=True)
class MemoryEvidence:
    """Evidence over a list."""

    held: HeldReview

    def among(self, image_ids: Sequence[str]) -> list[Edge]:
        """The edges between these images."""
        wanted = set(image_ids)
        return [edge for edge in self.held.edges if {edge.low_id, edge.high_id} <= wanted]


@dataclass(slots=True)
class MemoryVerdicts:
    """VerdictLedger over a dict."""

    held: HeldReview

    def among(self, sha256s: Sequence[str]) -> list[PairVerdict]:
        """The verdicts on two of these."""
        return [said for pair, said in sorted(self.held.verdicts.items()) if set(pair) <= set(sha256s)]

    def locked(self, pairs: Sequence[ContentPair]) -> dict[ContentPair, PairVerdict]:
        """Those that are there."""
        return {pair: self.held.verdicts[pair] for pair in pairs if pair in self.held.verdicts}

    def say(self, verdicts: Sequence[PairVerdict]) -> list[PairVerdict | None]:
        """Write them; what was said before."""
        pairs = [(said.low_sha256, said.high_sha256) for said in verdicts]
        before = [self.held.verdicts.get(pair) for pair in pairs]
        self.held.verdicts.update(zip(pairs, verdicts, strict=True))
        return before

    def take_back(self, pairs: Sequence[ContentPair]) -> None:
        """Strike them out."""
        for pair in pairs:
            del self.held.verdicts[pair]


@dataclass(slots=True)
class MemoryBatches:
    """ReviewBatches over dicts."""

    held: HeldReview

    def add(self, batch: Batch, items: Sequence[tuple[BatchItem, int]]) -> None:
        """Write the batch and its items."""
        self.held.batches[batch.batch_id] = batch
        self.held.items[batch.batch_id] = list(items)
        self.held.journal[batch.batch_id] = []

    def get(self, batch_id: UUID) -> Batch:
        """The batch with its outcomes. Raises BatchNotFound."""
        if batch_id not in self.held.batches:
            raise BatchNotFound("there is no batch with that id")
        became = [item.outcome for item, _ in self.held.items[batch_id]]
        outcomes = {outcome: became.count(outcome) for outcome in Outcome if outcome in became}
        return replace(self.held.batches[batch_id], job_id=self.held.running.get(batch_id), outcomes=outcomes)

    locked = get

    def save(self, batch: Batch) -> None:
        """Replace the row."""
        self.held.batches[batch.batch_id] = batch

    def page(self, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest first."""
        newest = sorted(self.held.batches.values(), key=lambda one: (one.created_at, one.batch_id), reverse=True)
        past = [one for one in newest if after is None or (one.created_at, one.batch_id) < after]
        return [self.get(one.batch_id) for one in past[:limit]]

    def items(self, batch_id: UUID, *, after: int, limit: int) -> list[BatchItem]:
        """The items past that number."""
        return [item for item, _ in self.held.items[batch_id] if item.seq > after][:limit]

    def pending(self, batch_id: UUID, *, limit: int) -> list[tuple[BatchItem, int]]:
        """The first that nothing became of yet."""
        return [one for one in self.held.items[batch_id] if one[0].outcome is Outcome.PENDING][:limit]

    def done_backwards(self, batch_id: UUID, *, limit: int) -> list[BatchItem]:
        """The last that were done."""
        return [item for item, _ in reversed(self.held.items[batch_id]) if item.outcome is Outcome.DONE][:limit]

    def settle(self, batch_id: UUID, items: Sequence[BatchItem]) -> None:
        """Write the outcomes."""
        became = {item.seq: item for item in items}
        self.held.items[batch_id] = [(became.get(one.seq, one), version) for one, version in self.held.items[batch_id]]

    def note(self, batch_id: UUID, entries: Sequence[JournalEntry]) -> None:
        """Write the entries."""
        self.held.journal[batch_id] += entries

    def entries(self, batch_id: UUID, *, first: int, last: int) -> list[JournalEntry]:
        """The latest first."""
        between = [entry for entry in self.held.journal[batch_id] if first <= entry.seq <= last]
        return sorted(between, key=lambda entry: -entry.seq)


def _place(group: Group) -> tuple[float, str]:
    return len(group.member_ids), group.group_id
