"""What is promised of near-duplicates with the shipped model: what is found of those planted, and what is not.

docs/BENCHMARKS.md has the whole table (`make bench BENCH=planted`); here one copy in ten of each photograph is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pytest

from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.model import Tier
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.planted.answers import Answer, Score, components_of, our_answer, score
from tests.planted.finding import Looked, edge_table, groups_of, names_of
from tests.planted.model import PlantedSet
from tests.planted.sets import chains, edited_photographs, seed_set

ONE_IN = 10
ORDERS = 100
SEED_FILES = 640


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A planted set, what was seen of it, and what was found."""

    planted: PlantedSet
    looked: Looked
    edges: EdgeTable

    @classmethod
    def of(cls, planted: PlantedSet, model: LoadedModel) -> Self:
        """Look at all of it."""
        looked = Looked.at(planted, model)
        return cls(planted, looked, edge_table(looked))

    @property
    def answer(self) -> Answer:
        """What binds, and groups."""
        return our_answer(self.edges, self.looked, groups_of(self.edges, self.looked))

    @property
    def score(self) -> Score:
        """How true that is."""
        return score(self.planted, self.answer)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model(EmbedderSettings(model_name=NAME, model_threads=2))


@pytest.fixture(scope="module")
def photographs(model: LoadedModel) -> Evaluated:
    return Evaluated.of(edited_photographs(one_in=ONE_IN), model)


def every_group(edges: EdgeTable, looked: Looked) -> set[tuple[Tier, str, frozenset[str]]]:
    """Tier, medoid and members of every group, variants too."""
    found = groups_of(edges, looked)
    named = ((one, names_of(edges, looked, one.members)) for one in found)
    return {(one.tier, names[0], frozenset(names)) for one, names in named}


def shuffled(looked: Looked, order: Sequence[int]) -> Looked:
    """The same pictures taken in in another order, so that their ids are others."""
    names, inspections = tuple(looked.names[at] for at in order), tuple(looked.inspections[at] for at in order)
    return replace(looked, names=names, inspections=inspections, vectors=looked.vectors[list(order)])


class TestPhotographs:
    def test_copies_are_grouped_with_their_originals(self, photographs: Evaluated) -> None:
        recall = photographs.score.recall
        assert recall[Tier.SAME_PIXELS] == 1.0
        assert recall[Tier.EDITED] >= 0.80
        assert recall[Tier.TURNED] >= 0.95

    def test_nothing_else_is_grouped_with_them(self, photographs: Evaluated) -> None:
        assert photographs.score.precision >= 0.99

    def test_bland_pictures_are_in_no_group_not_even_of_variants(self, photographs: Evaluated) -> None:
        assert len(photographs.planted.bland) == 50
        grouped = {name for *_, names in every_group(photographs.edges, photographs.looked) for name in names}
        assert grouped & photographs.planted.bland == set()

    def test_groups_are_the_same_whatever_order_pictures_came_in(self, photographs: Evaluated) -> None:
        expected, generator = every_group(photographs.edges, photographs.looked), np.random.default_rng(20)
        assert expected
        for _ in range(ORDERS):
            looked = shuffled(photographs.looked, generator.permutation(len(photographs.looked.names)).tolist())
            assert every_group(edge_table(looked), looked) == expected


class TestChains:
    def test_what_leads_from_one_to_another_is_not_one_group(self, model: LoadedModel) -> None:
        linked = Evaluated.of(chains(), model)
        joined = score(linked.planted, components_of(linked.planted, linked.answer.pairs))
        assert joined.chains_joined == len(linked.planted.chains), "each link is near to the next"
        assert linked.score.chains_joined == 0


class TestSeedSet:
    def test_planted_copies_are_found_and_next_to_nothing_else(self, model: LoadedModel) -> None:
        found = Evaluated.of(seed_set(SEED_FILES), model).score
        assert min(found.recall[tier] for tier in (Tier.SAME_PIXELS, Tier.EDITED, Tier.TURNED)) >= 0.85
        assert found.precision >= 0.9
