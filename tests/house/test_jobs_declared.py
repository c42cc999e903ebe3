"""Every kind of job says what it promises, has the method of its name, and is in the documents."""

import ast
import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest

from catalog import failpoints
from catalog.anomalies.service import AnomalyService
from catalog.clusters.service import ClusterService
from catalog.duplicates.service import DuplicateService
from catalog.images.quality_service import QualityService
from catalog.images.service import ImageService
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import DECLARATIONS, JobKind, QueueName
from catalog.tenancy import TenantScope

# Whose methods the kinds are: each is found in one of these.
SERVICES = (ImageService, QualityService, DuplicateService, ClusterService, AnomalyService)
ROOT = Path(__file__).parents[2]
JOBS_PAGE = (ROOT / "docs" / "jobs.md").read_text()


@pytest.mark.parametrize("kind", JobKind)
def test_kind_has_its_promises(kind: JobKind) -> None:
    declared = DECLARATIONS[kind]
    assert declared.queue in QueueName
    assert timedelta(0) < declared.timeout <= timedelta(hours=1)
    assert 1 <= declared.max_attempts <= 20
    assert len(declared.idempotent_because) > 20
    assert declared.chunk >= 1
    assert 1 <= declared.max_crashes <= declared.max_attempts


@pytest.mark.parametrize("kind", [JobKind.FINISH_INGEST, JobKind.SYNC_PAYLOAD, JobKind.SYNC_POINTS])
def test_what_the_index_waits_for_cannot_be_stopped_by_people(kind: JobKind) -> None:
    assert not DECLARATIONS[kind].controllable


@pytest.mark.parametrize("kind", JobKind)
def test_kind_has_the_method_of_its_name(kind: JobKind) -> None:
    [method] = [getattr(service, kind.value) for service in SERVICES if hasattr(service, kind.value)]
    _, scope, *fields = inspect.signature(method).parameters.values()
    assert scope.annotation is TenantScope
    assert all(field.kind is field.KEYWORD_ONLY for field in fields)
    handles = [field for field in fields if field.name == "job"]
    assert all(handle.annotation is JobHandle for handle in handles)
    assert all(field.annotation is str for field in fields if field not in handles), "payloads hold texts"
    if DECLARATIONS[kind].controllable:
        assert handles, "who is to stop must be told"


def test_no_promise_is_left_over() -> None:
    assert set(DECLARATIONS) == set(JobKind)


@pytest.mark.parametrize("kind", JobKind)
def test_kind_is_in_the_documents(kind: JobKind) -> None:
    declared = DECLARATIONS[kind]
    row = re.search(rf"^\| `{kind.value}` \| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|", JOBS_PAGE, re.M)
    assert row is not None, f"docs/jobs.md has no row for {kind.value}"
    assert row.groups() == (
        declared.queue.value,
        f"{int(declared.timeout.total_seconds())} s",
        str(declared.max_attempts),
        str(declared.max_crashes),
        str(declared.chunk),
        "yes" if declared.controllable else "no",
    )


def test_documents_name_no_kind_that_is_not_there() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \| (?:interactive|batch) \|", JOBS_PAGE, re.M)) == {
        kind.value for kind in JobKind
    }


def test_failpoints_are_all_in_place() -> None:
    """Each name in the list is a call in the code and the other way round, so that the crash tests miss none."""
    named = {name for story in vars(failpoints).values() if isinstance(story, tuple) for name in story}
    called = {
        spelled
        for file in (ROOT / "catalog").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint"
        for spelled in _spellings(node.args[0])
    }
    assert called == named


def _spellings(argument: ast.expr) -> list[str]:
    """A literal is itself; `f"{failpoints}.x"` is x in each of the two stories that share the code."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    assert isinstance(argument, ast.JoinedStr)
    last = argument.values[-1]
    assert isinstance(last, ast.Constant)
    assert isinstance(last.value, str)
    return [f"{story}{last.value}" for story in ("ingest", "finish")]
