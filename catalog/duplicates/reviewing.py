"""What a person does to groups: look at them, judge them, put them off, join them, part them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, product
from typing import Final
from uuid import UUID

from catalog.duplicates.applying import Applying
from catalog.duplicates.deciding import held, members_of, new_batch, write_done
from catalog.duplicates.detail import detail_of
from catalog.duplicates.journal import Journal
from catalog.duplicates.model import Group, GroupStatus, Verdict
from catalog.duplicates.reshaping import FEWEST, Reshaping
from catalog.duplicates.review_ports import ContentPair, ReviewTransaction, ReviewTransactions
from catalog.duplicates.verdicts import Saying, all_pairs
from catalog.duplicates.views import Batch, BatchItem, BatchKind, GroupDetail, GroupListing, Outcome
from catalog.errors import Invalid
from catalog.images.model import Image
from catalog.tenancy import TenantScope

_STATUS: Final = {
    Verdict.SAME: GroupStatus.CONFIRMED,
    Verdict.VARIANT: GroupStatus.VARIANT,
    Verdict.DIFFERENT: GroupStatus.DIFFERENT,
}


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Every action is one batch that can be undone. A decision is about a group as it was looked at."""

    transactions: ReviewTransactions
    applying: Applying

    def page(self, scope: TenantScope, listing: GroupListing) -> list[Group]:
        """One page of groups, in order."""
        with self.transactions(scope) as tx:
            return tx.groups.page(listing)

    def detail(self, scope: TenantScope, dataset_id: str, group_id: str) -> GroupDetail:
        """One group with its evidence. Raises GroupNotFound."""
        with self.transactions(scope) as tx:
            return detail_of(tx, tx.groups.get((dataset_id, group_id)))

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
        """Say of all pairs of members that they are the same, variants, or different.

        What is different is so too between members that are new and images near to them that were told apart before.
        Raises GroupNotFound, GroupDecided or GroupChanged.
        """
        rule = {"verdict": verdict.value} | ({"note": note} if note else {})
        with self._one(scope, BatchKind.VERDICT, dataset_id, rule, by=by) as doing:
            [group] = doing.hold([group_id], _version(group_id, over_version))
            saying = Saying(by, doing.batch.created_at, note)
            pairs = _judged(doing.tx, group, verdict)
            doing.journal.verdicts(saying.of(verdict, pairs))
            doing.journal.group(group, doing.decided(group, _STATUS[verdict]))
        return doing.batch

    def skip(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Put the group off until it has a new member. Raises GroupNotFound, GroupDecided or GroupChanged."""
        with self._one(scope, BatchKind.SKIP, dataset_id, {}, by=by) as doing:
            [group] = doing.hold([group_id], _version(group_id, over_version))
            doing.journal.group(group, doing.decided(group, GroupStatus.SKIPPED))
        return doing.batch

    def merge(
        self,
        scope: TenantScope,
        dataset_id: str,
        group_ids: Sequence[str],
        *,
        by: UUID,
        over_versions: Mapping[str, int] | None = None,
    ) -> Batch:
        """Make one open group of two or more; their members are the same. The batch's rule says which it `became`.

        Raises Invalid (fewer than two groups, or more than 500 members), GroupNotFound, GroupDecided or GroupChanged.
        """
        wanted = list(dict.fromkeys(group_ids))
        if len(wanted) < FEWEST:
            raise Invalid("two or more groups make one")
        with self._one(scope, BatchKind.MERGE, dataset_id, {"group_ids": wanted}, by=by) as doing:
            groups = doing.hold(wanted, over_versions or {})
            members = [members_of(doing.tx, group) for group in groups]
            saying = Saying(by, doing.batch.created_at)
            doing.became([Reshaping(doing.tx, doing.journal).merge(groups, members, saying)])
        return doing.batch

    def split(
        self, scope: TenantScope, dataset_id: str, group_id: str, *, by: UUID, over_version: int | None = None
    ) -> Batch:
        """Part the group at its worst pair: each member goes with the one of the two that it is more like.

        The parts are different; those of two or more members are open groups, which the batch's rule names as what it
        `became`. Raises GroupNotFound, GroupDecided or GroupChanged.
        """
        with self._one(scope, BatchKind.SPLIT, dataset_id, {"group_id": group_id}, by=by) as doing:
            [group] = doing.hold([group_id], _version(group_id, over_version))
            members = members_of(doing.tx, group)
            saying = Saying(by, doing.batch.created_at)
            doing.became(Reshaping(doing.tx, doing.journal).split(group, members, saying))
        return doing.batch

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
        """Remove and then add tags of all members of the groups; more than 20 groups are APPLYING when this returns.

        An image has at most 100 tags. Raises GroupNotFound or GroupDecided; nothing is tagged then.
        """
        rule = {"add": list(add), "remove": list(remove)}
        batch = new_batch(BatchKind.TAG, dataset_id, rule, by=by, at=datetime.now(UTC))
        keys = [(dataset_id, one) for one in dict.fromkeys(group_ids)]
        with self.transactions(scope) as tx:
            groups = held(tx, keys, {})
            items = [BatchItem(at, dataset_id, one.group_id, None, Outcome.PENDING) for at, one in enumerate(groups)]
            versions = [group.row_version for group in groups]
            asked = self.applying.ask(tx, batch, list(zip(items, versions, strict=True)))
        return self.applying.start(scope, asked)

    @contextmanager
    def _one(
        self, scope: TenantScope, kind: BatchKind, dataset_id: str, rule: Mapping[str, object], *, by: UUID
    ) -> Iterator["_Doing"]:
        """One transaction for one decision: its batch, its journal and what it changes."""
        with self.transactions(scope) as tx:
            batch = new_batch(kind, dataset_id, rule, by=by, at=datetime.now(UTC))
            yield _Doing(tx, batch, Journal(tx, batch.batch_id, 0))


@dataclass(slots=True)
class _Doing:
    """A decision while it is made."""

    tx: ReviewTransaction
    batch: Batch
    journal: Journal

    def hold(self, group_ids: Sequence[str], versions: Mapping[str, int]) -> list[Group]:
        """The groups, held and undecided; the batch is written. Raises GroupNotFound, GroupDecided or GroupChanged."""
        groups = held(self.tx, [(self.batch.dataset_id, one) for one in group_ids], versions)
        self.batch = write_done(self.tx, self.batch, groups)
        return groups

    def decided(self, group: Group, status: GroupStatus) -> Group:
        """The group with this decision."""
        by, at = self.batch.asked_by, self.batch.created_at
        return replace(group, status=status, decided_by=by, decided_at=at, batch_id=self.batch.batch_id)

    def became(self, groups: Sequence[Group]) -> None:
        """Note which groups were made."""
        self.batch = replace(self.batch, rule={**self.batch.rule, "became": [group.group_id for group in groups]})
        self.tx.batches.save(self.batch)


def _judged(tx: ReviewTransaction, group: Group, verdict: Verdict) -> Iterator[ContentPair]:
    """The pairs of contents that a verdict on the group is about. A member that is gone for good has no content."""
    rows = tx.trash.among([*group.member_ids, *group.near_apart_ids])
    pairs = all_pairs(rows[one].sha256 for one in group.member_ids if one in rows)
    if verdict is not Verdict.DIFFERENT:
        return pairs
    apart = product(_hashes(group.new_ids, rows), _hashes(group.near_apart_ids, rows))
    return chain(pairs, ((min(pair), max(pair)) for pair in apart if pair[0] != pair[1]))


def _hashes(image_ids: Sequence[str], rows: Mapping[str, Image]) -> list[str]:
    return [rows[one].sha256 for one in image_ids if one in rows]


def _version(group_id: str, over_version: int | None) -> dict[str, int]:
    return {} if over_version is None else {group_id: over_version}
