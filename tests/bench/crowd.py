"""Fills a tenant with images among which near-duplicates are planted: rows and points in bulk, no pictures behind them.

Nine in ten are strangers to each other; the rest are copies in groups of two to four: half with a hash a few bits off
(T2), a quarter with the same pixels (T1), a quarter turned (T3). A few more are variants, near by vector alone.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import numpy as np
from ulid import ULID

from catalog.duplicates.model import Turn
from catalog.embeddings.model import Vector
from tests.bench.population import Drawn, NotOptimised, Population

_SEED: Final = 20_260_701
_COPY_EVERY: Final = 10
_VARIANT_EVERY: Final = 97
_COPY_NOISE: Final = 0.12
_VARIANT_NOISE: Final = 0.1
_PATIENCE: Final = 4


class Crowd(Population):
    """A population with planted near-duplicates."""

    def wait_until_optimised(self) -> int:
        """Wait longer: a hundred thousand vectors take a quarter of an hour on a busy machine. Raises NotOptimised."""
        for _ in range(_PATIENCE):
            with suppress(NotOptimised):
                return Population.wait_until_optimised(self)
        return Population.wait_until_optimised(self)

    def _draw(self) -> Iterator[Drawn]:
        """Image after image; each number of the sequence is the same in every run."""
        generator = np.random.default_rng(_SEED)
        original: Drawn | None = None
        for number, stranger in enumerate(super()._draw()):
            drawn = replace(stranger, image=replace(stranger.image, **_hashes(generator)))
            if original is not None and number % _COPY_EVERY == 0:
                yield _copy(original, drawn, number // _COPY_EVERY, generator)
            elif original is not None and number % _VARIANT_EVERY == 0:
                yield replace(drawn, vector=_near(original.vector, _VARIANT_NOISE, generator))
            else:
                yield drawn
            original = drawn if number % (2 * _COPY_EVERY) == 5 else original


def _hashes(generator: np.random.Generator) -> dict[str, Any]:
    return {
        "image_id": str(ULID.from_bytes(generator.bytes(16))),
        "turned_phashes": generator.bytes(56).hex(),
        "pixel_hash": generator.bytes(16).hex(),
    }


def _copy(original: Drawn, drawn: Drawn, kind: int, generator: np.random.Generator) -> Drawn:
    """A picture made of the original: edited, saved anew, or turned."""
    vector = _near(original.vector, _COPY_NOISE, generator)
    its, image = original.image, drawn.image
    match kind % 4:
        case 0:
            image = replace(image, phash=its.phash, pixel_hash=its.pixel_hash, turned_phashes=its.turned_phashes)
        case 1:
            turned = its.turned_phashes or ""
            image = replace(image, phash=turned[: len(its.phash)], turned_phashes=_mirrored(turned, its.phash))
        case _:
            bits = int(np.bitwise_or.reduce(1 << generator.integers(0, 63, kind % 6)))
            image = replace(image, phash=f"{int(its.phash, 16) ^ bits:016x}")
    return Drawn(image, vector)


def _mirrored(turned: str, upright: str) -> str:
    """The turned hashes of a mirrored picture, as far as the join needs them: mirrored again it is as it was."""
    digits = len(upright)
    at = (Turn.MIRRORED - 1) * digits
    return turned[:at] + upright + turned[at + digits :]


def _near(vector: Vector, noise: float, generator: np.random.Generator) -> Vector:
    drawn = generator.standard_normal(len(vector), dtype=np.float32)
    near: Vector = vector + noise * drawn / np.linalg.norm(drawn)
    unit: Vector = near / np.linalg.norm(near)
    return unit
