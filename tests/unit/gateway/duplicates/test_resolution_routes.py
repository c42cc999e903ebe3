"""Resolving over HTTP: dry and for good, at once and by a job; batches listed, looked at, taken back."""

from typing import Any

import pytest

from catalog.duplicates.model import Tier
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.views import BatchItem, BatchKind, BatchState, Outcome, PlannedGroup, ResolutionPreview
from catalog.errors import BatchConflict, BatchNotFound, GroupDecided, NotDetected
from gateway.duplicates.batch_schemas import BatchDetailOut, BatchesOut, BatchOut
from gateway.duplicates.resolution_schemas import ResolutionPreviewOut
from tests.token_bank.forge import USER
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import BATCH_ID, GROUP_ID, JOB_ID, SCOPE, WHEN, a_batch, a_catalog_of

URL = "/api/duplicates/resolutions"
BATCHES = "/api/duplicates/batches"
LARGEST = {"keep": "largest"}
RESOLVED = a_batch(kind=BatchKind.RESOLVE, rule=LARGEST, trashed=1, trashed_bytes=100, expires_at=WHEN)
AT_WORK = a_batch(kind=BatchKind.RESOLVE, state=BatchState.APPLYING, applied_at=None, job_id=JOB_ID, outcomes={})


def items(count: int) -> list[BatchItem]:
    """Groups of a batch; somebody decided every one of them first."""
    detail = {"decision": {"status": "different", "decided_by": str(USER)}}
    return [BatchItem(seq, "drawings", f"{seq:032x}", None, Outcome.CHANGED, detail) for seq in range(count)]


def test_what_a_rule_would_do_is_told_and_not_done(ask: Asking) -> None:
    plan = PlannedGroup(GROUP_ID, "a" * 26, ("the largest",), None, ("b" * 26,), 100)
    doubt = PlannedGroup(GROUP_ID, None, (), "too close", (), 0)
    catalog = a_catalog_of(run=None, preview_resolution=ResolutionPreview(2, 1, 1, 1, 100, (plan,), (doubt,)))
    body = {"dataset_id": "drawings", "tiers": ["T1", "T2"], "tag": "cat", "rule": LARGEST}
    answer = ask(catalog, "POST", f"{URL}/preview", role="viewer", json=body)
    told = ResolutionPreviewOut.model_validate_json(answer.content)
    assert (told.resolved, told.samples[0].trashed_ids, told.abstained_samples[0].why_not) == (
        1,
        ["b" * 26],
        "too close",
    )
    scope, selection, rule = catalog.duplicates.last("preview_resolution").positional
    assert (scope, rule) == (SCOPE, Rule(Keep.LARGEST))
    assert (selection.dataset_id, selection.tiers, selection.tag) == (
        "drawings",
        (Tier.SAME_PIXELS, Tier.EDITED),
        "cat",
    )
    assert [one.name for one in catalog.duplicates.asked] == ["run", "preview_resolution"]


def test_a_small_batch_is_answered_with_what_became_of_each_group(ask: Asking) -> None:
    catalog = a_catalog_of(run=None, resolve=RESOLVED, items=items(2))
    body = {"group_ids": [GROUP_ID, "0" * 32], "row_versions": {GROUP_ID: 4}, "rule": LARGEST, "merge_tags": False}
    answer = ask(catalog, "POST", URL, json=body)
    assert answer.status_code == 200
    told = BatchDetailOut.model_validate_json(answer.content)
    assert [(one.outcome, one.detail["decision"]["status"]) for one in told.items] == [
        (Outcome.CHANGED, "different")
    ] * 2
    asked = catalog.duplicates.last("resolve")
    assert asked.named == {"by": USER, "merge_tags": False}
    assert (asked.positional[1].group_ids, asked.positional[1].over_versions) == ((GROUP_ID, "0" * 32), {GROUP_ID: 4})


def test_a_large_batch_is_accepted_and_names_its_job(ask: Asking) -> None:
    answer = ask(a_catalog_of(run=None, resolve=AT_WORK, items=[]), "POST", URL, json={"rule": LARGEST})
    assert (answer.status_code, answer.json()["job_id"]) == (202, str(JOB_ID))
    BatchDetailOut.model_validate_json(answer.content)


def test_one_group_that_somebody_decided_is_a_conflict_with_the_decision(ask: Asking) -> None:
    catalog = a_catalog_of(run=None, resolve=GroupDecided(GROUP_ID, "resolved", USER, WHEN))
    answer = ask(catalog, "POST", URL, json={"group_ids": [GROUP_ID], "rule": LARGEST})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/group-decided")
    assert answer.json()["decision"]["decided_by"] == str(USER)


