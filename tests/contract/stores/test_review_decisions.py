"""Decisions on PostgreSQL: one wins, the later word stands, and each can be taken back to the last digit."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from catalog.duplicates.model import DEFAULT_DATASET, Group, GroupStatus, Tier, Verdict
from catalog.duplicates.views import Batch, BatchState, GroupListing, GroupSort, Outcome
from catalog.errors import GroupChanged, GroupDecided, GroupNotFound, Invalid
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.review_tables import dump, reviewed_on
from tests.fakes.handle import FreeHandle
from tests.fakes.reviewed import ANNE, BEN, Reviewed, an_edge


@pytest.fixture
def world(ledger: Ledger) -> Reviewed:
    """A tenant of this test's own."""
    return reviewed_on(ledger)


def said(world: Reviewed, group: Group) -> list[Verdict]:
    """What is said of the pairs of its members."""
    with world.transactions(world.scope) as tx:
        hashes = [image.sha256 for image in tx.trash.among(group.member_ids).values()]
        return [one.verdict for one in tx.verdicts.among(hashes)]


def _value(group: Group, sort: GroupSort) -> float:
    if sort is GroupSort.SIZE:
        return len(group.member_ids)
    return group.reclaimable_bytes if sort is GroupSort.RECLAIMABLE_BYTES else group.worst.similarity


def decide(world: Reviewed, group: Group, verdict: Verdict, **how: object) -> Batch:
    """Anne's word."""
    return world.reviewing.decide(world.scope, DEFAULT_DATASET, group.group_id, verdict, by=ANNE, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.SAME, GroupStatus.CONFIRMED),
        (Verdict.VARIANT, GroupStatus.VARIANT),
        (Verdict.DIFFERENT, GroupStatus.DIFFERENT),
    ],
)
def test_a_verdict_is_said_of_every_pair_and_taken_back(
    ledger: Ledger, world: Reviewed, verdict: Verdict, status: GroupStatus
) -> None:
    [group] = world.groups(1, of=4)
    before = dump(ledger, world.scope)
    batch = decide(world, group, verdict, note="seen")
    assert (batch.state, batch.outcomes) == (BatchState.APPLIED, {Outcome.DONE: 1})
    assert said(world, group) == [verdict] * 6
    now = world.now(group)
    assert (now.status, now.decided_by, now.row_version) == (status, ANNE, 2)
    world.undo(batch)
    assert dump(ledger, world.scope) == before


def test_the_later_word_stands_and_undo_gives_the_earlier_back(ledger: Ledger, world: Reviewed) -> None:
    [group] = world.groups(1, of=3)
    decide(world, group, Verdict.SAME)
    before = dump(ledger, world.scope)
    later = world.reviewing.decide(world.scope, DEFAULT_DATASET, group.group_id, Verdict.VARIANT, by=BEN)
    assert said(world, group) == [Verdict.VARIANT] * 3
    world.undo(later)
    assert dump(ledger, world.scope) == before


def test_different_parts_the_new_from_what_was_judged_before(world: Reviewed) -> None:
    members, near = world.images(2), world.images(1)
    group = world.group(members, new_ids=(members[0].image_id,), near_apart_ids=(near[0].image_id,))
    decide(world, group, Verdict.DIFFERENT)
    with world.transactions(world.scope) as tx:
        hashes = [image.sha256 for image in (*members, *near)]
        pairs = {(one.low_sha256, one.high_sha256) for one in tx.verdicts.among(hashes)}
    expected = [(members[0], members[1]), (members[0], near[0])]
    assert pairs == {(min(a.sha256, b.sha256), max(a.sha256, b.sha256)) for a, b in expected}


def test_of_many_who_decide_at_once_one_wins_and_the_others_hear_of_it(world: Reviewed) -> None:
    [group] = world.groups(1)

    def decided(_: int) -> Batch | GroupDecided:
        try:
            return decide(world, group, Verdict.DIFFERENT, over_version=1)
        except GroupDecided as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(decided, range(8)))
    [won] = [one for one in answers if isinstance(one, Batch)]
    lost = [one for one in answers if isinstance(one, GroupDecided)]
    assert len(lost) == 7
    assert {(one.status, one.decided_by, one.decided_at) for one in lost} == {("different", ANNE, won.created_at)}
    assert [one.batch_id for one in world.resolving.batches(world.scope, after=None, limit=9)] == [won.batch_id]


def test_what_is_not_as_it_was_looked_at_is_not_decided(ledger: Ledger, world: Reviewed) -> None:
    [group] = world.groups(1)
    world.reviewing.skip(world.scope, DEFAULT_DATASET, group.group_id, by=BEN)
    before = dump(ledger, world.scope)
    with pytest.raises(GroupChanged):
        decide(world, group, Verdict.SAME, over_version=1)
    with pytest.raises(GroupNotFound):
        decide(world, replace(group, group_id="f" * 32), Verdict.SAME)
    with pytest.raises(Invalid):
        world.reviewing.merge(world.scope, DEFAULT_DATASET, [group.group_id] * 2, by=ANNE)
    assert dump(ledger, world.scope) == before


