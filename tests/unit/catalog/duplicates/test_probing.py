"""The probe of new images: what a sweep would have found of them, and groups brought up to date."""

import pytest

from catalog.duplicates import probing
from tests.fakes.handle import FreeHandle
from tests.unit.catalog.duplicates.world import World


@pytest.fixture
def world() -> World:
    """Swept once; the strangers 1 to 5."""
    world = World.new()
    for number in range(1, 6):
        world.add(number)
    world.sweep()
    return world


def probe(world: World, *, after: str = "", found: int = 0) -> FreeHandle:
    """Probe all that is new."""
    handle = FreeHandle()
    world.probing.probe(world.scope, after, found, handle)
    return handle


def test_new_images_find_what_a_sweep_would_find(world: World) -> None:
    images = world.held.rows.images
    first, second, third = (images[f"{number:026d}"] for number in (1, 2, 3))
    world.edited(6, of=first)
    world.add(7, like=first, pixel_hash=first.pixel_hash, phash=first.phash, cosine=0.999)
    world.add(8, like=second, cosine=0.8, phash=str(second.turned_phashes)[16:32])
    world.add(9, like=third, cosine=0.98)
    probe(world)
    by_probe = dict(world.pairs)
    assert world.grouped() == [[1, 6, 7], [3, 9]], "8 does not know yet that it is 2 turned"
    world.held.edges.clear()
    world.held.probed.clear()
    world.sweep()
    assert {pair: tier for pair, tier in world.pairs.items() if pair != (2, 8)} == by_probe


def test_a_turned_copy_is_found_from_its_own_turns(world: World) -> None:
    second = world.held.rows.images[f"{2:026d}"]
    world.add(8, like=second, cosine=0.8, turned_phashes="f" * 80 + second.phash + "f" * 16)
    probe(world)
    assert world.pairs == {(2, 8): 3}
    assert [row[3] for row in world.held.edges.values()] == [5], "turned back, to get the new one from the old"


def test_one_question_for_a_whole_chunk_and_none_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "CHUNK", 4)
    for number in range(10, 18):
        world.add(number)
    before = world.reader.questions
    handle = probe(world)
    assert world.reader.questions - before == 2
    assert [cursor and cursor["after"] for _, cursor in handle.told] == ["", f"{13:026d}", f"{17:026d}"]
    probe(world)
    assert world.reader.questions - before == 2


def test_without_finds_nothing_is_grouped_again(world: World) -> None:
    at = world.held.runs[""].grouped_at
    world.add(10)
    probe(world)
    assert world.held.runs[""].grouped_at == at
    probe(world, found=1)
    assert world.held.runs[""].grouped_at > at, "an attempt before this one has found something"


def test_a_worker_that_died_behind_the_marks_leaves_the_groups_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.edited(6, of=world.held.rows.images[f"{1:026d}"])
    handle = FreeHandle()

    def die(point: str) -> None:
        assert point != "probe.after_marks", "dead"

    monkeypatch.setattr(probing, "failpoint", die)
    with pytest.raises(AssertionError, match="dead"):
        world.probing.probe(world.scope, "", 0, handle)
    assert handle.cursor is not None
    monkeypatch.undo()
    probe(world, after=handle.cursor["after"], found=int(handle.cursor["found"]))
    assert world.grouped() == [[1, 6]]


def test_what_an_image_is_compared_with_makes_the_worst_pair_known(world: World) -> None:
    first = world.held.rows.images[f"{1:026d}"]
    world.edited(6, of=first, bits=5)
    probe(world)
    world.add(7, like=first, cosine=0.96, phash=f"{int(first.phash, 16) ^ (31 << 32):016x}")
    probe(world)
    assert set(world.pairs) == {(1, 6), (1, 7), (6, 7)}


def test_flat_images_are_marked_and_find_nothing(world: World) -> None:
    first = world.held.rows.images[f"{1:026d}"]
    world.add(6, like=first, cosine=0.999, flat=True, phash=first.phash, pixel_hash=first.pixel_hash)
    probe(world)
    assert world.pairs == {}
    assert f"{6:026d}" in world.held.probed


def test_an_image_without_a_point_is_asked_for_again_by_the_sweep(world: World) -> None:
    image = world.add(6)
    del world.reader.known[image.image_id]
    probe(world)
    assert image.image_id not in world.held.probed
