"""The main job of the demo: detect near-duplicates, watch it, and hold what was found against the truth file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.client import Client, DuplicateGroup, Freed
from deploy.demo.truth import PlantedGroup

THRESHOLD: Final = 0.95

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right} of {self.of}" + (f" ({self.right / self.of:.0%})" if self.of else "")


@dataclass(frozen=True, slots=True)
class Detected:
    """What was found: the groups, and how they compare with what was planted.

    `recall` counts planted pairs of a tier that share a group; `precision` pairs of the groups of a tier that were
    planted, in whatever tier. Pictures that are alike by chance count as wrong there.
    """

    groups: tuple[DuplicateGroup, ...]
    recall: Mapping[str, Share]
    precision: Mapping[str, Share]
    freed: Freed


def detect(client: Client, planted: Iterable[PlantedGroup], ids: Mapping[str, str]) -> Detected:
    """Detect, watching; what was found, and what the suggested rule would free. Raises Refused."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("near-duplicates", total=None)
        for step in client.detect_duplicates(THRESHOLD):
            progress.update(bar, description=step.message or step.status, completed=step.scanned, total=step.total)
    groups = tuple(client.duplicate_groups())
    return compared(groups, planted, ids, client.preview_resolution())


def compared(
    groups: tuple[DuplicateGroup, ...], planted: Iterable[PlantedGroup], ids: Mapping[str, str], freed: Freed
) -> Detected:
    """The groups beside the truth; `ids` names the image that each file became."""
    wanted: dict[str, set[Pair]] = {}
    for group in planted:
        wanted.setdefault(group.tier, set()).update(_pairs({ids[name] for name in group.members}))
    together: dict[str, set[Pair]] = {}
    for found in groups:
        together.setdefault(found.tier, set()).update(_pairs(found.member_ids))
    every_wanted, every_found = _union(wanted), _union(together)
    return Detected(
        groups=groups,
        recall={tier: Share(len(pairs & every_found), len(pairs)) for tier, pairs in sorted(wanted.items()) if pairs},
        precision={tier: Share(len(pairs & every_wanted), len(pairs)) for tier, pairs in sorted(together.items())},
        freed=freed,
    )


def _pairs(image_ids: Iterable[str]) -> set[Pair]:
    return {frozenset(pair) for pair in combinations(sorted(image_ids), 2)}


def _union(by_tier: Mapping[str, set[Pair]]) -> set[Pair]:
    return set().union(*by_tier.values())