def test_merging_makes_one_group_and_is_taken_back(ledger: Ledger, world: Reviewed) -> None:
    groups = [world.group(world.images(2)), world.group(world.images(3), capped=True)]
    before = dump(ledger, world.scope)
    batch = world.reviewing.merge(world.scope, DEFAULT_DATASET, [one.group_id for one in groups], by=ANNE)
    [became] = batch.rule["became"]
    with world.transactions(world.scope) as tx:
        merged = tx.groups.get((DEFAULT_DATASET, became))
        assert tx.groups.containing(groups[0].member_ids) == [merged]
    assert set(merged.member_ids) == {one for group in groups for one in group.member_ids}
    assert (merged.status, merged.capped, merged.worst.similarity) == (GroupStatus.OPEN, True, 0.0)
    assert said(world, merged) == [Verdict.SAME] * 6
    world.undo(batch)
    assert dump(ledger, world.scope) == before


def test_splitting_parts_at_the_worst_pair_and_is_taken_back(ledger: Ledger, world: Reviewed) -> None:
    near, far = world.images(3), world.images(2)
    group = world.group([*near, *far], cosine=0.8)
    world.put_edges([an_edge(near[0], one, 0.99) for one in near[1:]] + [an_edge(near[1], near[2], 0.98)])
    world.put_edges([an_edge(far[0], far[1], 0.97), an_edge(near[0], far[0], 0.76)])
    before = dump(ledger, world.scope)
    batch = world.reviewing.split(world.scope, DEFAULT_DATASET, group.group_id, by=ANNE)
    with world.transactions(world.scope) as tx:
        parts = [tx.groups.get((DEFAULT_DATASET, one)) for one in batch.rule["became"]]
    assert {frozenset(part.member_ids) for part in parts} == {
        frozenset(image.image_id for image in part) for part in (near, far)
    }
    assert said(world, group) == [Verdict.DIFFERENT] * 6
    with pytest.raises(GroupNotFound):
        world.now(group)
    world.undo(batch)
    assert dump(ledger, world.scope) == before


@pytest.mark.parametrize("count", [2, 51])
def test_tags_are_added_and_removed_by_many_groups_and_taken_back(ledger: Ledger, world: Reviewed, count: int) -> None:
    groups = [world.group(world.images(2, tags=("old", "kept"))) for _ in range(count)]
    before = dump(ledger, world.scope)
    ids = [group.group_id for group in groups]
    batch = world.reviewing.tag(world.scope, DEFAULT_DATASET, ids, add=["new"], remove=["old"], by=ANNE)
    world.resolving.apply_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    assert world.resolving.batch(world.scope, batch.batch_id).outcomes == {Outcome.DONE: count}
    assert {world.image(one).tags for group in groups for one in group.member_ids} == {("kept", "new")}
    assert {image.tags for image, _ in world.kitchen.index.points.values()} == {("kept", "new")}
    world.undo(batch)
    world.resolving.undo_batch(world.scope, batch=str(batch.batch_id), job=FreeHandle())
    assert dump(ledger, world.scope) == before


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", GroupSort)
def test_pages_of_groups_joined_are_the_whole_in_order(world: Reviewed, sort: GroupSort, *, descending: bool) -> None:
    groups = [world.group(world.images(2 + at % 2), cosine=0.95 + at % 3 / 100) for at in range(7)]
    listing, walked = GroupListing(DEFAULT_DATASET, sort, descending, 3), list[Group]()
    while page := world.reviewing.page(world.scope, listing):
        walked += page
        listing = replace(listing, after=(_value(page[-1], sort), page[-1].group_id))
    assert walked == sorted(groups, key=lambda one: (_value(one, sort), one.group_id), reverse=descending)


def test_a_listing_passes_only_what_it_asks_for(world: Reviewed) -> None:
    tagged = world.group(world.images(2, tags=("x",)))
    variant = world.group(world.images(2), tier=Tier.VARIANT)
    [plain] = world.groups(1)
    decide(world, plain, Verdict.DIFFERENT)
    listing = GroupListing(DEFAULT_DATASET, GroupSort.SIZE, True, 9)

    def ids(**asked: object) -> set[str]:
        return {one.group_id for one in world.reviewing.page(world.scope, replace(listing, **asked))}  # type: ignore[arg-type]

    assert ids() == {tagged.group_id, variant.group_id, plain.group_id}
    assert ids(tag="x") == ids(image_id=tagged.member_ids[0]) == {tagged.group_id}
    assert ids(tiers=(Tier.VARIANT,)) == {variant.group_id}
    assert ids(statuses=(GroupStatus.DIFFERENT,)) == {plain.group_id}
    assert ids(dataset_id="other") == set()


def test_one_group_is_shown_with_all_that_is_known_of_it(world: Reviewed) -> None:
    members = world.images(3)
    group = world.group(members, new_ids=(members[2].image_id,), hub_ids=(members[1].image_id,))
    decide(world, group, Verdict.SAME)
    detail = world.reviewing.detail(world.scope, DEFAULT_DATASET, group.group_id)
    assert tuple(one.image.image_id for one in detail.members) == group.member_ids
    assert [one.similarity for one in detail.members] == [1.0, pytest.approx(0.97), pytest.approx(0.97)]
    assert {one.image.image_id for one in detail.members if one.is_new} == {members[2].image_id}
    assert {one.image.image_id for one in detail.members if one.is_hub} == {members[1].image_id}
    assert (len(detail.pairs), len(detail.verdicts)) == (3, 3)
    assert detail.suggestion.keeper_id is None
    assert set(detail.suggestion.scores) == set(group.member_ids)
