"""Resolution on PostgreSQL: applied group by group, taken back to the last digit, and never half."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from catalog.duplicates.model import DEFAULT_DATASET, WHOLE_TENANT, GroupStatus, Tier, Verdict
from catalog.duplicates.planning import KeepThis
from catalog.duplicates.views import BatchState, Outcome, Selection
from catalog.errors import BatchConflict, BatchNotFound
from catalog.images.model import ImageState
from catalog.jobs.model import JobKind
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.review_tables import dump, reviewed_on, versions
from tests.fakes.handle import FreeHandle
from tests.fakes.reviewed import ANNE, BEN, LARGEST, Reviewed


@pytest.fixture
def world(ledger: Ledger) -> Reviewed:
    """A tenant of this test's own."""
    return reviewed_on(ledger)


def test_the_largest_stays_with_all_tags_and_the_others_lie_in_the_trash(world: Reviewed) -> None:
    kept, other = world.images(1, tags=("a", "b")) + world.images(1, tags=("b", "c"), width=10)
    group = world.group([kept, other])
    batch = world.resolve(group)
    assert (batch.state, batch.trashed, batch.trashed_bytes) == (BatchState.APPLIED, 1, other.size_bytes)
    assert batch.outcomes == {Outcome.DONE: 1}
    assert batch.job_id is None
    assert world.image(kept.image_id).tags == ("a", "b", "c")
    trashed = world.image(other.image_id)
    assert (trashed.state, trashed.tags) == (ImageState.TRASHED, ("b", "c"))
    assert set(world.kitchen.index.points) == {kept.image_id}
    now = world.now(group)
    assert (now.status, now.decided_by, now.batch_id) == (GroupStatus.RESOLVED, ANNE, batch.batch_id)
    with world.transactions(world.scope) as tx:
        [said] = tx.verdicts.among([kept.sha256, other.sha256])
    assert said.verdict is Verdict.SAME


def test_undo_restores_every_column(ledger: Ledger, world: Reviewed) -> None:
    groups = [world.group(world.images(3, tags=(f"tag {at}", "ä")), cosine=0.1 + 0.2 + 2 / 3) for at in range(5)]
    world.reviewing.decide(world.scope, DEFAULT_DATASET, groups[0].group_id, Verdict.SAME, by=ANNE, note="sure")
    before, points = dump(ledger, world.scope), dict(world.kitchen.index.points)
    at_first = versions(ledger, world.scope)
    batch = world.resolve(*groups)
    assert dump(ledger, world.scope) != before
    undone = world.undo(batch)
    assert (undone.state, undone.undone_by, undone.outcomes) == (BatchState.UNDONE, BEN, {Outcome.UNDONE: 5})
    assert dump(ledger, world.scope) == before
    now = versions(ledger, world.scope)
    assert all(now[image_id] >= version for image_id, version in at_first.items())
    back = world.kitchen.index.points
    assert {one: vector.tobytes() for one, (_, vector) in back.items()} == {
        one: vector.tobytes() for one, (_, vector) in points.items()
    }
    assert {one: image.row_version for one, (image, _) in back.items()} == now


def test_a_batch_is_taken_back_once_and_in_time(ledger: Ledger, world: Reviewed) -> None:
    batch, late = (world.resolve(group) for group in world.groups(2))
    world.undo(batch)
    with pytest.raises(BatchConflict, match="undone already"):
        world.undo(batch)
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute("UPDATE review_batches SET expires_at = now() WHERE id = %s", (late.batch_id,))
    with pytest.raises(BatchConflict, match="too old"):
        world.undo(late)
    with pytest.raises(BatchNotFound):
        world.undo(replace(late, batch_id=uuid4()))


def test_groups_that_others_changed_are_left_and_the_rest_is_done(world: Reviewed) -> None:
    done, decided, looked_at, hollow = world.groups(4)
    taken, gone = world.image(hollow.member_ids[1]), "0" * 32
    with world.transactions(world.scope) as tx:
        tx.images.save(taken.now_trashed(datetime.now(UTC)), over_version=taken.row_version)
    wanted = [group.group_id for group in (done, decided, looked_at, hollow)]
    selection = Selection(DEFAULT_DATASET, (*wanted, gone), {looked_at.group_id: 7})
    world.reviewing.decide(world.scope, DEFAULT_DATASET, decided.group_id, Verdict.DIFFERENT, by=BEN)
    batch = world.resolving.resolve(world.scope, selection, LARGEST, by=ANNE)
    items = world.resolving.items(world.scope, batch.batch_id, limit=10)
    changed = Outcome.CHANGED
    assert [item.outcome for item in items] == [Outcome.DONE, changed, changed, changed, Outcome.GONE]
    assert items[1].detail["status"] == "different"
    assert items[1].detail["decided_by"] == str(BEN)
    assert (batch.groups, batch.trashed) == (5, 1)
    assert [world.now(group).status for group in (looked_at, hollow)] == [GroupStatus.OPEN] * 2


