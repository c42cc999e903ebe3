"""Putting rows back to what a journal says they were, backwards; a row that was changed since stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.duplicates.journal import SPAN, key_in, pair_in
from catalog.duplicates.records import (
    Record,
    group_of_record,
    group_record,
    image_put_back,
    image_record,
    verdict_of_record,
    verdict_record,
)
from catalog.duplicates.review_ports import EntryKind, JournalEntry, ReviewTransaction


@dataclass(slots=True)
class TakenBack:
    """What became of the entries: the images that were put back, and by item why rows were kept."""

    image_ids: list[str] = field(default_factory=list)
    kept: dict[int, list[str]] = field(default_factory=dict)

    def keep(self, entry: JournalEntry, why: str) -> None:
        """Note that the entry's row stays as it is."""
        self.kept.setdefault(entry.seq // SPAN, []).append(f"{entry.kind.value} {entry.row_key} {why}")


def take_back(tx: ReviewTransaction, entries: Sequence[JournalEntry]) -> TakenBack:
    """Put back what the entries (the latest first) say. The rows are held until the transaction ends."""
    taken, by_kind = TakenBack(), _by_kind(entries)
    # In the order in which batches hold rows when they are applied.
    _groups(tx, by_kind[EntryKind.GROUP], taken)
    _images(tx, by_kind[EntryKind.IMAGE], taken)
    _verdicts(tx, by_kind[EntryKind.VERDICT], taken)
    return taken


def _by_kind(entries: Sequence[JournalEntry]) -> dict[EntryKind, list[JournalEntry]]:
    return {kind: [entry for entry in entries if entry.kind is kind] for kind in EntryKind}


def _images(tx: ReviewTransaction, entries: Sequence[JournalEntry], taken: TakenBack) -> None:
    before = tx.trash.locked([entry.row_key for entry in entries])
    now = dict(before)
    for entry in entries:
        image, was, left = now.get(entry.row_key), entry.before or {}, entry.after or {}
        changed = {name for name in left if was.get(name) != left[name]}
        if image is None:
            taken.keep(entry, "has been removed for good")
        elif any(image_record(image)[name] != left[name] for name in changed):
            taken.keep(entry, "was changed since")
        else:
            now[entry.row_key] = image_put_back(image, {name: was[name] for name in changed})
    for image_id, image in now.items():
        if image != before[image_id]:
            version = before[image_id].row_version
            tx.images.save(replace(image, row_version=version + 1), over_version=version)
            taken.image_ids.append(image_id)


def _groups(tx: ReviewTransaction, entries: Sequence[JournalEntry], taken: TakenBack) -> None:
    now: dict[str, Record | None] = dict.fromkeys(entry.row_key for entry in entries)
    held = tx.groups.locked([key_in(row_key) for row_key in now])
    now |= {"/".join(key): group_record(group) for key, group in held.items()}
    versions = {"/".join(key): group.row_version for key, group in held.items()}
    before = dict(now)
    _replay(entries, now, taken)
    for row_key, record in now.items():
        if record is None and before[row_key] is not None:
            tx.groups.remove(key_in(row_key))
        elif record is not None and record != before[row_key]:
            tx.groups.put(group_of_record(record, row_version=versions.get(row_key, 0) + 1))


def _verdicts(tx: ReviewTransaction, entries: Sequence[JournalEntry], taken: TakenBack) -> None:
    now: dict[str, Record | None] = dict.fromkeys(entry.row_key for entry in entries)
    held = tx.verdicts.locked([pair_in(row_key) for row_key in now])
    now |= {":".join(pair): verdict_record(said) for pair, said in held.items()}
    before = dict(now)
    _replay(entries, now, taken)
    tx.verdicts.take_back([pair_in(key) for key, record in now.items() if record is None and before[key] is not None])
    tx.verdicts.say([verdict_of_record(record) for key, record in now.items() if record and record != before[key]])


def _replay(entries: Sequence[JournalEntry], now: dict[str, Record | None], taken: TakenBack) -> None:
    for entry in entries:
        if now[entry.row_key] == entry.after:
            now[entry.row_key] = entry.before
        else:
            taken.keep(entry, "was changed since")
