"""A filter means the same in PostgreSQL, in Qdrant and on paper, for images of every kind of fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qdrant_client import QdrantClient

from catalog.adapters.postgres.database import Database
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.embeddings.model import VectorSpace
from catalog.filters.parsing import parse_filter
from catalog.images.model import Image, Source
from catalog.images.ports import IndexQuery, Listing, SortKey
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import DIMENSION, Ledger, a_space
from tests.contract.stores.drawn import CHECKS, MODELS, NAMES, OWNERS, START, STEPS, TAGS, draw_image, draw_vector

Document = dict[str, Any]
IMAGES = 60


@dataclass(frozen=True, slots=True)
class Both:
    """The same images as rows and as points."""

    scope: TenantScope
    images: list[Image]
    database: Database
    index: QdrantIndex
    space: VectorSpace

    def by_sql(self, document: Document) -> set[str]:
        """Which rows pass."""
        listing = Listing(parse_filter(document), None, SortKey.CREATED_AT, descending=False, after=None, limit=1000)
        with self.database(self.scope) as tx:
            return {image.image_id for image in tx.images.list_page(listing)}

    def by_index(self, document: Document, *, exact: bool) -> set[str]:
        """Which points pass."""
        vector = draw_vector(0, DIMENSION)
        query = IndexQuery(vector, parse_filter(document), limit=1000, exact=exact)
        return {match.image_id for match in self.index.query(self.scope, self.space, query)}


@pytest.fixture(scope="module")
def both(ledger: Ledger, qdrant: QdrantClient) -> Iterator[Both]:
    """Sixty images of one tenant, and as many with the same facts of another."""
    index = QdrantIndex(qdrant)
    with a_space(qdrant) as space:
        for scope in (ledger.tenant(), ledger.tenant()):
            images = [draw_image(scope, seed) for seed in range(IMAGES)]
            for seed, image in enumerate(images):
                with ledger.database(scope) as tx:
                    assert tx.images.add(image)
                index.put(scope, space, image, draw_vector(seed, DIMENSION))
        yield Both(scope, images, ledger.database, index, space)


def passes(document: Document, image: Image) -> bool:
    """What the documents say that a filter means."""
    return all(_passes(key, value, image) for key, value in document.items())


def _passes(key: str, value: Any, image: Image) -> bool:
    match key:
        case "and":
            return all(passes(part, image) for part in value)
        case "or":
            return any(passes(part, image) for part in value)
        case "not":
            return not passes(value, image)
        case "tags":
            return all(_has(rule, set(tags), set(image.tags)) for rule, tags in value.items())
        case "quality_checks":
            failed = image.quality_checks
            return failed is not None and all(_has(rule, set(some), set(failed)) for rule, some in value.items())
    fact = getattr(image, key)
    if isinstance(value, dict):
        return fact is not None and all(_within(bound, limit, fact) for bound, limit in value.items())
    return fact is not None and str(fact) in (value if isinstance(value, list) else [value])


def _has(rule: str, wanted: set[str], there: set[str]) -> bool:
    return {"any": bool(wanted & there), "all": wanted <= there, "none": not wanted & there}[rule]


def _within(bound: str, limit: Any, fact: Any) -> bool:
    edge = datetime.fromisoformat(limit) if isinstance(limit, str) else limit
    return bool({"gte": fact >= edge, "gt": fact > edge, "lte": fact <= edge, "lt": fact < edge}[bound])


def one_or_more(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A value, or a list of some."""
    return values | st.lists(values, min_size=1, max_size=3)


def bounds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    """One bound to four."""
    return st.dictionaries(st.sampled_from(["gte", "gt", "lte", "lt"]), values, min_size=1, max_size=3)


def _spelled(moment: datetime, hours: int) -> str:
    return moment.astimezone(timezone(timedelta(hours=hours))).isoformat()


tags = st.lists(st.sampled_from([*TAGS, "nobody's"]), min_size=1, max_size=3)
checks = st.lists(st.sampled_from([one.value for one in CHECKS]), min_size=1, max_size=3)
names = one_or_more(st.sampled_from([name for name in NAMES if name] + ["nowhere"]))
shares = st.sampled_from([0, 0.1, 0.25, 1 / 3, 0.5, 0.7115, 1]) | st.floats(0, 1)
pixels = st.sampled_from([16, 100, 333, 2000, 16_384]) | st.integers(0, 20_000)
moments = st.builds(_spelled, st.sampled_from([START + step for step in STEPS]), st.sampled_from([-8, 0, 5, 14]))
conditions = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.dictionaries(st.sampled_from(["any", "all", "none"]), tags, min_size=1),
        "quality_checks": st.dictionaries(st.sampled_from(["any", "all", "none"]), checks, min_size=1),
        "owner_user_id": one_or_more(st.sampled_from(list(map(str, OWNERS)))),
        "dataset_id": names,
        "category_id": names,
        "model_name": one_or_more(st.sampled_from([name for name in MODELS if name])),
        "source": one_or_more(st.sampled_from([one.value for one in Source])),
        "width": bounds(pixels),
        "height": bounds(pixels),
        "quality_score": bounds(shares),
        "nsfw_score": bounds(shares),
        "created_at": bounds(moments),
    },
).filter(bool)
single = conditions.map(lambda document: dict(list(document.items())[:1]))


def joined(parts: st.SearchStrategy[Document]) -> st.SearchStrategy[Document]:
    """Filters out of filters."""
    lists = st.lists(parts, min_size=1, max_size=3)
    return (
        lists.map(lambda some: {"and": some})
        | lists.map(lambda some: {"or": some})
        | parts.map(lambda one: {"not": one})
    )


filters = st.recursive(single | conditions, joined, max_leaves=6).filter(lambda document: _depth(document) <= 6)


def _depth(document: Document) -> int:
    inner = [*document.get("and", []), *document.get("or", []), *([document["not"]] if "not" in document else [])]
    return 1 + max(map(_depth, inner), default=0)


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(document=filters)
def test_a_filter_selects_the_same_images_everywhere(both: Both, document: Document) -> None:
    expected = {image.image_id for image in both.images if passes(document, image)}
    assert both.by_sql(document) == expected
    assert both.by_index(document, exact=True) == expected
    assert both.by_index(document, exact=False) == expected


@pytest.mark.parametrize("name", ["nsfw_score", "dataset_id", "category_id", "model_name", "quality_checks"])
def test_the_images_lack_what_images_can_lack(both: Both, name: str) -> None:
    lacking = [getattr(image, name) is None for image in both.images]
    assert any(lacking)
    assert not all(lacking)
