"""Resolving groups: one image stays, the others go to the trash; planned, looked at, applied, and taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from catalog.duplicates.review_ports import ReviewTransactions
from catalog.duplicates.rules import Rule
from catalog.duplicates.views import Batch, BatchItem, ResolutionPreview, Selection
from catalog.images.trash import Trash
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import Payload
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Resolving:
    """Applies rules to groups as batches, small ones at once and large ones by their job, and takes batches back."""

    transactions: ReviewTransactions
    trash: Trash
    finish_delay: timedelta

    def preview(self, scope: TenantScope, selection: Selection, rule: Rule) -> ResolutionPreview:
        """What the rule would do, in numbers and samples; nothing is written."""
        raise NotImplementedError

    def resolve(self, scope: TenantScope, selection: Selection, rule: Rule, *, by: UUID) -> Batch:
        """Apply the rule; a batch of more than 20 groups is APPLYING when this returns. Its items say what became."""
        raise NotImplementedError

    def undo(self, scope: TenantScope, batch_id: UUID, *, by: UUID) -> Batch:
        """Take the batch back; a large one is UNDOING when this returns. Raises BatchNotFound or BatchConflict."""
        raise NotImplementedError

    def batch(self, scope: TenantScope, batch_id: UUID) -> Batch:
        """The batch with its outcomes and, while it runs, its job's id. Raises BatchNotFound."""
        raise NotImplementedError

    def batches(self, scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest batches first, past that (created_at, batch_id)."""
        raise NotImplementedError

    def items(self, scope: TenantScope, batch_id: UUID, *, after: int = -1, limit: int) -> list[BatchItem]:
        """The batch's items past that `seq`, in order. Raises BatchNotFound."""
        raise NotImplementedError

    def apply_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> Payload | None:
        """The job that does what is pending of a batch."""
        raise NotImplementedError

    def undo_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> Payload | None:
        """The job that takes back what was done of a batch."""
        raise NotImplementedError
