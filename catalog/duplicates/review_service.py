"""The half of the facade that is about review and resolution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.duplicates.model import Group, Verdict
from catalog.duplicates.planning import KeepThis
from catalog.duplicates.resolving import Resolving
from catalog.duplicates.reviewing import Reviewing
from catalog.duplicates.rules import Rule
from catalog.duplicates.views import Batch, BatchItem, GroupDetail, GroupListing, ResolutionPreview, Selection
from catalog.jobs.handle import JobHandle
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewService:
    """Groups as people see and decide them; `dataset_id` is as in DuplicateService."""

    reviewing: Reviewing
    resolving: Resolving

    def groups(self, scope: TenantScope, listing: GroupListing) -> list[Group]:
        """One page of groups; see Reviewing.page."""
        return self.reviewing.page(scope, listing)

    def group(self, scope: TenantScope, dataset_id: str, group_id: str) -> GroupDetail:
        """One group with its evidence; see Reviewing.detail."""
        return self.reviewing.detail(scope, dataset_id, group_id)

    def decide(
        self,
        scope: TenantScope,
        dataset_id: str,
        group_id: str,
        verdict: Verdict,
        *,
        by: UUID,
        note: str | None = None,
        over_version: int | None = None,
    ) -> Batch:
        """Say what the members are to one another; see Reviewing.decide."""
        return self.reviewing.decide(scope, dataset_id, group_id, verdict, by=by, note=note, over_version=over_version)

    def skip(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Put the group off; see Reviewing.skip."""
        return self.reviewing.skip(scope, dataset_id, group_id, by=by, over_version=over_version)

    def merge(
        self,
        scope: TenantScope,
        dataset_id: str,
        group_ids: Sequence[str],
        *,
        by: UUID,
        over_versions: Mapping[str, int] | None = None,
    ) -> Batch:
        """Make one group of several; see Reviewing.merge."""
        return self.reviewing.merge(scope, dataset_id, group_ids, by=by, over_versions=over_versions)

    def split(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Part the group at its worst pair; see Reviewing.split."""
        return self.reviewing.split(scope, dataset_id, group_id, by=by, over_version=over_version)

    def tag(
        self,
        scope: TenantScope,
        dataset_id: str,
        group_ids: Sequence[str],
        *,
        add: Sequence[str],
        remove: Sequence[str],
        by: UUID,
    ) -> Batch:
        """Tag all members of the groups; see Reviewing.tag."""
        return self.reviewing.tag(scope, dataset_id, group_ids, add=add, remove=remove, by=by)

    def preview_resolution(self, scope: TenantScope, selection: Selection, rule: Rule | KeepThis) -> ResolutionPreview:
        """What a rule would do; see Resolving.preview."""
        return self.resolving.preview(scope, selection, rule)

    def resolve(
        self,
        scope: TenantScope,
        selection: Selection,
        rule: Rule | KeepThis,
        *,
        by: UUID,
        merge_tags: bool = True,
    ) -> Batch:
        """Apply a rule; see Resolving.resolve."""
        return self.resolving.resolve(scope, selection, rule, by=by, merge_tags=merge_tags)

    def undo(self, scope: TenantScope, batch_id: UUID, *, by: UUID) -> Batch:
        """Take a batch back; see Resolving.undo."""
        return self.resolving.undo(scope, batch_id, by=by)

    def batch(self, scope: TenantScope, batch_id: UUID) -> Batch:
        """One batch. Raises BatchNotFound."""
        return self.resolving.batch(scope, batch_id)

    def batches(self, scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Batch]:
        """The newest batches first; see Resolving.batches."""
        return self.resolving.batches(scope, after=after, limit=limit)

    def items(self, scope: TenantScope, batch_id: UUID, *, after: int = -1, limit: int) -> list[BatchItem]:
        """What became of each group of a batch; see Resolving.items."""
        return self.resolving.items(scope, batch_id, after=after, limit=limit)

    def apply_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> None:
        """Do what is pending of a batch; see Resolving.apply_batch."""
        self.resolving.apply_batch(scope, batch=batch, job=job)

    def undo_batch(self, scope: TenantScope, *, batch: str, job: JobHandle) -> None:
        """Take back what was done of a batch; see Resolving.undo_batch."""
        self.resolving.undo_batch(scope, batch=batch, job=job)
