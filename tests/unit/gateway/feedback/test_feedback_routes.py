"""Feedback over HTTP: what is passed on, how it is answered, pages by signed keyset, lines of JSON."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from catalog.errors import FeedbackNotFound, ImageNotFound, NotAllowed
from catalog.feedback.model import (
    Action,
    AskedQuery,
    Content,
    Feedback,
    FeedbackListing,
    HardNegative,
    HardNegativeListing,
    Marks,
    Said,
    Triplet,
)
from catalog.feedback.query import Query
from catalog.search.model import Examples, SearchResult
from gateway.feedback.schemas import FeedbackOut, HardNegativesOut, HistoryOut
from gateway.search.schemas import SearchOut
from tests.token_bank.forge import USER
from tests.unit.gateway.canned import Canned
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

URL = "/api/feedback"
SEARCH = "/api/search/similar"
WHEN = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
IMAGE_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
OTHER_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAW"
SHA256 = "ab" * 32
WORDS = Query(words="a red circle")
KEPT = Feedback(UUID(int=9), USER, WHEN, SHA256, IMAGE_ID, Said(Action.IRRELEVANT, WORDS, "no", 2, 0.5))
HARD = HardNegative(Query(sha256=SHA256), OTHER_ID, IMAGE_ID, SHA256, 3, 0.5, 2, 1)
FOUND = SearchResult((), "clip_global", "tiny", "v1", Examples((IMAGE_ID,), (OTHER_ID,)))


@dataclass
class CatalogOfFeedback(FakeCatalog):
    """A catalog that has feedback and searches."""

    feedback: Canned = field(default_factory=Canned)
    search: Canned = field(default_factory=Canned)


def a_catalog_of(**answers: Any) -> CatalogOfFeedback:
    """A catalog whose feedback, and whose search, answer so."""
    return CatalogOfFeedback(a_catalog().accounts, feedback=Canned(answers), search=Canned(answers))


class TestSaying:
    def test_is_passed_on_and_answered(self, ask: Asking) -> None:
        catalog = a_catalog_of(say=KEPT)
        said = {"image_id": IMAGE_ID, "action": "irrelevant", "note": "no", "rank": 2, "score": 0.5}
        answer = ask(catalog, "POST", URL, json={**said, "query": {"text_query": "a red circle"}})
        assert answer.status_code == 201
        told = FeedbackOut.model_validate_json(answer.content)
        assert (told.feedback_id, told.said_at, told.action) == (KEPT.feedback_id, WHEN, Action.IRRELEVANT)
        assert told.query is not None
        assert (told.query.text_query, told.query.image_id, told.query.sha256) == ("a red circle", None, None)
        _, image_id, passed, asked, by = catalog.feedback.last("say").positional
        assert (image_id, passed) == (IMAGE_ID, Said(Action.IRRELEVANT, None, "no", 2, 0.5))
        assert (asked, by) == (AskedQuery(words="a red circle"), USER)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"image_id": "x"},
            {"action": "like"},
            {"query": {}},
            {"query": {"text_query": "a", "sha256": SHA256}},
            {"query": {"sha256": "AB" * 32}},
            {"rank": 0},
            {"rank": 2001},
            {"score": 2},
            {"note": "x" * 501},
            {"unknown": 1},
        ],
    )
    def test_what_is_not_of_the_form_is_refused(self, ask: Asking, wrong: dict[str, object]) -> None:
        catalog = a_catalog_of()
        answer = ask(catalog, "POST", URL, json={"image_id": IMAGE_ID, "action": "relevant", **wrong})
        assert (answer.status_code, catalog.feedback.asked) == (422, [])

    def test_unknown_images_are_not_found_and_viewers_do_not_speak(self, ask: Asking) -> None:
        said = {"image_id": IMAGE_ID, "action": "anomaly"}
        catalog = a_catalog_of(say=ImageNotFound("words"))
        assert ask(catalog, "POST", URL, json=said).status_code == 404
        assert ask(catalog, "POST", URL, json=said, role="viewer").status_code == 403

    def test_taking_back(self, ask: Asking) -> None:
        one = f"{URL}/{KEPT.feedback_id}"
        answer = ask(a_catalog_of(take_back=None), "DELETE", one)
        assert (answer.status_code, answer.content) == (204, b"")
        assert ask(a_catalog_of(take_back=FeedbackNotFound()), "DELETE", one).status_code == 404
        assert ask(a_catalog_of(take_back=NotAllowed()), "DELETE", one).status_code == 403


class TestPages:
    def test_history_goes_on_where_the_last_page_ended(self, ask: Asking) -> None:
        kept = [replace(KEPT, feedback_id=UUID(int=n), said_at=WHEN - timedelta(seconds=n)) for n in range(3)]
        catalog = a_catalog_of(history=kept)
        url = f"{URL}?limit=2&image_id={IMAGE_ID}"
        page = HistoryOut.model_validate_json(ask(catalog, "GET", url, role="viewer").content)
        assert [one.feedback_id for one in page.feedback] == [one.feedback_id for one in kept[:2]]
        catalog.feedback.answers["history"] = kept[2:]
        last = HistoryOut.model_validate_json(ask(catalog, "GET", f"{url}&cursor={page.next_cursor}").content)
        assert last.next_cursor is None
        called = catalog.feedback.last("history")
        assert called.positional[1] == FeedbackListing(3, after=(kept[1].said_at, kept[1].feedback_id))
        assert called.named == {"image_id": IMAGE_ID, "asked": None}
        assert ask(catalog, "GET", f"{URL}?limit=2&cursor={page.next_cursor}").status_code == 400

    def test_history_of_a_query_is_asked_in_json(self, ask: Asking) -> None:
        catalog = a_catalog_of(history=[])
        ask(catalog, "GET", URL, params={"query": orjson.dumps({"sha256": SHA256}).decode()})
        assert catalog.feedback.last("history").named["asked"] == AskedQuery(sha256=SHA256)
        for wrong in ("{", "1", "[]", '{"text_query": 1}', "{}", '{"text_query": "a", "text_query": "b"}'):
            answer = ask(catalog, "GET", URL, params={"query": wrong})
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["loc"][:2] == ["query", "query"]

    def test_hard_negatives_go_on_where_the_last_page_ended(self, ask: Asking) -> None:
        catalog = a_catalog_of(hard_negatives=[HARD, replace(HARD, rank=4)])
        page = HardNegativesOut.model_validate_json(ask(catalog, "GET", f"{URL}/hard-negatives?limit=1").content)
        [told] = page.hard_negatives
        assert (told.image_id, told.rank, told.irrelevant, told.relevant) == (IMAGE_ID, 3, 2, 1)
        assert (told.query.image_id, told.query.sha256) == (OTHER_ID, SHA256)
        ask(catalog, "GET", f"{URL}/hard-negatives?limit=1&cursor={page.next_cursor}")
        wanted = HardNegativeListing(2, 20, (3, HARD.query.key, SHA256))
        assert catalog.feedback.last("hard_negatives").positional[1] == wanted


def test_triplets_are_a_line_each(ask: Asking) -> None:
    good, bad, gone = Content("1" * 64, IMAGE_ID, "k1"), Content("2" * 64, OTHER_ID, "k2"), Content(SHA256, None, None)
    of_words = Triplet(WORDS, None, good, bad, 3, 0.5)
    of_picture = Triplet(Query(sha256=SHA256), gone, good, bad, None, None)
    answer = ask(a_catalog_of(triplets=iter([[of_words], [of_picture]])), "GET", f"{URL}/triplets.jsonl")
    assert answer.headers["content-type"] == "application/jsonl"
    first, second = map(orjson.loads, answer.content.splitlines())
    assert first == {
        "query": WORDS.key,
        "anchor": {"text": "a red circle"},
        "positive": {"image_id": IMAGE_ID, "sha256": "1" * 64, "key": "k1"},
        "negative": {"image_id": OTHER_ID, "sha256": "2" * 64, "key": "k2", "rank": 3, "score": 0.5},
    }
    assert second["anchor"] == {"image_id": None, "sha256": SHA256, "key": None}
    assert ask(a_catalog_of(triplets=iter([])), "GET", f"{URL}/triplets.jsonl").content == b""


class TestSearching:
    def test_marks_are_asked_for_only_when_they_are_wanted(self, ask: Asking) -> None:
        catalog = a_catalog_of(by_text=FOUND, marks=Marks((IMAGE_ID,), (OTHER_ID,)))
        ask(catalog, "POST", SEARCH, json={"text_query": "a"})
        assert catalog.feedback.asked == []
        assert catalog.search.last("by_text").positional[2].marked == Examples()
        answer = ask(catalog, "POST", SEARCH, json={"text_query": "a", "use_feedback": True})
        assert SearchOut.model_validate_json(answer.content).examples.negative_ids == [OTHER_ID]
        assert catalog.feedback.last("marks").positional[1:] == (AskedQuery(words="a"), USER)
        assert catalog.search.last("by_text").positional[2].marked == Examples((IMAGE_ID,), (OTHER_ID,))

    def test_examples_alone_and_beside_a_question(self, ask: Asking) -> None:
        catalog = a_catalog_of(by_examples=FOUND, by_image=FOUND)
        ask(catalog, "POST", SEARCH, json={"positive_ids": [IMAGE_ID], "negative_ids": [OTHER_ID]})
        assert catalog.search.last("by_examples").positional[1].examples == Examples((IMAGE_ID,), (OTHER_ID,))
        ask(catalog, "POST", SEARCH, json={"image_id": IMAGE_ID, "negative_ids": [OTHER_ID]})
        assert catalog.search.last("by_image").positional[2].examples == Examples((), (OTHER_ID,))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"negative_ids": [IMAGE_ID]},
            {"positive_ids": [IMAGE_ID], "use_feedback": True},
            {"text_query": "a", "image_id": IMAGE_ID},
            {"text_query": "a", "positive_ids": [IMAGE_ID] * 33},
            {"text_query": "a", "positive_ids": ["x"]},
        ],
    )
    def test_what_is_no_question_is_refused(self, ask: Asking, wrong: dict[str, object]) -> None:
        catalog = a_catalog_of()
        assert ask(catalog, "POST", SEARCH, json=wrong).status_code == 422
        assert catalog.search.asked == []
