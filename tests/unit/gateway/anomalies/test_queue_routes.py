"""The queue and one of it over HTTP: what is asked of the catalog, what is refused, what is answered."""

import json

import pytest

from catalog.anomalies.model import AnomalyListing, Review
from catalog.anomalies.scoring import Method
from catalog.errors import ImageNotFound, NotScored
from catalog.filters.model import EVERYTHING, OneOf
from catalog.images.datasets import WHOLE_TENANT
from gateway.anomalies.review_schemas import ReviewsOut
from gateway.anomalies.schemas import AnomaliesOut, AnomalyOut
from tests.token_bank.forge import USER
from tests.unit.gateway.anomalies.canned import SCOPE, WHEN, a_catalog_of, a_run, an_anomaly, odd
from tests.unit.gateway.conftest import Asking

QUEUE = "/api/qa/anomalies"
ONE = an_anomaly()
PATH = f"{QUEUE}/{ONE.image.image_id}"


def listing(ask: Asking, query: str) -> AnomalyListing:
    """What the catalog was asked for."""
    catalog = a_catalog_of(run=a_run(), queue=[])
    answer = ask(catalog, "GET", f"{QUEUE}?{query}", role="viewer")
    assert answer.status_code == 200, answer.text
    [scope, asked] = catalog.anomalies.last("queue").positional
    assert scope == SCOPE
    assert catalog.anomalies.last("run").positional == (SCOPE, asked.dataset_id)
    found: AnomalyListing = asked
    return found


def test_a_page_has_the_run_and_each_image_with_its_evidence(ask: Asking) -> None:
    answer = ask(a_catalog_of(run=a_run(), queue=[ONE]), "GET", f"{QUEUE}?dataset_id=drawings", role="viewer")
    assert answer.status_code == 200
    AnomaliesOut.model_validate_json(answer.content)
    told = answer.json()
    assert list(told) == ["run", "anomalies", "next_cursor"]
    facts = ("generation", "k", "needed", "exact", "images", "enough")
    assert [told["run"][name] for name in facts] == [3, 10, 11, True, 40, True]
    assert told["run"]["fences"]["knn"] == 0.42
    assert (told["run"]["flagged"]["knn"], told["run"]["finished_at"]) == (3, "2026-03-04T05:06:07+00:00")
    [one] = told["anomalies"]
    assert one["image"]["image_id"] == ONE.image.image_id
    assert "/api/thumbnails/" in one["image"]["preview_url"]
    assert (one["method"], one["score"], one["percentile"], one["robust_z"]) == ("knn", 0.5, 99.0, 7.5)
    assert one["scores"]["lof"] == {"score": 2.25, "percentile": 97.5, "robust_z": 4.0}
    near, gone = one["evidence"]
    assert (near["distance"], near["filename"], gone["distance"]) == (0.25, "near.png", 0.75)
    assert "/api/thumbnails/" in near["preview_url"]
    assert (gone["filename"], gone["preview_url"]) == (None, None)
    assert [(said["verdict"], said["note"]) for said in one["reviews"]] == [("unsure", "blurred")]


def test_without_a_query_it_is_the_whole_tenant_by_knn(ask: Asking) -> None:
    assert listing(ask, "") == AnomalyListing(WHOLE_TENANT, Method.KNN, EVERYTHING, None, False, None, 51)


@pytest.mark.parametrize("method", ["dnn", "knn", "lof", "reference"])
def test_each_method_can_be_asked_for(ask: Asking, method: str) -> None:
    assert listing(ask, f"method={method}").method == Method(method)


@pytest.mark.parametrize(("query", "wanted"), [("true", True), ("false", False)])
def test_what_was_reviewed_can_be_told_apart(ask: Asking, query: str, wanted: bool) -> None:
    assert listing(ask, f"reviewed={query}&flagged=true").reviewed is wanted
    assert listing(ask, f"reviewed={query}&flagged=true").flagged_only is True
    assert listing(ask, f"reviewed={query}&flagged=false").flagged_only is False


def test_the_filter_is_the_one_of_every_list(ask: Asking) -> None:
    spelled = json.dumps({"category_id": "maps"})
    assert listing(ask, f"filter={spelled}").filter == OneOf("category_id", ("maps",))


@pytest.mark.parametrize(
    "query",
    ["method=iforest", "reviewed=perhaps", "flagged=2", "limit=0", "limit=201", "dataset_id=..", "offset=1", "k=3"],
)
def test_what_is_no_question_is_refused(ask: Asking, query: str) -> None:
    catalog = a_catalog_of()
    answer = ask(catalog, "GET", f"{QUEUE}?{query}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")
    assert catalog.anomalies.asked == []


