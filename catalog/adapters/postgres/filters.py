"""A filter as SQL over the images table."""

from sqlalchemy import ColumnElement, Text, and_, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from catalog.adapters.postgres.tables import images
from catalog.filters.model import And, Between, Filter, Not, OneOf, Or, TagRule, TagsMatch

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
        case TagsMatch():
            return _tags(filter_)
        case OneOf(field, values):
            return images.c[field].in_(values)
        case Between():
            return _between(filter_)


def _tags(match: TagsMatch) -> Clause:
    wanted = literal(list(match.tags), ARRAY(Text))
    if match.rule is TagRule.ALL:
        has_all: Clause = images.c.tags.contains(wanted)
        return has_all
    overlapping: Clause = images.c.tags.overlap(wanted)
    return overlapping if match.rule is TagRule.ANY else not_(overlapping)


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
