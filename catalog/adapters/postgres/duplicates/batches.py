"""Review batches of one tenant, with their items and their journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, insert, select, tuple_, update

from catalog.adapters.postgres.duplicate_tables import review_batches, review_items, review_journal
from catalog.adapters.postgres.duplicates.batch_rows import (
    BATCHES,
    ENTRIES,
    ITEMS,
    batch_of,
    batch_row,
    entry_of,
    entry_row,
    item_of,
    item_row,
)
from catalog.adapters.postgres.tables import jobs
from catalog.duplicates.review_ports import JournalEntry
from catalog.duplicates.views import Batch, BatchItem, Outcome
from catalog.errors import BatchNotFound
from catalog.jobs.model import UNFINISHED, JobKind
from catalog.tenancy import TenantScope

_OF_BATCHES: Final = (JobKind.APPLY_BATCH.value, JobKind.UNDO_BATCH.value)


@dataclass(frozen=True, slots=True)
class PostgresBatches:
    """ReviewBatches over one connection."""

    connection: Connection
    scope: TenantScope

    def add(self, batch: Batch, items: Sequence[tuple[BatchItem, int]]) -> None:
        """Write the batch and its items, each with the version of the group that it was planned for."""
        self.connection.execute(insert(review_batches).values(batch_row(self.scope, batch)))
        if items:
            rows = [item_row(self.scope, batch.batch_id, item, version) for item, version in items]
            self.connection.execute(insert(review_items), rows)

    def get(self, batch_id: UUID) -> Batch:
        """The batch with its outcomes and, while it runs, its job. Raises BatchNotFound."""
        return self._one(BATCHES.where(review_batches.c.id == batch_id))

    def locked(self, batch_id: UUID) -> Batch:
        """The same, held until the transaction ends. Raises BatchNotFound."""
        return self._one(BATCHES.where(review_batches.c.id == batch_id).with_for_update())

    def save(self, batch: Batch) -> None:
        """Replace the row."""
        this = (review_batches.c.tenant_id == self.scope.tenant_id, review_batches.c.id == batch.batch_id)
        self.connection.execute(update(review_batches).where(*this).values(batch_row(self.scope, batch)))

    def page(self, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest batches first, past that one."""
        moment = tuple_(review_batches.c.created_at, review_batches.c.id)
        statement = BATCHES if after is None else BATCHES.where(moment < tuple_(*after))
        newest = statement.order_by(review_batches.c.created_at.desc(), review_batches.c.id.desc())
        return self._read(newest.limit(limit))

    def items(self, batch_id: UUID, *, after: int, limit: int) -> list[BatchItem]:
        """The items past that number, in order."""
        past = ITEMS.where(review_items.c.seq > after).order_by(review_items.c.seq)
        return [item_of(row) for row in self._of(past.limit(limit), batch_id)]

    def pending(self, batch_id: UUID, *, limit: int) -> list[tuple[BatchItem, int]]:
        """The first items that nothing became of yet, with the version of the group each was planned for."""
        waiting = ITEMS.where(review_items.c.outcome == Outcome.PENDING.value).order_by(review_items.c.seq)
        return [(item_of(row), row.group_version) for row in self._of(waiting.limit(limit), batch_id)]

    def done_backwards(self, batch_id: UUID, *, limit: int) -> list[BatchItem]:
        """The last items that were done and not taken back, the last one first."""
        done = ITEMS.where(review_items.c.outcome == Outcome.DONE.value).order_by(review_items.c.seq.desc())
        return [item_of(row) for row in self._of(done.limit(limit), batch_id)]

    def settle(self, batch_id: UUID, items: Sequence[BatchItem]) -> None:
        """Write the outcomes and details of these items."""
        if not items:
            return
        this = (review_items.c.batch_id == bindparam("its_batch"), review_items.c.seq == bindparam("its_seq"))
        statement = update(review_items).where(review_items.c.tenant_id == bindparam("own"), *this)
        self.connection.execute(
            statement.values(outcome=bindparam("became"), detail=bindparam("because")),
            [
                {
                    "own": self.scope.tenant_id,
                    "its_batch": batch_id,
                    "its_seq": item.seq,
                    "became": item.outcome.value,
                    "because": dict(item.detail),
                }
                for item in items
            ],
        )

    def note(self, batch_id: UUID, entries: Sequence[JournalEntry]) -> None:
        """Write the entries."""
        if entries:
            self.connection.execute(
                insert(review_journal), [entry_row(self.scope, batch_id, entry) for entry in entries]
            )

    def entries(self, batch_id: UUID, *, first: int, last: int) -> list[JournalEntry]:
        """The entries from `first` to `last`, the latest first."""
        between = ENTRIES.where(review_journal.c.seq.between(first, last)).order_by(review_journal.c.seq.desc())
        return [entry_of(row) for row in self._of(between, batch_id)]

    def _of(self, statement: Select[Any], batch_id: UUID) -> Any:
        return self.connection.execute(statement, {"own": self.scope.tenant_id, "batch": batch_id})

    def _one(self, statement: Select[Any]) -> Batch:
        found = self._read(statement)
        if not found:
            raise BatchNotFound("there is no batch with that id")
        return found[0]

    def _read(self, statement: Select[Any]) -> list[Batch]:
        rows = self.connection.execute(statement, {"own": self.scope.tenant_id}).all()
        ids = [row.id for row in rows]
        running, outcomes = self._jobs(ids), self._outcomes(ids)
        return [batch_of(row, running.get(row.id), outcomes.get(row.id, {})) for row in rows]

    def _jobs(self, batch_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        statement = select(jobs.c.dedupe_key, jobs.c.id).where(
            jobs.c.tenant_id == self.scope.tenant_id,
            jobs.c.kind.in_(_OF_BATCHES),
            jobs.c.dedupe_key.in_([str(batch_id) for batch_id in batch_ids]),
            jobs.c.state.in_(UNFINISHED),
        )
        return {UUID(key): job_id for key, job_id in self.connection.execute(statement)}

    def _outcomes(self, batch_ids: Sequence[UUID]) -> dict[UUID, dict[Outcome, int]]:
        counted = (review_items.c.batch_id, review_items.c.outcome)
        these = (review_items.c.tenant_id == self.scope.tenant_id, review_items.c.batch_id.in_(batch_ids))
        found: dict[UUID, dict[Outcome, int]] = {}
        for batch_id, outcome, count in self.connection.execute(
            select(*counted, func.count()).where(*these).group_by(*counted)
        ):
            found.setdefault(batch_id, {})[Outcome(outcome)] = count
        return found
