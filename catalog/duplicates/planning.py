"""What a rule would do to each group of a selection: which image is kept, or why none is chosen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from catalog.duplicates.applying import decision_of
from catalog.duplicates.choosing import Choice, choose
from catalog.duplicates.deciding import check_undecided
from catalog.duplicates.model import UNDECIDED, Group, GroupStatus, Tier
from catalog.duplicates.review_ports import ReviewTransaction
from catalog.duplicates.rules import Rule, parse_rule
from catalog.duplicates.views import GroupListing, GroupSort, Outcome, PlannedGroup, ResolutionPreview, Selection
from catalog.errors import Conflict, GroupNotFound
from catalog.images.model import Image, ImageState

_AT_ONCE: Final = 500
_SAMPLES: Final = 12
_IMAGE_ID: Final = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


@dataclass(frozen=True, slots=True)
class KeepThis:
    """A person's own choice for one group, whatever its tier: this image stays."""

    image_id: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON form."""
        return {"keep": self.image_id}


def parse_what_to_keep(document: object) -> Rule | KeepThis:
    """What a JSON document says is to be kept: as `parse_rule`, or `{"keep": "<image id>"}`. Raises RuleInvalid."""
    keep = document.get("keep") if isinstance(document, Mapping) and len(document) == 1 else None
    if isinstance(keep, str) and _IMAGE_ID.fullmatch(keep):
        return KeepThis(keep)
    return parse_rule(document)


@dataclass(frozen=True, slots=True)
class Planned:
    """One group's plan: PENDING when it is to be done, or what stands in its way. `version` is the group's."""

    plan: PlannedGroup
    version: int
    outcome: Outcome = Outcome.PENDING
    detail: Mapping[str, Any] = field(default_factory=dict)


def planned(tx: ReviewTransaction, selection: Selection, rule: Rule | KeepThis) -> Iterator[Planned]:
    """The plan of each group of the selection, in order. Nothing is written."""
    for groups in _groups(tx, selection):
        rows = tx.trash.among([one for group in groups.values() if group for one in group.member_ids])
        for group_id, group in groups.items():
            yield _gone(group_id) if group is None else _plan(group, rows, selection, rule)


def preview_of(plans: Sequence[Planned]) -> ResolutionPreview:
    """The plans in numbers, with the first ones of each kind."""
    done = [one.plan for one in plans if one.outcome is Outcome.PENDING]
    left = [one.plan for one in plans if one.outcome is not Outcome.PENDING]
    return ResolutionPreview(
        groups=len(plans),
        resolved=len(done),
        abstained=len(left),
        trashed=sum(len(plan.trashed_ids) for plan in done),
        trashed_bytes=sum(plan.trashed_bytes for plan in done),
        samples=tuple(done[:_SAMPLES]),
        abstained_samples=tuple(left[:_SAMPLES]),
    )


def _groups(tx: ReviewTransaction, selection: Selection) -> Iterator[dict[str, Group | None]]:
    """The groups by id, some at a time; None for an id that names none."""
    if not selection.group_ids:
        yield from _listed(tx, selection)
        return
    wanted = iter(dict.fromkeys(selection.group_ids))
    while some := list(islice(wanted, _AT_ONCE)):
        yield {group_id: _found(tx, selection.dataset_id, group_id) for group_id in some}


def _listed(tx: ReviewTransaction, selection: Selection) -> Iterator[dict[str, Group | None]]:
    """Every undecided group that the listing would show, the largest first."""
    after: tuple[float, str] | None = None
    while True:
        page = tx.groups.page(
            GroupListing(
                dataset_id=selection.dataset_id,
                sort=GroupSort.SIZE,
                descending=True,
                limit=_AT_ONCE,
                tiers=selection.tiers,
                statuses=UNDECIDED,
                tag=selection.tag,
                after=after,
            )
        )
        if not page:
            return
        yield {group.group_id: group for group in page}
        after = (len(page[-1].member_ids), page[-1].group_id)


def _found(tx: ReviewTransaction, dataset_id: str, group_id: str) -> Group | None:
    try:
        return tx.groups.get((dataset_id, group_id))
    except GroupNotFound:
        return None


def _plan(group: Group, rows: Mapping[str, Image], selection: Selection, rule: Rule | KeepThis) -> Planned:
    try:
        check_undecided(group, selection.over_versions.get(group.group_id))
    except Conflict as error:
        detail = decision_of(error)
        return Planned(_unresolved(group.group_id, (), detail["why"]), group.row_version, Outcome.CHANGED, detail)
    members = [rows[one] for one in group.member_ids if one in rows]
    if len(members) < len(group.member_ids) or any(one.state is not ImageState.SEARCHABLE for one in members):
        why = "a member is gone, in the trash, or not searchable yet"
        return Planned(_unresolved(group.group_id, (), why), group.row_version, Outcome.CHANGED, {"why": why})
    choice = _choice(group, members, rule)
    if choice.keeper_id is None:
        why_not = {"why": choice.why_not}
        unresolved = _unresolved(group.group_id, choice.reasons, choice.why_not)
        return Planned(unresolved, group.row_version, Outcome.ABSTAINED, why_not)
    others = [image for image in members if image.image_id != choice.keeper_id]
    return Planned(
        PlannedGroup(
            group_id=group.group_id,
            keeper_id=choice.keeper_id,
            reasons=choice.reasons,
            why_not=None,
            trashed_ids=tuple(image.image_id for image in others),
            trashed_bytes=sum(image.size_bytes for image in others),
        ),
        group.row_version,
        detail={"reasons": list(choice.reasons)},
    )


def _choice(group: Group, members: Sequence[Image], rule: Rule | KeepThis) -> Choice:
    if isinstance(rule, KeepThis):
        if rule.image_id in group.member_ids:
            return Choice(rule.image_id, ("chosen by a person",))
        return Choice(None, (), "the image to keep is not a member of the group")
    if group.contradictory:
        return Choice(None, (), "people contradict each other about these images")
    if group.hub_ids:
        return Choice(None, (), "a member is near to suspiciously many images")
    if group.tier is Tier.VARIANT and group.status is not GroupStatus.CONFIRMED:
        return Choice(None, (), "these are variants, and nobody has confirmed that they are duplicates")
    return choose(rule, members, tier=group.tier, confirmed=group.status is GroupStatus.CONFIRMED)


def _unresolved(group_id: str, reasons: tuple[str, ...], why_not: str | None) -> PlannedGroup:
    return PlannedGroup(group_id, None, reasons, why_not, (), 0)


def _gone(group_id: str) -> Planned:
    why = "there is no group with that id"
    return Planned(_unresolved(group_id, (), why), 0, Outcome.GONE, {"why": why})
