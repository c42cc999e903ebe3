"""Which distance finds which share of edited and turned photographs, and what it finds that it should not."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from PIL import Image

from catalog.images.perceptual_hash import hash_picture
from tests.bench.edits import EDITS, photographs, tiles
from tests.bench.figures import table
from tests.bench.plan import Plan

_DISTANCES: Final = (0, 2, 4, 6, 8, 10)
_HEADS: Final = ("photographs", *(f"within {furthest}" for furthest in _DISTANCES))
_TURNS: Final = tuple(Image.Transpose)


def run(plan: Plan) -> None:
    """Print, for every edit, the share of photographs whose edited copy is a candidate; flat ones are left out."""
    pictures = [picture for picture in photographs()[: plan.photographs] if not hash_picture(picture).flat]
    own = [_hashes(picture) for picture in pictures]
    rows: list[list[str | float]] = []
    for name, edit in EDITS.items():
        edited = (_hashes(edit(picture)) for picture in pictures)
        rows.append(_row(name, [_apart(one[0], other[0]) for one, other in zip(own, edited, strict=True)]))
    rows.append(_row("turned or mirrored", list(_turned(pictures, own))))
    rows.append(_row("other photographs", list(_others([one for one, *_ in own]))))
    rows.append(_row("other tiles", list(_others([_hashes(tile)[0] for tile in tiles(pictures)]))))
    print(table(_HEADS, rows))


def _row(name: str, apart: Sequence[int]) -> list[str | float]:
    return [f"{name} ({len(apart)})", *(f"{100 * np.mean(np.array(apart) <= most):.2f} %" for most in _DISTANCES)]


def _hashes(picture: Image.Image) -> tuple[int | None, list[int]]:
    """The upright hash, None of a flat picture, which is never matched; and the turned ones."""
    found = hash_picture(picture)
    turned = [int(found.turned[at : at + 16], 16) for at in range(0, len(found.turned), 16)]
    return None if found.flat else int(found.phash, 16), turned


def _apart(one: int | None, other: int | None) -> int:
    return 65 if one is None or other is None else (one ^ other).bit_count()


def _turned(pictures: Sequence[Image.Image], own: Sequence[tuple[int | None, list[int]]]) -> Iterable[int]:
    """How near the nearest of the turned hashes comes to the picture really turned and stored at quality 60."""
    stored = EDITS["JPEG quality 60"]
    for picture, (_, turned) in zip(pictures, own, strict=True):
        for turn in _TURNS:
            upright = _hashes(stored(picture.transpose(turn)))[0]
            yield min(_apart(one, upright) for one in turned)


def _others(hashes: Sequence[int | None]) -> Iterable[int]:
    return (_apart(one, other) for at, one in enumerate(hashes) for other in hashes[at + 1 :])
