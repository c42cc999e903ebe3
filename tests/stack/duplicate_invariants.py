"""What must be true of near-duplicates at rest: edges, groups, verdicts, batches with their journals, and the trash."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any, Final

import numpy as np

from catalog.duplicates.journal import SPAN
from catalog.jobs.model import DECLARATIONS, JobKind

Row = dict[str, Any]
_QUERIES: Final[Mapping[str, str]] = {
    "edges": "SELECT *, tenant_id::text AS tenant FROM duplicate_edges",
    "probes": "SELECT *, tenant_id::text AS tenant FROM duplicate_probes",
    "groups": "SELECT *, tenant_id::text AS tenant FROM duplicate_groups",
    "runs": "SELECT *, tenant_id::text AS tenant FROM duplicate_runs",
    "verdicts": "SELECT *, tenant_id::text AS tenant FROM duplicate_verdicts",
    "batches": "SELECT *, tenant_id::text AS tenant FROM review_batches",
    "items": "SELECT *, tenant_id::text AS tenant FROM review_items",
    "journal": "SELECT *, tenant_id::text AS tenant FROM review_journal ORDER BY batch_id, seq",
    "kept": "SELECT *, tenant_id::text AS tenant FROM trashed_vectors",
    "events": "SELECT job_id, seq, name FROM job_events ORDER BY job_id, seq",
    "spaces": "SELECT model_version FROM vector_spaces WHERE is_live",
}
_UNDECIDED: Final = ("open", "skipped", "confirmed")
_UNSETTLED: Final = {"applied": {"pending"}, "undone": {"pending", "done"}}
_VARIANT: Final = 4
_EVENTS_KEPT: Final = 500
_NORM_TOLERANCE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class DuplicateRows:
    """The tables of near-duplicates and of the ledger's events, read once."""

    edges: list[Row] = field(default_factory=list)
    probes: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    verdicts: list[Row] = field(default_factory=list)
    batches: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    journal: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    spaces: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, rows: Callable[[str], list[Row]]) -> "DuplicateRows":
        """Read everything by a function that answers a query as the database's owner."""
        return cls(**{name: rows(query) for name, query in _QUERIES.items()})


def duplicate_violations(images: Sequence[Row], jobs: Sequence[Row], found: DuplicateRows) -> list[str]:
    """Every broken promise, in words; none when all is well and at rest."""
    named = {(row["tenant"], row["image_id"]): row for row in images}
    return [
        *_of_edges(named, found),
        *_of_groups(named, found),
        *_of_verdicts(found),
        *_of_batches(found),
        *_of_journal(found),
        *_of_trash(named, found),
        *_of_events(jobs, found),
    ]


def _of_edges(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    pairs = Counter((edge["tenant"], edge["low_id"], edge["high_id"]) for edge in found.edges)
    for (_, low, high), times in pairs.items():
        if low >= high:
            yield f"the edge {low} {high} is not in order"
        if times > 1:
            yield f"the edge {low} {high} is there {times} times"
    for edge in found.edges:
        name = f"{edge['low_id']} {edge['high_id']}"
        for end in ("low_id", "high_id"):
            if (edge["tenant"], edge[end]) not in images:
                yield f"the edge {name} has an end that is no image of its tenant"
        if not isfinite(edge["cosine"]) or abs(edge["cosine"]) > 1 + _NORM_TOLERANCE:
            yield f"the edge {name} has a cosine of {edge['cosine']}"
    for probe in found.probes:
        if (probe["tenant"], probe["image_id"]) not in images:
            yield f"{probe['image_id']} was compared and is no image of its tenant"
    yield from _of_models(images, found)


def _of_models(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    """After a grouping in the live space no edge of its dataset is of another one."""
    live = {space["model_version"] for space in found.spaces}
    for run in found.runs:
        if run["model_version"] not in live:
            continue
        for edge in found.edges:
            ends = [images.get((edge["tenant"], edge[end])) for end in ("low_id", "high_id")]
            if edge["tenant"] != run["tenant"] or edge["model_version"] == run["model_version"]:
                continue
            if all(end is not None and _is_of(end, run["dataset_id"]) for end in ends):
                yield f"the edge {edge['low_id']} {edge['high_id']} is of another model than the grouping after it"


def _is_of(image: Row, dataset_id: str) -> bool:
    """Whether a searchable image belongs to the dataset."""
    if image["state"] != "searchable":
        return False
    return dataset_id == "" or (image["dataset_id"] or "default") == dataset_id


def _of_groups(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    for group in found.groups:
        name, members = f"group {group['group_id']}", group["member_ids"]
        if len(members) < 2 or len(set(members)) < len(members) or group["size"] != len(members):
            yield f"{name} says that it has {group['size']} members and has {members}"
        for role in ("medoid_id", "worst_low_id", "worst_high_id"):
            if group[role] not in members:
                yield f"{name} has a {role} that is no member"
        if group["worst_low_id"] >= group["worst_high_id"]:
            yield f"{name} has a worst pair that is not in order"
        for role in ("new_ids", "hub_ids"):
            if not set(group[role]) <= set(members):
                yield f"{name} has {role} that are no members"
        if set(group["near_apart_ids"]) & set(members):
            yield f"{name} has members that it says were told apart from it"
        if group["status"] in _UNDECIDED:
            rows = [images.get((group["tenant"], one)) for one in members]
            if not all(row is not None and _is_of(row, group["dataset_id"]) for row in rows):
                yield f"{name} has a member that is no searchable image of its dataset"
    yield from _of_sharing(found)


def _of_sharing(found: DuplicateRows) -> Iterator[str]:
    """An image is in one undecided group; a medoid may stand in a group of variants too."""
    holders: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    medoids: dict[tuple[str, str, str], str] = {}
    undecided = [group for group in found.groups if group["status"] in _UNDECIDED]
    for group in undecided:
        for one in group["member_ids"]:
            holders[group["tenant"], group["dataset_id"], one, group["tier"] == _VARIANT].append(group["group_id"])
            if group["tier"] != _VARIANT:
                medoids[group["tenant"], group["dataset_id"], one] = group["medoid_id"]
    for (_, _, one, _), groups in holders.items():
        if len(groups) > 1:
            yield f"image {one} is in the groups {sorted(groups)} at once"
    for group in undecided:
        for one in group["member_ids"] if group["tier"] == _VARIANT else ():
            if medoids.get((group["tenant"], group["dataset_id"], one), one) != one:
                yield f"image {one} is in the group of variants {group['group_id']} and is not its own group's medoid"


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


def _of_trash(images: Mapping[tuple[str, str], Row], found: DuplicateRows) -> Iterator[str]:
    kept = {(vector["tenant"], vector["image_id"]): vector for vector in found.kept}
    put_there = _trashed_by_standing_batches(found)
    for name, row in images.items():
        lies = row["state"] == "trashed"
        if lies is not (row.get("trashed_at") is not None):
            yield f"image {name[1]} is {row['state']} and was put into the trash at {row.get('trashed_at')}"
        if lies and name not in kept:
            yield f"image {name[1]} lies in the trash without its vector"
        if lies and name not in put_there:
            yield f"image {name[1]} lies in the trash and no batch that stands has put it there"
    for name, vector in kept.items():
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
