"""The judge of the crash tests sees each broken promise about near-duplicates, and nothing where all is well."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from catalog.duplicates.journal import SPAN
from tests.stack.duplicate_invariants import duplicate_violations
from tests.stack.duplicate_rows import DuplicateRows, Row

TENANT = "0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0001"
ONE, TWO, THREE, FOUR = "01one", "02two", "03three", "04four"
OWN = {"tenant": TENANT}
NAMES = ("queued", "running", "succeeded")


def image(image_id: str, state: str = "searchable") -> Row:
    trashed_at = "now" if state == "trashed" else None
    return {**OWN, "image_id": image_id, "state": state, "dataset_id": None, "trashed_at": trashed_at}


def group(name: str, *members: str, tier: int = 2, status: str = "open") -> Row:
    low, high = sorted(members)[:2]
    return {
        **OWN,
        "dataset_id": "",
        "group_id": name,
        "member_ids": list(members),
        "size": len(members),
        "tier": tier,
        "status": status,
        "medoid_id": members[0],
        "worst_low_id": low,
        "worst_high_id": high,
        "new_ids": [],
        "hub_ids": [],
        "near_apart_ids": [],
    }


@dataclass
class World:
    """What the judge looks at: a pair that is open, a pair of variants, and one that was resolved by batch 7."""

    images: list[Row] = field(
        default_factory=lambda: [image(ONE), image(TWO), image(THREE), image("05", "trashed"), image("06")]
    )
    jobs: list[Row] = field(
        default_factory=lambda: [{"id": 1, "kind": "sweep_duplicates", "attempt": 1, "last_event": 3}]
    )
    found: DuplicateRows = field(
        default_factory=lambda: DuplicateRows(
            edges=[{**OWN, "low_id": ONE, "high_id": TWO, "cosine": 0.99, "model_version": "v1"}],
            probes=[{**OWN, "image_id": ONE}],
            groups=[
                group("open", ONE, TWO),
                group("variants", ONE, THREE, tier=4),
                group("resolved", "06", "05", status="resolved"),
            ],
            runs=[{**OWN, "dataset_id": "", "model_version": "v1"}],
            verdicts=[{"low_sha256": "a", "high_sha256": "b"}],
            batches=[{"id": 7, "state": "applied", "groups": 1}],
            items=[{"batch_id": 7, "seq": 0, "outcome": "done"}],
            journal=[
                {**OWN, "batch_id": 7, "seq": 1, "kind": "image", "row_key": "05", "after": {"state": "trashed"}},
                {**OWN, "batch_id": 7, "seq": 2, "kind": "group", "row_key": "/resolved", "after": {}},
            ],
            kept=[{**OWN, "image_id": "05", "vector": np.array([0.6, 0.8], np.float32).tobytes()}],
            events=[{"job_id": 1, "seq": at + 1, "name": name} for at, name in enumerate(NAMES)],
            spaces=[{"model_version": "v1"}],
        )
    )

    def violations(self) -> list[str]:
        """What the judge says."""
        return duplicate_violations(self.images, self.jobs, self.found)


def test_all_is_well() -> None:
    assert World().violations() == []


def change(table: str, at: int = 0, **facts: Any) -> Callable[[World], None]:
    def changed(world: World) -> None:
        rows = world.images if table == "images" else world.jobs if table == "jobs" else getattr(world.found, table)
        rows[at].update(deepcopy(facts))

    return changed


BROKEN: dict[str, tuple[Callable[[World], Any], str]] = {
    "edge upside down": (change("edges", low_id=TWO, high_id=ONE), "not in order"),
    "edge twice": (lambda world: world.found.edges.append(dict(world.found.edges[0])), "there 2 times"),
    "edge to nowhere": (change("edges", high_id=FOUR), "no image of its tenant"),
    "edge to a stranger": (change("edges", tenant="other"), "no image of its tenant"),
    "cosine too large": (change("edges", cosine=1.01), "a cosine of 1.01"),
    "cosine not a number": (change("edges", cosine=float("nan")), "a cosine of nan"),
    "edge of another model": (change("edges", model_version="v0"), "of another model"),
    "probe of nothing": (change("probes", image_id=FOUR), "was compared and is no image"),
    "group of one": (change("groups", member_ids=[ONE], size=1), "says that it has 1 members"),
    "group miscounted": (change("groups", size=3), "says that it has 3 members"),
    "member twice": (change("groups", member_ids=[ONE, TWO, TWO], size=3), "says that it has 3 members"),
    "medoid elsewhere": (change("groups", medoid_id=THREE), "medoid_id that is no member"),
    "worst pair elsewhere": (change("groups", worst_high_id=THREE), "worst_high_id that is no member"),
    "worst pair upside down": (change("groups", worst_low_id=TWO, worst_high_id=ONE), "worst pair that is not"),
    "new one elsewhere": (change("groups", new_ids=[THREE]), "new_ids that are no members"),
    "hub elsewhere": (change("groups", hub_ids=[THREE]), "hub_ids that are no members"),
    "member told apart": (change("groups", near_apart_ids=[ONE]), "told apart"),
    "member in the trash": (change("images", 1, state="trashed"), "no searchable image of its dataset"),
    "member of another dataset": (change("groups", dataset_id="other"), "no searchable image of its dataset"),
    "in two groups": (lambda world: world.found.groups.append(group("again", TWO, "06")), "at once"),
    "variant of a member": (change("groups", 1, member_ids=[TWO, THREE], medoid_id=TWO), "not its own group's medoid"),
    "verdict upside down": (change("verdicts", low_sha256="c"), "verdict on c and b"),
    "half applied": (change("batches", state="applying"), "is still applying"),
    "half undone": (change("batches", state="undoing"), "is still undoing"),
    "item forgotten": (change("items", outcome="pending"), "has items that are ['pending']"),
    "item not taken back": (change("batches", state="undone"), "has items that are ['done']"),
    "items missing": (change("batches", groups=2), "is of 2 groups and has 1 items"),
    "journal with a gap": (change("journal", 1, seq=3), "has a gap in item 0"),
    "journal of no item": (change("journal", 1, seq=SPAN + 1), "tells of item 1"),
    "undone and in the trash": (
        lambda world: (world.found.batches[0].update(state="undone"), world.found.items[0].update(outcome="undone")),
        "no batch that stands",
    ),
    "trashed without a moment": (change("images", 3, trashed_at=None), "into the trash at None"),
    "searchable with a moment": (change("images", 0, trashed_at="now"), "into the trash at now"),
    "vector lost": (lambda world: world.found.kept.clear(), "without its vector"),
    "vector too long": (change("kept", vector=np.ones(2, np.float32).tobytes()), "length one"),
    "vector left over": (change("kept", image_id=ONE), "does not lie in the trash"),
    "events with a gap": (lambda world: world.found.events.pop(1), "gap in its events"),
    "last event lost": (lambda world: world.found.events.pop(), "has the events 1 to 2 of 3"),
    "success twice": (change("events", 1, name="succeeded"), "succeeded more than once"),
    "tried too often": (change("jobs", attempt=99), "was attempted 99 times"),
}


@pytest.mark.parametrize(("breaking", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_promise_is_seen(breaking: Callable[[World], Any], words: str) -> None:
    world = World()
    breaking(world)
    assert any(words in told for told in world.violations()), world.violations()
