"""What was planted: files, and which of them are near-duplicates of which."""

from dataclasses import dataclass, field
from itertools import combinations

from catalog.duplicates.model import Tier


@dataclass(frozen=True, slots=True)
class Planted:
    """One file. `original` names the one that it was made from, and `tier` says how; None for an original."""

    name: str
    data: bytes
    original: str | None = None
    tier: Tier | None = None
    edit: str = ""


@dataclass(frozen=True, slots=True)
class PlantedSet:
    """Files, the names of those that must be in no group at all, and chains, each of which must not be one group."""

    files: tuple[Planted, ...]
    bland: frozenset[str] = frozenset()
    chains: tuple[tuple[str, ...], ...] = ()
    families: dict[str, frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """A variant (T4) is no member of its original's family: it is not to be taken for a duplicate."""
        for file in self.files:
            if file.original is not None and file.tier is not Tier.VARIANT:
                self.families[file.original] = self.families.get(file.original, frozenset({file.original})) | {
                    file.name
                }

    def true_pairs(self) -> set[tuple[str, str]]:
        """All pairs of near-duplicates, each as (name, later name)."""
        return {pair for family in self.families.values() for pair in combinations(sorted(family), 2)}


def pairs_in(groups: list[frozenset[str]]) -> set[tuple[str, str]]:
    """All pairs that share a group, each as (name, later name)."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
