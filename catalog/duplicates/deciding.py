"""Whether a group can still be decided on, and what a batch of one decision looks like."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from catalog.duplicates.model import UNDECIDED, Group
from catalog.duplicates.review_ports import GroupKey, ReviewTransaction
from catalog.duplicates.views import Batch, BatchItem, BatchKind, BatchState, Outcome
from catalog.errors import GroupChanged, GroupDecided, GroupNotFound
from catalog.images.model import Image, ImageState


def held(tx: ReviewTransaction, keys: Sequence[GroupKey], versions: Mapping[str, int]) -> list[Group]:
    """The groups, undecided and as they were looked at, held until the transaction ends.

    `versions` has the version that somebody looked at by group id; a group that is not in it may have any.
    Raises GroupNotFound, GroupDecided or GroupChanged.
    """
    found = tx.groups.locked(keys)
    if len(found) < len(set(keys)):
        raise GroupNotFound("there is no group with that id")
    groups = [found[key] for key in keys]
    for group in groups:
        check_undecided(group, versions.get(group.group_id))
    return groups


def check_undecided(group: Group, over_version: int | None) -> None:
    """Raise GroupDecided, or GroupChanged when the group is at another version than that."""
    if group.status not in UNDECIDED:
        raise GroupDecided(group.group_id, group.status.value, group.decided_by, group.decided_at)
    if over_version is not None and group.row_version != over_version:
        raise GroupChanged("the group is not as it was when it was looked at; look at it again")


def members_of(tx: ReviewTransaction, group: Group) -> list[Image]:
    """The members that can be searched, the medoid first, held until the transaction ends.

    Raises GroupChanged when one is gone, in the trash, or not searchable again yet.
    """
    rows = tx.trash.locked(group.member_ids)
    members = [rows[one] for one in group.member_ids if one in rows]
    if len(members) < len(group.member_ids) or any(one.state is not ImageState.SEARCHABLE for one in members):
        raise GroupChanged("a member of the group is gone, or in the trash; look at the group again")
    return members


def new_batch(kind: BatchKind, dataset_id: str, rule: Mapping[str, Any], *, by: UUID, at: datetime) -> Batch:
    """A batch that nothing was done of yet."""
    return Batch(
        batch_id=uuid4(),
        kind=kind,
        state=BatchState.APPLYING,
        dataset_id=dataset_id,
        rule=rule,
        asked_by=by,
        created_at=at,
        applied_at=None,
        undone_at=None,
        undone_by=None,
        expires_at=None,
        groups=0,
        trashed=0,
        trashed_bytes=0,
    )


def write_done(tx: ReviewTransaction, batch: Batch, groups: Sequence[Group]) -> Batch:
    """Write the batch as one that is applied when this transaction ends: one decision on these groups."""
    done = replace(
        batch,
        state=BatchState.APPLIED,
        applied_at=batch.created_at,
        groups=len(groups),
        outcomes={Outcome.DONE: len(groups)},
    )
    items = [BatchItem(at, one.dataset_id, one.group_id, None, Outcome.DONE) for at, one in enumerate(groups)]
    tx.batches.add(done, [(item, group.row_version) for item, group in zip(items, groups, strict=True)])
    return done
