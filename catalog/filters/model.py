"""What a filter is: conditions on an image's facts, joined by and, or, not. Only adapters look inside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TagRule(StrEnum):
    """How an image's tags, or the checks that it fails, must relate to the named ones."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TagsMatch:
    """The image has any, all or none of these tags."""

    rule: TagRule
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecksMatch:
    """The image fails any, all or none of these quality checks; one not looked at yet meets none of the three."""

    rule: TagRule
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The image's `field` (owner_user_id, dataset_id, category_id, source, model_name) is one of these."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The image's `field` (width, height: pixels; quality_score, nsfw_score: 0..1; created_at: time) lies in bounds.

    An image without the value (no nsfw_score yet) is not between anything.
    """

    field: str
    gte: float | datetime | None = None
    gt: float | datetime | None = None
    lte: float | datetime | None = None
    lt: float | datetime | None = None


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds; of no parts, everything passes."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Filter"


Filter = TagsMatch | ChecksMatch | OneOf | Between | And | Or | Not

EVERYTHING = And(())
