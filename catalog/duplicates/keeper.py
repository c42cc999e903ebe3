"""Which member of a group to keep, with the reasons for it, or a plain word that this is not clear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalog.duplicates.model import Tier
from catalog.duplicates.views import Suggestion
from catalog.images.model import Image

CLOSE: Final = 0.05
"""Two scores that differ by less are too close to choose by."""
WEIGHTS: Final[Mapping[str, float]] = {
    "resolution": 0.40,
    "quality": 0.26,
    "format": 0.16,
    "metadata": 0.12,
    "age": 0.06,
}
# What a format can hold, not what this file holds: the best of a photograph is more often in the upper ones.
_FORMATS: Final[Mapping[str, tuple[float, str]]] = {
    "image/tiff": (1.0, "TIFF, lossless"),
    "image/png": (1.0, "PNG, lossless"),
    "image/heic": (0.75, "HEIC, more than eight bits a channel"),
    "image/avif": (0.75, "AVIF, more than eight bits a channel"),
    "image/webp": (0.5, "WebP, eight bits a channel"),
    "image/jpeg": (0.25, "JPEG, loses something each time it is saved"),
    "image/gif": (0.0, "GIF, 256 colours at most"),
    "image/bmp": (0.0, "BMP, without metadata or a colour profile"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: its name (of WEIGHTS), its value 0..1 beside the best of the group, and words for it."""

    part: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    """How good a keeper an image is: the weighted sum of its parts, 0..1; reasons with the weightiest first."""

    total: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """What the members are measured against."""

    pixels: int
    quality: float
    oldest: datetime
    newest: datetime


def scores_of(members: Sequence[Image]) -> dict[str, Score]:
    """Each member's score by image id; at least one member."""
    best = _Group(
        max(one.width * one.height for one in members),
        max(one.quality_score for one in members),
        min(one.created_at for one in members),
        max(one.created_at for one in members),
    )
    return {one.image_id: _score(one, best) for one in members}


def suggest(members: Sequence[Image], *, tier: Tier, hub: bool = False, contradiction: bool = False) -> Suggestion:
    """The member with the best score; nobody (with `why_not`) when that would be a guess.

    A guess is: variants (T4), a group with a `hub` or about which people contradict each other, and two best scores
    closer than CLOSE. Where the pixels are the same (T1) nothing can be lost of them, and the larger file is kept,
    which may hold more beside them; then the older one.
    """
    scores = scores_of(members)
    totals = {image_id: score.total for image_id, score in scores.items()}
    words = {image_id: tuple(one.words for one in score.reasons) for image_id, score in scores.items()}
    ranked = sorted(members, key=lambda one: (-totals[one.image_id], -one.size_bytes, one.created_at, one.sha256))
    why_not = _doubt(tier, hub=hub, contradiction=contradiction)
    if why_not is None and len(ranked) > 1 and totals[ranked[0].image_id] - totals[ranked[1].image_id] < CLOSE:
        if tier is not Tier.SAME_PIXELS:
            why_not = "the best two are too close to choose between"
        else:
            close = [one for one in members if totals[ranked[0].image_id] - totals[one.image_id] < CLOSE]
            ranked = sorted(close, key=lambda one: (-one.size_bytes, one.created_at, one.sha256))
    return Suggestion(None if why_not else ranked[0].image_id, why_not, totals, words)


def _doubt(tier: Tier, *, hub: bool, contradiction: bool) -> str | None:
    if tier is Tier.VARIANT:
        return "these are variants: they look alike, and no hash says that they are the same picture"
    if contradiction:
        return "people contradict each other about these images"
    return "a member is near to suspiciously many images" if hub else None


def _score(image: Image, best: _Group) -> Score:
    parts = [_resolution(image, best), _quality(image, best), _format(image), _metadata(image), _age(image, best)]
    ordered = sorted(parts, key=lambda one: -WEIGHTS[one.part] * one.value)
    return Score(round(sum(WEIGHTS[one.part] * one.value for one in parts), 6), tuple(ordered))


def _resolution(image: Image, best: _Group) -> Reason:
    share = image.width * image.height / best.pixels
    rank = "the largest" if share == 1 else f"{share:.0%} of the largest's pixels"
    return Reason("resolution", share, f"{image.width} × {image.height}, {rank}")


def _quality(image: Image, best: _Group) -> Reason:
    share = image.quality_score / best.quality if best.quality else 1.0
    rank = "the best" if share == 1 else f"the best has {best.quality:.2f}"
    return Reason("quality", share, f"quality {image.quality_score:.2f}, {rank}")


def _format(image: Image) -> Reason:
    value, words = _FORMATS.get(image.content_type, (0.0, image.content_type))
    return Reason("format", value, words)


def _metadata(image: Image) -> Reason:
    known = {"a filename": image.filename, "tags": image.tags, "a category": image.category_id}
    held = [name for name, value in known.items() if value]
    return Reason("metadata", len(held) / len(known), f"has {' and '.join(held)}" if held else "has no metadata")


def _age(image: Image, best: _Group) -> Reason:
    span = (best.newest - best.oldest).total_seconds()
    share = 1 - (image.created_at - best.oldest).total_seconds() / span if span else 1.0
    rank = "the oldest" if image.created_at == best.oldest else "not the oldest"
    return Reason("age", share, f"from {image.created_at:%Y-%m-%d}, {rank}")
