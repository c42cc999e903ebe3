"""Groups that people make of groups: several joined, one parted at its worst pair, one without what is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalog.duplicates.composing import compose, likenesses, parted
from catalog.duplicates.journal import Journal, key_of
from catalog.duplicates.model import UNDECIDED, Group, GroupStatus, Tier, Verdict
from catalog.duplicates.review_ports import GroupKey, ReviewTransaction
from catalog.duplicates.verdicts import Saying, cross_pairs
from catalog.errors import GroupChanged, Invalid
from catalog.images.model import Image, ImageState

MAX_MERGED: Final = 500
"""How many members a group that is made by hand may have: a word is said on each pair."""

FEWEST: Final = 2
"""No group of one remains."""


@dataclass(frozen=True, slots=True)
class Reshaping:
    """Changes which groups there are, through the journal of a batch."""

    tx: ReviewTransaction
    journal: Journal

    def merge(self, groups: Sequence[Group], members: Sequence[Sequence[Image]], saying: Saying) -> Group:
        """One group of all; members of different groups are the same by someone's word. Raises Invalid."""
        every = {image.image_id: image for part in members for image in part}
        if len(every) > MAX_MERGED:
            raise Invalid(f"a merged group has at most {MAX_MERGED} members; this would have {len(every)}")
        pairs = cross_pairs([[image.sha256 for image in part] for part in members])
        self.journal.verdicts(saying.of(Verdict.SAME, pairs))
        known = likenesses(self.tx.evidence.among(list(every)))
        merged = compose(_marks_of(groups), list(every.values()), known, unbound=Tier.EDITED)
        self._replace(groups, [merged])
        return merged

    def split(self, group: Group, members: Sequence[Image], saying: Saying) -> list[Group]:
        """The parts of two or more members; members of different parts are different by someone's word."""
        by_id = {image.image_id: image for image in sorted(members, key=lambda image: image.sha256)}
        known = likenesses(self.tx.evidence.among(list(by_id)))
        parts = [[by_id[one] for one in ids] for ids in parted(list(by_id), known)]
        pairs = cross_pairs([[image.sha256 for image in part] for part in parts])
        self.journal.verdicts(saying.of(Verdict.DIFFERENT, pairs))
        made = [compose(group, part, known, unbound=group.tier) for part in parts if len(part) >= FEWEST]
        self._replace([group], made)
        return made

    def without(self, group: Group, gone: Collection[str]) -> Group | None:
        """The group without those members, in its status; None, and no group, when fewer than two remain."""
        left = [one for one in group.member_ids if one not in gone]
        rows = self.tx.trash.among(left)
        members = [rows[one] for one in left if one in rows and rows[one].state is ImageState.SEARCHABLE]
        if len(members) < FEWEST:
            self._replace([group], [])
            return None
        known = likenesses(self.tx.evidence.among([image.image_id for image in members]))
        smaller = replace(
            compose(group, members, known, unbound=group.tier),
            status=group.status,
            decided_by=group.decided_by,
            decided_at=group.decided_at,
            batch_id=group.batch_id,
        )
        # Where there is such a group already, what was said of it stands.
        known_already = bool(self.tx.groups.locked([key_of(smaller)]))
        self._replace([group], [] if known_already else [smaller])
        return None if known_already else smaller

    def _replace(self, old: Sequence[Group], new: Sequence[Group]) -> None:
        """Strike out the old ones and write the new ones, in place of what has their keys already."""
        there: dict[GroupKey, Group] = self.tx.groups.locked([key_of(group) for group in new])
        for group in old:
            if key_of(group) not in {key_of(one) for one in new}:
                self.journal.group(group, None)
        for group in new:
            before = there.get(key_of(group))
            if before is not None and before.status not in UNDECIDED:
                raise GroupChanged(f"a group of the same members was decided on already: it is {before.status.value}")
            self.journal.group(before, group)


def _marks_of(groups: Sequence[Group]) -> Group:
    """What a merged group inherits of its parts: it is new to review, and marked where one of them was."""
    return replace(
        groups[0],
        threshold=min(group.threshold for group in groups),
        new_ids=_union([group.new_ids for group in groups]),
        near_apart_ids=_union([group.near_apart_ids for group in groups]),
        hub_ids=_union([group.hub_ids for group in groups]),
        contradictory=any(group.contradictory for group in groups),
        capped=any(group.capped for group in groups),
        status=GroupStatus.OPEN,
    )


def _union(ids: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in ids for one in some))
