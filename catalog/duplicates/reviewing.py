"""What a person does to groups: look at them, judge them, put them off, join them, part them, tag their members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.duplicates.model import Group, Verdict
from catalog.duplicates.review_ports import ReviewTransactions
from catalog.duplicates.views import Batch, GroupDetail, GroupListing
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Every action is one batch that can be undone. A decision is made of a group as it was looked at, or not at all."""

    transactions: ReviewTransactions

    def page(self, scope: TenantScope, listing: GroupListing) -> list[Group]:
        """One page of groups, in order."""
        raise NotImplementedError

    def detail(self, scope: TenantScope, dataset_id: str, group_id: str) -> GroupDetail:
        """One group with its evidence. Raises GroupNotFound."""
        raise NotImplementedError

    def decide(  # noqa: PLR0913  # who says what of which group, as seen when
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
        """Say of all pairs of members that they are the same, variants, or different.

        Raises GroupNotFound, GroupDecided or GroupChanged.
        """
        raise NotImplementedError

    def skip(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Put the group off until it has a new member. Raises GroupNotFound, GroupDecided or GroupChanged."""
        raise NotImplementedError

    def merge(
        self,
        scope: TenantScope,
        dataset_id: str,
        group_ids: Sequence[str],
        *,
        by: UUID,
        over_versions: Mapping[str, int] | None = None,
    ) -> Batch:
        """Make one group of several; their members are the same. Raises GroupNotFound, GroupDecided or GroupChanged."""
        raise NotImplementedError

    def split(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Part the group at its worst pair; the parts are different. Raises GroupNotFound, GroupDecided, GroupChanged."""
        raise NotImplementedError

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
        """Add and remove tags of all members of the groups. Raises GroupNotFound or GroupDecided."""
        raise NotImplementedError
