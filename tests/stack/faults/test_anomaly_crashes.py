"""Scorings that die anywhere: what was there is read until the next one counts, and nothing is left over."""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

import pytest

from catalog.anomalies.model import AnomalyListing
from catalog.anomalies.scoring import Method
from catalog.failpoints import NEWCOMERS, SCORE
from catalog.jobs.model import JobKind
from catalog.tenancy import TenantScope, caller_scope
from catalog.wiring import Catalog
from tests.stack.faults.album import Album
from tests.stack.faults.crashes import FAULTS, Crash
from tests.stack.faults.hands import Patch
from tests.stack.plugin import RunningStack

SMALL: Final = [
    Patch("catalog.anomalies.scoring_run", "READ_AT_ONCE", 5),
    Patch("catalog.anomalies.scoring_run", "WRITTEN_AT_ONCE", 5),
    Patch("catalog.anomalies.newcomers", "CHUNK", 3),
]
TABLES: Final = ("anomaly_scores", "anomaly_runs", "anomaly_references", "anomaly_reviews", "anomaly_settings")


@pytest.fixture
def scope(album: Album) -> TenantScope:
    """The album's tenant."""
    return caller_scope(album.tenant_id)


@pytest.fixture
def scored(album: Album, catalog: Catalog, scope: TenantScope) -> Iterator[list[Any]]:
    """What is told of the album's images, nothing having disturbed the scoring; all is forgotten afterwards."""
    album.reset()
    score(album, "")
    yield told(catalog, scope)
    album.reset()
    for table in TABLES:
        album.rest.stores.execute(f"DELETE FROM {table} WHERE tenant_id = %s", album.tenant_id)  # noqa: S608 - our own words


def score(album: Album, dataset_id: str) -> None:
    """Have it scored by the stack's worker."""
    job_id = album.ask(JobKind.SCORE_ANOMALIES, {"dataset_id": dataset_id})
    album.ring(job_id)
    album.wait_over(job_id)


def told(catalog: Catalog, scope: TenantScope) -> list[Any]:
    """What people are told of each image, but for when it was found."""
    queue = catalog.anomalies.queue(scope, AnomalyListing("", Method.KNN, limit=100))
    return [
        (one.image.image_id, one.scores, one.flagged, [astuple(near)[:2] for near in one.evidence]) for one in queue
    ]


def generations(album: Album) -> list[int]:
    """Those that have rows, and the one that counts."""
    rows = "SELECT DISTINCT generation FROM {} WHERE tenant_id = %s ORDER BY 1"
    found = [album.rest.stores.rows(rows.format(table), album.tenant_id) for table in TABLES[:2]]
    return [row["generation"] for some in found for row in some]


@pytest.mark.parametrize("point", SCORE)
def test_a_scoring_is_killed_and_the_next_attempt_ends_it(
    faulty: RunningStack,
    album: Album,
    catalog: Catalog,
    scope: TenantScope,
    scored: list[Any],
    tmp_path: Path,
    point: str,
) -> None:
    [before, _] = generations(album)
    job_id = album.ask(JobKind.SCORE_ANOMALIES, {"dataset_id": ""})
    crash = Crash(faulty, album, job_id, tmp_path, point, 0, SMALL)
    FAULTS["killed"](crash)
    assert told(catalog, scope) == scored
    assert album.wait_over(job_id)["fence"] >= crash.claims
    assert told(catalog, scope) == scored
    rows, counting = generations(album)
    assert rows == counting > before + (point not in ("score.after_claim",))
    album.check()


@pytest.mark.parametrize("point", NEWCOMERS)
def test_newcomers_are_scored_by_whoever_comes_next(
    faulty: RunningStack, album: Album, scored: list[Any], tmp_path: Path, point: str
) -> None:
    album.rest.stores.execute(
        "DELETE FROM anomaly_scores WHERE tenant_id = %s AND image_id > %s", album.tenant_id, album.image_ids[7]
    )
    job_id = album.ask(JobKind.SCORE_NEWCOMERS, {"after": ""}, "test")
    crash = Crash(faulty, album, job_id, tmp_path, point, 0, SMALL)
    FAULTS["killed"](crash)
    assert album.wait_over(job_id)["fence"] >= crash.claims
    kept = album.state("anomaly_scores")["anomaly_scores"]
    assert [row["later"] for row in sorted(kept, key=lambda row: str(row["image_id"]))] == [False] * 8 + [True] * 8
    assert len(scored) == len(kept)
    album.check()
