"""Doing what a batch is about, each group on its own: small batches at once, large ones by their job."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from catalog.duplicates.applying_groups import Applied, Holders, apply_to_group
from catalog.duplicates.review_ports import ReviewTransaction, ReviewTransactions
from catalog.duplicates.views import Batch, BatchItem, BatchState, Outcome
from catalog.errors import Conflict, GroupDecided, GroupNotFound, Unavailable
from catalog.failpoints import failpoint
from catalog.images.trash import Trash, ask_to_sync
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

AT_ONCE: Final = 50
"""How many groups are done in one transaction."""
SMALL: Final = 20
"""A batch of so many groups is done within the request."""


@dataclass(frozen=True, slots=True)
class Applying:
    """Applies batches. The batch, its items and its job are written first; then each group is done or says why not."""

    transactions: ReviewTransactions
    trash: Trash
    finish_delay: timedelta

    def ask(self, tx: ReviewTransaction, batch: Batch, items: Sequence[tuple[BatchItem, int]]) -> Batch:
        """Write the batch and its items, each with the version of its group, and the job that does it."""
        asked = replace(batch, groups=len(items))
        tx.batches.add(asked, items)
        delay = self.finish_delay if asked.groups <= SMALL else timedelta(0)
        payload = {"batch": str(asked.batch_id)}
        tx.jobs.ask(NewJob(JobKind.APPLY_BATCH, str(asked.batch_id), payload, delay, asked_by=asked.asked_by))
        return asked

    def start(self, scope: TenantScope, asked: Batch) -> Batch:
        """Do a small batch now, after the commit; a large one, and one that is cut short, is left to its job."""
        if asked.groups <= SMALL:
            try:
                self.run(scope, asked.batch_id)
            except Unavailable as error:
                _log.warning("batch left to its job", batch_id=str(asked.batch_id), error=str(error))
        with self.transactions(scope) as tx:
            return tx.batches.get(asked.batch_id)

    def run(self, scope: TenantScope, batch_id: UUID, job: JobHandle | None = None) -> None:
        """Do what is pending; a batch that is not being applied is left alone. Raises Unavailable or BatchNotFound."""
        while True:
            with self.transactions(scope) as tx:
                batch = tx.batches.locked(batch_id)
                if batch.state is not BatchState.APPLYING:
                    return
                applied = self._apply(tx, batch)
                touched = [one for group in applied for one in group.image_ids]
                points = ask_to_sync(tx.jobs, touched, self.finish_delay)
                batch = _counted(batch, applied)
                tx.batches.save(batch)
                if batch.state is BatchState.APPLIED:
                    tx.jobs.settle(JobKind.APPLY_BATCH, str(batch_id))
            failpoint("apply.after_rows")
            self.trash.do_now(scope, points)
            failpoint("apply.after_points")
            failpoint("apply.after_chunk")
            if batch.state is BatchState.APPLIED:
                return
            if job is not None:
                done = batch.groups - batch.outcomes.get(Outcome.PENDING, 0) + len(applied)
                job.checkpoint(JobProgress("applying", done, batch.groups), {"batch": str(batch_id)})

    def _apply(self, tx: ReviewTransaction, batch: Batch) -> list[Applied]:
        """Do the next groups, each rolled back by itself where it fails, and write what became of them."""
        pending = tx.batches.pending(batch.batch_id, limit=AT_ONCE)
        holders, at = Holders.of(tx, [item for item, _ in pending]), datetime.now(UTC)
        applied: list[Applied] = []
        for item, version in pending:
            one = _attempted(tx, batch, item, version, holders, at)
            if one.item.outcome is not Outcome.DONE:
                holders.read_again(tx)
            applied.append(one)
        tx.batches.settle(batch.batch_id, [one.item for one in applied])
        return applied


def _attempted(  # one group in one transaction with others
    tx: ReviewTransaction, batch: Batch, item: BatchItem, version: int, holders: Holders, at: datetime
) -> Applied:
    try:
        with tx.attempt():
            return apply_to_group(tx, batch, item, version, holders, at)
    except Unavailable:
        raise
    except GroupNotFound:
        return Applied(replace(item, outcome=Outcome.GONE, detail={"why": "there is no such group any more"}))
    except Conflict as error:
        return Applied(replace(item, outcome=Outcome.CHANGED, detail=decision_of(error)))
    except Exception as error:  # the batch goes on without this group, which is as it was
        _log.exception("group not done", batch_id=str(batch.batch_id), group_id=item.group_id)
        return Applied(replace(item, outcome=Outcome.FAILED, detail={"why": type(error).__name__}))


def decision_of(error: Conflict) -> dict[str, str | None]:
    """What somebody else did meanwhile, as an item's detail."""
    if not isinstance(error, GroupDecided):
        return {"why": str(error)}
    by, at = error.decided_by, error.decided_at
    return {
        "why": str(error),
        "status": error.status,
        "decided_by": str(by) if by else None,
        "decided_at": at.isoformat() if at else None,
    }


def _counted(batch: Batch, applied: Sequence[Applied]) -> Batch:
    counted = replace(
        batch,
        trashed=batch.trashed + sum(one.trashed for one in applied),
        trashed_bytes=batch.trashed_bytes + sum(one.trashed_bytes for one in applied),
    )
    if len(applied) == AT_ONCE:
        return counted
    return replace(counted, state=BatchState.APPLIED, applied_at=datetime.now(UTC))
