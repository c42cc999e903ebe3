"""A filter as SQL over the images table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from catalog.adapters.postgres.tables import images
from catalog.filters.model import And, Between, ChecksMatch, Filter, Not, OneOf, Or, TagRule, TagsMatch

Clause = ColumnElement[bool]


def as_clause(filter_: Filter) -> Clause:
    """The condition that a row meets exactly when the filter passes its image."""
    match filter_:
        case And(parts):
            return and_(true(), *(as_clause(part) for part in parts))
        case Or(parts):
            return or_(*(as_clause(part) for part in parts))
        case Not(part):
            # A comparison with NULL is NULL; "not between" must hold for an image without the value.
            return not_(as_clause(part).is_(true()))
        case TagsMatch(rule, tags):
            return _holds(images.c.tags, rule, tags)
        case ChecksMatch(rule, checks):
            return _holds(images.c.quality_checks, rule, checks)
        case OneOf(field, values):
            return images.c[field].in_(values)
        case Between():
            return _between(filter_)


def _holds(column: Any, rule: TagRule, values: Sequence[str]) -> Clause:
    """Of a column that is NULL this is NULL, which lets nothing pass."""
    wanted = literal(list(values), ARRAY(Text))
    if rule is TagRule.ALL:
        has_all: Clause = column.contains(wanted)
        return has_all
    overlapping: Clause = column.overlap(wanted)
    return overlapping if rule is TagRule.ANY else not_(overlapping)


def _between(between: Between) -> Clause:
    column = images.c[between.field]
    bounds: list[Clause] = []
    if between.gte is not None:
        bounds.append(column >= between.gte)
    if between.gt is not None:
        bounds.append(column > between.gt)
    if between.lte is not None:
        bounds.append(column <= between.lte)
    if between.lt is not None:
        bounds.append(column < between.lt)
    return and_(*bounds)
