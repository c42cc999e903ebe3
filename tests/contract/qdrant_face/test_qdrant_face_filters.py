"""Every kind of filter condition, against the same condition in Python over every payload."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from qdrant_client import QdrantClient, models

from tests.contract.qdrant_face.world import START, World, an_id

Payload = dict[str, Any]


def field(key: str, **condition: Any) -> models.FieldCondition:
    return models.FieldCondition(key=key, **condition)


def equals(key: str, value: Any) -> models.FieldCondition:
    return field(key, match=models.MatchValue(value=value))


def when(payload: Payload) -> datetime:
    return datetime.fromisoformat(payload["created_at"])


def boxes(payload: Payload, label: str, least: int) -> bool:
    return any(box["label"] == label and box["score"] >= least for box in payload["boxes"])


F = models.Filter
CAT, DOG, SEA = equals("tags", "cat"), equals("tags", "dog"), equals("tags", "sea")
A_DAY = START + timedelta(days=1)

CASES: dict[str, tuple[models.Filter, Callable[[Payload], bool]]] = {
    "keyword": (F(must=[equals("tenant_id", "acme")]), lambda p: p["tenant_id"] == "acme"),
    "keyword in a list": (F(must=[CAT]), lambda p: "cat" in p["tags"]),
    "integer": (F(must=[equals("width", 120)]), lambda p: p["width"] == 120),
    "boolean": (F(must=[equals("reviewed", True)]), lambda p: p["reviewed"]),
    "uuid": (F(must=[equals("batch", an_id(2))]), lambda p: p["batch"] == an_id(2)),
    "any of strings": (
        F(must=[field("tags", match=models.MatchAny(any=["cat", "car"]))]),
        lambda p: bool({"cat", "car"} & set(p["tags"])),
    ),
    "any of integers": (
        F(must=[field("width", match=models.MatchAny(any=[101, 150]))]),
        lambda p: p["width"] in (101, 150),
    ),
    "any of nothing": (F(must=[field("tags", match=models.MatchAny(any=[]))]), lambda p: False),
    "except": (
        F(must=[field("tenant_id", match=models.MatchExcept(**{"except": ["acme"]}))]),
        lambda p: p["tenant_id"] != "acme",
    ),
    "range": (F(must=[field("width", range=models.Range(gte=150, lt=200))]), lambda p: 150 <= p["width"] < 200),
    "open range of floats": (
        F(must=[field("quality_score", range=models.Range(gt=0.2, lte=0.7))]),
        lambda p: 0.2 < p["quality_score"] <= 0.7,
    ),
    "date range": (
        F(must=[field("created_at", range=models.DatetimeRange(gte=A_DAY, lt=A_DAY + timedelta(days=2)))]),
        lambda p: A_DAY <= when(p) < A_DAY + timedelta(days=2),
    ),
    "date without a time": (
        F(must=[field("created_at", range=models.DatetimeRange(gt=A_DAY.date()))]),
        lambda p: when(p) > A_DAY,
    ),
    "date without a zone": (
        F(must=[field("created_at", range=models.DatetimeRange(lte=A_DAY.replace(tzinfo=None)))]),
        lambda p: when(p) <= A_DAY,
    ),
    "ids": (
        F(must=[models.HasIdCondition(has_id=[an_id(3), an_id(9), an_id(9999)])]),
        lambda p: p["width"] in (103, 109),
    ),
    "empty": (
        F(must=[models.IsEmptyCondition(is_empty=models.PayloadField(key="category_id"))]),
        lambda p: p.get("category_id") is None,
    ),
    "empty list": (
        F(must=[models.IsEmptyCondition(is_empty=models.PayloadField(key="tags"))]),
        lambda p: not p["tags"],
    ),
    "null": (
        F(must=[models.IsNullCondition(is_null=models.PayloadField(key="category_id"))]),
        lambda p: "category_id" in p and p["category_id"] is None,
    ),
    "number of values": (
        F(must=[field("tags", values_count=models.ValuesCount(gte=2))]),
        lambda p: len(p["tags"]) >= 2,
    ),
    "no values": (F(must=[field("tags", values_count=models.ValuesCount(lt=1))]), lambda p: not p["tags"]),
    "nested": (
        F(
            must=[
                models.NestedCondition(
                    nested=models.Nested(
                        key="boxes", filter=F(must=[equals("label", "cat"), field("score", range=models.Range(gte=50))])
                    )
                )
            ]
        ),
        lambda p: boxes(p, "cat", 50),
    ),
    "key into objects": (
        F(must=[equals("boxes[].label", "cat")]),
        lambda p: boxes(p, "cat", 0),
    ),
    "has a vector": (F(must=[models.HasVectorCondition(has_vector="phash")]), lambda p: True),
    "must not": (
        F(must_not=[CAT, equals("tenant_id", "acme")]),
        lambda p: "cat" not in p["tags"] and p["tenant_id"] != "acme",
    ),
    "should": (F(should=[CAT, DOG]), lambda p: "cat" in p["tags"] or "dog" in p["tags"]),
    "must and should": (
        F(must=[equals("tenant_id", "globex")], should=[DOG, SEA]),
        lambda p: p["tenant_id"] == "globex" and bool({"dog", "sea"} & set(p["tags"])),
    ),
    "at least two of three": (
        F(min_should=models.MinShould(conditions=[CAT, SEA, equals("reviewed", True)], min_count=2)),
        lambda p: ("cat" in p["tags"]) + ("sea" in p["tags"]) + p["reviewed"] >= 2,
    ),
    "nested logic": (
        F(must=[F(should=[CAT, F(must_not=[field("width", range=models.Range(lt=300))])]), F(must_not=[DOG])]),
        lambda p: ("cat" in p["tags"] or not p["width"] < 300) and "dog" not in p["tags"],
    ),
    "nothing asked": (F(), lambda p: True),
}


@pytest.mark.parametrize("case", CASES)
def test_filter_means_the_same_in_scroll_count_and_search(
    client: QdrantClient, filled: str, world: World, case: str
) -> None:
    asked, means = CASES[case]
    expected = {an_id(row) for row, payload in enumerate(world.payloads) if means(payload)}

    records, following = client.scroll(filled, scroll_filter=asked, limit=1000)
    assert following is None
    assert {record.id for record in records} == expected
    assert client.count(filled, count_filter=asked, exact=True).count == len(expected)
    query = world.vectors[0].tolist()
    hits = client.query_points(filled, query=query, using="clip_global", query_filter=asked, limit=1000).points
    assert {hit.id for hit in hits} == expected


def test_cases_tell_filters_apart(world: World) -> None:
    """A case that matched nothing, or everything, unless it is meant to, would prove little."""
    for case, (_, means) in CASES.items():
        matched = sum(map(bool, map(means, world.payloads)))
        if case not in ("any of nothing", "has a vector", "nothing asked"):
            assert 0 < matched < len(world.payloads), case
