"""`python -m embedder.training.evaluate`: how well a model finds drawn pictures it has never seen, and the protocol."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from PIL import Image

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.framing import Framing, framed
from embedder.pixels import mean_colour
from embedder.settings import EmbedderSettings
from embedder.training.cache import HELD_OUT, SIDE, canvas_size
from embedder.training.drawing import Caption, Picture, a_picture
from embedder.training.drawing.edits import brightened, cropped, reencoded, resized
from embedder.training.tiny import NAME

TOP: Final = 10
_BATCH: Final = 50
Edit = Callable[[Image.Image], Image.Image]
# The copies that must rank first; the brighter one goes beyond what is promised.
EDITS: Final[dict[str, Edit]] = {
    "reencoded": lambda picture: reencoded(picture, 50),
    "resized": lambda picture: resized(picture, 0.5),
    "cropped": lambda picture: reencoded(cropped(picture, 0.04, 0.03, 0.03, 0.04), 85),
    "brightened": lambda picture: reencoded(brightened(picture, 1.15), 85),
}


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares in 0..1. A caption finds its picture when any picture that it fits is among the ten nearest."""

    pictures: int
    full_caption_recall_at_10: float  # the caption that says all there is to say
    full_caption_own_picture_at_10: float  # only the very picture counts
    full_caption_first: float  # the nearest picture fits
    any_caption_recall_at_10: float  # one of the picture's captions, often a short one
    any_caption_precision_at_5: float  # of the five nearest (or of as many as fit, if fewer), those that fit
    reencoded_first: float  # the copy's nearest original is its own
    resized_first: float
    cropped_first: float
    brightened_first: float
    copy_cosine_5th_percentile: float  # over all four kinds of copies
    other_cosine_95th_percentile: float  # a picture and its nearest other picture


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Pictures of seeds that training never draws, no two with the same full caption."""

    pictures: tuple[Picture, ...]
    drawn: tuple[Image.Image, ...]


def held_out(count: int, first_seed: int = HELD_OUT) -> HeldOut:
    """The first `count` pictures from `first_seed` on whose full captions claim different things."""
    chosen: dict[frozenset[str], Picture] = {}
    seed = first_seed
    while len(chosen) < count:
        picture = a_picture(seed)
        chosen.setdefault(picture.captions[-1].claims, picture)
        seed += 1
    pictures = tuple(chosen.values())
    return HeldOut(pictures, tuple(p.draw(*canvas_size(np.random.default_rng((p.seed, 7)))) for p in pictures))


def evaluate(model: LoadedModel, world: HeldOut) -> Scores:
    """All scores of a model on the held-out pictures."""
    originals = _embedded(model, world.drawn)
    full = [picture.captions[-1] for picture in world.pictures]
    some = [_one_of(picture) for picture in world.pictures]
    full_ranks, some_ranks = (_ranks(model, originals, captions) for captions in (full, some))
    full_fits, some_fits = (_fits(world.pictures, captions) for captions in (full, some))
    copies = {name: _embedded(model, [edit(picture) for picture in world.drawn]) for name, edit in EDITS.items()}
    own = np.concatenate([(originals * copy).sum(1) for copy in copies.values()])
    between = originals @ originals.T
    np.fill_diagonal(between, -1.0)
    return Scores(
        pictures=len(originals),
        full_caption_recall_at_10=_recall(full_ranks, full_fits),
        full_caption_own_picture_at_10=_recall(full_ranks, np.eye(len(originals), dtype=bool)),
        full_caption_first=_recall(full_ranks[:, :1], full_fits),
        any_caption_recall_at_10=_recall(some_ranks, some_fits),
        any_caption_precision_at_5=_precision(some_ranks, some_fits),
        copy_cosine_5th_percentile=float(np.percentile(own, 5)),
        other_cosine_95th_percentile=float(np.percentile(between.max(1), 95)),
        **{f"{name}_first": _finds_itself(copy, originals) for name, copy in copies.items()},
    )


def _one_of(picture: Picture) -> Caption:
    captions = picture.captions
    return captions[int(np.random.default_rng((picture.seed, 8)).integers(len(captions)))]


def _embedded(model: LoadedModel, pictures: "tuple[Image.Image, ...] | list[Image.Image]") -> np.ndarray:
    framing = Framing(SIDE, mean_colour(model.facts.mean))
    pixels = [framed(picture, framing) for picture in pictures]
    return np.concatenate([model.encode_images(chunk) for chunk in _chunks(pixels)])


def _chunks(items: list[np.ndarray]) -> Iterator[list[np.ndarray]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _ranks(model: LoadedModel, originals: np.ndarray, captions: list[Caption]) -> np.ndarray:
    """The nearest TOP pictures of each caption, (captions, TOP)."""
    texts = model.encode_texts([caption.text for caption in captions])
    return np.argsort(-texts @ originals.T, axis=1)[:, :TOP]


def _fits(pictures: tuple[Picture, ...], captions: list[Caption]) -> np.ndarray:
    """(captions, pictures) bool: whether the caption is true of the picture."""
    return np.array([[picture.fits(caption) for picture in pictures] for caption in captions])


def _recall(ranks: np.ndarray, fits: np.ndarray) -> float:
    return float(np.take_along_axis(fits, ranks, 1).any(1).mean())


def _precision(ranks: np.ndarray, fits: np.ndarray) -> float:
    wanted = np.minimum(fits.sum(1), 5)
    found = np.take_along_axis(fits, ranks, 1) & (np.arange(TOP) < wanted[:, None])
    return float((found.sum(1) / wanted).mean())


def _finds_itself(copies: np.ndarray, originals: np.ndarray) -> float:
    nearest = (copies @ originals.T).argmax(1)
    return float((nearest == np.arange(len(copies))).mean())


def main() -> None:
    """Print the scores of the shipped model, or of a folder with config.json and weights."""
    parser = argparse.ArgumentParser(prog="python -m embedder.training.evaluate", description=__doc__)
    parser.add_argument("--model", default=NAME, help="semblance-tiny, or a folder with config.json and weights")
    parser.add_argument("--pictures", type=int, default=500)
    options = parser.parse_args()
    model = load_model(EmbedderSettings(model_name=options.model))
    scores = evaluate(model, held_out(options.pictures))
    print(f"{model.facts.name} {model.facts.version}")
    for score in fields(scores):
        value = getattr(scores, score.name)
        print(f"  {score.name:32} {value if isinstance(value, int) else format(value, '.3f')}")


if __name__ == "__main__":
    main()
