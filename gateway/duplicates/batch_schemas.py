"""What people did in one go, as it is answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.duplicates.views import Batch, BatchItem, BatchKind, BatchState, Outcome
from gateway.duplicates.fields import shown
from gateway.schemas import AnswerModel


class BatchOut(AnswerModel):
    """What a person did in one go, until when it can be taken back, and what became of its groups.

    `outcomes` counts groups. While the state is `applying` or `undoing` its job (`job_id`) is at work.
    """

    batch_id: UUID
    kind: BatchKind
    state: BatchState
    dataset_id: str | None
    rule: dict[str, Any]
    asked_by: UUID
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    undone_by: UUID | None
    expires_at: datetime | None
    groups: int
    trashed: int
    trashed_bytes: int
    job_id: UUID | None
    outcomes: dict[str, int]


class BatchesOut(AnswerModel):
    """A page of batches, the newest first. `next_cursor` is null on the last page."""

    batches: list[BatchOut]
    next_cursor: str | None


class BatchItemOut(AnswerModel):
    """One group of a batch, and what became of it; `detail` says why."""

    seq: int
    dataset_id: str | None
    group_id: str
    keeper_id: str | None
    outcome: Outcome
    detail: dict[str, Any]


class BatchDetailOut(BatchOut):
    """A batch with a page of its groups. `next_cursor` is null on the last page."""

    items: list[BatchItemOut]
    next_cursor: str | None


def batch_out(batch: Batch) -> dict[str, Any]:
    """BatchOut as plain data."""
    return {
        "batch_id": batch.batch_id,
        "kind": batch.kind.value,
        "state": batch.state.value,
        "dataset_id": shown(batch.dataset_id),
        "rule": dict(batch.rule),
        "asked_by": batch.asked_by,
        "created_at": batch.created_at,
        "applied_at": batch.applied_at,
        "undone_at": batch.undone_at,
        "undone_by": batch.undone_by,
        "expires_at": batch.expires_at,
        "groups": batch.groups,
        "trashed": batch.trashed,
        "trashed_bytes": batch.trashed_bytes,
        "job_id": batch.job_id,
        "outcomes": {outcome.value: count for outcome, count in batch.outcomes.items()},
    }


def batch_detail_out(batch: Batch, items: Sequence[BatchItem], next_cursor: str | None) -> dict[str, Any]:
    """BatchDetailOut as plain data."""
    return {**batch_out(batch), "items": [_item(one) for one in items], "next_cursor": next_cursor}


def _item(item: BatchItem) -> dict[str, Any]:
    return {
        "seq": item.seq,
        "dataset_id": shown(item.dataset_id),
        "group_id": item.group_id,
        "keeper_id": item.keeper_id,
        "outcome": item.outcome.value,
        "detail": dict(item.detail),
    }
