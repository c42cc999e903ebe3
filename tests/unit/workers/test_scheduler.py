"""The scheduler outlives an absent database, and a worker's health says what is away."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from structlog.testing import capture_logs

from catalog.errors import DatabaseUnavailable
from catalog.jobs.model import JobKind
from catalog.jobs.sweeper import Sweeper
from catalog.tenancy import job_scope
from tests.fakes.ledger import MemoryBell, MemoryKeeper
from workers.health import _answer
from workers.process import runner
from workers.settings import SettingsUnusable, load_settings
from workers.sweeping import _sweep_once


def test_absent_database_is_said_and_outlived() -> None:
    keeper, bell = MemoryKeeper(), MemoryBell()
    keeper.add(JobKind.FINISH_INGEST, job_scope(uuid4()))
    sweeper = Sweeper(keeper, bell, timedelta(seconds=60))
    keeper.happenings.failing["release"] = DatabaseUnavailable("PostgreSQL does not answer")
    with capture_logs() as logs:
        _sweep_once(sweeper)
        keeper.happenings.failing.clear()
        _sweep_once(sweeper)
    assert [log["event"] for log in logs] == ["not swept", "swept"]
    assert len(bell.rung) == 1


def test_bug_is_not_hidden() -> None:
    keeper = MemoryKeeper()
    keeper.happenings.failing["release"] = RuntimeError("a bug")
    with pytest.raises(RuntimeError):
        _sweep_once(Sweeper(keeper, MemoryBell(), timedelta(seconds=60)))


def health(**found: bool) -> Mapping[str, Mapping[str, Any]]:
    return {name: {"ok": ok, "detail": "", "ms": 1.0} for name, ok in found.items()}


@pytest.mark.parametrize(
    ("found", "status"),
    [({"database": True, "queue": True}, 200), ({"database": True, "queue": False}, 503), ({"database": False}, 503)],
)
def test_readiness_names_each_dependency(found: dict[str, bool], status: int) -> None:
    answered, _, body = _answer("/readyz", lambda: health(**found))
    told = orjson.loads(body)
    assert (answered, {name: one["ok"] for name, one in told["dependencies"].items()}) == (status, found)


def test_alive_is_asked_of_nobody() -> None:
    def never() -> Mapping[str, Mapping[str, Any]]:
        pytest.fail("a dependency was asked")

    assert _answer("/healthz", never)[0] == 200
    assert _answer("/anything", never)[0] == 404


def test_metrics_ask_first_so_that_they_are_of_now() -> None:
    asked = []

    def ask() -> Mapping[str, Mapping[str, Any]]:
        asked.append("health")
        return {}

    status, kind, page = _answer("/metrics", ask)
    assert (status, asked) == (200, ["health"])
    assert kind.startswith("text/plain")
    assert b"semblance_job_rings_total" in page
    assert b"_created" not in page, "twice the series for nothing"


def test_process_that_is_no_worker_has_no_runner() -> None:
    with pytest.raises(IndexError):
        runner()


def test_missing_setting_is_one_line_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:secret@h/d")
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(SettingsUnusable) as unusable:
        load_settings()
    told = str(unusable.value)
    assert "DATABASE_URL" in told
    assert "REDIS_URL" in told
    assert "secret" not in told
    assert "\n" not in told
