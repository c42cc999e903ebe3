"""GET /api/jobs/{job_id}/events: every event after the one that was seen, once and in order, until the job is over."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from catalog.errors import DatabaseUnavailable
from catalog.jobs.model import JobState
from catalog.jobs.service import JobService
from catalog.jobs.view import JobView
from catalog.tenancy import job_scope
from tests.fakes.jobs import MemoryLedger, a_job
from tests.token_bank.forge import TENANT, Forge
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

OWN = job_scope(TENANT)
DIED = (JobState.QUEUED, JobState.RUNNING, JobState.DEAD)


@dataclass
class CatalogOfJobs(FakeCatalog):
    """A catalog that has jobs."""

    ledger: MemoryLedger = field(default_factory=MemoryLedger)

    @property
    def jobs(self) -> JobService:
        """The service over them."""
        return JobService(self.ledger)

    def keep(self, *states: JobState, tenant_id: Any = TENANT) -> JobView:
        """A job that went through these states."""
        scope = job_scope(tenant_id)
        job = self.ledger.keep(scope, a_job())
        for state in states:
            self.ledger.say(scope, job.job_id, state)
        return self.ledger.held[scope][job.job_id]


@pytest.fixture
def catalog() -> CatalogOfJobs:
    return CatalogOfJobs(a_catalog().accounts)


@dataclass
class Watcher:
    """Whoever asks for the events."""

    client: TestClient
    bearer: dict[str, str]

    def ask(self, job: JobView, seen: str | None = None) -> Any:
        """The whole answer."""
        headers = self.bearer if seen is None else {**self.bearer, "Last-Event-ID": seen}
        return self.client.get(f"/api/jobs/{job.job_id}/events", headers=headers)

    def told(self, job: JobView, seen: str | None = None) -> list[tuple[str, str]]:
        """The number and the name of each event."""
        found: list[tuple[str, str]] = re.findall(r"^id: (\d+)\nevent: (\w+)$", self.ask(job, seen).text, re.M)
        return found


@pytest.fixture
def watcher(make_client: ClientMaker, catalog: CatalogOfJobs, forge: Forge) -> Watcher:
    return Watcher(make_client(catalog), {"Authorization": f"Bearer {forge.token()}"})


def test_all_is_told_and_the_end_ends_it(watcher: Watcher, catalog: CatalogOfJobs) -> None:
    job = catalog.keep(*DIED)
    assert watcher.told(job) == [("1", "queued"), ("2", "running"), ("3", "dead")]
    assert '"at":"2026-03-01T00:00:02+00:00"' in watcher.ask(job).text


@pytest.mark.parametrize("seen", ["0", "1", "2"])
def test_only_what_was_not_seen_is_told_again(watcher: Watcher, catalog: CatalogOfJobs, seen: str) -> None:
    told = watcher.told(catalog.keep(*DIED), seen)
    assert [number for number, _ in told] == [str(number) for number in range(int(seen) + 1, 4)]


def test_whoever_saw_the_end_is_not_to_come_back(watcher: Watcher, catalog: CatalogOfJobs) -> None:
    assert watcher.ask(catalog.keep(*DIED), "3").status_code == 204


@pytest.mark.parametrize("seen", ["4", "", "-1", "x", "1.0", "9" * 40])
def test_a_number_that_is_none_of_its_events_counts_as_none(
    watcher: Watcher, catalog: CatalogOfJobs, seen: str
) -> None:
    assert len(watcher.told(catalog.keep(*DIED), seen)) == 3


def test_a_death_that_was_not_the_end_does_not_end_it(watcher: Watcher, catalog: CatalogOfJobs) -> None:
    job = catalog.keep(*DIED, JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED)
    assert [name for _, name in watcher.told(job)][2:] == ["dead", "queued", "running", "succeeded"]
    assert watcher.told(job, "3")[0] == ("4", "queued")


def test_what_happens_between_two_looks_is_told_in_order(watcher: Watcher, catalog: CatalogOfJobs) -> None:
    job = catalog.keep(JobState.QUEUED)
    assert isinstance(watcher.client.app, FastAPI)
    poll = watcher.client.app.state.job_poll
    poll._every_s = 0.01
    original, looks = poll._look, []

    def look(scope: Any, ids: Any) -> Any:
        looks.append(ids)
        if len(looks) == 2:
            for state, name in [(JobState.RUNNING, None), (JobState.RUNNING, "progress"), (JobState.SUCCEEDED, None)]:
                catalog.ledger.say(OWN, job.job_id, state, name)
        return original(scope, ids)

    poll._look = look
    names = [name for _, name in watcher.told(job)]
    assert names == ["queued", "running", "progress", "succeeded"]


def test_an_absent_database_ends_it_for_another_time(
    watcher: Watcher, catalog: CatalogOfJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> Any:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr(MemoryLedger, "events_after", away)
    answer = watcher.ask(catalog.keep(JobState.QUEUED))
    assert answer.status_code == 200
    assert len(re.findall(r"^retry: \d+$", answer.text, re.M)) == 2
    assert "id: " not in answer.text


def test_of_a_foreign_and_an_unknown_job_is_the_same_404(watcher: Watcher, catalog: CatalogOfJobs) -> None:
    foreign, unknown = catalog.keep(*DIED, tenant_id=uuid4()), a_job()
    watcher.bearer["X-Request-ID"] = "the-same-for-both"
    answers = [watcher.ask(job) for job in (foreign, unknown)]
    assert {(one.status_code, one.json()["type"]) for one in answers} == {(404, "/problems/job-not-found")}
    assert answers[0].content == answers[1].content
