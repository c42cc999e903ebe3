"""The sweep's phases: what is found, repaired and passed over, and that it goes on where it was stopped."""

from dataclasses import replace
from functools import partial

import pytest

from catalog.duplicates import joining, sweeping
from catalog.duplicates.hamming import candidates_within
from catalog.duplicates.model import Tier
from catalog.duplicates.sweep_progress import SweepCursor, SweepPhase
from catalog.images.model import ImageState
from catalog.jobs.handle import JobStopped
from tests.fakes.handle import FreeHandle
from tests.unit.catalog.duplicates.world import SPACE, World


@pytest.fixture
def world() -> World:
    """Two copies of 1 (edited, and with the same pixels), a turned copy of 5, a variant of 7, and strangers."""
    world = World.new()
    first = world.add(1)
    world.edited(2, of=first)
    world.add(3, like=first, pixel_hash=first.pixel_hash, phash=first.phash, cosine=0.999)
    fifth = world.add(5)
    world.add(6, like=fifth, cosine=0.8, phash=str(fifth.turned_phashes)[16:32])
    world.add(8, like=world.add(7), cosine=0.98)
    for number in range(10, 20):
        world.add(number)
    return world


FOUND = {(1, 2): 2, (1, 3): 1, (2, 3): 2, (5, 6): 3, (7, 8): 4}
GROUPED = [[1, 2, 3], [5, 6], [7, 8]]


def test_each_tier_is_found_and_grouped(world: World) -> None:
    world.sweep()
    assert world.pairs == FOUND
    assert world.grouped() == GROUPED
    tiers = {int(group.member_ids[0]): group.tier for group in world.held.groups.values()}
    assert set(tiers.values()) == {Tier.EDITED, Tier.TURNED, Tier.VARIANT}
    run = world.held.runs[""]
    assert (run.images, run.edges, run.groups, run.duplicates, run.max_hamming) == (17, 5, 3, 4, 6)
    assert sum(run.random_pairs.values()) == 17 * 16 // 2


def test_progress_only_grows_and_ends_with_what_was_found(world: World) -> None:
    told = [progress for progress, _ in world.sweep().told]
    assert [one.processed for one in told] == sorted(one.processed for one in told)
    assert {one.status for one in told} == {"scanning", "grouping"}
    assert (told[-1].processed, told[-1].total, told[-1].counts["groups_found"]) == (17, 17, 3)


def test_a_flood_of_near_hashes_is_told_of(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(candidates_within, most=0)
    monkeypatch.setattr(joining, "candidates_within", few)
    told = [progress.counts for progress, _ in world.sweep().told]
    assert "compared_within" not in told[0]
    assert 0 <= told[-1]["compared_within"] < 6
    assert told[-1]["groups_found"] > 0


def test_a_second_sweep_writes_nothing(world: World) -> None:
    world.sweep()
    written, questions = world.held.written, world.reader.questions
    groups = dict(world.held.groups)
    world.sweep()
    assert (world.held.written, world.held.groups) == (written, groups)
    assert world.reader.questions == questions, "what has been probed is not asked again"


def test_flat_pictures_take_no_part(world: World) -> None:
    for number in range(30, 40):
        world.add(number, like=world.held.rows.images[f"{1:026d}"], cosine=0.999, flat=True, phash="0" * 16)
    world.sweep()
    assert world.pairs == FOUND


def test_it_goes_on_behind_the_last_pair_that_was_committed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "PAIRS_AT_ONCE", 1)
    checkpoints = len(world.sweep().told)
    assert checkpoints > len(FOUND)
    for stops in range(1, checkpoints + 1):
        one = World(world.scope, world.held, world.reader, world.registry)
        one.held.edges.clear()
        one.held.probed.clear()
        one.held.groups.clear()
        stopped = FreeHandle(stops)
        with pytest.raises(JobStopped):
            one.sweep(job=stopped)
        fetched = list(one.reader.fetched)
        assert stopped.cursor is not None
        one.sweep(SweepCursor.read(stopped.cursor))
        assert one.pairs == FOUND
        assert one.grouped() == GROUPED
        assert len(one.reader.fetched) > len(fetched)