@pytest.mark.parametrize("spelled", ["{", "[]", '{"tenant_id": "x"}', '{"tags": NaN}', "\ud800"])
def test_a_filter_of_another_form_is_refused(ask: Asking, spelled: str) -> None:
    answer = ask(a_catalog_of(), "GET", QUEUE, params={"filter": spelled.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 422
    assert answer.json()["type"] in {"/problems/filter-invalid", "/problems/validation-failed"}


def test_pages_follow_each_other(ask: Asking) -> None:
    found = odd(3)
    catalog = a_catalog_of(run=a_run(), queue=found)
    first = ask(catalog, "GET", f"{QUEUE}?limit=2&method=lof").json()
    assert [one["score"] for one in first["anomalies"]] == [found[0].score, found[1].score]
    catalog = a_catalog_of(run=a_run(), queue=found[2:])
    last = ask(catalog, "GET", f"{QUEUE}?limit=2&method=lof&cursor={first['next_cursor']}").json()
    assert catalog.anomalies.last("queue").positional[1].after == (found[1].score, found[1].image.image_id)
    assert (len(last["anomalies"]), last["next_cursor"]) == (1, None)


@pytest.mark.parametrize(
    "other", ["method=knn", "method=lof&dataset_id=maps", "method=lof&flagged=true", "method=lof&reviewed=false", ""]
)
def test_a_cursor_is_good_for_its_own_question_only(ask: Asking, other: str) -> None:
    catalog = a_catalog_of(run=a_run(), queue=odd(2))
    cursor = ask(catalog, "GET", f"{QUEUE}?limit=1&method=lof").json()["next_cursor"]
    answer = ask(catalog, "GET", f"{QUEUE}?limit=1&cursor={cursor}&{other}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/cursor-invalid")


def test_too_few_images_are_an_answer_with_counts(ask: Asking) -> None:
    few = a_run(images=7, scored=0, enough=False, fences={}, flagged={}, references=1)
    answer = ask(a_catalog_of(run=few, queue=[]), "GET", QUEUE)
    assert answer.status_code == 200
    told = AnomaliesOut.model_validate_json(answer.content)
    assert (told.anomalies, told.run.enough, told.run.images, told.run.needed) == ([], False, 7, 11)


@pytest.mark.parametrize(
    ("method", "path", "called"),
    [
        ("GET", QUEUE, "run"),
        ("GET", PATH, "anomaly"),
        ("POST", f"{PATH}/review", "review"),
        ("DELETE", f"{PATH}/review", "take_back_review"),
    ],
    ids=["the queue", "one", "a review", "no review"],
)
def test_before_the_first_scoring_there_is_nothing(ask: Asking, method: str, path: str, called: str) -> None:
    body = {"json": {"verdict": "normal"}} if method == "POST" else {}
    answer = ask(a_catalog_of(**{called: NotScored("not yet")}), method, path, **body)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-scored")


def test_one_is_answered_as_documented(ask: Asking) -> None:
    catalog = a_catalog_of(anomaly=ONE)
    answer = ask(catalog, "GET", f"{PATH}?dataset_id=drawings&method=lof", role="viewer")
    assert AnomalyOut.model_validate_json(answer.content).image.image_id == ONE.image.image_id
    assert catalog.anomalies.last("anomaly").positional == (SCOPE, "drawings", ONE.image.image_id, Method.LOF)


def test_all_that_was_said_of_one_can_be_read(ask: Asking) -> None:
    taken_back = Review(USER, None, None, WHEN, turn=2)
    answer = ask(a_catalog_of(history=[taken_back, *ONE.reviews]), "GET", f"{PATH}/reviews", role="viewer")
    told = ReviewsOut.model_validate_json(answer.content).reviews
    assert [(one.turn, one.verdict) for one in told] == [(2, None), (1, "unsure")]


@pytest.mark.parametrize(
    "image_id",
    ["run2", "0" * 25, ONE.image.image_id.lower(), "9" * 26],
    ids=["a word", "too short", "small letters", "too large"],
)
def test_what_is_no_id_is_refused(ask: Asking, image_id: str) -> None:
    for method, path in (("GET", ""), ("GET", "/reviews"), ("DELETE", "/review")):
        answer = ask(a_catalog_of(), method, f"{QUEUE}/{image_id}{path}")
        assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["path", "image_id"])


@pytest.mark.parametrize(
    ("method", "path", "called"),
    [
        ("GET", "", "anomaly"),
        ("GET", "/reviews", "history"),
        ("POST", "/review", "review"),
        ("DELETE", "/review", "take_back_review"),
    ],
)
def test_no_image_by_that_id_is_not_found(ask: Asking, method: str, path: str, called: str) -> None:
    body = {"json": {"verdict": "normal"}} if method == "POST" else {}
    answer = ask(a_catalog_of(**{called: ImageNotFound("no")}), method, PATH + path, **body)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/image-not-found")
