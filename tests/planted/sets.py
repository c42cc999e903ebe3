"""The planted sets: edited photographs among others, chains of small steps, and the seed set with its truth."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import skimage.data
from PIL import Image, ImageEnhance

from catalog.duplicates.model import Tier
from deploy.seed.assembly import assemble
from deploy.seed.model import SeedSet
from tests.planted.bland import bland_pictures
from tests.planted.edits import EDITED, SAME_PIXELS, TURNED, stored
from tests.planted.model import Planted, PlantedSet
from tests.planted.photographs import NAMES, photograph

_BY_TIER: Final = {Tier.SAME_PIXELS: SAME_PIXELS, Tier.EDITED: EDITED, Tier.TURNED: TURNED}
_FACES: Final = 40
_FACE_SIDE: Final = 200
_LINKS: Final = 4
# Photographs of which every link is near to the next one and the last is not near to the first, and how they are made:
# the share that the window moves and shrinks by, and how much darker it gets.
_CHAINS: Final = {
    "rocket.jpg": (0.02, 0.90, 0.0, 0.0),
    "camera.png": (0.01, 0.95, 0.02, 0.1),
    "coffee.png": (0.01, 0.95, 0.02, 0.1),
    "coins.png": (0.01, 0.95, 0.02, 0.1),
    "ihc.png": (0.01, 0.95, 0.02, 0.1),
    "motorcycle_left.png": (0.01, 0.95, 0.02, 0.1),
}


def edited_photographs(*, one_in: int = 1) -> PlantedSet:
    """Every photograph with its edited copies, or every `one_in`th of them, and pictures that are like nothing else.

    Those are halves of the same photographs, faces, and fifty bland pictures.
    """
    bland = [Planted(name, data) for name, data in bland_pictures()]
    files = [*_families(one_in), *_halves(), *_faces(), *bland]
    return PlantedSet(tuple(files), bland=frozenset(file.name for file in bland))


def chains() -> PlantedSet:
    """Chains of four pictures, each a little further off than the one before."""
    made = {name: _chain(name, *steps) for name, steps in _CHAINS.items()}
    files = tuple(file for chain in made.values() for file in chain)
    return PlantedSet(files, chains=tuple(tuple(file.name for file in chain) for chain in made.values()))


def seed_set(count: int) -> PlantedSet:
    """The seed set of `count` files without the second ones of the same bytes, which a tenant has once."""
    return without_same_bytes(assemble(count))


def without_same_bytes(drawn: SeedSet) -> PlantedSet:
    """What a tenant has of a seed set."""
    copies = {
        name: (group.keeper, Tier(group.tier), edit) for group in drawn.groups for name, edit in group.edits.items()
    }
    files = []
    for file in drawn.files:
        keeper, tier, edit = copies.get(file.name, (None, None, ""))
        if tier is not Tier.SAME_BYTES:
            files.append(Planted(file.name, file.data, keeper, tier, edit))
    return PlantedSet(tuple(files))


def _families(one_in: int) -> Iterator[Planted]:
    for at, name in enumerate(NAMES):
        picture = photograph(name)
        yield Planted(name, stored(picture))
        edits = [(tier, edit, make) for tier, some in _BY_TIER.items() for edit, make in some.items()]
        for tier, edit, make in edits[at % one_in :: one_in]:
            yield Planted(f"{name}: {edit}", make(picture), name, tier, edit)


def _halves() -> Iterator[Planted]:
    for name in NAMES:
        picture = photograph(name)
        middle = picture.width // 2
        for half, box in (("left", (0, 0, middle, picture.height)), ("right", (middle, 0, *picture.size))):
            yield Planted(f"{name}: {half} half alone", stored(picture.crop(box), "JPEG", quality=90))


def _faces() -> Iterator[Planted]:
    for at, levels in enumerate(skimage.data.lfw_subset()[:_FACES]):
        face = Image.fromarray((255 * levels / levels.max()).astype(np.uint8)).convert("RGB")
        large = face.resize((_FACE_SIDE, _FACE_SIDE), Image.Resampling.BICUBIC)
        yield Planted(f"face {at}", stored(large, "JPEG", quality=90))


def _chain(name: str, step: float, share: float, shrinking: float, darker: float) -> list[Planted]:
    picture = photograph(name)
    width, height = picture.size
    made = []
    for at in range(_LINKS):
        begin, end = step * at, step * at + share - shrinking * at
        window = picture.crop((round(width * begin), round(height * begin), round(width * end), round(height * end)))
        link = ImageEnhance.Brightness(window).enhance(1 - darker * at)
        made.append(Planted(f"{name}: link {'ABCD'[at]}", stored(link, "JPEG", quality=90)))
    return made
