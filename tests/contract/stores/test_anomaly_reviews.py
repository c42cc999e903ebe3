"""Reviews on PostgreSQL and Qdrant: what counts, what becomes a reference, and what then stops alarming at once."""

from uuid import UUID

import pytest
from qdrant_client import QdrantClient

from catalog.anomalies.model import DEFAULT_BUDGET, Verdict
from catalog.anomalies.scoring import Method
from catalog.embeddings.model import VectorSpace
from catalog.errors import ImageNotFound, Invalid, NotScored
from catalog.images.model import ImageState
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.odd_world import REVIEWER, HookedHandle, OddWorld, around
from tests.contract.stores.planted import add_all, draw_hashed

# Three that are alike and far from all others, two of another kind.
ALIKE, OTHERS = (40, 41, 42), (50, 51)
SECOND = UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0003")


@pytest.fixture
def world(ledger: Ledger, qdrant: QdrantClient, space: VectorSpace) -> OddWorld:
    """Forty of one kind; the odd ones are each other's near-duplicates, so that company does not make them ordinary."""
    world = OddWorld(ledger, qdrant, space, ledger.tenant())
    world.crowd(40)
    for axis, numbers in ((3, ALIKE), (5, OTHERS)):
        for number in numbers:
            world.add(number, around(axis, number, 0.02))
        world.bind(*numbers)
    world.score()
    return world


def say(world: OddWorld, number: int, verdict: Verdict, by: UUID = REVIEWER, note: str | None = None) -> None:
    """Review an image."""
    world.service.review(world.scope, "", f"{number:026d}", verdict, note, by)


def test_look_alikes_of_what_is_normal_stop_alarming_at_once(world: OddWorld) -> None:
    before = world.told()
    assert {*ALIKE, *OTHERS} <= world.flagged(Method.KNN)
    told = world.service.review(world.scope, "", f"{ALIKE[0]:026d}", Verdict.NORMAL, "a new shelf", REVIEWER)
    assert (told.flagged, told.in_reference_set) == (False, True)
    assert told.scores[Method.REFERENCE].raw == pytest.approx(0, abs=1e-6)
    assert [(word.reviewer, word.verdict, word.note) for word in told.reviews] == [
        (REVIEWER, Verdict.NORMAL, "a new shelf")
    ]
    assert not set(ALIKE) & (world.flagged(Method.KNN) | world.flagged(Method.DNN) | world.flagged(Method.LOF))
    assert set(OTHERS) <= world.flagged(Method.KNN)
    alike, other = world.told()[ALIKE[1]], world.told()[OTHERS[0]]
    assert 0 < alike[0][Method.REFERENCE].raw < world.service.run(world.scope, "").reach
    assert {method: score for method, score in alike[0].items() if method is not Method.REFERENCE} == before[ALIKE[1]][
        0
    ]
    assert other == before[OTHERS[0]]
    world.service.take_back_review(world.scope, "", f"{ALIKE[0]:026d}", REVIEWER)
    assert world.told() == before


def test_the_next_scoring_says_the_same_of_look_alikes(world: OddWorld) -> None:
    say(world, ALIKE[0], Verdict.NORMAL)
    world.score()
    assert not set(ALIKE) & world.flagged(Method.KNN)
    run = world.service.run(world.scope, "")
    assert (run.references, Method.REFERENCE in run.fences) == (1, True)
    assert {one.image.image_id for one in world.queue(Method.REFERENCE)[-3:]} == {f"{one:026d}" for one in ALIKE}


def test_the_last_word_of_each_person_counts(world: OddWorld) -> None:
    image_id = f"{ALIKE[0]:026d}"
    say(world, ALIKE[0], Verdict.NORMAL)
    say(world, ALIKE[0], Verdict.UNSURE, SECOND)
    assert set(ALIKE).isdisjoint(world.flagged(Method.KNN)), "who is unsure contradicts nobody"
    say(world, ALIKE[0], Verdict.DEFECT, SECOND)
    assert set(ALIKE) <= world.flagged(Method.KNN)
    world.service.take_back_review(world.scope, "", image_id, SECOND)
    world.service.take_back_review(world.scope, "", image_id, SECOND)
    assert set(ALIKE).isdisjoint(world.flagged(Method.KNN))
    say(world, ALIKE[0], Verdict.DEFECT)
    assert set(ALIKE) <= world.flagged(Method.KNN)
    said = world.service.history(world.scope, "", image_id)
    assert {(one.reviewer, one.turn, one.verdict) for one in said} == {
        (REVIEWER, 1, Verdict.NORMAL),
        (SECOND, 1, Verdict.UNSURE),
        (SECOND, 2, Verdict.DEFECT),
        (SECOND, 3, None),
        (REVIEWER, 2, Verdict.DEFECT),
    }
    assert [word.verdict for word in world.service.anomaly(world.scope, "", image_id).reviews] == [Verdict.DEFECT]


