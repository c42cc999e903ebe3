"""Jobs over HTTP on the running stack: what is told of them, who may stop them, and every event of one in order."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, good, problem, slug, wait_until
from tests.stack.api.pictures import picture
from tests.stack.api.stores import Stores

_LATER = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, run_after)
    VALUES (%s, %s, 'sweep_orphans', %s, '{}', 'queued', now() + interval '1 hour') RETURNING id
"""
_HOPELESS = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    VALUES (%s, %s, 'make_thumbnails', %s, '{"image_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}', 'queued') RETURNING id
"""


@pytest.fixture
def waiting(tenant: Tenant, stores: Stores) -> str:
    """The id of a job that can be stopped, and would begin in an hour."""
    return written(stores, _LATER, tenant)


def written(stores: Stores, statement: str, tenant: Tenant) -> str:
    """The id of a job that the statement writes."""
    job_id = uuid4()
    assert stores.rows(statement, tenant.tenant_id, job_id, str(job_id))
    return str(job_id)


def seen(tenant: Tenant, job_id: str) -> Document:
    """The job as a viewer sees it."""
    return good(tenant.viewer.send("GET", f"/api/jobs/{job_id}"))


def order(tenant: Tenant, job_id: str, what: str, role: str = "editor") -> Any:
    """Give the job an order."""
    return tenant.person(role).send("POST", f"/api/jobs/{job_id}/{what}")


@contextmanager
def watching(tenant: Tenant, job_id: str, **headers: str) -> Iterator[tuple[int, Iterator[str]]]:
    """The status of the open stream, and its events as `number name`."""
    sent = {**tenant.viewer.headers, **headers}
    with tenant.viewer.http.stream("GET", f"/api/jobs/{job_id}/events", headers=sent) as answer:
        yield answer.status_code, events(answer.iter_lines())


def events(lines: Iterator[str]) -> Iterator[str]:
    """The number and the name of each event."""
    number = ""
    for line in lines:
        name, _, value = line.partition(": ")
        number = value if name == "id" else number
        if name == "event":
            yield f"{number} {value}"


def test_one_that_waits_is_paused_and_resumed_and_its_stream_tells_all(tenant: Tenant, waiting: str) -> None:
    assert slug(order(tenant, waiting, "pause", role="viewer")) == "role-too-low"
    with watching(tenant, waiting) as (status, told):
        assert (status, next(told)) == (200, "1 queued")
        for _ in range(2):
            assert good(order(tenant, waiting, "pause"))["state"] == "paused"
        assert next(told) == "2 paused"
        assert good(order(tenant, waiting, "resume"))["state"] in ("queued", "running", "succeeded")
        assert [next(told), next(told)] == ["3 resumed", "4 running"]
        rest = list(told)
    assert re.fullmatch(r"\d+ succeeded", rest[-1]), "the stream ends with the job"
    everything = ["1 queued", "2 paused", "3 resumed", "4 running", *rest]
    for number in range(len(everything)):
        with watching(tenant, waiting, **{"Last-Event-ID": str(number)}) as (_, told):
            assert list(told) == everything[number:]
    with watching(tenant, waiting, **{"Last-Event-ID": str(len(everything))}) as (status, _):
        assert status == 204
    done = seen(tenant, waiting)
    assert [one["ended_as"] for one in done["attempts"]] == ["succeeded"]
    assert (done["state"], done["controllable"], done["error"]) == ("succeeded", True, None)


def test_one_that_is_cancelled_stays_so_until_it_is_tried_again(tenant: Tenant, waiting: str) -> None:
    for _ in range(2):
        assert good(order(tenant, waiting, "cancel"))["state"] == "cancelled"
    refused = order(tenant, waiting, "resume")
    assert (refused.status_code, slug(refused), problem(refused)["state"]) == (409, "job-state-conflict", "cancelled")
    good(order(tenant, waiting, "retry"))
    wait_until(lambda: seen(tenant, waiting), lambda job: job["state"] == "succeeded")
    assert slug(order(tenant, waiting, "cancel")) == "job-state-conflict"


def test_what_finishes_an_image_cannot_be_stopped(tenant: Tenant) -> None:
    tenant.editor.take_in(picture(9_600))
    [job] = good(tenant.viewer.send("GET", "/api/jobs", params={"kind": "finish_ingest"}))["jobs"]
    assert not job["controllable"]
    for what in ("pause", "resume", "cancel"):
        assert slug(order(tenant, job["job_id"], what)) == "job-not-controllable"


def test_a_dead_one_says_why_and_may_be_tried_again(tenant: Tenant, stores: Stores) -> None:
    job_id = written(stores, _HOPELESS, tenant)
    dead = wait_until(lambda: seen(tenant, job_id), lambda job: job["state"] == "dead")
    assert dead["error"].startswith("ImageNotFound: ")
    assert dead["trace"].splitlines()[-1].startswith("catalog.errors.ImageNotFound")
    [listed] = good(tenant.viewer.send("GET", "/api/jobs", params={"state": "dead"}))["jobs"]
    assert listed == {name: value for name, value in dead.items() if name not in ("attempts", "trace")}
    good(order(tenant, job_id, "retry"))
    again = wait_until(lambda: seen(tenant, job_id), lambda job: len(job["attempts"]) == 2 and job["state"] == "dead")
    assert [(one["number"], one["ended_as"], bool(one["owner"])) for one in again["attempts"]] == [
        (1, "dead", True)
    ] * 2
    assert all(one["error"] == again["error"] for one in again["attempts"])


def test_pages_go_through_all_of_them_once(tenant: Tenant, stores: Stores) -> None:
    ids = [written(stores, _LATER, tenant) for _ in range(5)]
    query: dict[str, Any] = {"kind": "sweep_orphans", "state": "queued", "limit": 2}
    found: list[str] = []
    cursor = None
    while True:
        page = good(tenant.viewer.send("GET", "/api/jobs", params={**query, **({"cursor": cursor} if cursor else {})}))
        found += [job["job_id"] for job in page["jobs"]]
        if (cursor := page["next_cursor"]) is None:
            break
        other = tenant.viewer.send("GET", "/api/jobs", params={"cursor": cursor})
        assert (other.status_code, slug(other)) == (400, "cursor-invalid")
    # The hour may have struck meanwhile.
    assert [job_id for job_id in found if job_id in ids] == ids[::-1]
    assert len(set(found)) == len(found) <= 6


@pytest.mark.parametrize(
    "query", [{"kind": "nothing"}, {"state": "gone"}, {"limit": "0"}, {"limit": "201"}, {"x": "1"}]
)
def test_what_is_not_asked_as_documented_is_refused(tenant: Tenant, query: dict[str, str]) -> None:
    answer = tenant.viewer.send("GET", "/api/jobs", params=query)
    assert (answer.status_code, slug(answer)) == (422, "validation-failed")
