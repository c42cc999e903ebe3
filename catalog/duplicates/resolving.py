"""Resolving groups: one image stays, the others go to the trash; planned, looked at, applied, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.duplicates.applying import Applying
from catalog.duplicates.deciding import check_undecided, new_batch
from catalog.duplicates.planning import KeepThis, Planned, planned, preview_of
from catalog.duplicates.review_ports import ReviewTransaction, ReviewTransactions
from catalog.duplicates.rules import Rule
from catalog.duplicates.undoing import Undoing
from catalog.duplicates.views import Batch, BatchItem, BatchKind, Outcome, ResolutionPreview, Selection
from catalog.errors import GroupChanged, RuleInvalid
from catalog.failpoints import failpoint
from catalog.jobs.handle import JobHandle
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Resolving:
    """Applies rules to groups as batches, small ones at once and large ones by their job, and takes batches back."""

    transactions: ReviewTransactions
    applying: Applying
    undoing: Undoing

    def preview(self, scope: TenantScope, selection: Selection, rule: Rule | KeepThis) -> ResolutionPreview:
        """What the rule would do, in numbers and samples; nothing is written. Raises RuleInvalid."""
        _check(selection, rule)
        with self.transactions(scope) as tx:
            return preview_of(list(planned(tx, selection, rule)))

    def resolve(
        self,
        scope: TenantScope,
        selection: Selection,
        rule: Rule | KeepThis,
        *,
        by: UUID,
        merge_tags: bool = True,
    ) -> Batch:
        """Apply the rule; a batch of more than 20 groups is APPLYING when this returns.

        Its items say what became of each group. The image that stays gets the others' tags too with `merge_tags`.
        Raises RuleInvalid and, for one group that was named, GroupNotFound, GroupDecided or GroupChanged.
        """
        _check(selection, rule)
        at = datetime.now(UTC)
        described: Mapping[str, Any] = {**rule.document, "merge_tags": merge_tags}
        batch = new_batch(BatchKind.RESOLVE, selection.dataset_id, described, by=by, at=at)
        batch = replace(batch, expires_at=at + self.applying.trash.keep_for)
        with self.transactions(scope) as tx:
            plans = list(planned(tx, selection, rule))
            if len(selection.group_ids) == 1:
                _check_to_be_done(tx, selection, plans[0])
            items = [_item(seq, selection.dataset_id, plan) for seq, plan in enumerate(plans)]
            asked = self.applying.ask(tx, batch, items)
        return self.applying.start(scope, asked)

    def undo(self, scope: TenantScope, batch_id: UUID, *, by: UUID) -> Batch:
        """Take the batch back; a large one is UNDOING when this returns. Raises BatchNotFound or BatchConflict."""
        return self.undoing.undo(scope, batch_id, by=by)

    def batch(self, scope: TenantScope, batch_id: UUID) -> Batch:
        """The batch with its outcomes and, while it runs, its job's id. Raises BatchNotFound."""
        with self.transactions(scope) as tx:
            return tx.batches.get(batch_id)

    def batches(self, scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest batches first, past that (created_at, batch_id)."""
        with self.transactions(scope) as tx:
            return tx.batches.page(after=after, limit=limit)

    def items(self, scope: TenantScope, batch_id: UUID, *, after: int = -1, limit: int) -> list[BatchItem]:
        """The batch's items past that `seq`, in order. Raises BatchNotFound."""
        with self.transactions(scope) as tx:
            tx.batches.get(batch_id)
            return tx.batches.items(batch_id, after=after, limit=limit)

    def apply_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> None:
        """Do what is pending of a batch; see Applying.run."""
        failpoint("apply.after_claim")
        self.applying.run(scope, UUID(batch), job)

    def undo_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> None:
        """Take back what was done of a batch; see Undoing.run."""
        failpoint("undo.after_claim")
        self.undoing.run(scope, UUID(batch), job)


def _check(selection: Selection, rule: Rule | KeepThis) -> None:
    """Raise RuleInvalid when one image is to be kept of more than one group."""
    if isinstance(rule, KeepThis) and len(selection.group_ids) != 1:
        raise RuleInvalid("an image to keep goes with exactly one group")


def _check_to_be_done(tx: ReviewTransaction, selection: Selection, plan: Planned) -> None:
    """Whoever names one group is told why it cannot be resolved, rather than handed a batch of nothing."""
    if plan.outcome not in (Outcome.CHANGED, Outcome.GONE):
        return
    group_id = plan.plan.group_id
    check_undecided(tx.groups.get((selection.dataset_id, group_id)), selection.over_versions.get(group_id))
    raise GroupChanged(plan.plan.why_not or "")


def _item(seq: int, dataset_id: str, plan: Planned) -> tuple[BatchItem, int]:
    its = plan.plan
    return BatchItem(seq, dataset_id, its.group_id, its.keeper_id, plan.outcome, plan.detail), plan.version
