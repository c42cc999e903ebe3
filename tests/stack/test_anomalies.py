"""Odd images over HTTP, from upload to review: scored, worst first, called normal, taken back, nobody else's."""

from functools import partial
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

import pytest
from PIL import Image

from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Person, good, problem, slug, wait_until
from tests.stack.api.pictures import picture, reencoded
from tests.stack.api.stores import Stores

BASE: Final = "/api/qa/anomalies"
DATASET: Final = "parts"
_USUAL: Final = range(700, 714)
_BY_NEIGHBOURS: Final = ("dnn", "knn", "lof")
# As if the clock had asked already; what it did ask before is waited for.
_NO_NIGHT: Final = """
    INSERT INTO schedule_slots (tenant_id, name, slot)
    SELECT %s, 'score_anomalies', date_trunc('hour', now()) + make_interval(hours => hour)
    FROM generate_series(-48, 48) AS hour ON CONFLICT DO NOTHING RETURNING slot
"""
_UNDER_WAY: Final = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, run_after)
    VALUES (%s, %s, 'score_anomalies', %s, '{"dataset_id": "parts"}', 'queued', now() + interval '1 hour') RETURNING id
"""


def fractal() -> bytes:
    """A picture that is like none of the usual ones."""
    into = BytesIO()
    Image.effect_mandelbrot((96, 72), (-2.0, -1.2, 0.6, 0.4), 120).convert("RGB").save(into, "PNG")
    return into.getvalue()


def asked(person: Person, path: str = "", **query: Any) -> Document:
    """What is answered about the dataset."""
    return good(person.send("GET", BASE + path, params={"dataset_id": DATASET, **query}))


def said(person: Person, image_id: str, verdict: str) -> Document:
    """The image after a verdict on it."""
    body = {"verdict": verdict, "note": "ours"}
    return good(person.send("POST", f"{BASE}/{image_id}/review", params={"dataset_id": DATASET}, json=body))


@pytest.fixture
def odd_one(tenant: Tenant, stores: Stores) -> str:
    """The id of the one image that does not belong to the dataset's others; all are scored, and not by night too."""
    person = tenant.editor
    stores.rows(_NO_NIGHT, tenant.tenant_id)
    nightly = partial(person.send, "GET", "/api/jobs", params={"kind": "score_anomalies"})
    wait_until(nightly, lambda answer: all(job["finished_at"] for job in answer.json()["jobs"]))
    for number in _USUAL:
        good(person.add(picture(number), dataset_id=DATASET))
    image_id: str = good(person.add(fractal(), dataset_id=DATASET))["image_id"]
    told = person.score(dataset_id=DATASET)
    assert (told["scored"], told["total"]) == (15, 15)
    assert told["flagged"] >= 1
    return image_id


def test_the_odd_one_is_the_worst_by_every_method_and_says_why(tenant: Tenant, odd_one: str) -> None:
    person = tenant.viewer
    run = asked(person, "/run")
    assert (run["images"], run["scored"], run["k"], run["exact"], run["enough"]) == (15, 15, 10, True, True)
    for method in _BY_NEIGHBOURS:
        worst, *others = asked(person, method=method)["anomalies"]
        assert (worst["image"]["image_id"], worst["flagged"], len(others)) == (odd_one, True, 14)
        assert worst["score"] > run["fences"][method]
        assert worst["percentile"] == 100
        assert [one["score"] for one in others] == sorted((one["score"] for one in others), reverse=True)
    distances = [one["distance"] for one in worst["evidence"]]
    assert (len(distances), distances) == (10, sorted(distances))
    assert all(one["preview_url"] for one in worst["evidence"])
    assert asked(person, method="reference")["anomalies"] == []
    table = person.send("GET", f"{BASE}.csv", params={"dataset_id": DATASET}).text.splitlines()
    assert (len(table), table[1].partition(",")[0]) == (16, odd_one)


def test_pages_hold_every_image_once(tenant: Tenant, odd_one: str) -> None:
    page = asked(tenant.viewer, limit=4)
    told = [one["image"]["image_id"] for one in page["anomalies"]]
    while page["next_cursor"]:
        page = asked(tenant.viewer, limit=4, cursor=page["next_cursor"])
        told += [one["image"]["image_id"] for one in page["anomalies"]]
    whole = asked(tenant.viewer, limit=200)["anomalies"]
    assert told == [one["image"]["image_id"] for one in whole]
    assert (len(set(told)), told[0]) == (15, odd_one)