def test_what_is_said_while_a_scoring_goes_on_is_heeded_by_it(world: OddWorld) -> None:
    say(world, OTHERS[0], Verdict.NORMAL)

    def speak() -> None:
        if not world.service.anomaly(world.scope, "", f"{ALIKE[0]:026d}").reviews:
            say(world, ALIKE[0], Verdict.NORMAL)
            world.service.take_back_review(world.scope, "", f"{OTHERS[0]:026d}", REVIEWER)

    world.score(job=HookedHandle(hook=speak))
    assert set(ALIKE).isdisjoint(world.flagged(Method.KNN))
    assert set(OTHERS) <= world.flagged(Method.KNN)


def test_what_is_said_of_a_content_holds_when_it_comes_again(world: OddWorld) -> None:
    say(world, ALIKE[0], Verdict.NORMAL)
    image, vector = world.images[ALIKE[0]], world.vectors[ALIKE[0]]
    world.remove(ALIKE[0])
    world.score()
    assert set(ALIKE[1:]) <= world.flagged(Method.KNN), "without its image the content has no vector"
    world.add(60, vector, sha256=image.sha256)
    world.score()
    assert set(ALIKE[1:]).isdisjoint(world.flagged(Method.KNN))
    assert world.service.anomaly(world.scope, "", f"{60:026d}").in_reference_set


def test_foreign_unknown_trashed_and_unscored_images_cannot_be_judged(
    world: OddWorld, ledger: Ledger, qdrant: QdrantClient, space: VectorSpace
) -> None:
    other = OddWorld(ledger, qdrant, space, ledger.tenant())
    other.add(90, around(1, 1))
    [trashed, waiting] = add_all(
        ledger, world.scope, *(draw_hashed(world.scope, 70 + at, state=state) for at, state in enumerate(_HIDDEN))
    )
    for image_id in (f"{90:026d}", f"{91:026d}", trashed, waiting):
        with pytest.raises(ImageNotFound):
            world.service.review(world.scope, "", image_id, Verdict.NORMAL, None, REVIEWER)
        with pytest.raises(ImageNotFound):
            world.service.anomaly(world.scope, "", image_id)
        with pytest.raises(ImageNotFound):
            world.service.history(world.scope, "", image_id)
    world.add(92, around(1, 1))
    with pytest.raises(NotScored):
        world.service.anomaly(world.scope, "", f"{92:026d}")
    with pytest.raises(NotScored):
        world.service.take_back_review(world.scope, "", f"{92:026d}", REVIEWER)
    with pytest.raises(NotScored):
        other.service.review(other.scope, "", f"{90:026d}", Verdict.NORMAL, None, REVIEWER)
    with pytest.raises(Invalid):
        say(world, 1, Verdict.NORMAL, note="x" * 2_001)


_HIDDEN = (ImageState.TRASHED, ImageState.UPLOADED)


def test_progress_tells_what_is_left_tonight_and_how_people_agree(world: OddWorld) -> None:
    first = world.service.progress(world.scope, "", Method.KNN)
    assert (first.flagged, first.reviewed, first.budget) == (len(world.flagged(Method.KNN)), 0, DEFAULT_BUDGET)
    assert (first.left, first.tonight, first.pairs, first.agreement) == (first.flagged, first.flagged, 0, None)
    world.service.set_budget(world.scope, "", 2)
    for number, one, other in ((40, "defect", "defect"), (41, "defect", "unsure"), (1, "normal", "normal")):
        say(world, number, Verdict(one))
        say(world, number, Verdict(other), SECOND)
    say(world, 50, Verdict.UNSURE)
    now = world.service.progress(world.scope, "", Method.KNN)
    assert (now.reviewed, now.left, now.budget, now.tonight) == (4, now.flagged - 3, 2, 2)
    assert now.by_verdict == {Verdict.DEFECT: 3, Verdict.UNSURE: 2, Verdict.NORMAL: 2}
    assert now.by_reviewer == {REVIEWER: 4, SECOND: 3}
    # Agreed 2 of 3; by chance (2 · 1 + 1 · 1 + 0 · 1) / 9 = 1/3; so (2/3 − 1/3) / (1 − 1/3).
    assert now.pairs == 3
    assert now.agreement == pytest.approx(0.5)
    for budget in (0, 1_001):
        with pytest.raises(Invalid):
            world.service.set_budget(world.scope, "", budget)
    world.score()
    assert world.service.progress(world.scope, "", Method.KNN).budget == 2
