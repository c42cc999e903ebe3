"""Search over HTTP: by file, by id, by words; filters, threshold, offset and gate held against plain arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image

from tests.image_bank.forge import encoded
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Person, good, ids, slug
from tests.stack.api.pictures import picture, reencoded

Passes = Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Gallery:
    """A tenant and the facts of its images by id."""

    tenant: Tenant
    facts: dict[str, Document]
    flat: str

    @property
    def viewer(self) -> Person:
        """Who asks."""
        return self.tenant.viewer

    @property
    def first(self) -> str:
        """The image that the tests ask about."""
        return next(iter(self.facts))

    def passing(self, passes: Passes) -> set[str]:
        """The images whose facts pass."""
        return {image_id for image_id, payload in self.facts.items() if passes(payload)}


@pytest.fixture(scope="module")
def gallery(founder: Founder) -> Gallery:
    """Twelve images of varied facts; copies of the first among them, and one without any texture."""
    tenant = founder.found("gallery")
    taken = [
        tenant.editor.take_in(picture(20), tags=["red", "round"], dataset_id="a", category_id="x"),
        good(tenant.editor.add(reencoded(picture(20)), "image/jpeg", tags=["red"], dataset_id="a")),
        good(tenant.editor.add(reencoded(picture(20), 30), "image/jpeg", tags=["round"], dataset_id="b")),
        good(tenant.editor.add(reencoded(picture(20, 192, 144)), "image/jpeg")),
        *(
            tenant.admin.take_in(picture(30 + n, 64 + 16 * n, 64), tags=[f"n{n}", "many"], source="batch")
            for n in range(7)
        ),
    ]
    flat = tenant.editor.take_in(encoded(Image.new("RGB", (80, 80), (200, 30, 30)), "PNG"), tags=["flat"])
    facts = {image["image_id"]: image["payload"] for image in [*taken, flat]}
    return Gallery(tenant, facts, flat["image_id"])


def filters(gallery: Gallery) -> dict[str, tuple[Document, Passes]]:
    """Documented filters beside what they mean."""
    owner = str(gallery.tenant.admin.user_id)
    times = sorted(payload["created_at"] for payload in gallery.facts.values())
    quality = sorted(payload["quality_score"] for payload in gallery.facts.values())[5]
    return {
        "any": ({"tags": {"any": ["red", "n1"]}}, lambda one: bool({"red", "n1"} & set(one["tags"]))),
        "all": ({"tags": {"all": ["red", "round"]}}, lambda one: {"red", "round"} <= set(one["tags"])),
        "none": ({"tags": {"none": ["many", "red"]}}, lambda one: not {"many", "red"} & set(one["tags"])),
        "owner": ({"owner_user_id": owner}, lambda one: one["owner_user_id"] == owner),
        "datasets": ({"dataset_id": ["a", "b"]}, lambda one: one["dataset_id"] in ("a", "b")),
        "category": ({"category_id": "x"}, lambda one: one["category_id"] == "x"),
        "source": ({"source": ["batch", "upload"]}, lambda one: one["source"] in ("batch", "upload")),
        "width": ({"width": {"gt": 80, "lte": 128}}, lambda one: 80 < one["width"] <= 128),
        "height": ({"height": {"gte": 72, "lt": 144}}, lambda one: 72 <= one["height"] < 144),
        "quality": ({"quality_score": {"gte": quality}}, lambda one: one["quality_score"] >= quality),
        "not judged": ({"nsfw_score": {"lt": 0.5}}, lambda one: False),
        "not nsfw": ({"not": {"nsfw_score": {"gte": 0.5}}}, lambda one: True),
        "model": ({"model_name": "no-such-model"}, lambda one: False),
        "times": (
            {"created_at": {"gte": times[3], "lt": times[8]}},
            lambda one: bool(times[3] <= one["created_at"] < times[8]),
        ),
        "two at once": (
            {"dataset_id": "a", "tags": {"none": ["round"]}},
            lambda one: one["dataset_id"] == "a" and "round" not in one["tags"],
        ),
        "nested": (
            {
                "or": [
                    {"and": [{"width": {"lt": 100}}, {"not": {"tags": {"any": ["many"]}}}]},
                    {"tags": {"any": ["n5"]}},
                ]
            },
            lambda one: (one["width"] < 100 and "many" not in one["tags"]) or "n5" in one["tags"],
        ),
    }


FILTERS = [
    "any", "all", "none", "owner", "datasets", "category", "source", "width", "height", "quality", "not judged",
    "not nsfw", "model", "times", "two at once", "nested",
]  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_means_the_same_in_lists_and_in_every_search(gallery: Gallery, name: str) -> None:
    document, passes = filters(gallery)[name]
    expected = gallery.passing(passes)
    assert set(gallery.viewer.listed(filter=document, limit=200)) == expected
    assert set(ids(gallery.viewer.search(text_query="a picture", filter=document, limit=200))) == expected
    assert set(ids(gallery.viewer.search_file(picture(20), filter=document, limit=200))) == expected
    others = expected - {gallery.first}
    assert set(ids(gallery.viewer.search(image_id=gallery.first, filter=document, limit=200))) == others


def test_every_filter_is_tried(gallery: Gallery) -> None:
    assert list(filters(gallery)) == FILTERS


def test_scores_fall_and_the_threshold_cuts_them(gallery: Gallery) -> None:
    whole = gallery.viewer.search(image_id=gallery.first, limit=200)["hits"]
    scores = [hit["score"] for hit in whole]
    assert scores == sorted(scores, reverse=True)
    assert all(-1 <= score <= 1.0001 for score in scores)
    for least in (-1, scores[4], scores[1], 1):
        cut = gallery.viewer.search(image_id=gallery.first, limit=200, score_threshold=least)["hits"]
        assert [hit["image_id"] for hit in cut] == [hit["image_id"] for hit in whole if hit["score"] >= least]


def test_offset_walks_through_the_same_hits(gallery: Gallery) -> None:
    whole = ids(gallery.viewer.search(text_query="a red circle", limit=200))
    assert len(whole) == len(gallery.facts)
    walked = [ids(gallery.viewer.search(text_query="a red circle", limit=5, offset=at)) for at in (0, 5, 10, 15)]
    assert walked == [whole[0:5], whole[5:10], whole[10:15], []]


@pytest.mark.parametrize("gate", [0, 10, 28, 64])
def test_the_gate_lets_through_what_is_near_in_bits(gallery: Gallery, gate: int) -> None:
    asked = int(gallery.facts[gallery.first]["phash"], 16)

    def is_near(image_id: str) -> bool:
        bits = (int(gallery.facts[image_id]["phash"], 16) ^ asked).bit_count()
        return bits <= gate and image_id != gallery.flat

    near = {image_id for image_id in gallery.facts if is_near(image_id)}
    assert gate < 64 or near == gallery.facts.keys() - {gallery.flat}, "a flat picture's hash says nothing"
    by_id = gallery.viewer.search(image_id=gallery.first, phash_gate=gate, limit=200)
    assert set(ids(by_id)) == near - {gallery.first}
    assert set(ids(gallery.viewer.search_file(picture(20), phash_gate=gate, limit=200))) == near
    narrowed = gallery.viewer.search_file(picture(20), phash_gate=gate, limit=200, filter={"dataset_id": "a"})
    assert set(ids(narrowed)) == {one for one in near if gallery.facts[one]["dataset_id"] == "a"}


def test_a_flat_picture_has_no_hash_to_gate_by(gallery: Gallery) -> None:
    json = {"image_id": gallery.flat, "phash_gate": 64}
    file = {"file": ("q.png", encoded(Image.new("RGB", (80, 80), (30, 30, 200)), "PNG"), "image/png")}
    by_id = gallery.viewer.send("POST", "/api/search/similar", json=json)
    by_file = gallery.viewer.send("POST", "/api/search/similar", files=file, data={"phash_gate": "64"})
    assert [(slug(answer), answer.status_code) for answer in (by_id, by_file)] == [("query-invalid", 422)] * 2
    assert len(ids(gallery.viewer.search(image_id=gallery.flat, limit=200))) == len(gallery.facts) - 1


def test_width_of_search_changes_nothing_in_a_small_collection(gallery: Gallery) -> None:
    plain = gallery.viewer.search(image_id=gallery.first, limit=200)
    for how in ({"hnsw_ef": 4}, {"hnsw_ef": 512}, {"exact": True}):
        assert ids(gallery.viewer.search(image_id=gallery.first, limit=200, **how)) == ids(plain)


def test_the_same_question_has_the_same_answer(gallery: Gallery) -> None:
    assert gallery.viewer.search(text_query="dots", limit=7) == gallery.viewer.search(text_query="dots", limit=7)
    assert gallery.viewer.search_file(picture(77)) == gallery.viewer.search_file(picture(77))


def test_hits_say_where_they_come_from(gallery: Gallery) -> None:
    found = gallery.viewer.search(image_id=gallery.first, limit=3)
    payload = gallery.facts[gallery.first]
    assert found["vector_name"] == "clip_global"
    assert (found["model_name"], found["model_version"]) == (payload["model_name"], payload["model_version"])
    for hit in found["hits"]:
        assert hit["payload"] == gallery.facts[hit["image_id"]]
        assert hit["preview_url"].startswith(str(gallery.viewer.http.base_url))
    bare = gallery.viewer.search(image_id=gallery.first, limit=3, include_payload=False)
    assert ids(bare) == ids(found)
    assert all(hit["payload"] is None for hit in bare["hits"])


def test_a_copy_is_the_nearest_and_the_asked_image_is_no_hit(gallery: Gallery) -> None:
    found = gallery.viewer.search(image_id=gallery.first, limit=200)
    assert gallery.first not in ids(found)
    assert len(found["hits"]) == len(gallery.facts) - 1
    assert ids(gallery.viewer.search_file(picture(20), limit=1)) == [gallery.first]


def test_a_tenant_without_images_finds_nothing(tenant: Tenant) -> None:
    assert tenant.viewer.search(text_query="anything")["hits"] == []
    assert tenant.viewer.search_file(picture(1))["hits"] == []


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"text_query": "a", "image_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"text_query": ""},
        {"text_query": "   "},
        {"text_query": "x" * 501},
        {"text_query": "a", "phash_gate": 3},
        {"text_query": "a", "limit": 0},
        {"text_query": "a", "limit": 201},
        {"text_query": "a", "limit": "5"},
        {"text_query": "a", "limit": True},
        {"text_query": "a", "limit": 200, "offset": 1900},
        {"text_query": "a", "offset": -1},
        {"text_query": "a", "score_threshold": 1.5},
        {"text_query": "a", "hnsw_ef": 3},
        {"text_query": "a", "exact": "yes"},
        {"text_query": "a", "use_magic": True},
        {"text_query": "a", "filter": {}},
        {"text_query": "a", "filter": {"tenant_id": "x"}},
        {"text_query": "a", "filter": {"width": {"gte": "1"}}},
        {"text_query": "a", "filter": {"created_at": {"gte": "yesterday"}}},
        {"text_query": "a", "filter": {"not": {"not": {"not": {"not": {"not": {"not": {"source": "api"}}}}}}}},
        {"image_id": "not-a-ulid"},
        {"image_id": "01arz3ndektsv4rrffq69g5fav"},
    ],
    ids=lambda question: str(question)[:60],
)
def test_a_question_that_cannot_be_answered_is_refused(tenant: Tenant, question: Document) -> None:
    refused = tenant.viewer.send("POST", "/api/search/similar", json=question)
    assert refused.status_code == 422
    assert slug(refused) in ("validation-failed", "filter-invalid", "query-invalid")
