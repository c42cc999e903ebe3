"""What must be true of near-duplicates at rest: edges, groups, and (review_invariants.py) what people made of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Final

from tests.stack.duplicate_rows import DuplicateRows, Row
from tests.stack.review_invariants import review_violations

Images = Mapping[tuple[str, str], Row]
_UNDECIDED: Final = ("open", "skipped", "confirmed")
_VARIANT: Final = 4
_TOLERANCE: Final = 1e-3


def duplicate_violations(images: Sequence[Row], jobs: Sequence[Row], found: DuplicateRows) -> list[str]:
    """Every broken promise, in words; none when all is well and at rest."""
    named = {(row["tenant"], row["image_id"]): row for row in images}
    return [
        *_of_edges(found),
        *_of_ends(named, found),
        *_of_models(named, found),
        *_of_groups(named, found),
        *_of_sharing(found),
        *_of_variants(found),
        *review_violations(named, jobs, found),
    ]


def _of_edges(found: DuplicateRows) -> Iterator[str]:
    pairs = Counter((edge["tenant"], edge["low_id"], edge["high_id"]) for edge in found.edges)
    for (_, low, high), times in pairs.items():
        if low >= high:
            yield f"the edge {low} {high} is not in order"
        if times > 1:
            yield f"the edge {low} {high} is there {times} times"
    for edge in found.edges:
        if not isfinite(edge["cosine"]) or abs(edge["cosine"]) > 1 + _TOLERANCE:
            yield f"the edge {edge['low_id']} {edge['high_id']} has a cosine of {edge['cosine']}"


def _of_ends(images: Images, found: DuplicateRows) -> Iterator[str]:
    for edge in found.edges:
        for end in ("low_id", "high_id"):
            if (edge["tenant"], edge[end]) not in images:
                yield f"the edge {edge['low_id']} {edge['high_id']} has an end that is no image of its tenant"
    for probe in found.probes:
        if (probe["tenant"], probe["image_id"]) not in images:
            yield f"{probe['image_id']} was compared and is no image of its tenant"


def _of_models(images: Images, found: DuplicateRows) -> Iterator[str]:
    """After a grouping in the live space no edge of its dataset is of another one."""
    live = {space["model_version"] for space in found.spaces}
    grouped = [run for run in found.runs if run["model_version"] in live]
    strangers = [(edge, run) for run in grouped for edge in found.edges if _is_of_another_model(edge, run)]
    for edge, run in strangers:
        ends = [images.get((edge["tenant"], edge[end])) for end in ("low_id", "high_id")]
        if all(end is not None and _is_of(end, run["dataset_id"]) for end in ends):
            yield f"the edge {edge['low_id']} {edge['high_id']} is of another model than the grouping after it"


def _is_of_another_model(edge: Row, run: Row) -> bool:
    return bool(edge["tenant"] == run["tenant"] and edge["model_version"] != run["model_version"])


def _is_of(image: Row, dataset_id: str) -> bool:
    """Whether a searchable image belongs to the dataset."""
    if image["state"] != "searchable":
        return False
    return dataset_id == "" or (image["dataset_id"] or "default") == dataset_id


def _of_groups(images: Images, found: DuplicateRows) -> Iterator[str]:
    for group in found.groups:
        yield from (f"group {group['group_id']} {broken}" for broken in _broken_in(group))
        rows = [images.get((group["tenant"], one)) for one in group["member_ids"]]
        if group["status"] in _UNDECIDED and not all(row and _is_of(row, group["dataset_id"]) for row in rows):
            yield f"group {group['group_id']} has a member that is no searchable image of its dataset"


def _broken_in(group: Row) -> Iterator[str]:
    members = group["member_ids"]
    if len(members) < 2 or len(set(members)) < len(members) or group["size"] != len(members):
        yield f"says that it has {group['size']} members and has {members}"
    for role in ("medoid_id", "worst_low_id", "worst_high_id"):
        if group[role] not in members:
            yield f"has a {role} that is no member"
    if group["worst_low_id"] >= group["worst_high_id"]:
        yield "has a worst pair that is not in order"
    for role in ("new_ids", "hub_ids"):
        if not set(group[role]) <= set(members):
            yield f"has {role} that are no members"
    if set(group["near_apart_ids"]) & set(members):
        yield "has members that it says were told apart from it"


def _of_sharing(found: DuplicateRows) -> Iterator[str]:
    """An image is in one undecided group, and perhaps in one of variants besides."""
    holders: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    for group, one in _undecided_members(found):
        holders[group["tenant"], group["dataset_id"], one, group["tier"] == _VARIANT].append(group["group_id"])
    for (_, _, one, _), groups in holders.items():
        if len(groups) > 1:
            yield f"image {one} is in the groups {sorted(groups)} at once"


def _of_variants(found: DuplicateRows) -> Iterator[str]:
    """Of a group that is none of variants, only the medoid may be in such a one."""
    medoids = {
        (group["tenant"], group["dataset_id"], one): group["medoid_id"]
        for group, one in _undecided_members(found)
        if group["tier"] != _VARIANT
    }
    for group, one in _undecided_members(found):
        if group["tier"] == _VARIANT and medoids.get((group["tenant"], group["dataset_id"], one), one) != one:
            yield f"image {one} is in the group of variants {group['group_id']} and is not its own group's medoid"


def _undecided_members(found: DuplicateRows) -> Iterator[tuple[Row, str]]:
    for group in found.groups:
        if group["status"] in _UNDECIDED:
            yield from ((group, one) for one in group["member_ids"])
