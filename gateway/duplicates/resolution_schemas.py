"""What resolving takes and answers."""

from typing import Annotated, Any, Final

from pydantic import Field

from catalog.duplicates.model import Tier
from catalog.duplicates.planning import KeepThis, parse_what_to_keep
from catalog.duplicates.rules import Rule
from catalog.duplicates.views import PlannedGroup, ResolutionPreview, Selection
from gateway.duplicates.fields import DatasetId, GroupIds, where
from gateway.duplicates.review_schemas import RowVersions
from gateway.images.schemas import Tag
from gateway.schemas import AnswerModel, Loose, StrictModel

_RULE: Final = "What to keep: {keep: …} and what that goes by; docs/API.md has the list."


class ResolutionIn(StrictModel):
    """Which groups, and what to keep of each. Without `group_ids`, all undecided groups that the other fields pass."""

    dataset_id: DatasetId | None = None
    group_ids: GroupIds | None = None
    tiers: Annotated[tuple[Loose[Tier], ...], Field(max_length=len(Tier), strict=False)] = ()
    tag: Tag | None = None
    rule: dict[str, Any] = Field(description=_RULE, max_length=2)
    merge_tags: bool = True
    row_versions: RowVersions = Field(default_factory=dict)

    def selection(self) -> Selection:
        """As the catalog takes it."""
        return Selection(
            dataset_id=where(self.dataset_id),
            group_ids=self.group_ids or (),
            over_versions=self.row_versions,
            tiers=self.tiers,
            tag=self.tag,
        )

    def what_to_keep(self) -> Rule | KeepThis:
        """The rule, or the one image. Raises RuleInvalid."""
        return parse_what_to_keep(self.rule)


class PlannedGroupOut(AnswerModel):
    """What the rule does to a group: which image is kept and why, or why none can be chosen."""

    group_id: str
    keeper_id: str | None
    reasons: list[str]
    why_not: str | None
    trashed_ids: list[str]
    trashed_bytes: int


class ResolutionPreviewOut(AnswerModel):
    """The numbers of a rule, with the first groups that it resolves and the first that it leaves alone."""

    groups: int
    resolved: int
    abstained: int
    trashed: int
    trashed_bytes: int
    samples: list[PlannedGroupOut]
    abstained_samples: list[PlannedGroupOut]


def resolution_preview_out(preview: ResolutionPreview) -> dict[str, Any]:
    """ResolutionPreviewOut as plain data."""
    return {
        "groups": preview.groups,
        "resolved": preview.resolved,
        "abstained": preview.abstained,
        "trashed": preview.trashed,
        "trashed_bytes": preview.trashed_bytes,
        "samples": [_planned(one) for one in preview.samples],
        "abstained_samples": [_planned(one) for one in preview.abstained_samples],
    }


def _planned(group: PlannedGroup) -> dict[str, Any]:
    return {
        "group_id": group.group_id,
        "keeper_id": group.keeper_id,
        "reasons": list(group.reasons),
        "why_not": group.why_not,
        "trashed_ids": list(group.trashed_ids),
        "trashed_bytes": group.trashed_bytes,
    }
