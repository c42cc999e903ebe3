"""From the documented JSON form (docs/API.md, "Filters") to a Filter; what is not of that form is refused."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from catalog.errors import FilterInvalid
from catalog.filters.model import EVERYTHING, And, Between, ChecksMatch, Filter, Not, OneOf, Or, TagRule, TagsMatch

MAX_DEPTH: Final = 6
MAX_CONDITIONS: Final = 64
MAX_VALUES: Final = 100
MAX_TEXT: Final = 200

_SOURCES: Final = ("upload", "api", "batch")
QUALITY_CHECKS: Final = ("dark", "bright", "blurry", "low_information", "odd_aspect", "odd_size", "near_empty")
_BOUNDS: Final = ("gte", "gt", "lte", "lt")
# PostgreSQL's integer columns and Qdrant's integers both hold this.
_MAX_NUMBER: Final = 2**31 - 1


def parse_filter(document: object) -> Filter:
    """The filter that a JSON document describes; `None` lets everything pass. Raises FilterInvalid."""
    if document is None:
        return EVERYTHING
    parsed = _parse(document, depth=1)
    if _count(parsed) > MAX_CONDITIONS:
        raise FilterInvalid(f"a filter has at most {MAX_CONDITIONS} conditions")
    return parsed


def _parse(document: object, *, depth: int) -> Filter:
    if depth > MAX_DEPTH:
        raise FilterInvalid(f"a filter nests at most {MAX_DEPTH} deep")
    if not isinstance(document, Mapping) or not document:
        raise FilterInvalid("a filter is a JSON object with at least one condition")
    parts = tuple(_parse_entry(str(key), value, depth=depth) for key, value in document.items())
    return parts[0] if len(parts) == 1 else And(parts)


def _parse_entry(key: str, value: object, *, depth: int) -> Filter:
    if key in ("and", "or"):
        parts = tuple(_parse(part, depth=depth + 1) for part in _list_of(value, key))
        return And(parts) if key == "and" else Or(parts)
    if key == "not":
        return Not(_parse(value, depth=depth + 1))
    parser = _CONDITIONS.get(key)
    if parser is None:
        raise FilterInvalid(f"no filter field has that name; the fields are {', '.join(sorted(_CONDITIONS))}")
    return parser(key, value)


def _tags(key: str, value: object) -> Filter:
    rules = tuple(TagsMatch(rule, tuple(_text(tag, key) for tag in tags)) for rule, tags in _rules(key, value))
    return rules[0] if len(rules) == 1 else And(rules)


def _checks(key: str, value: object) -> Filter:
    rules = tuple(ChecksMatch(rule, tuple(_check(one, key) for one in some)) for rule, some in _rules(key, value))
    return rules[0] if len(rules) == 1 else And(rules)


def _rules(key: str, value: object) -> list[tuple[TagRule, list[object]]]:
    if not isinstance(value, Mapping) or not value or not set(value) <= {rule.value for rule in TagRule}:
        raise FilterInvalid(f"{key} takes an object with any, all or none")
    return [(TagRule(rule), _list_of(some, key)) for rule, some in value.items()]


def _one_of(check: Callable[[object, str], str]) -> Callable[[str, object], Filter]:
    def parse(key: str, value: object) -> Filter:
        values = _list_of(value, key) if isinstance(value, list) else [value]
        return OneOf(key, tuple(check(one, key) for one in values))

    return parse


def _between(check: Callable[[object, str], float | datetime]) -> Callable[[str, object], Filter]:
    def parse(key: str, value: object) -> Filter:
        if not isinstance(value, Mapping) or not value or not set(value) <= set(_BOUNDS):
            raise FilterInvalid(f"{key} takes an object with gte, gt, lte or lt")
        return Between(key, **{bound: check(limit, key) for bound, limit in value.items()})

    return parse


def _list_of(value: object, key: str) -> list[object]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_VALUES:
        raise FilterInvalid(f"{key} takes a list of 1 to {MAX_VALUES} entries")
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_TEXT or "\x00" in value:
        raise FilterInvalid(f"{key} takes text of 1 to {MAX_TEXT} characters")
    return value


def _user(value: object, key: str) -> str:
    try:
        return str(UUID(_text(value, key)))
    except ValueError as error:
        raise FilterInvalid(f"{key} takes user ids (UUIDs)") from error


def _source(value: object, key: str) -> str:
    if value not in _SOURCES:
        raise FilterInvalid(f"{key} is one of {', '.join(_SOURCES)}")
    return str(value)


def _check(value: object, key: str) -> str:
    if value not in QUALITY_CHECKS:
        raise FilterInvalid(f"{key} are {', '.join(QUALITY_CHECKS)}")
    return str(value)


def _pixels(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_NUMBER:
        raise FilterInvalid(f"{key} takes whole pixels")
    return value


def _share(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise FilterInvalid(f"{key} takes numbers from 0 to 1")
    return float(value)


def _time(value: object, key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, key))
    except ValueError as error:
        raise FilterInvalid(f"{key} takes RFC 3339 times, such as 2026-01-31T00:00:00Z") from error
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise FilterInvalid(f"{key} takes times with an offset, such as 2026-01-31T00:00:00Z")
    return moment


def _count(parsed: Filter) -> int:
    if isinstance(parsed, And | Or):
        return sum(_count(part) for part in parsed.parts)
    return _count(parsed.part) if isinstance(parsed, Not) else 1


_CONDITIONS: Final[dict[str, Callable[[str, object], Filter]]] = {
    "tags": _tags,
    "quality_checks": _checks,
    "owner_user_id": _one_of(_user),
    "dataset_id": _one_of(_text),
    "category_id": _one_of(_text),
    "model_name": _one_of(_text),
    "source": _one_of(_source),
    "width": _between(_pixels),
    "height": _between(_pixels),
    "quality_score": _between(_share),
    "nsfw_score": _between(_share),
    "created_at": _between(_time),
}
