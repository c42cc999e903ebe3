"""Crashes of sweeps and probes, and of batches that are applied and undone: all end as if nothing had happened."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from catalog.failpoints import APPLY, PROBE, REGROUP, SWEEP, UNDO
from tests.stack.faults.crashes import FAULTS, Crash
from tests.stack.faults.hands import Patch
from tests.stack.faults.stories import Story
from tests.stack.faults.trap import Trap
from tests.stack.plugin import RunningStack

# A small tenant's work in several chunks; each is one of the places where a job can be cut off and go on.
CHUNKS: Final[Mapping[str, tuple[str, ...]]] = {
    "catalog.duplicates.sweeping": ("PAIRS_AT_ONCE", "PROBED_AT_ONCE"),
    "catalog.duplicates.probing": ("CHUNK",),
    "catalog.duplicates.applying": ("AT_ONCE",),
    "catalog.duplicates.undoing": ("AT_ONCE",),
}
# What is passed at least twice in a job of such chunks.
REPEATED: Final = (
    "sweep.after_edges",
    "sweep.after_cursor",
    "sweep.after_probe",
    "apply.after_rows",
    "undo.after_rows",
)
STORIES: Final = {"regroup": "sweep"}


def runs(fault: str, *points: str, story: str = "") -> Iterator[Any]:
    """A run for each point; its seed chooses how large chunks are, and in which one the fault comes."""
    for point in points:
        prefix = point.partition(".")[0]
        name = story or STORIES.get(prefix, prefix)
        yield fault, name, point


def seeded(*all_runs: Iterator[Any]) -> list[Any]:
    """The runs with their seeds: another one for each time that the same is asked for."""
    flat = [run for some in all_runs for run in some]
    params = [(*run, flat[:at].count(run)) for at, run in enumerate(flat)]
    return [pytest.param(*one, id="-".join(map(str, one))) for one in params]


RUNS = seeded(
    runs("killed", *SWEEP, *REGROUP, *PROBE, *APPLY, *UNDO),
    runs("killed", "points.after_kept", "points.after_points", story="apply"),
    runs("killed", "points.after_kept", "points.after_points", story="undo"),
    runs("killed", "sweep.after_edges", "apply.after_rows", "undo.after_rows"),
    runs("stopped", *SWEEP, *REGROUP, *APPLY, *UNDO),
    runs("flushed", "sweep.after_edges", "apply.after_rows", "undo.after_rows"),
    runs("cut", "sweep.after_cursor", "regroup.before_run", "apply.after_claim", "apply.after_rows"),
    runs("cut", "undo.after_claim", "undo.after_rows"),
    runs("unheard", "sweep.after_candidates", "sweep.before_groups", "sweep.after_groups"),
    runs("unheard", "apply.after_claim", "apply.after_points", "undo.after_claim", "undo.after_points"),
    runs("unanswered", "sweep.after_candidates", "sweep.after_cursor", "apply.after_rows", "undo.after_rows"),
)


@pytest.mark.parametrize(("fault", "name", "point", "seed"), RUNS)
def test_job_is_hit_and_ends_as_if_nothing_had_happened(
    faulty: RunningStack, story: Story, tmp_path: Path, fault: str, name: str, point: str, seed: int
) -> None:
    chance = random.Random(f"{fault} {name} {point} {seed}")
    expected = story.expected(name)
    small = [Patch(module, one, chance.choice((1, 2))) for module, names in CHUNKS.items() for one in names]
    passes = chance.randrange(2) if point in REPEATED else 0
    job_id = story.begin(name)
    crash = Crash(faulty, story.album, job_id, tmp_path, point, passes, small)
    FAULTS[fault](crash)
    job = story.album.wait_over(job_id)
    assert job["fence"] >= crash.claims, f"{fault} at {point} did not land"
    story.ends_as(name, expected)


@pytest.mark.parametrize("point", ["sweep.after_edges", "regroup.before_run", "apply.after_rows", "undo.after_points"])
def test_a_worker_of_the_stack_dies_and_the_next_one_goes_on(
    faulty: RunningStack, failpoints: Path, story: Story, point: str
) -> None:
    name = STORIES.get(point.partition(".")[0], point.partition(".")[0])
    expected = story.expected(name)
    job_id = story.begin(name)
    death = Trap(faulty, failpoints, point, "worker-batch")
    story.album.ring(job_id)
    death.wait_sprung()
    assert story.album.wait_over(job_id)["fence"] >= 2
    story.ends_as(name, expected)


def test_there_are_sixty_runs() -> None:
    assert len(RUNS) >= 60
