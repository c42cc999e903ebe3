"""A filter as Qdrant conditions over the payload."""

from datetime import datetime

from qdrant_client import models

from catalog.filters.model import And, Between, Filter, Not, OneOf, Or, TagRule, TagsMatch


def as_condition(filter_: Filter) -> models.Condition:
    """The condition that a point meets exactly when the filter passes its image."""
    match filter_:
        case And(parts):
            return models.Filter(must=[as_condition(part) for part in parts])
        case Or(parts):
            return models.Filter(should=[as_condition(part) for part in parts])
        case Not(part):
            return models.Filter(must_not=[as_condition(part)])
        case TagsMatch():
            return _tags(filter_)
        case OneOf(field, values):
            return models.FieldCondition(key=field, match=models.MatchAny(any=list(values)))
        case Between():
            return _between(filter_)


def _tags(match: TagsMatch) -> models.Condition:
    if match.rule is TagRule.ALL:
        return models.Filter(
            must=[models.FieldCondition(key="tags", match=models.MatchValue(value=tag)) for tag in match.tags]
        )
    overlapping = models.FieldCondition(key="tags", match=models.MatchAny(any=list(match.tags)))
    return overlapping if match.rule is TagRule.ANY else models.Filter(must_not=[overlapping])


def _between(between: Between) -> models.Condition:
    bounds = {"gte": between.gte, "gt": between.gt, "lte": between.lte, "lt": between.lt}
    times = {name: bound for name, bound in bounds.items() if isinstance(bound, datetime)}
    if times:
        return models.FieldCondition(key=between.field, range=models.DatetimeRange(**times))
    numbers = {name: float(bound) for name, bound in bounds.items() if isinstance(bound, int | float)}
    return models.FieldCondition(key=between.field, range=models.Range(**numbers))
