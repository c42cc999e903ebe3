"""What people say of anomalies over HTTP, how far they are, and their budget."""

import pytest

from catalog.anomalies.model import LONGEST_NOTE, ReviewProgress, Verdict
from catalog.anomalies.scoring import Method
from catalog.errors import DatasetUnknown, NotScored
from gateway.anomalies.review_schemas import ReviewProgressOut
from gateway.anomalies.schemas import AnomalyOut
from tests.token_bank.forge import USER
from tests.unit.gateway.anomalies.canned import SCOPE, a_catalog_of, an_anomaly
from tests.unit.gateway.conftest import Asking

BASE = "/api/qa/anomalies"
ONE = an_anomaly()
IMAGE_ID = ONE.image.image_id
REVIEW = f"{BASE}/{IMAGE_ID}/review"
PROGRESS = ReviewProgress(
    Method.KNN,
    flagged=12,
    reviewed=4,
    left=9,
    budget=5,
    tonight=5,
    by_verdict={Verdict.NORMAL: 3, Verdict.DEFECT: 1},
    by_reviewer={USER: 4},
    pairs=2,
    agreement=0.5,
)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_passed_on_with_who_said_it(ask: Asking, verdict: Verdict) -> None:
    catalog = a_catalog_of(review=ONE)
    answer = ask(catalog, "POST", f"{REVIEW}?dataset_id=drawings", json={"verdict": verdict.value, "note": "ours"})
    AnomalyOut.model_validate_json(answer.content)
    asked = catalog.anomalies.last("review")
    assert (asked.positional, asked.named) == ((SCOPE, "drawings", IMAGE_ID, verdict, "ours"), {"by": USER})


def test_it_is_taken_back(ask: Asking) -> None:
    catalog = a_catalog_of(take_back_review=ONE)
    AnomalyOut.model_validate_json(ask(catalog, "DELETE", REVIEW).content)
    asked = catalog.anomalies.last("take_back_review")
    assert (asked.positional, asked.named) == ((SCOPE, "", IMAGE_ID), {"by": USER})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "odd"},
        {"verdict": None},
        {"verdict": "normal", "note": ""},
        {"verdict": "normal", "note": "x" * (LONGEST_NOTE + 1)},
        {"verdict": "normal", "note": "a\u0000b"},
        {"verdict": "normal", "by": str(USER)},
    ],
)
def test_what_is_no_review_is_refused(ask: Asking, body: dict[str, object]) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "POST", REVIEW, json=body).status_code in (400, 422)
    assert catalog.anomalies.asked == []


def test_how_far_the_review_is(ask: Asking) -> None:
    catalog = a_catalog_of(progress=PROGRESS)
    answer = ask(catalog, "GET", f"{BASE}/review-progress?dataset_id=drawings&method=lof", role="viewer")
    told = ReviewProgressOut.model_validate_json(answer.content)
    assert (told.flagged, told.left, told.tonight, told.agreement) == (12, 9, 5, 0.5)
    assert told.by_reviewer == {str(USER): 4}
    assert catalog.anomalies.last("progress").positional == (SCOPE, "drawings", Method.LOF)


def test_nobody_who_judged_the_same_is_no_agreement(ask: Asking) -> None:
    nobody = ReviewProgress(Method.KNN, 0, 0, 0, 50, 0)
    told = ask(a_catalog_of(progress=nobody), "GET", f"{BASE}/review-progress").json()
    assert (told["agreement"], told["pairs"], told["by_verdict"]) == (None, 0, {})


def test_a_budget_is_set(ask: Asking) -> None:
    catalog = a_catalog_of(set_budget=None)
    answer = ask(catalog, "PUT", f"{BASE}/budget?dataset_id=drawings", json={"budget": 5})
    assert (answer.status_code, answer.json()) == (200, {"budget": 5})
    assert catalog.anomalies.last("set_budget").positional == (SCOPE, "drawings", 5)


@pytest.mark.parametrize("budget", [0, -1, 1_001, 2.5, "5", None, True])
def test_a_budget_out_of_range_is_refused(ask: Asking, budget: object) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "PUT", f"{BASE}/budget", json={"budget": budget}).status_code == 422
    assert catalog.anomalies.asked == []


def test_of_an_unknown_dataset_nothing_is_kept(ask: Asking) -> None:
    answer = ask(a_catalog_of(set_budget=DatasetUnknown("no")), "PUT", f"{BASE}/budget", json={"budget": 5})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dataset-unknown")
    answer = ask(a_catalog_of(progress=NotScored("no")), "GET", f"{BASE}/review-progress")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-scored")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", REVIEW), ("DELETE", REVIEW), ("PUT", f"{BASE}/budget"), ("POST", f"{BASE}/score")],
    ids=["a review", "no review", "the budget", "a scoring"],
)
def test_a_viewer_changes_nothing(ask: Asking, method: str, path: str) -> None:
    catalog = a_catalog_of()
    answer = ask(catalog, method, path, role="viewer")
    assert (answer.status_code, catalog.anomalies.asked) == (403, [])
