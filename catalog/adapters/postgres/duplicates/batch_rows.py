"""Review batches, their items and their journal as rows."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from catalog.adapters.postgres.duplicate_tables import review_batches, review_items, review_journal
from catalog.duplicates.review_ports import EntryKind, JournalEntry
from catalog.duplicates.views import Batch, BatchItem, BatchKind, BatchState, Outcome
from catalog.tenancy import TenantScope

_BATCH_NAMES: Final = (
    "kind",
    "state",
    "dataset_id",
    "rule",
    "asked_by",
    "created_at",
    "applied_at",
    "undone_at",
    "undone_by",
    "expires_at",
    "groups",
    "trashed",
    "trashed_bytes",
)
_ITEM_NAMES: Final = ("seq", "dataset_id", "group_id", "keeper_id", "outcome", "detail", "group_version")
_ENTRY_NAMES: Final = ("seq", "kind", "row_key", "before", "after")
BATCHES: Final = select(review_batches.c.id, *(review_batches.c[name] for name in _BATCH_NAMES)).where(
    review_batches.c.tenant_id == bindparam("own")
)
ITEMS: Final = select(*(review_items.c[name] for name in _ITEM_NAMES)).where(
    review_items.c.tenant_id == bindparam("own"), review_items.c.batch_id == bindparam("batch")
)
ENTRIES: Final = select(*(review_journal.c[name] for name in _ENTRY_NAMES)).where(
    review_journal.c.tenant_id == bindparam("own"), review_journal.c.batch_id == bindparam("batch")
)


def batch_of(row: Row[Any], job_id: UUID | None, outcomes: Mapping[Outcome, int]) -> Batch:
    """The batch of a row of `BATCHES`."""
    named = row._asdict()
    kind, state = BatchKind(named.pop("kind")), BatchState(named.pop("state"))
    return Batch(batch_id=named.pop("id"), kind=kind, state=state, job_id=job_id, outcomes=outcomes, **named)


def batch_row(scope: TenantScope, batch: Batch) -> dict[str, Any]:
    """The batch's row, every column of it."""
    named = {name: getattr(batch, name) for name in _BATCH_NAMES}
    plain = {"kind": batch.kind.value, "state": batch.state.value, "rule": dict(batch.rule)}
    return {"tenant_id": scope.tenant_id, "id": batch.batch_id, **named, **plain}


def item_of(row: Row[Any]) -> BatchItem:
    """The item of a row of `ITEMS`."""
    return BatchItem(row.seq, row.dataset_id, row.group_id, row.keeper_id, Outcome(row.outcome), row.detail)


def item_row(scope: TenantScope, batch_id: UUID, item: BatchItem, group_version: int) -> dict[str, Any]:
    """The item's row, every column of it."""
    return {
        "tenant_id": scope.tenant_id,
        "batch_id": batch_id,
        "seq": item.seq,
        "dataset_id": item.dataset_id,
        "group_id": item.group_id,
        "group_version": group_version,
        "keeper_id": item.keeper_id,
        "outcome": item.outcome.value,
        "detail": dict(item.detail),
    }


def entry_of(row: Row[Any]) -> JournalEntry:
    """The entry of a row of `ENTRIES`."""
    return JournalEntry(row.seq, EntryKind(row.kind), row.row_key, row.before, row.after)


def entry_row(scope: TenantScope, batch_id: UUID, entry: JournalEntry) -> dict[str, Any]:
    """The entry's row, every column of it."""
    return {
        "tenant_id": scope.tenant_id,
        "batch_id": batch_id,
        "seq": entry.seq,
        "kind": entry.kind.value,
        "row_key": entry.row_key,
        "before": entry.before,
        "after": entry.after,
    }