def test_a_group_that_was_decided_between_plan_and_turn_is_left(world: Reviewed) -> None:
    groups = world.groups(21)
    batch = world.resolve(*groups)
    assert batch.state is BatchState.APPLYING
    assert batch.job_id is not None
    world.reviewing.skip(world.scope, DEFAULT_DATASET, groups[3].group_id, by=BEN)
    with pytest.raises(BatchConflict, match="still being applied"):
        world.undo(batch)
    handle = FreeHandle()
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=handle)
    done = world.resolving.batch(world.scope, batch.batch_id)
    assert (done.state, done.outcomes) == (BatchState.APPLIED, {Outcome.DONE: 20, Outcome.CHANGED: 1})
    assert (done.trashed, done.job_id) == (20, None)
    # Once more, as after a crash: nothing is left to do.
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=handle)
    assert world.resolving.batch(world.scope, batch.batch_id) == done


def test_no_group_of_one_remains_in_another_dataset(ledger: Ledger, world: Reviewed) -> None:
    pair, trio = world.images(2), world.images(3)
    groups = [world.group(pair), world.group(trio)]
    lone = world.group([pair[1], *world.images(1)], dataset_id=WHOLE_TENANT)
    # pair[1] and trio[1:] go: of the first group one is left, and of the other all but one.
    wide = world.group([*trio[:2], *world.images(1), *pair[:1]], dataset_id=WHOLE_TENANT)
    before = dump(ledger, world.scope)
    batch = world.resolve(*groups)
    with world.transactions(world.scope) as tx:
        left = tx.groups.containing([*wide.member_ids, *lone.member_ids])
    [smaller] = [one for one in left if one.dataset_id == WHOLE_TENANT]
    assert set(smaller.member_ids) == set(wide.member_ids) - {trio[1].image_id}
    assert smaller.group_id != wide.group_id
    world.undo(batch)
    assert dump(ledger, world.scope) == before


def test_what_was_changed_since_is_kept_and_said(ledger: Ledger, world: Reviewed) -> None:
    pair = world.images(2)
    one, other = world.group(pair), world.group(world.images(2))
    batch = world.resolve(one, other)
    trashed = world.image(pair[1].image_id)
    with world.transactions(world.scope) as tx:
        tx.images.save(trashed.out_of_trash().with_tags_of(("mine",)), over_version=trashed.row_version)
    undone = world.undo(batch)
    assert undone.outcomes == {Outcome.KEPT: 1, Outcome.UNDONE: 1}
    [kept, _] = world.resolving.items(world.scope, batch.batch_id, limit=10)
    assert kept.detail["kept"] == [f"image {trashed.image_id} was changed since"]
    assert world.image(trashed.image_id).tags == ("mine",)
    assert world.now(one).status is GroupStatus.OPEN


def test_a_person_keeps_one_image_of_variants_which_no_rule_touches(world: Reviewed) -> None:
    [variant] = world.groups(1, tier=Tier.VARIANT)
    [crowded] = world.groups(1)
    with world.transactions(world.scope) as tx:
        tx.groups.put(replace(crowded, hub_ids=(crowded.medoid_id,)))
    batch = world.resolve(variant, crowded)
    assert batch.outcomes == {Outcome.ABSTAINED: 2}
    wanted = Selection(DEFAULT_DATASET, (variant.group_id,))
    rule = KeepThis(variant.member_ids[1])
    assert world.resolving.preview(world.scope, wanted, rule).trashed == 1
    done = world.resolving.resolve(world.scope, wanted, rule, by=ANNE)
    assert done.outcomes == {Outcome.DONE: 1}
    assert world.image(variant.member_ids[1]).state is ImageState.SEARCHABLE
    assert world.image(variant.member_ids[0]).state is ImageState.TRASHED


def test_the_preview_says_what_applying_does(world: Reviewed) -> None:
    world.groups(3, of=4)
    world.groups(2, tier=Tier.VARIANT)
    everything = Selection(DEFAULT_DATASET)
    preview = world.resolving.preview(world.scope, everything, LARGEST)
    assert (preview.groups, preview.resolved, preview.abstained, preview.trashed) == (5, 3, 2, 9)
    batch = world.resolving.resolve(world.scope, everything, LARGEST, by=ANNE)
    assert (batch.groups, batch.trashed, batch.trashed_bytes) == (5, preview.trashed, preview.trashed_bytes)
    assert world.resolving.preview(world.scope, everything, LARGEST).resolved == 0


def test_a_cancelled_batch_can_be_taken_back(ledger: Ledger, world: Reviewed) -> None:
    groups = world.groups(21)
    before = dump(ledger, world.scope)
    batch = world.resolve(*groups)
    with world.transactions(world.scope) as tx:
        tx.jobs.settle(JobKind.APPLY_BATCH, str(batch.batch_id))
    undone = world.undo(batch)
    assert undone.state is BatchState.UNDOING
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    world.resolving.undo_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    assert world.resolving.batch(world.scope, batch.batch_id).state is BatchState.UNDONE
    assert dump(ledger, world.scope) == before


def test_batches_are_listed_newest_first(world: Reviewed) -> None:
    made = [world.resolve(group).batch_id for group in world.groups(3)]
    first = world.resolving.batches(world.scope, after=None, limit=2)
    assert [one.batch_id for one in first] == made[:0:-1]
    after = (first[-1].created_at, first[-1].batch_id)
    [last] = world.resolving.batches(world.scope, after=after, limit=2)
    assert (last.batch_id, last.outcomes) == (made[0], {Outcome.DONE: 1})
    assert last.expires_at == last.created_at + timedelta(days=30)
