"""Taking a batch back: its journal is replayed backwards, some groups at a time, and points come back with the rows."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from catalog.duplicates.applying import AT_ONCE, SMALL
from catalog.duplicates.journal import SPAN
from catalog.duplicates.review_ports import ReviewTransaction, ReviewTransactions
from catalog.duplicates.taking_back import TakenBack, take_back
from catalog.duplicates.views import Batch, BatchItem, BatchState, Outcome
from catalog.errors import BatchConflict, Unavailable
from catalog.failpoints import failpoint
from catalog.images.trash import Trash, ask_to_sync
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

_NOT_BEGUN: Final = {"why": "the batch was taken back before it came to this group"}


@dataclass(frozen=True, slots=True)
class Undoing:
    """Takes batches back, once each."""

    transactions: ReviewTransactions
    trash: Trash
    finish_delay: timedelta

    def undo(self, scope: TenantScope, batch_id: UUID, *, by: UUID) -> Batch:
        """Take the batch back, a small one before this returns. Raises BatchNotFound or BatchConflict."""
        with self.transactions(scope) as tx:
            batch = tx.batches.locked(batch_id)
            _check(batch, datetime.now(UTC))
            tx.batches.save(replace(batch, state=BatchState.UNDOING, undone_by=by))
            # A batch whose job was cancelled has groups that nothing was done to, and nothing is to be done any more.
            left = [item for item, _ in tx.batches.pending(batch_id, limit=batch.groups)]
            tx.batches.settle(batch_id, [replace(item, outcome=Outcome.UNDONE, detail=_NOT_BEGUN) for item in left])
            delay = self.finish_delay if batch.groups <= SMALL else timedelta(0)
            payload = {"batch": str(batch_id)}
            tx.jobs.ask(NewJob(JobKind.UNDO_BATCH, str(batch_id), payload, delay, asked_by=by))
        if batch.groups <= SMALL:
            try:
                self.run(scope, batch_id)
            except Unavailable as error:
                _log.warning("undo left to its job", batch_id=str(batch_id), error=str(error))
        with self.transactions(scope) as tx:
            return tx.batches.get(batch_id)

    def run(self, scope: TenantScope, batch_id: UUID, job: JobHandle | None = None) -> None:
        """Take back what was done; a batch that is not being undone is left alone. Raises Unavailable."""
        while True:
            with self.transactions(scope) as tx:
                batch = tx.batches.locked(batch_id)
                if batch.state is not BatchState.UNDOING:
                    return
                items = tx.batches.done_backwards(batch_id, limit=AT_ONCE)
                taken = _take_back(tx, batch, items)
                points = ask_to_sync(tx.jobs, taken.image_ids, self.finish_delay)
                if over := len(items) < AT_ONCE:
                    tx.batches.save(replace(batch, state=BatchState.UNDONE, undone_at=datetime.now(UTC)))
                    tx.jobs.settle(JobKind.UNDO_BATCH, str(batch_id))
            failpoint("undo.after_rows")
            self.trash.do_now(scope, points)
            failpoint("undo.after_points")
            failpoint("undo.after_chunk")
            if over:
                return
            if job is not None:
                done = batch.groups - batch.outcomes.get(Outcome.DONE, 0) + len(items)
                job.checkpoint(JobProgress("undoing", done, batch.groups), {"batch": str(batch_id)})


def _take_back(tx: ReviewTransaction, batch: Batch, items: list[BatchItem]) -> TakenBack:
    if not items:
        return TakenBack()
    first, last = items[-1].seq * SPAN, (items[0].seq + 1) * SPAN - 1
    taken = take_back(tx, tx.batches.entries(batch.batch_id, first=first, last=last))
    tx.batches.settle(batch.batch_id, [_taken_back(item, taken.kept.get(item.seq, [])) for item in items])
    return taken


def _taken_back(item: BatchItem, kept: list[str]) -> BatchItem:
    if not kept:
        return replace(item, outcome=Outcome.UNDONE)
    return replace(item, outcome=Outcome.KEPT, detail={**item.detail, "kept": kept})


def _check(batch: Batch, now: datetime) -> None:
    """Raise BatchConflict unless the batch can be taken back now. One whose job was cancelled can."""
    if batch.state is BatchState.UNDONE:
        raise BatchConflict("the batch has been undone already")
    if batch.job_id is not None and batch.state is BatchState.UNDOING:
        raise BatchConflict("the batch is being undone already")
    if batch.job_id is not None:
        raise BatchConflict("the batch is still being applied: wait for its job, or cancel it first")
    if batch.expires_at is not None and batch.expires_at <= now:
        raise BatchConflict("the batch is too old: its images have left the trash for good")
