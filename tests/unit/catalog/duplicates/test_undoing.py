"""Whatever is done, undone in reverse order, gives the first state back; what others changed stays as it is."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from catalog.duplicates import applying
from catalog.duplicates.applying_groups import Applied, apply_to_group
from catalog.duplicates.model import DEFAULT_DATASET, UNDECIDED, WHOLE_TENANT, GroupStatus, Verdict
from catalog.duplicates.records import group_of_record, group_record
from catalog.duplicates.views import Batch, BatchState, Outcome
from catalog.errors import BatchConflict, CatalogError, IndexUnavailable, Unavailable
from catalog.images.model import ImageState
from catalog.jobs.model import JobKind
from tests.fakes.handle import FreeHandle
from tests.fakes.reviewed import ANNE, Reviewed, in_memory

ACTIONS = ("same", "variant", "different", "skip", "merge", "split", "tag", "resolve")


def state(world: Reviewed) -> dict[str, Any]:
    """Every row that batches may touch and every point, but the versions."""
    held, points = world.kitchen.database.held, world.kitchen.index.points
    return {
        "images": {one: replace(image, row_version=0) for one, image in held.images.items()},
        "groups": {key: replace(group, row_version=0) for key, group in held.review.groups.items()},
        "verdicts": dict(held.review.verdicts),
        "kept": {one: kept.vectors.whole.tobytes() for one, kept in held.review.vectors.items()},
        "points": {one: (replace(image, row_version=0), vector.tobytes()) for one, (image, vector) in points.items()},
    }


def act(world: Reviewed, action: str, random: Random) -> Batch:
    """Do it to undecided groups drawn at random."""
    groups = world.kitchen.database.held.review.groups.values()
    undecided = sorted(one.group_id for one in groups if one.status in UNDECIDED and one.dataset_id == DEFAULT_DATASET)
    drawn = random.sample(undecided, min(2, len(undecided)))
    where = (world.scope, DEFAULT_DATASET)
    match action:
        case "skip":
            return world.reviewing.skip(*where, drawn[0], by=ANNE)
        case "merge":
            return world.reviewing.merge(*where, drawn, by=ANNE)
        case "split":
            return world.reviewing.split(*where, drawn[0], by=ANNE)
        case "tag":
            return world.reviewing.tag(*where, drawn, add=[f"t{random.random()}"], remove=["old"], by=ANNE)
        case "resolve":
            return world.resolve(*(world.kitchen.database.held.review.groups[DEFAULT_DATASET, one] for one in drawn))
    return world.reviewing.decide(*where, drawn[0], Verdict(action), by=ANNE)


@settings(max_examples=25, deadline=None)
@given(actions=st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=8), seed=st.integers(0, 2**32))
def test_undone_in_reverse_order_all_is_as_it_was(actions: list[str], seed: int) -> None:
    random, world = Random(seed), in_memory()
    made = [world.images(size, tags=("old",)) for size in (2, 3, 4, 3)]
    for members in made:
        world.group(members, cosine=random.choice((0.95, 0.97)))
    world.group([made[0][1], made[1][1], made[2][1]], dataset_id=WHOLE_TENANT)
    stack, before = list[Batch](), [state(world)]
    for action in actions:
        try:
            stack.append(act(world, action, random))
        except (CatalogError, IndexError):
            # Nothing undecided is left that this could be done to; nothing was done then.
            assert state(world) == before[-1]
            continue
        before.append(state(world))
    for batch in reversed(stack):
        assert state(world) == before.pop()
        assert set(world.undo(batch).outcomes) <= {Outcome.UNDONE, Outcome.ABSTAINED, Outcome.CHANGED, Outcome.GONE}
    assert [state(world)] == before


@pytest.fixture
def world() -> Reviewed:
    return in_memory()


def test_a_row_that_was_changed_since_is_kept_and_the_others_come_back(world: Reviewed) -> None:
    [group] = world.groups(1, of=3)
    batch = world.resolve(group)
    world.kitchen.database.held.review.groups[DEFAULT_DATASET, group.group_id] = replace(
        world.now(group), status=GroupStatus.VARIANT
    )
    undone = world.undo(batch)
    assert undone.outcomes == {Outcome.KEPT: 1}
    [item] = world.resolving.items(world.scope, batch.batch_id, limit=9)
    assert item.detail["kept"] == [f"group {DEFAULT_DATASET}/{group.group_id} was changed since"]
    assert world.now(group).status is GroupStatus.VARIANT
    assert {world.image(one).state for one in group.member_ids} == {ImageState.SEARCHABLE}


def test_an_image_that_was_removed_for_good_is_said_to_be(world: Reviewed) -> None:
    members = world.images(2)
    batch = world.resolve(world.group(members))
    del world.kitchen.database.held.images[members[1].image_id]
    world.undo(batch)
    [item] = world.resolving.items(world.scope, batch.batch_id, limit=9)
    assert item.detail["kept"] == [f"image {members[1].image_id} has been removed for good"]


def test_a_verdict_that_was_said_anew_is_kept(world: Reviewed) -> None:
    [group] = world.groups(1)
    batch = world.reviewing.decide(world.scope, DEFAULT_DATASET, group.group_id, Verdict.SAME, by=ANNE)
    later = world.reviewing.decide(world.scope, DEFAULT_DATASET, group.group_id, Verdict.DIFFERENT, by=ANNE)
    assert world.undo(batch).outcomes == {Outcome.KEPT: 1}
    assert [one.verdict for one in world.kitchen.database.held.review.verdicts.values()] == [Verdict.DIFFERENT]
    assert world.undo(later).outcomes == {Outcome.UNDONE: 1}


def test_a_group_keeps_its_version_rising(world: Reviewed) -> None:
    [group] = world.groups(1)
    batch = world.resolve(group)
    assert world.now(group).row_version == 2
    world.undo(batch)
    assert world.now(group) == replace(group, row_version=3)


def test_a_group_that_fails_is_as_it_was_and_the_others_are_done(
    world: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = world.groups(2, of=3)

    def apply_or_break(*arguments: Any) -> Applied:
        done = apply_to_group(*arguments)
        if done.item.group_id == broken.group_id:
            raise ZeroDivisionError
        return done

    monkeypatch.setattr(applying, "apply_to_group", apply_or_break)
    with capture_logs() as logs:
        batch = world.resolve(broken, fine)
    assert [log["event"] for log in logs] == ["group not done"]
    assert batch.outcomes == {Outcome.FAILED: 1, Outcome.DONE: 1}
    assert (batch.trashed, world.now(broken)) == (2, broken)
    assert {world.image(one).state for one in broken.member_ids} == {ImageState.SEARCHABLE}
    assert len(world.kitchen.database.held.review.verdicts) == 3


def test_what_is_cut_short_is_left_to_its_job(world: Reviewed, monkeypatch: pytest.MonkeyPatch) -> None:
    [group] = world.groups(1)

    def away(*_: Any) -> Applied:
        raise Unavailable("away")

    with monkeypatch.context() as patched, capture_logs():
        patched.setattr(applying, "apply_to_group", away)
        batch = world.resolve(group)
    assert (batch.state, JobKind.APPLY_BATCH in world.kitchen.jobs) == (BatchState.APPLYING, True)
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    assert world.resolving.batch(world.scope, batch.batch_id).state is BatchState.APPLIED
    assert JobKind.APPLY_BATCH not in world.kitchen.jobs


def test_rows_come_back_at_once_and_points_by_their_job_when_the_index_is_away(world: Reviewed) -> None:
    [group] = world.groups(1)
    batch = world.resolve(group)
    world.kitchen.happenings.failing["upsert"] = IndexUnavailable()
    with capture_logs():
        assert world.undo(batch).state is BatchState.UNDONE
    assert {world.image(one).state for one in group.member_ids} == {ImageState.SEARCHABLE}
    assert JobKind.SYNC_POINTS in world.kitchen.jobs


def test_a_job_tells_how_far_it_is_and_can_be_taken_up_again(world: Reviewed) -> None:
    batch = world.resolve(*world.groups(51))
    handle = FreeHandle()
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=handle)
    [(progress, cursor)] = handle.told
    assert (progress.status, progress.processed, progress.total) == ("applying", 50, 51)
    assert cursor == {"batch": str(batch.batch_id)}
    world.undo(batch)
    world.resolving.undo_batch(world.scope, batch=str(batch.batch_id), job=handle)
    assert (handle.told[-1][0].status, handle.told[-1][0].processed) == ("undoing", 50)
    assert world.resolving.batch(world.scope, batch.batch_id).outcomes == {Outcome.UNDONE: 51}


def test_a_batch_that_is_being_undone_is_undone_once_more_only_when_its_job_is_gone(world: Reviewed) -> None:
    batch = world.resolve(*world.groups(21))
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    assert world.undo(batch).state is BatchState.UNDOING
    held = world.kitchen.database.held.review
    held.running[batch.batch_id] = batch.batch_id
    with pytest.raises(BatchConflict, match="being undone already"):
        world.undo(batch)
    del held.running[batch.batch_id]
    assert world.undo(batch).state is BatchState.UNDOING


def test_a_group_is_read_from_its_record_as_it_was(world: Reviewed) -> None:
    [group] = world.groups(1, of=3, cosine=0.95 + 1 / 30)
    decided = replace(world.now(group), status=GroupStatus.RESOLVED, batch_id=ANNE, decided_by=ANNE)
    assert group_of_record(group_record(decided), row_version=1) == decided