def test_pairs_before_the_cursor_are_not_compared_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "PAIRS_AT_ONCE", 1)
    stopped = FreeHandle(3)
    with pytest.raises(JobStopped):
        world.sweep(job=stopped)
    assert stopped.cursor is not None
    cursor = SweepCursor.read(stopped.cursor)
    assert cursor.phase is SweepPhase.CANDIDATES
    world.held.edges.clear()
    world.sweep(cursor)
    assert world.pairs.get((1, 2)) != FOUND[1, 2]
    assert (5, 6) in world.pairs


def test_edges_that_are_no_candidates_any_more_are_removed(world: World) -> None:
    world.sweep()
    low, high = f"{10:026d}", f"{11:026d}"
    world.held.edges[low, high] = (2, 3, 0.99, 0, "v1")
    world.held.edges[low, f"{12:026d}"] = (4, 30, 0.99, 0, "v1")
    world.sweep()
    assert world.pairs == FOUND | {(10, 12): 4}, "variants are the probe's"


def test_pairs_that_vectors_do_not_confirm_any_more_are_removed(world: World) -> None:
    world.sweep()
    world.reader.known[f"{2:026d}"] = world.reader.known[f"{15:026d}"]
    world.sweep()
    assert world.pairs == {pair: tier for pair, tier in FOUND.items() if 2 not in pair}
    assert world.grouped() == [[1, 3], [5, 6], [7, 8]]


def test_another_model_is_swept_from_the_beginning(world: World) -> None:
    stopped = FreeHandle(4)
    with pytest.raises(JobStopped):
        world.sweep(job=stopped)
    world.held.edges[f"{10:026d}", f"{12:026d}"] = (4, 30, 0.99, 0, "v1")
    world.registry.row = replace(SPACE, model_version="v2")
    assert stopped.cursor is not None
    world.sweep(SweepCursor.read(stopped.cursor))
    assert world.pairs == FOUND
    assert {row[4] for row in world.held.edges.values()} == {"v2"}
    assert world.held.runs[""].model_version == "v2"
    assert set(world.held.probed.values()) == {"v2"}


def test_edges_of_a_model_that_was_live_never_enter_grouping(world: World) -> None:
    world.sweep()
    world.registry.row = replace(SPACE, model_version="v2")
    world.regrouping.regroup(world.scope, world.spaces.live(), "", 0.95)
    assert world.grouped() == []


def test_an_image_that_goes_to_the_trash_meanwhile_is_in_no_group(world: World) -> None:
    class Trashing(FreeHandle):
        def check(self) -> None:
            """In the middle of it."""
            row = world.held.rows.images[f"{3:026d}"]
            world.held.rows.images[f"{3:026d}"] = replace(row, state=ImageState.TRASHED)

    world.sweep(job=Trashing())
    assert world.grouped() == [[1, 2], [5, 6], [7, 8]]
    assert world.pairs == {pair: tier for pair, tier in FOUND.items() if 3 not in pair}


def test_images_of_an_older_version_are_hashed_first(world: World) -> None:
    image = world.add(50, pixel_hash=None, turned_phashes=None)
    lost = world.add(51, pixel_hash=None, turned_phashes=None)
    world.blobs.put(image.key, b"bytes", content_type="image/png")
    world.sweep()
    rows = world.held.rows.images
    assert rows[image.image_id].pixel_hash is not None
    assert rows[image.image_id].row_version == image.row_version
    assert rows[lost.image_id].pixel_hash is None, "what cannot be read is left for the next sweep"


def test_a_sweep_of_the_tenant_groups_the_datasets_again_too(world: World) -> None:
    world.sweep(SweepCursor("default", 0.99, 6))
    assert world.grouped("default") == [[1, 3], [5, 6], [7, 8]]
    first = world.held.rows.images[f"{1:026d}"]
    world.add(9, like=first, pixel_hash=first.pixel_hash, phash=first.phash, cosine=0.999)
    world.sweep()
    assert world.grouped("default") == [[1, 3, 9], [5, 6], [7, 8]]
    assert world.grouped() == [[1, 2, 3, 9], [5, 6], [7, 8]]


def test_a_sweep_without_figures_repairs_what_was_grouped(world: World) -> None:
    world.sweep(SweepCursor("default", 0.99, 6))
    first = world.held.rows.images[f"{1:026d}"]
    world.add(9, like=first, pixel_hash=first.pixel_hash, phash=first.phash, cosine=0.999)
    world.sweep(SweepCursor("", None, 6))
    assert world.grouped("default") == [[1, 3, 9], [5, 6], [7, 8]]
    assert (list(world.held.runs), world.held.runs["default"].threshold) == (["default"], 0.99)
