"""What a batch does to one group: keep one image and put the others into the trash, or change its members' tags."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from catalog.duplicates.deciding import check_undecided, members_of
from catalog.duplicates.journal import Journal, key_of
from catalog.duplicates.model import Group, GroupStatus, Verdict
from catalog.duplicates.reshaping import Reshaping
from catalog.duplicates.review_ports import GroupKey, ReviewTransaction
from catalog.duplicates.verdicts import Saying, all_pairs
from catalog.duplicates.views import Batch, BatchItem, BatchKind, Outcome
from catalog.errors import GroupChanged, GroupNotFound
from catalog.images.model import Image, ImageState, merged_tags


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an item: the images whose points have to agree anew, and what went into the trash."""

    item: BatchItem
    image_ids: tuple[str, ...] = ()
    trashed: int = 0
    trashed_bytes: int = 0


@dataclass(slots=True)
class Holders:
    """Which undecided groups, of whatever dataset, hold an image of the groups that are done together."""

    image_ids: Sequence[str]
    groups: dict[GroupKey, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: ReviewTransaction, items: Sequence[BatchItem]) -> "Holders":
        """Those of the groups that these items are about."""
        groups = tx.groups.locked([(item.dataset_id, item.group_id) for item in items])
        made = cls([one for group in groups.values() for one in group.member_ids])
        made.read_again(tx)
        return made

    def read_again(self, tx: ReviewTransaction) -> None:
        """Forget what was noted of changes that were rolled back."""
        found = tx.groups.containing(self.image_ids)
        self.groups = {key_of(group): frozenset(group.member_ids) for group in found}

    def holding(self, gone: frozenset[str]) -> list[GroupKey]:
        """The groups that hold one of these images, in order."""
        return sorted(key for key, members in self.groups.items() if members & gone)

    def became(self, key: GroupKey, smaller: Group | None) -> None:
        """Note that a group was made smaller, or struck out."""
        self.groups.pop(key, None)
        if smaller is not None:
            self.groups[key_of(smaller)] = frozenset(smaller.member_ids)


def apply_to_group(
    tx: ReviewTransaction, batch: Batch, item: BatchItem, version: int, holders: Holders, at: datetime
) -> Applied:
    """Do to one group what the batch is about. Raises GroupNotFound, GroupDecided or GroupChanged."""
    group = tx.groups.locked([(item.dataset_id, item.group_id)]).get((item.dataset_id, item.group_id))
    if group is None:
        raise GroupNotFound("there is no group with that id")
    journal = Journal(tx, batch.batch_id, item.seq)
    if batch.kind is BatchKind.TAG:
        return _tagged(tx, journal, batch, item, group)
    check_undecided(group, version)
    return _resolved(tx, journal, batch, item, group, holders, at)


def _resolved(
    tx: ReviewTransaction,
    journal: Journal,
    batch: Batch,
    item: BatchItem,
    group: Group,
    holders: Holders,
    at: datetime,
) -> Applied:
    members = members_of(tx, group)
    others = [image for image in members if image.image_id != item.keeper_id]
    kept = [image for image in members if image.image_id == item.keeper_id]
    if not kept:
        raise GroupChanged("the image to keep is not a member of the group any more")
    after = kept[0].with_tags_of(_tags_of(others)) if batch.rule.get("merge_tags", True) else kept[0]
    changes = [(kept[0], after)] if after is not kept[0] else []
    journal.images(changes + [(image, image.now_trashed(at)) for image in others])
    pairs = all_pairs(image.sha256 for image in members)
    journal.verdicts(Saying(batch.asked_by, at).of(Verdict.SAME, pairs))
    decision = replace(group, status=GroupStatus.RESOLVED, decided_by=batch.asked_by, decided_at=at)
    journal.group(group, replace(decision, batch_id=batch.batch_id))
    holders.became(key_of(group), None)
    _shrink(tx, journal, holders, frozenset(image.image_id for image in others))
    touched = [before.image_id for before, _ in changes] + [image.image_id for image in others]
    freed = sum(image.size_bytes for image in others)
    return Applied(replace(item, outcome=Outcome.DONE), tuple(touched), len(others), freed)


def _shrink(tx: ReviewTransaction, journal: Journal, holders: Holders, gone: frozenset[str]) -> None:
    """Take what went into the trash out of every other group that is still to be decided: no group of one remains."""
    reshaping = Reshaping(tx, journal)
    for key, group in tx.groups.locked(holders.holding(gone)).items():
        holders.became(key, reshaping.without(group, gone))


def _tagged(tx: ReviewTransaction, journal: Journal, batch: Batch, item: BatchItem, group: Group) -> Applied:
    add, remove = tuple(batch.rule["add"]), frozenset(batch.rule["remove"])
    rows = tx.trash.locked(group.member_ids)
    changes = [
        (image, replace(image, tags=tags))
        for image in rows.values()
        if image.state is not ImageState.TRASHED
        and (tags := merged_tags(tuple(tag for tag in image.tags if tag not in remove), add)) != image.tags
    ]
    journal.images(changes)
    return Applied(replace(item, outcome=Outcome.DONE), tuple(image.image_id for image, _ in changes))


def _tags_of(images: Sequence[Image]) -> tuple[str, ...]:
    return tuple(tag for image in images for tag in image.tags)
