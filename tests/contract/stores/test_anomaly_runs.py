"""Scoring on PostgreSQL and Qdrant: what is found, when it counts, and what a killed one leaves behind."""

from dataclasses import replace

import numpy as np
import pytest
from qdrant_client import QdrantClient
from sqlalchemy import text

from catalog.anomalies import scoring_run
from catalog.anomalies.model import AnomalyRun
from catalog.anomalies.scoring import Method
from catalog.embeddings import spaces
from catalog.embeddings.model import VectorSpace
from catalog.errors import DatasetUnknown, NotScored, ScoringRunning
from catalog.jobs.handle import JobStopped
from catalog.jobs.model import JobKind, JobState
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger, a_space
from tests.contract.stores.odd_world import REVIEWER, HookedHandle, OddWorld, around
from tests.fakes.handle import FreeHandle

ODD = 40


@pytest.fixture
def world(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> OddWorld:
    """Thirty images of one kind and a stranger."""
    world = OddWorld(ledger, qdrant, space, ledger.tenant())
    world.crowd(30)
    world.add(ODD, around(3, ODD))
    return world


@pytest.fixture
def neighbour(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> OddWorld:
    """Another tenant in the same collection."""
    return OddWorld(ledger, qdrant, space, ledger.tenant())


def by_hand(world: OddWorld) -> dict[int, tuple[float, float]]:
    """(distance to the nearest, mean distance to the ten nearest) by number."""
    numbers = sorted(world.vectors)
    held = np.array([world.vectors[number] for number in numbers], np.float64)
    far = 1 - held @ held.T
    np.fill_diagonal(far, np.inf)
    near = np.sort(far, axis=1)[:, :10]
    return dict(zip(numbers, zip(near[:, 0].tolist(), near.mean(axis=1).tolist(), strict=True), strict=True))


def test_scores_are_those_of_a_search_by_hand(world: OddWorld) -> None:
    world.score()
    found, expected = world.queue(), by_hand(world)
    assert len(found) == len(expected) == 31
    for one in found:
        number = int(one.image.image_id)
        assert (one.scores[Method.DNN].raw, one.score) == pytest.approx(expected[number], abs=1e-6)
        assert one.evidence[0].distance == pytest.approx(expected[number][0], abs=1e-6)
        assert len(one.evidence) == 10
        assert all(near.image is not None and near.image_id != one.image.image_id for near in one.evidence)
    assert int(found[0].image.image_id) == ODD
    assert (found[0].percentile, found[0].flagged, found[0].later) == (100.0, True, False)
    run = world.service.run(world.scope, "")
    assert (run.images, run.scored, run.k, run.exact, run.enough, run.references) == (31, 31, 10, True, True, 0)
    assert set(run.fences) == set(run.flagged) == {Method.DNN, Method.KNN, Method.LOF}
    assert run.flagged[Method.KNN] == len(world.flagged(Method.KNN)) >= 1
    assert run.job_id is None


def test_very_many_images_are_compared_by_the_index(world: OddWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.bind(ODD, 3)
    world.score()
    exactly = {one.image.image_id: one for one in world.queue()}
    monkeypatch.setattr(scoring_run, "MOST_EXACT", 30)
    world.score()
    assert not world.service.run(world.scope, "").exact
    for one in world.queue():
        other = exactly.pop(one.image.image_id)
        assert {near.image_id for near in one.evidence} == {near.image_id for near in other.evidence}
        assert one.score == pytest.approx(other.score, abs=1e-6)
        assert one.flagged == other.flagged
    assert exactly == {}


def test_near_duplicates_are_no_neighbours_of_each_other(world: OddWorld) -> None:
    for copy in (ODD + 1, ODD + 2):
        world.add(copy, around(3, ODD, 0.05001))
    world.score()
    assert ODD not in world.flagged(), "with two copies it is in good company"
    world.bind(ODD, ODD + 1, ODD + 2, status="different")
    world.score()
    assert ODD not in world.flagged(), "they were told apart"
    world.bind(ODD, ODD + 1, ODD + 2)
    world.score()
    assert {ODD, ODD + 1, ODD + 2} <= world.flagged()
    one = world.service.anomaly(world.scope, "", world.images[ODD].image_id)
    assert {int(near.image_id) for near in one.evidence} <= set(range(30))


def test_a_dataset_without_groups_of_its_own_takes_the_tenants(world: OddWorld) -> None:
    world.add(ODD + 1, around(3, ODD, 0.05001))
    world.bind(ODD, ODD + 1)
    world.score("default")
    assert {ODD, ODD + 1} <= {int(one.image.image_id) for one in world.queue(dataset_id="default")[:2]}
    with world.rows(world.scope) as tx:
        ids, found = tx.images.groups("default")
        assert (len(ids), sorted(found.tolist())) == (2, [b"%026d" % ODD, b"%026d" % (ODD + 1)])
        assert tx.images.mates("default", [f"{ODD:026d}", f"{3:026d}"]) == {f"{ODD:026d}": {f"{ODD + 1:026d}"}}


def test_stopped_anywhere_it_leaves_the_scores_that_were_there(
    world: OddWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring_run, "READ_AT_ONCE", 16)
    monkeypatch.setattr(scoring_run, "WRITTEN_AT_ONCE", 11)
    world.score()
    before, run = world.told(), world.service.run(world.scope, "")
    world.add(ODD + 1, around(5, 1))
    stops = len(world.score(job=FreeHandle()).told)
    assert stops == 5
    after, now = world.told(), world.service.run(world.scope, "")
    assert (len(before), len(after), run.generation + 1) == (31, 32, now.generation)
    for stop in range(1, stops + 1):
        with pytest.raises(JobStopped):
            world.score(job=FreeHandle(stop))
        assert (world.told(), world.service.run(world.scope, "")) == (after, now)
    assert len(world.generations()) > 1, "the last ones had written their rows"
    world.score()
    assert world.generations() == {now.generation + stops + 1: 32}
    assert world.told() == after


def test_one_that_began_earlier_never_counts_over_a_later_one(world: OddWorld) -> None:
    world.score()
    with world.rows(world.scope) as tx:
        slow, quick = tx.runs.new_generation(""), tx.runs.new_generation("")
        run = tx.runs.find("")
        assert isinstance(run, AnomalyRun)
        assert not tx.runs.switch(replace(run, generation=slow, scored=7))
        assert tx.runs.switch(replace(run, generation=quick, scored=8))
        assert not tx.runs.switch(replace(run, generation=slow, scored=9))
        assert tx.runs.find("") == replace(run, generation=quick, scored=8)


def test_what_another_scoring_is_writing_is_not_cleaned_away(world: OddWorld) -> None:
    world.score()
    with world.rows(world.scope) as tx:
        found = tx.scores.columns("", 1, [f"{ODD:026d}"])
        tx.scores.put("", tx.runs.new_generation("") + 5, found, later=False)
    world.score()
    assert world.generations() == {3: 31, 7: 1}


def test_two_models_are_never_mixed(world: OddWorld, qdrant: QdrantClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaces, "_CACHED_S", -1.0)
    with a_space(qdrant) as other:
        anew = replace(other, model_version="v2")

        def change() -> None:
            if world.registry.row is world.space:
                for number, image in world.images.items():
                    world.space, kept = anew, world.space
                    world.add_point(image, world.vectors[number])
                    world.space = kept
                world.registry.row = anew

        world.score(job=HookedHandle(hook=change))
        run = world.service.run(world.scope, "")
        assert (run.model_version, run.generation, run.scored) == ("v2", 2, 31)
        assert world.generations() == {2: 31}


def test_too_few_images_are_said_and_not_scored(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> None:
    world = OddWorld(ledger, qdrant, space, ledger.tenant())
    world.score()
    empty = world.service.run(world.scope, "")
    assert (empty.enough, empty.images, empty.scored, empty.fences, world.queue()) == (False, 0, 0, {}, [])
    world.crowd(20)
    world.bind(*range(10))
    world.bind(*range(10, 19))
    world.score()
    run = world.service.run(world.scope, "")
    assert (run.enough, run.images, run.scored, run.fences, world.queue()) == (False, 20, 0, {}, [])


def test_equal_images_are_all_alike(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> None:
    world = OddWorld(ledger, qdrant, space, ledger.tenant())
    for number in range(12):
        world.add(number, around(0, 0))
    world.score()
    assert world.flagged(Method.KNN) == world.flagged(Method.LOF) == set()
    assert [int(one.image.image_id) for one in world.queue()] == list(range(12))
    assert all(
        np.isfinite([score.raw, score.percentile, score.robust_z]).all() for score in world.told()[3][0].values()
    )


def test_a_neighbour_changes_nothing(world: OddWorld, neighbour: OddWorld) -> None:
    world.score()
    alone, run = world.told(), world.service.run(world.scope, "")
    # The same ids, as near as can be: whatever crossed over would be a neighbour.
    for number, vector in world.vectors.items():
        neighbour.add(number + 100, vector)
    neighbour.bind(*range(100, 130))
    neighbour.score()
    world.score()
    again = world.service.run(world.scope, "")
    assert world.told() == alone
    then = replace(again, generation=run.generation, started_at=run.started_at, finished_at=run.finished_at)
    assert then == run


def test_it_is_asked_for_once_and_again_every_night(world: OddWorld) -> None:
    ask, scope = world.service, world.scope
    with pytest.raises(NotScored):
        ask.run(scope, "")
    with pytest.raises(DatasetUnknown):
        ask.score(scope, "nowhere", REVIEWER)
    ask.score_anomalies(scope, dataset_id="", nightly="true", job=FreeHandle())
    assert ask.latest_scoring(scope, "") is None, "nobody has scored anything"
    job_id = ask.score(scope, "default", REVIEWER)
    with pytest.raises(ScoringRunning) as running:
        ask.score(scope, "default", REVIEWER)
    assert running.value.job_id == job_id
    world.score("default")
    assert ask.run(scope, "default").job_id == job_id
    finish(world.ledger, scope)
    ask.score_anomalies(scope, dataset_id="", nightly="true", job=FreeHandle())
    asked = ask.latest_scoring(scope, "default")
    assert asked is not None
    assert (asked.state, asked.payload, asked.kind) == (
        JobState.QUEUED,
        {"dataset_id": "default"},
        JobKind.SCORE_ANOMALIES,
    )
    assert ask.latest_scoring(scope, "") is None


def finish(ledger: Ledger, scope: TenantScope) -> None:
    """Let the tenant's jobs be over."""
    with ledger.database.connection(scope) as connection:
        over = text("UPDATE jobs SET state = 'succeeded', finished_at = now() WHERE tenant_id = :own")
        connection.execute(over, {"own": scope.tenant_id})