@pytest.mark.parametrize("path", [URL, f"{URL}/preview"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, "validation-failed"),
        ({"rule": "largest"}, "validation-failed"),
        ({"rule": {}}, "rule-invalid"),
        ({"rule": {"keep": "mine"}}, "rule-invalid"),
        ({"rule": {"keep": "format_order"}}, "rule-invalid"),
        ({"rule": {"keep": "format_order", "formats": ["exe"]}}, "rule-invalid"),
        ({"rule": {"keep": "largest", "formats": ["png"]}}, "rule-invalid"),
        ({"rule": {"keep": "largest", "a": 1, "b": 2}}, "validation-failed"),
        ({"rule": LARGEST, "group_ids": []}, "validation-failed"),
        ({"rule": LARGEST, "group_ids": ["x"]}, "validation-failed"),
        ({"rule": LARGEST, "tiers": ["T9"]}, "validation-failed"),
        ({"rule": LARGEST, "row_versions": {GROUP_ID: "1"}}, "validation-failed"),
        ({"rule": LARGEST, "merge_tags": "no"}, "validation-failed"),
        ({"rule": LARGEST, "everything": True}, "validation-failed"),
    ],
    ids=str,
)
def test_what_is_no_resolution_is_refused(ask: Asking, path: str, body: dict[str, Any], kind: str) -> None:
    catalog = a_catalog_of(run=None)
    answer = ask(catalog, "POST", path, json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{kind}")
    assert {one.name for one in catalog.duplicates.asked} <= {"run"}


@pytest.mark.parametrize("path", [URL, f"{URL}/preview"])
def test_where_nothing_was_detected_nothing_is_resolved(ask: Asking, path: str) -> None:
    catalog = a_catalog_of(run=NotDetected("not yet"))
    answer = ask(catalog, "POST", path, json={"dataset_id": "drawings", "rule": LARGEST})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-detected")
    assert [(one.name, one.positional[1]) for one in catalog.duplicates.asked] == [("run", "drawings")]


def test_batches_are_listed_page_by_page(ask: Asking) -> None:
    catalog = a_catalog_of(batches=[RESOLVED, AT_WORK])
    first = BatchesOut.model_validate_json(ask(catalog, "GET", f"{BATCHES}?limit=1", role="viewer").content)
    assert [one.batch_id for one in first.batches] == [BATCH_ID]
    catalog.duplicates.answers["batches"] = []
    last = ask(catalog, "GET", f"{BATCHES}?limit=1&cursor={first.next_cursor}").json()
    assert last == {"batches": [], "next_cursor": None}
    assert catalog.duplicates.last("batches").named == {"after": (WHEN, BATCH_ID), "limit": 2}


def test_one_batch_is_shown_with_its_groups_page_by_page(ask: Asking) -> None:
    catalog = a_catalog_of(batch=RESOLVED, items=items(3))
    answer = ask(catalog, "GET", f"{BATCHES}/{BATCH_ID}?limit=2", role="viewer")
    told = BatchDetailOut.model_validate_json(answer.content)
    assert ([one.seq for one in told.items], catalog.duplicates.last("items").named["after"]) == ([0, 1], -1)
    ask(catalog, "GET", f"{BATCHES}/{BATCH_ID}?limit=2&cursor={told.next_cursor}")
    assert catalog.duplicates.last("items").named == {"after": 1, "limit": 3}
    catalog.duplicates.answers["batch"] = a_batch(batch_id=JOB_ID)
    elsewhere = ask(catalog, "GET", f"{BATCHES}/{JOB_ID}?limit=2&cursor={told.next_cursor}")
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (400, "/problems/cursor-invalid")


@pytest.mark.parametrize(
    ("batch", "status"),
    [
        (a_batch(state=BatchState.UNDONE, undone_at=WHEN, undone_by=USER, outcomes={Outcome.UNDONE: 1}), 200),
        (a_batch(state=BatchState.UNDOING, job_id=JOB_ID), 202),
    ],
)
def test_a_batch_is_taken_back(ask: Asking, batch: Any, status: int) -> None:
    catalog = a_catalog_of(undo=batch)
    answer = ask(catalog, "POST", f"{BATCHES}/{BATCH_ID}/undo")
    assert answer.status_code == status
    BatchOut.model_validate_json(answer.content)
    asked = catalog.duplicates.last("undo")
    assert (asked.positional, asked.named) == ((SCOPE, BATCH_ID), {"by": USER})


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [(BatchConflict("x"), 409, "batch-conflict"), (BatchNotFound("x"), 404, "batch-not-found")],
)
def test_what_cannot_be_taken_back_is_a_problem(ask: Asking, error: Exception, status: int, kind: str) -> None:
    answer = ask(a_catalog_of(undo=error), "POST", f"{BATCHES}/{BATCH_ID}/undo")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")


@pytest.mark.parametrize("path", [URL, f"{BATCHES}/{BATCH_ID}/undo"])
def test_a_viewer_changes_nothing(ask: Asking, path: str) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "POST", path, role="viewer", json={"rule": LARGEST}).status_code == 403
    assert catalog.duplicates.asked == []
