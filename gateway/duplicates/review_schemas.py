"""What people say of groups."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.duplicates.model import Verdict
from gateway.duplicates.fields import MOST_GROUPS, NOTE_LENGTH, DatasetId, GroupId, GroupIds
from gateway.images.schemas import Tags
from gateway.schemas import Loose, StrictModel

RowVersion = Annotated[int, Field(ge=1, lt=2**53)]
RowVersions = Annotated[dict[GroupId, RowVersion], Field(max_length=MOST_GROUPS)]
_MOST_MERGED = 20


class Decision(StrEnum):
    """A verdict on a group, or to put it off."""

    SAME = Verdict.SAME.value
    VARIANT = Verdict.VARIANT.value
    DIFFERENT = Verdict.DIFFERENT.value
    SKIP = "skip"


class VerdictIn(StrictModel):
    """What the group's members are to one another. With `row_version`, only of the group as it was looked at."""

    verdict: Loose[Decision]
    note: Annotated[str, StringConstraints(min_length=1, max_length=NOTE_LENGTH)] | None = None
    row_version: RowVersion | None = None


class SplitIn(StrictModel):
    """Part the group between its two least alike members."""

    row_version: RowVersion | None = None


class MergeIn(StrictModel):
    """Groups that are one; `row_versions` by group id."""

    dataset_id: DatasetId | None = None
    group_ids: Annotated[GroupIds, Field(min_length=2, max_length=_MOST_MERGED)]
    row_versions: RowVersions = Field(default_factory=dict)


class TagsIn(StrictModel):
    """Tags that all members of the groups get, and tags that they lose."""

    dataset_id: DatasetId | None = None
    group_ids: GroupIds
    add: Tags = ()
    remove: Tags = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.add and not self.remove:
            raise ValueError("name tags to add or to remove")
        return self
