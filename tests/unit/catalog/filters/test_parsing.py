"""Every documented form of a filter is understood as it says, and everything else is refused."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import FilterInvalid
from catalog.filters.model import EVERYTHING, And, Between, ChecksMatch, Filter, Not, OneOf, Or, TagRule, TagsMatch
from catalog.filters.parsing import MAX_CONDITIONS, MAX_DEPTH, MAX_TEXT, MAX_VALUES, parse_filter

USER = "0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0001"
CATS = TagsMatch(TagRule.ANY, ("cat",))
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
API = Path(__file__).parents[4] / "docs" / "API.md"


@pytest.mark.parametrize(
    ("document", "parsed"),
    [
        (None, EVERYTHING),
        ({"tags": {"any": ["cat"]}}, CATS),
        ({"tags": {"all": ["a", "b"]}}, TagsMatch(TagRule.ALL, ("a", "b"))),
        ({"tags": {"none": ["a"]}}, TagsMatch(TagRule.NONE, ("a",))),
        (
            {"tags": {"any": ["a"], "none": ["b"]}},
            And((TagsMatch(TagRule.ANY, ("a",)), TagsMatch(TagRule.NONE, ("b",)))),
        ),
        ({"owner_user_id": USER}, OneOf("owner_user_id", (USER,))),
        ({"owner_user_id": USER.upper().replace("-", "")}, OneOf("owner_user_id", (USER,))),
        ({"dataset_id": ["a", "b"]}, OneOf("dataset_id", ("a", "b"))),
        ({"category_id": "c"}, OneOf("category_id", ("c",))),
        ({"model_name": "ViT-B-32"}, OneOf("model_name", ("ViT-B-32",))),
        ({"source": ["upload", "api", "batch"]}, OneOf("source", ("upload", "api", "batch"))),
        ({"width": {"gte": 640}}, Between("width", gte=640)),
        ({"height": {"gt": 1, "lt": 9}}, Between("height", gt=1, lt=9)),
        ({"quality_checks": {"none": ["dark", "blurry"]}}, ChecksMatch(TagRule.NONE, ("dark", "blurry"))),
        (
            {"quality_checks": {"any": ["dark"], "all": ["odd_size"]}},
            And((ChecksMatch(TagRule.ANY, ("dark",)), ChecksMatch(TagRule.ALL, ("odd_size",)))),
        ),
        ({"quality_score": {"gte": 0.5, "lte": 1}}, Between("quality_score", gte=0.5, lte=1.0)),
        ({"nsfw_score": {"lt": 0.2}}, Between("nsfw_score", lt=0.2)),
        ({"created_at": {"gte": "2026-01-01T00:00:00Z"}}, Between("created_at", gte=NEW_YEAR)),
        (
            {"created_at": {"lt": "2026-01-01T01:00:00+01:00"}},
            Between("created_at", lt=NEW_YEAR.astimezone(timezone(timedelta(hours=1)))),
        ),
        ({"and": [{"source": "api"}, {"tags": {"any": ["cat"]}}]}, And((OneOf("source", ("api",)), CATS))),
        ({"or": [{"tags": {"any": ["cat"]}}]}, Or((CATS,))),
        ({"not": {"tags": {"any": ["cat"]}}}, Not(CATS)),
        ({"source": "api", "tags": {"any": ["cat"]}}, And((OneOf("source", ("api",)), CATS))),
        ({"not": {"source": "api", "width": {"gt": 5}}}, Not(And((OneOf("source", ("api",)), Between("width", gt=5))))),
    ],
)
def test_documented_forms(document: object, parsed: Filter) -> None:
    assert parse_filter(document) == parsed


def test_example_of_the_api_document() -> None:
    section = API.read_text().split("## Filters", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r'"filter": (\{.*?\n    \})', section, re.S)
    assert found
    for one in found:
        parse_filter(json.loads(one))


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        "tags",
        3,
        True,
        {"colour": "red"},
        {"tenant_id": USER},
        {"row_version": {"gt": 0}},
        {"must": [{"source": "api"}]},
        {"tags": ["cat"]},
        {"tags": {}},
        {"tags": {"some": ["cat"]}},
        {"tags": {"any": []}},
        {"tags": {"any": "cat"}},
        {"tags": {"any": [""]}},
        {"tags": {"any": [1]}},
        {"tags": {"any": ["a\x00b"]}},
        {"tags": {"any": ["x" * (MAX_TEXT + 1)]}},
        {"tags": {"any": ["a"] * (MAX_VALUES + 1)}},
        {"owner_user_id": "me"},
        {"owner_user_id": None},
        {"owner_user_id": [USER, "me"]},
        {"dataset_id": []},
        {"dataset_id": None},
        {"dataset_id": {"any": ["a"]}},
        {"source": "web"},
        {"source": [["api"]]},
        {"width": 640},
        {"width": {}},
        {"width": {"eq": 640}},
        {"width": {"gte": "640"}},
        {"width": {"gte": 1.5}},
        {"width": {"gte": True}},
        {"width": {"gte": -1}},
        {"width": {"gte": 2**31}},
        {"width": {"gte": None}},
        {"quality_checks": {}},
        {"quality_checks": ["dark"]},
        {"quality_checks": {"any": []}},
        {"quality_checks": {"any": "dark"}},
        {"quality_checks": {"any": ["gloomy"]}},
        {"quality_checks": {"any": [["dark"]]}},
        {"quality_checks": {"some": ["dark"]}},
        {"quality_score": {"gte": 1.01}},
        {"quality_score": {"gte": -0.01}},
        {"quality_score": {"gte": float("nan")}},
        {"quality_score": {"gte": float("inf")}},
        {"quality_score": {"gte": 10**400}},
        {"quality_score": {"gte": False}},
        {"created_at": {"gte": "yesterday"}},
        {"created_at": {"gte": "2026-01-01T00:00:00"}},
        {"created_at": {"gte": "2026-01-01"}},
        {"created_at": {"gte": "0001-01-01T00:00:00+23:59"}},
        {"created_at": {"gte": "9999-12-31T23:59:59-23:59"}},
        {"created_at": {"gte": 1767225600}},
        {"and": []},
        {"and": {"source": "api"}},
        {"or": [{"source": "api"}, {}]},
        {"not": [{"source": "api"}]},
        {"not": {}},
    ],
    ids=lambda document: json.dumps(document)[:60],
)
def test_refusals(document: object) -> None:
    with pytest.raises(FilterInvalid):
        parse_filter(document)


def nested(depth: int) -> dict[str, Any]:
    return {"not": nested(depth - 1)} if depth > 1 else {"source": "api"}


def test_depth_is_bounded() -> None:
    parse_filter(nested(MAX_DEPTH))
    for depth in (MAX_DEPTH + 1, 400):
        with pytest.raises(FilterInvalid, match="deep"):
            parse_filter(nested(depth))


def test_number_of_conditions_is_bounded_however_they_are_nested() -> None:
    half = MAX_CONDITIONS // 2
    parse_filter({"or": [{"source": "api", "width": {"gt": 1}}] * half})
    with pytest.raises(FilterInvalid, match="conditions"):
        parse_filter({"or": [{"not": {"source": "api", "width": {"gt": 1}}}] * (half + 1)})


def test_what_was_sent_is_not_repeated() -> None:
    with pytest.raises(FilterInvalid) as refused:
        parse_filter({"<script>": 1})
    assert "script" not in str(refused.value)


_names = st.sampled_from(["and", "or", "not", "tags", "any", "width", "gte", "source", "created_at"])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names | st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(_values)
def test_any_json_is_parsed_or_refused(document: object) -> None:
    with suppress(FilterInvalid):
        parse_filter(document)
