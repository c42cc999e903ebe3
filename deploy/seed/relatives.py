"""Near-duplicates of each tier, made from a finished file as people make them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import imagehash
import numpy as np
from PIL import Image

from deploy.seed.files import encoded, same_pixels_other_bytes, shown
from deploy.seed.model import Drawn, Planned, Tier
from embedder.training.drawing.edits import brightened, cropped, resized

MAX_HAMMING: Final = 6  # as far as the pHash of a T2 copy may be from its original
T1_FORMS: Final = frozenset({"jpeg", "png"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that has no name yet."""

    drawn: Drawn
    data: bytes
    form: str
    planned: Planned | None = None  # None for copies and anomalies


@dataclass(frozen=True, slots=True)
class Relative:
    """A copy, what it went through, and for T2 how far its pHash is from the original's."""

    entry: Entry
    edit: str
    hamming: int | None = None


def relative(tier: Tier, of: Entry, rng: np.random.Generator) -> Relative:
    """One near-duplicate of the tier, some days younger than its original."""
    made = _MAKERS[tier](of, rng)
    later = made.entry.drawn.created_at + timedelta(minutes=int(rng.integers(60, 60 * 24 * 60)))
    return replace(made, entry=replace(made.entry, drawn=replace(made.entry.drawn, created_at=later), planned=None))


def _same_bytes(of: Entry, rng: np.random.Generator) -> Relative:
    del rng
    return Relative(of, "the same bytes under another name")


def _same_pixels(of: Entry, rng: np.random.Generator) -> Relative:
    del rng
    data, edit = same_pixels_other_bytes(of.data)
    return Relative(replace(of, data=data), edit)


def _edited(of: Entry, rng: np.random.Generator) -> Relative:
    """Edits are drawn until one keeps the pHash near; a plain re-encode at good quality ends the search."""
    original = shown(of.data)
    wanted = imagehash.phash(original)
    for attempt in range(12):
        image, edit, form, quality = _an_edit(original, rng) if attempt < 11 else (original, "re-encoded", "jpeg", 80)
        data = encoded(image, form, quality)
        hamming = int(imagehash.phash(shown(data)) - wanted)
        if hamming <= MAX_HAMMING:
            break
    return Relative(Entry(replace(of.drawn, image=image), data, form), f"{edit}, {form} at quality {quality}", hamming)


def _an_edit(original: Image.Image, rng: np.random.Generator) -> tuple[Image.Image, str, str, int]:
    form = "webp" if rng.random() < 0.2 else "jpeg"
    quality = int(rng.integers(35, 75))
    kind = str(rng.choice(("re-encoded", "resized", "cropped", "brightened")))
    if kind == "resized":
        scale = round(float(rng.uniform(0.4, 0.8)), 2)
        return resized(original, scale), f"resized × {scale}", form, quality
    if kind == "cropped":
        margins = [round(float(share), 3) for share in rng.uniform(0.0, 0.03, 4)]
        return cropped(original, *margins), f"cropped by {margins}", form, quality
    if kind == "brightened":
        factor = round(float(rng.choice((rng.uniform(0.8, 0.92), rng.uniform(1.08, 1.2)))), 2)
        return brightened(original, factor), f"brightness × {factor}", form, quality
    return original, kind, form, quality


_TURNS: Final[dict[str, Image.Transpose]] = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "turned upside down": Image.Transpose.ROTATE_180,
    "turned left": Image.Transpose.ROTATE_90,
    "turned right": Image.Transpose.ROTATE_270,
}


def _turned(of: Entry, rng: np.random.Generator) -> Relative:
    edit = str(rng.choice(tuple(_TURNS)))
    image = shown(of.data).transpose(_TURNS[edit])
    return Relative(Entry(replace(of.drawn, image=image), encoded(image, "jpeg", 88), "jpeg"), edit)


def _variant(of: Entry, rng: np.random.Generator) -> Relative:
    if of.planned is None:
        raise ValueError("only a drawn picture can be drawn again")
    again = of.planned.picture.again(int(rng.integers(50_000_000, 60_000_000)))
    image = again.draw(*of.planned.size)
    return Relative(Entry(replace(of.drawn, image=image), encoded(image, "jpeg", 90), "jpeg"), "drawn again")


_MAKERS: Final[dict[Tier, Callable[[Entry, np.random.Generator], Relative]]] = {
    "T0": _same_bytes,
    "T1": _same_pixels,
    "T2": _edited,
    "T3": _turned,
    "T4": _variant,
}
