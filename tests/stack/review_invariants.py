"""What must be true of the review of near-duplicates at rest: verdicts, batches, their journals, trash, job events."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from catalog.duplicates.journal import SPAN
from catalog.jobs.model import DECLARATIONS, JobKind
from tests.stack.duplicate_rows import DuplicateRows, Row

_UNSETTLED: Final = {"applied": {"pending"}, "undone": {"pending", "done"}}
_EVENTS_KEPT: Final = 500
_NORM_TOLERANCE: Final = 1e-3


def review_violations(
    images: Mapping[tuple[str, str], Row], jobs: Sequence[Row], found: DuplicateRows
) -> Iterator[str]:
    """Every broken promise, in words; `images` are rows by tenant and id."""
    yield from _of_verdicts(found)
    yield from _of_batches(found)
    yield from _of_journal(found)
    yield from _of_lying(images, found)
    yield from _of_kept(images, found)
    yield from _of_events(jobs, found)


def _of_verdicts(found: DuplicateRows) -> Iterator[str]:
    for said in found.verdicts:
        if said["low_sha256"] >= said["high_sha256"]:
            yield f"the verdict on {said['low_sha256']} and {said['high_sha256']} is not in order"


def _of_batches(found: DuplicateRows) -> Iterator[str]:
    outcomes: dict[object, Counter[str]] = defaultdict(Counter)
    for item in found.items:
        outcomes[item["batch_id"]][item["outcome"]] += 1
    for batch in found.batches:
        name, its = f"batch {batch['id']}", outcomes[batch["id"]]
        if batch["state"] in ("applying", "undoing"):
            yield f"{name} is still {batch['state']}"
        elif left := _UNSETTLED[batch["state"]] & set(its):
            yield f"{name} is {batch['state']} and has items that are {sorted(left)}"
        if its.total() != batch["groups"]:
            yield f"{name} is of {batch['groups']} groups and has {its.total()} items"


def _of_journal(found: DuplicateRows) -> Iterator[str]:
    numbers: dict[tuple[object, int], list[int]] = defaultdict(list)
    for entry in found.journal:
        numbers[entry["batch_id"], entry["seq"] // SPAN].append(entry["seq"] % SPAN)
    items = {(item["batch_id"], item["seq"]) for item in found.items}
    for (batch, item), seqs in numbers.items():
        if (batch, item) not in items:
            yield f"the journal of batch {batch} tells of item {item}, which is not there"
        if sorted(seqs) != list(range(1, len(seqs) + 1)):
            yield f"the journal of batch {batch} has a gap in item {item}"


def _of_lying(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    kept = {(vector["tenant"], vector["image_id"]) for vector in found.kept}
    put_there = _trashed_by_standing_batches(found)
    for name, row in images.items():
        lies = row["state"] == "trashed"
        if lies is not (row.get("trashed_at") is not None):
            yield f"image {name[1]} is {row['state']} and was put into the trash at {row.get('trashed_at')}"
        if lies and name not in kept:
            yield f"image {name[1]} lies in the trash without its vector"
        if lies and name not in put_there:
            yield f"image {name[1]} lies in the trash and no batch that stands has put it there"


def _of_kept(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    for vector in found.kept:
        name = vector["tenant"], vector["image_id"]
        if name not in images or images[name]["state"] != "trashed":
            yield f"a vector is kept of image {name[1]}, which does not lie in the trash"
        floats = np.frombuffer(vector["vector"], np.float32).astype(np.float64)
        if not np.isfinite(floats).all() or abs(np.linalg.norm(floats) - 1) > _NORM_TOLERANCE:
            yield f"the vector kept of image {name[1]} is not finite and of length one"


def _trashed_by_standing_batches(found: DuplicateRows) -> set[tuple[str, str]]:
    stands = {batch["id"] for batch in found.batches if batch["state"] != "undone"}
    return {
        (entry["tenant"], entry["row_key"])
        for entry in found.journal
        if entry["kind"] == "image" and entry["batch_id"] in stands and entry["after"]["state"] == "trashed"
    }


def _of_events(jobs: Sequence[Row], found: DuplicateRows) -> Iterator[str]:
    told: dict[object, list[Row]] = defaultdict(list)
    for event in found.events:
        told[event["job_id"]].append(event)
    for job in jobs:
        name, seqs = f"job {job['kind']} {job['id']}", [event["seq"] for event in told[job["id"]]]
        last = job.get("last_event", len(seqs))
        if any(later - earlier != 1 for earlier, later in pairwise(seqs)):
            yield f"{name} has a gap in its events"
        if seqs and (seqs[-1] != last or seqs[0] != max(1, last - _EVENTS_KEPT + 1)):
            yield f"{name} has the events {seqs[0]} to {seqs[-1]} of {last}"
        if sum(event["name"] == "succeeded" for event in told[job["id"]]) > 1:
            yield f"{name} has succeeded more than once"
        if job["kind"] in set(JobKind) and job["attempt"] > DECLARATIONS[JobKind(job["kind"])].max_attempts:
            yield f"{name} was attempted {job['attempt']} times"
