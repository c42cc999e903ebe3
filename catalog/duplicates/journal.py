"""The journal of a batch: rows are written through it, and what they were before is noted in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from catalog.duplicates.model import Group, PairVerdict
from catalog.duplicates.records import group_record, image_record, verdict_record
from catalog.duplicates.review_ports import ContentPair, EntryKind, GroupKey, JournalEntry, ReviewTransaction
from catalog.errors import Unavailable
from catalog.images.model import Image

SPAN: Final = 1_000_000
"""How many numbers the entries of one item have to themselves: item 3 has those from 3,000,000 on."""


@dataclass(slots=True)
class Journal:
    """Writes for one item of a batch. The rows it is given are held by the caller's transaction."""

    tx: ReviewTransaction
    batch_id: UUID
    item: int
    _written: int = 0

    def images(self, changes: Sequence[tuple[Image, Image]]) -> None:
        """Save each image as the second of the pair says, over the first."""
        for before, after in changes:
            counted = replace(after, row_version=before.row_version + 1)
            if not self.tx.images.save(counted, over_version=before.row_version):
                raise Unavailable("an image was changed while it was held", retry_after_s=1)
        self._note(
            JournalEntry(self._number(), EntryKind.IMAGE, before.image_id, image_record(before), image_record(after))
            for before, after in changes
        )

    def group(self, before: Group | None, after: Group | None) -> None:
        """Write `after` in place of `before`; None is a row that is not there."""
        if after is not None:
            key = key_of(after)
            self.tx.groups.put(replace(after, row_version=before.row_version + 1 if before else after.row_version))
        elif before is not None:
            key = key_of(before)
            self.tx.groups.remove(key)
        else:
            return
        records = [None if group is None else group_record(group) for group in (before, after)]
        self._note([JournalEntry(self._number(), EntryKind.GROUP, "/".join(key), *records)])

    def verdicts(self, said: Sequence[PairVerdict]) -> None:
        """Say them in place of what was said of the same pairs."""
        before = self.tx.verdicts.say(said)
        self._note(
            JournalEntry(
                self._number(),
                EntryKind.VERDICT,
                ":".join(pair_of(one)),
                None if earlier is None else verdict_record(earlier),
                verdict_record(one),
            )
            for one, earlier in zip(said, before, strict=True)
        )

    def _note(self, entries: Iterable[JournalEntry]) -> None:
        self.tx.batches.note(self.batch_id, list(entries))

    def _number(self) -> int:
        self._written += 1
        return self.item * SPAN + self._written


def key_of(group: Group) -> GroupKey:
    """The key of the group's row."""
    return group.dataset_id, group.group_id


def key_in(row_key: str) -> GroupKey:
    """The key that an entry names; a dataset's id may hold the same stroke."""
    dataset_id, _, group_id = row_key.rpartition("/")
    return dataset_id, group_id


def pair_of(said: PairVerdict) -> ContentPair:
    """The two contents of a verdict."""
    return said.low_sha256, said.high_sha256


def pair_in(row_key: str) -> ContentPair:
    """The two contents that an entry names."""
    low, _, high = row_key.partition(":")
    return low, high
