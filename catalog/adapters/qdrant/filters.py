"""A filter as Qdrant conditions over the payload."""

from collections.abc import Sequence
from datetime import datetime

from qdrant_client import models

from catalog.adapters.qdrant.points import CHECKED
from catalog.filters.model import And, Between, ChecksMatch, Filter, Not, OneOf, Or, TagRule, TagsMatch


def as_condition(filter_: Filter) -> models.Condition:
    """The condition that a point meets exactly when the filter passes its image."""
    match filter_:
        case And(parts):
            return models.Filter(must=[as_condition(part) for part in parts])
        case Or(parts):
            return models.Filter(should=[as_condition(part) for part in parts])
        case Not(part):
            return models.Filter(must_not=[as_condition(part)])
        case TagsMatch(rule, tags):
            return _holds("tags", rule, tags)
        case ChecksMatch(rule, checks):
            looked_at = models.FieldCondition(key=CHECKED, match=models.MatchValue(value=True))
            return models.Filter(must=[looked_at, _holds("quality_checks", rule, checks)])
        case OneOf(field, values):
            return models.FieldCondition(key=field, match=models.MatchAny(any=list(values)))
        case Between():
            return _between(filter_)


def _holds(key: str, rule: TagRule, values: Sequence[str]) -> models.Condition:
    if rule is TagRule.ALL:
        return models.Filter(
            must=[models.FieldCondition(key=key, match=models.MatchValue(value=one)) for one in values]
        )
    overlapping = models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))
    return overlapping if rule is TagRule.ANY else models.Filter(must_not=[overlapping])


def _between(between: Between) -> models.Condition:
    bounds = {"gte": between.gte, "gt": between.gt, "lte": between.lte, "lt": between.lt}
    times = {name: bound for name, bound in bounds.items() if isinstance(bound, datetime)}
    if times:
        return models.FieldCondition(key=between.field, range=models.DatetimeRange(**times))
    numbers = {name: float(bound) for name, bound in bounds.items() if isinstance(bound, int | float)}
    return models.FieldCondition(key=between.field, range=models.Range(**numbers))
