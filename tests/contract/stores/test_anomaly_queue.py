"""The queue on PostgreSQL, and images that come after the run."""

from dataclasses import replace

import pytest
from qdrant_client import QdrantClient

from catalog.anomalies.model import Anomaly, Verdict
from catalog.anomalies.scoring import Method
from catalog.embeddings.model import VectorSpace
from catalog.errors import NotScored
from catalog.filters.parsing import parse_filter
from catalog.jobs.model import JobKind
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.odd_world import REVIEWER, HookedHandle, OddWorld, around
from tests.contract.stores.planted import add_all, draw_hashed
from tests.fakes.handle import FreeHandle

ODD = 60


@pytest.fixture
def world(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> OddWorld:
    """Forty of a kind, a third of them on a shelf and with equal ones among them, and an odd one."""
    world = OddWorld(ledger, qdrant, space, ledger.tenant())
    for number in range(40):
        tags = ("red",) if number % 2 else ()
        world.add(number, around(0, number % 30), dataset_id="shelf" if number % 3 == 0 else None, tags=tags)
    world.add(ODD, around(3, ODD), dataset_id="shelf", tags=())
    return world


def walked(world: OddWorld, method: Method, limit: int, **listing: object) -> list[Anomaly]:
    """All pages, one after the other."""
    found: list[Anomaly] = []
    while page := world.queue(
        method, limit=limit, after=(found[-1].score, found[-1].image.image_id) if found else None, **listing
    ):
        found += page
    return found


@pytest.mark.parametrize("method", [Method.DNN, Method.KNN, Method.LOF])
def test_pages_joined_are_the_whole_in_order(world: OddWorld, method: Method) -> None:
    world.score()
    whole = world.queue(method)
    assert len(whole) == 41
    assert [(-one.score, one.image.image_id) for one in whole] == sorted(
        (-one.score, one.image.image_id) for one in whole
    )
    assert len({one.score for one in whole}) < 41, "there are ties"
    for limit in (1, 7):
        assert walked(world, method, limit) == whole


def test_filters_and_reviews_narrow_it(world: OddWorld) -> None:
    world.score()
    red = walked(world, Method.KNN, 6, filter=parse_filter({"tags": {"any": ["red"]}}))
    assert {int(one.image.image_id) for one in red} == set(range(1, 40, 2))
    world.service.review(world.scope, "", f"{7:026d}", Verdict.DEFECT, None, REVIEWER)
    assert [int(one.image.image_id) for one in world.queue(reviewed=True)] == [7]
    assert len(walked(world, Method.KNN, 9, reviewed=False)) == 40
    assert world.queue(Method.REFERENCE) == []
    assert ODD in {int(one.image.image_id) for one in walked(world, Method.KNN, 1, flagged_only=True)}
    world.remove(ODD)
    assert len(world.queue()) == 40


def test_each_dataset_is_its_own(world: OddWorld) -> None:
    world.score("shelf")
    shelf = {number for number in range(40) if number % 3 == 0} | {ODD}
    found = world.queue(dataset_id="shelf")
    assert {int(one.image.image_id) for one in found} == shelf
    assert {int(near.image_id) for one in found for near in one.evidence} <= shelf
    assert world.service.run(world.scope, "shelf").images == len(shelf)


def test_newcomers_are_held_against_the_run_which_stays(world: OddWorld) -> None:
    for dataset_id in ("", "shelf", "default"):
        world.score(dataset_id)
    before, run = world.told(), world.service.run(world.scope, "")
    world.add(70, around(5, 70), dataset_id="shelf")
    world.add(71, around(0, 71))
    world.add(72, around(3, ODD, 0.0501), dataset_id="shelf")
    world.bind(ODD, 72)
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    after = world.told()
    assert {number: after[number] for number in before} == before
    assert world.service.run(world.scope, "") == run
    late = {int(one.image.image_id): one for one in world.queue() if one.later}
    assert set(late) == {70, 71, 72}
    assert (late[70].percentile > 97, late[70].flagged, late[71].flagged) == (True, True, False)
    assert late[72].flagged, "it is a copy of an odd one, and odd itself"
    assert {int(one.image.image_id) for one in world.queue(dataset_id="shelf") if one.later} == {70, 72}
    assert {int(one.image.image_id) for one in world.queue(dataset_id="default") if one.later} == {71}
    assert {int(near.image_id) for near in world.queue(dataset_id="default")[0].evidence} <= {*range(40), 71} - {0, 3}
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    assert world.told() == after


def test_a_newcomer_is_scored_nearly_as_the_next_run_scores_it(world: OddWorld) -> None:
    world.score()
    world.add(70, around(0, 70, 0.1))
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    late = world.service.anomaly(world.scope, "", f"{70:026d}")
    world.score()
    anew = world.service.anomaly(world.scope, "", f"{70:026d}")
    assert (late.later, anew.later) == (True, False)
    assert [near.image_id for near in late.evidence] == [near.image_id for near in anew.evidence]
    for method in (Method.DNN, Method.KNN):
        assert late.scores[method].raw == pytest.approx(anew.scores[method].raw, abs=1e-6)
    # The others have the newcomer for a neighbour only now, so their densities moved a little.
    assert late.scores[Method.LOF].raw == pytest.approx(anew.scores[Method.LOF].raw, rel=0.1)


def test_a_newcomer_that_looks_like_what_is_normal_does_not_alarm(world: OddWorld) -> None:
    world.score()
    world.service.review(world.scope, "", f"{ODD:026d}", Verdict.NORMAL, None, REVIEWER)
    world.add(72, around(3, ODD, 0.0501))
    world.bind(ODD, 72)
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    assert not world.service.anomaly(world.scope, "", f"{72:026d}").flagged


def test_what_the_index_does_not_have_waits_for_it(world: OddWorld) -> None:
    world.score()
    [waiting] = add_all(world.ledger, world.scope, draw_hashed(world.scope, 70, image_id=f"{70:026d}"))
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    with pytest.raises(NotScored):
        world.service.anomaly(world.scope, "", waiting)
    world.score()
    run = world.service.run(world.scope, "")
    assert (run.images, run.scored, len(world.queue())) == (42, 41, 41)


def test_what_comes_during_a_scoring_is_asked_for_when_it_counts(world: OddWorld) -> None:
    def come() -> None:
        if 70 not in world.images:
            world.add(70, around(5, 70))

    job = HookedHandle(hook=come)
    world.score(job=job)
    asked = world.service.asking.ledger.latest(world.scope, JobKind.SCORE_NEWCOMERS, str(job.job_id))
    assert asked is not None
    assert asked.payload == {"after": ""}
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    assert world.service.anomaly(world.scope, "", f"{70:026d}").later
    again = world.score()
    assert world.service.asking.ledger.latest(world.scope, JobKind.SCORE_NEWCOMERS, str(again.job_id)) is None


def test_nothing_is_scored_by_a_run_of_another_model(world: OddWorld) -> None:
    world.score()
    world.registry.row = replace(world.space, model_version="v2")
    world.add(70, around(5, 70))
    world.service.score_newcomers(world.scope, after="", job=FreeHandle())
    assert len(world.queue()) == 41
    told = world.service.review(world.scope, "", f"{ODD:026d}", Verdict.NORMAL, None, REVIEWER)
    assert (told.in_reference_set, told.flagged) == (True, True), "it counts when the dataset is scored again"
