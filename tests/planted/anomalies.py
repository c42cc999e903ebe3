"""Sets with pictures that belong nowhere in them: strangers in the seed set, and photographs among drawn pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from deploy.seed.assembly import assemble
from deploy.seed.model import DATASETS
from embedder.training.drawing import a_picture
from tests.planted.edits import stored
from tests.planted.model import Planted, PlantedSet
from tests.planted.photographs import NAMES, photograph
from tests.planted.sets import without_same_bytes

# Far from the pictures that the model was trained on and from those of the seed set.
_FIRST_SEED: Final = 33_000_000
_SIZE: Final = (320, 240)
SCENES: Final = ("scene",)
ALL_KINDS: Final = ("scene", "shapes", "texture")


@dataclass(frozen=True, slots=True)
class OddSet:
    """One dataset, and the names of those that do not belong there."""

    planted: PlantedSet
    odd: frozenset[str]


def seed_datasets(count: int) -> Iterator[tuple[str, OddSet]]:
    """The datasets of the seed set of `count` files by name, each with its strangers."""
    drawn = assemble(count)
    whole, odd = without_same_bytes(drawn), frozenset(one.name for one in drawn.anomalies)
    for dataset in DATASETS:
        files = tuple(file for file in whole.files if file.name.startswith(f"{dataset}/"))
        names = frozenset(file.name for file in files)
        yield dataset, OddSet(replace(whole, files=files), odd & names)


def photographs_among_drawn(count: int, kinds: tuple[str, ...]) -> OddSet:
    """`count` drawn pictures of those kinds in turn, and every photograph of scikit-image that is used in tests."""
    drawn = (
        Planted(f"drawn {at}", stored(a_picture(_FIRST_SEED + at, kinds[at % len(kinds)]).draw(*_SIZE)))
        for at in range(count)
    )
    strangers = (Planted(name, stored(photograph(name))) for name in NAMES)
    return OddSet(PlantedSet((*drawn, *strangers)), frozenset(NAMES))
