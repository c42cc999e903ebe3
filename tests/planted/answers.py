"""What a program says of a planted set, and how much of it is true."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.duplicates.arrays import TIERS, TURNED, VARIANT, EdgeTable
from catalog.duplicates.grouped import Grouped
from catalog.duplicates.model import Tier
from catalog.duplicates.pairs import components
from catalog.duplicates.thresholds import thresholds_of
from tests.planted.finding import Looked, names_of
from tests.planted.model import PlantedSet, pairs_in

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Pairs that a program takes for near-duplicates, each as (name, later name), and the groups that it makes."""

    pairs: frozenset[Pair]
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares 0..1 of what was planted (nan of nothing), and counts.

    `recall`: by tier, copies that share a group with their original. `pairs`: by tier, copies that the program takes
    for near-duplicates of their original, whatever becomes of the pair in groups. `precision`: of all pairs that share
    a group, those that are near-duplicates. `whole`: families of which some group has all and nothing else.
    """

    recall: dict[Tier, float]
    pairs: dict[Tier, float]
    precision: float
    whole: float
    groups: int
    bland_grouped: int
    chains_joined: int


def score(planted: PlantedSet, answer: Answer) -> Score:
    """How true the answer is."""
    grouped, true = pairs_in(list(answer.groups)), planted.true_pairs()
    members = {name for group in answer.groups for name in group}
    return Score(
        _found(planted, grouped),
        _found(planted, answer.pairs),
        _share(pair in true for pair in grouped) if true else float("nan"),
        _share(family in answer.groups for family in planted.families.values()),
        len(answer.groups),
        len(members & planted.bland),
        sum(any(set(chain) <= group for group in answer.groups) for chain in planted.chains),
    )


def our_answer(table: EdgeTable, looked: Looked, groups: Sequence[Grouped]) -> Answer:
    """Edges that bind and groups, to T3."""
    found = [frozenset(names_of(table, looked, one.members)) for one in groups if one.tier is not Tier.VARIANT]
    return Answer(frozenset(_bound(table, looked)), tuple(found))


def our_variants(table: EdgeTable, looked: Looked) -> frozenset[Pair]:
    """Pairs of T4."""
    return frozenset(_named(table, looked, table.tier == VARIANT))


def tiers_of(table: EdgeTable, looked: Looked) -> dict[Tier, frozenset[Pair]]:
    """The edges that bind, and those of variants, by their tier."""
    least = np.where(table.tier == VARIANT, np.float32(0), _least(looked))
    return {
        tier: frozenset(_named(table, looked, (table.tier == number) & (table.similarity >= least)))
        for number, tier in enumerate(TIERS)
        if tier is not Tier.SAME_BYTES
    }


def components_of(planted: PlantedSet, pairs: Iterable[Pair]) -> Answer:
    """The answer of a program that finds these pairs and makes a group of all that they connect."""
    number = {file.name: at for at, file in enumerate(planted.files)}
    held = sorted(pairs)
    ends = np.array([[number[one] for one in pair] for pair in held], np.int32).reshape(-1, 2)
    label = components(len(number), ends[:, 0], ends[:, 1]).tolist()
    sizes = Counter(label)
    groups: dict[int, set[str]] = {}
    for name, at in zip(number, label, strict=True):
        if sizes[at] > 1:
            groups.setdefault(at, set()).add(name)
    return Answer(frozenset(held), tuple(map(frozenset, groups.values())))


def _bound(table: EdgeTable, looked: Looked) -> list[Pair]:
    return _named(table, looked, (table.tier <= TURNED) & (table.similarity >= _least(looked)))


def _least(looked: Looked) -> np.float32:
    return np.float32(thresholds_of(looked.space.model_name).duplicate)


def _named(table: EdgeTable, looked: Looked, which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[Pair]:
    ends = (names_of(table, looked, side[which].tolist()) for side in (table.low, table.high))
    return [(min(pair), max(pair)) for pair in zip(*ends, strict=True)]


def _found(planted: PlantedSet, pairs: Iterable[Pair]) -> dict[Tier, float]:
    held = set(pairs)
    return {
        tier: _share(
            (min(file.name, file.original), max(file.name, file.original)) in held
            for file in planted.files
            if file.original is not None and file.tier is tier
        )
        for tier in Tier
        if tier is not Tier.SAME_BYTES
    }


def _share(found: Iterable[bool]) -> float:
    return float(np.mean(held)) if (held := list(found)) else float("nan")