def test_what_is_called_normal_quiets_its_look_alike_until_that_is_taken_back(tenant: Tenant, odd_one: str) -> None:
    person = tenant.editor
    twin = good(person.add(reencoded(fractal(), 60), "image/jpeg", dataset_id=DATASET))["image_id"]
    path, where = f"{BASE}/{twin}", {"dataset_id": DATASET}
    found = wait_until(lambda: person.send("GET", path, params=where), lambda answer: answer.status_code == 200)
    assert (found.json()["later"], found.json()["flagged"]) == (True, True)

    judged = said(person, odd_one, "normal")
    assert (judged["in_reference_set"], judged["flagged"]) == (True, False)
    assert asked(person, f"/{twin}")["flagged"] is False
    assert [one["image"]["image_id"] for one in asked(person, reviewed="true")["anomalies"]] == [odd_one]
    assert odd_one not in [one["image"]["image_id"] for one in asked(person, flagged="true")["anomalies"]]
    assert asked(person, "/review-progress")["by_verdict"] == {"normal": 1}

    # It holds through the next run, which the reference set is then scored by too.
    person.score(dataset_id=DATASET)
    assert asked(person, f"/{twin}")["flagged"] is False
    assert asked(person, method="reference")["anomalies"]

    undone = good(person.send("DELETE", f"{BASE}/{odd_one}/review", params=where))
    assert (undone["in_reference_set"], undone["flagged"], undone["reviews"]) == (False, True, [])
    assert asked(person, f"/{twin}")["flagged"] is True
    assert [one["verdict"] for one in asked(person, f"/{odd_one}/reviews")["reviews"]] == [None, "normal"]


def test_people_who_disagree_are_told_so(tenant: Tenant, odd_one: str) -> None:
    said(tenant.editor, odd_one, "normal")
    judged = said(tenant.admin, odd_one, "defect")
    assert (judged["in_reference_set"], judged["flagged"], len(judged["reviews"])) == (False, True, 2)
    told = asked(tenant.viewer, "/review-progress")
    assert (told["reviewed"], told["pairs"], told["by_verdict"]) == (1, 1, {"normal": 1, "defect": 1})
    assert told["agreement"] is not None
    assert told["agreement"] <= 0
    answer = tenant.editor.send("PUT", f"{BASE}/budget", params={"dataset_id": DATASET}, json={"budget": 1})
    assert good(answer) == {"budget": 1}
    after = asked(tenant.viewer, "/review-progress")
    assert (after["budget"], after["tonight"]) == (1, min(1, after["left"]))


def test_too_few_images_are_counted_and_not_scored(tenant: Tenant) -> None:
    person = tenant.editor
    for number in (700, 701):
        good(person.add(picture(number), dataset_id=DATASET))
    assert slug(person.send("GET", BASE, params={"dataset_id": DATASET})) == "not-scored"
    person.score(dataset_id=DATASET)
    page = asked(person)
    facts = {name: page["run"][name] for name in ("enough", "images", "scored", "needed")}
    assert facts == {"enough": False, "images": 2, "scored": 0, "needed": 11}
    assert page["anomalies"] == []


def test_while_one_is_not_over_a_second_is_refused_and_the_scores_stay(
    tenant: Tenant, odd_one: str, stores: Stores
) -> None:
    person, where = tenant.editor, {"dataset_id": DATASET}
    before = asked(person)
    stores.rows(_UNDER_WAY, tenant.tenant_id, job_id := str(uuid4()), DATASET)
    refused = person.send("POST", f"{BASE}/score", params=where)
    assert (slug(refused), problem(refused)["job_id"]) == ("scoring-running", job_id)
    meanwhile = asked(person)
    assert meanwhile["run"] == before["run"] | {"job_id": job_id}
    assert [one["scores"] for one in meanwhile["anomalies"]] == [one["scores"] for one in before["anomalies"]]
    assert good(person.send("POST", f"/api/jobs/{job_id}/cancel"))["state"] == "cancelled"
    cancelled = person.send("GET", f"{BASE}/score/progress", params=where).text
    assert '"status":"error"' in cancelled
    assert asked(person)["run"] == before["run"]
    person.score(dataset_id=DATASET)
    after = asked(person)
    assert after["run"]["generation"] > before["run"]["generation"]
    assert [one["score"] for one in after["anomalies"]] == [one["score"] for one in before["anomalies"]]


def test_a_neighbour_changes_no_score_and_sees_none(tenant: Tenant, odd_one: str, founder: Founder) -> None:
    before = asked(tenant.viewer)["anomalies"]
    other = founder.found().editor
    for number in _USUAL:
        good(other.add(picture(number), dataset_id=DATASET))
    other.score(dataset_id=DATASET)
    assert odd_one not in [one["image"]["image_id"] for one in asked(other)["anomalies"]]
    assert slug(other.send("GET", f"{BASE}/{odd_one}", params={"dataset_id": DATASET})) == "image-not-found"
    tenant.editor.score(dataset_id=DATASET)
    after = asked(tenant.viewer)["anomalies"]
    assert [(one["score"], one["scores"]) for one in after] == [(one["score"], one["scores"]) for one in before]
