"""What the index is asked, and what of its answer is told: only what the rows know, never the image itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.embeddings.model import ModelFacts
from catalog.errors import (
    ImageNotFound,
    ImageRejected,
    IndexUnavailable,
    ModelMismatch,
    QueryInvalid,
    RejectionReason,
)
from catalog.filters.model import OneOf
from catalog.images.model import Image, ImageState
from catalog.search.model import MAX_LIMIT, MAX_REACH, MAX_TEXT, SearchParams, SearchResult
from tests.fakes.images import sha256_of
from tests.fakes.kitchen import MAX_BYTES, Kitchen
from tests.fakes.parts import vector_of


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def several(kitchen: Kitchen, number: int) -> list[Image]:
    return [kitchen.added(f"picture {index}".encode()) for index in range(number)]


def ids(result: SearchResult) -> list[str]:
    return [hit.image.image_id for hit in result.hits]


class TestJoin:
    def test_hits_come_best_first_with_their_rows(self, kitchen: Kitchen) -> None:
        images = several(kitchen, 5)
        result = kitchen.search.by_text(kitchen.scope, "words", SearchParams())
        scores = [hit.score for hit in result.hits]
        assert scores == sorted(scores, reverse=True)
        assert {hit.image.sha256 for hit in result.hits} == {image.sha256 for image in images}
        assert (result.vector_name, result.model_name, result.model_version) == ("clip_global", "tiny", "v1")

    def test_point_without_a_searchable_row_is_not_shown(self, kitchen: Kitchen) -> None:
        gone, early, stays = several(kitchen, 3)
        del kitchen.database.held.images[gone.image_id]
        kitchen.database.held.images[early.image_id] = replace(early, state=ImageState.UPLOADED)
        assert ids(kitchen.search.by_text(kitchen.scope, "words", SearchParams())) == [stays.image_id]

    def test_index_is_asked_for_more_so_that_a_page_stays_full(self, kitchen: Kitchen) -> None:
        images = several(kitchen, 13)
        before = ids(kitchen.search.by_text(kitchen.scope, "words", SearchParams(limit=10)))
        for image_id in before[:3]:
            del kitchen.database.held.images[image_id]
        after = ids(kitchen.search.by_text(kitchen.scope, "words", SearchParams(limit=10)))
        assert len(images) - 3 == len(after) == 10
        assert [query.limit for query in kitchen.index.queries] == [13, 13]

    def test_pages_follow_one_another(self, kitchen: Kitchen) -> None:
        several(kitchen, 9)
        whole = ids(kitchen.search.by_text(kitchen.scope, "words", SearchParams(limit=9)))
        pages = [ids(kitchen.search.by_text(kitchen.scope, "words", SearchParams(3, offset))) for offset in (0, 3, 6)]
        assert [image_id for page in pages for image_id in page] == whole

    def test_empty_index_is_an_empty_answer(self, kitchen: Kitchen) -> None:
        assert kitchen.search.by_text(kitchen.scope, "words", SearchParams()).hits == ()


class TestByImage:
    def test_is_never_its_own_look_alike(self, kitchen: Kitchen) -> None:
        asked, *others = several(kitchen, 4)
        found = ids(kitchen.search.by_image(kitchen.scope, asked.image_id, SearchParams()))
        assert set(found) == {image.image_id for image in others}
        assert kitchen.index.queries[0].without_image_id == asked.image_id

    def test_asks_with_the_indexed_vector_and_hash(self, kitchen: Kitchen) -> None:
        image = kitchen.added(b"one")
        kitchen.search.by_image(kitchen.scope, image.image_id, SearchParams(phash_gate=6))
        [query] = kitchen.index.queries
        assert query.vector.tolist() == vector_of(b"one").tolist()
        assert query.phash_gate == (sha256_of(b"one")[:16], 6)

    def test_unknown_foreign_and_deleted_are_alike(self, kitchen: Kitchen) -> None:
        foreign, deleted = Kitchen().added(b"theirs"), kitchen.added(b"deleted")
        kitchen.added(b"another")
        kitchen.index.points[foreign.image_id] = (foreign, vector_of(b"theirs"))
        kitchen.database.held.images[foreign.image_id] = foreign
        del kitchen.database.held.images[deleted.image_id]
        words = []
        for image_id in ("01J00000000000000000000000", foreign.image_id, deleted.image_id):
            with pytest.raises(ImageNotFound) as refused:
                kitchen.search.by_image(kitchen.scope, image_id, SearchParams())
            words.append(str(refused.value))
        assert len(set(words)) == 1

    @pytest.mark.parametrize("state", [ImageState.UPLOADED, ImageState.FAILED])
    @pytest.mark.parametrize("indexed", [True, False])
    def test_not_searchable_yet(self, kitchen: Kitchen, state: ImageState, indexed: bool) -> None:
        image = kitchen.added(b"one")
        kitchen.database.held.images[image.image_id] = replace(image, state=state)
        if not indexed:
            del kitchen.index.points[image.image_id]
        with pytest.raises(QueryInvalid, match="not searchable yet"):
            kitchen.search.by_image(kitchen.scope, image.image_id, SearchParams())

    def test_lost_point_is_our_fault(self, kitchen: Kitchen) -> None:
        image = kitchen.added(b"one")
        kitchen.index.points.clear()
        with pytest.raises(IndexUnavailable):
            kitchen.search.by_image(kitchen.scope, image.image_id, SearchParams())


class TestByPicture:
    def test_is_inspected_embedded_and_not_kept(self, kitchen: Kitchen) -> None:
        image = kitchen.added(b"one")
        found = kitchen.search.by_picture(kitchen.scope, b"one", None, SearchParams(phash_gate=0))
        assert ids(found) == [image.image_id]
        assert found.hits[0].score == pytest.approx(1)
        assert kitchen.index.queries[0].phash_gate == (sha256_of(b"one")[:16], 0)
        assert (len(kitchen.rows), len(kitchen.blobs.objects)) == (1, 1)

    def test_too_large_is_not_even_looked_at(self, kitchen: Kitchen) -> None:
        with pytest.raises(ImageRejected) as refused:
            kitchen.search.by_picture(kitchen.scope, bytes(MAX_BYTES + 1), None, SearchParams())
        assert refused.value.reason is RejectionReason.TOO_MANY_BYTES
        assert kitchen.happenings.effects == []


class TestByText:
    @pytest.mark.parametrize(
        "text", ["a red circle", "  a   red circle ", "a\tred\n\ncircle", "a\u3000red\u00a0circle"]
    )
    def test_space_makes_no_difference(self, kitchen: Kitchen, text: str) -> None:
        kitchen.search.by_text(kitchen.scope, text, SearchParams())
        assert f"embed 'a red circle' for {kitchen.scope.tenant_id}" in kitchen.happenings.effects

    @pytest.mark.parametrize("text", ["", "   ", "\n\t", "x" * (MAX_TEXT + 1)])
    def test_too_few_or_too_many_words(self, kitchen: Kitchen, text: str) -> None:
        with pytest.raises(QueryInvalid, match="characters"):
            kitchen.search.by_text(kitchen.scope, text, SearchParams())

    def test_a_flat_image_has_no_hash_to_gate_by(self, kitchen: Kitchen) -> None:
        image, vector = kitchen.index.points[kitchen.added(b"one").image_id]
        kitchen.index.points[image.image_id] = (replace(image, flat=True), vector)
        with pytest.raises(QueryInvalid, match="too even"):
            kitchen.search.by_image(kitchen.scope, image.image_id, SearchParams(phash_gate=3))
        assert kitchen.search.by_image(kitchen.scope, image.image_id, SearchParams()).hits == ()

    def test_words_have_no_hash_to_gate_by(self, kitchen: Kitchen) -> None:
        with pytest.raises(QueryInvalid, match="no pHash"):
            kitchen.search.by_text(kitchen.scope, "words", SearchParams(phash_gate=3))


class TestParams:
    ASK: tuple[Callable[[Kitchen, SearchParams], SearchResult], ...] = (
        lambda kitchen, params: kitchen.search.by_text(kitchen.scope, "words", params),
        lambda kitchen, params: kitchen.search.by_picture(kitchen.scope, b"one", None, params),
        lambda kitchen, params: kitchen.search.by_image(kitchen.scope, "01J", params),
    )

    @pytest.mark.parametrize("ask", ASK)
    @pytest.mark.parametrize(
        ("limit", "offset"), [(0, 0), (-1, 0), (MAX_LIMIT + 1, 0), (1, -1), (1, MAX_REACH), (MAX_LIMIT, MAX_REACH - 1)]
    )
    def test_reach_is_bounded(
        self, kitchen: Kitchen, ask: Callable[[Kitchen, SearchParams], SearchResult], limit: int, offset: int
    ) -> None:
        with pytest.raises(QueryInvalid, match="reach"):
            ask(kitchen, SearchParams(limit=limit, offset=offset))
        assert kitchen.happenings.effects == []

    def test_furthest_page_is_answered(self, kitchen: Kitchen) -> None:
        kitchen.search.by_text(kitchen.scope, "words", SearchParams(MAX_LIMIT, MAX_REACH - MAX_LIMIT))

    def test_the_rest_is_passed_on_as_it_is(self, kitchen: Kitchen) -> None:
        only = OneOf("source", ("api",))
        params = SearchParams(filter=only, score_threshold=0.25, hnsw_ef=64, exact=True)
        kitchen.search.by_text(kitchen.scope, "words", params)
        [query] = kitchen.index.queries
        assert (query.filter, query.score_threshold, query.hnsw_ef, query.exact) == (only, 0.25, 64, True)
        assert (query.phash_gate, query.without_image_id) == (None, None)


def test_vectors_of_another_model_are_never_compared(kitchen: Kitchen) -> None:
    kitchen.added(b"one")
    kitchen.embedder.facts = ModelFacts("tiny", "v2", 8)
    for ask in TestParams.ASK[:2]:
        with pytest.raises(ModelMismatch):
            ask(kitchen, SearchParams())
    assert kitchen.index.queries == []
