"""What crops add: small things planted in landscapes, asked for by a picture of the thing, with the shipped model."""

import time
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.embeddings.model import Preprocess
from catalog.images.crops import Box, Crop, cut
from catalog.images.model_pixels import model_pixels
from catalog.images.saliency import salient_boxes
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.bench.figures import table
from tests.bench.plan import Plan
from tests.planted.scenes import plain_scene, planted_scene

_SIDE: Final = 224
_AT_ONCE: Final = 32
_COUNTS: Final = (1, 2, 4, 8)
_LARGEST: Final = 3.0  # times the thing's own sides: in a larger crop it is small again
_HEADS: Final = ("crops an image", "thing in a crop", "recall@1", "recall@10", "ms an image to find and cut them")

Vectors = NDArray[np.float32]


def run(plan: Plan) -> None:
    """Print, by how many crops an image has, how often a thing's own scene is among the nearest.

    Every other scene has as many crops. The last row asks what the model could do if every crop were the right one.
    """
    planted_count, others_count = plan.scenes
    model = load_model(EmbedderSettings(model_name=NAME))
    scenes = [planted_scene(number) for number in range(planted_count)]
    pictures = [scene.picture for scene in scenes] + [plain_scene(planted_count + at) for at in range(others_count)]
    whole = _embedded(model, [_whole(picture) for picture in pictures])
    asked = _embedded(model, [_whole(scene.asked) for scene in scenes])
    print(f"{planted_count} planted scenes among {others_count} others")
    rows: list[list[str | float]] = [["none", "–", *_recalls(asked @ whole.T), "–"]]
    for count in _COUNTS:
        began = time.process_time()
        crops = [cut(picture, None, Preprocess(), salient_boxes(picture, count)) for picture in pictures]
        spent = (time.process_time() - began) / len(pictures) * 1e3
        held = [any(_shows(crop.box, scene.thing) for crop in its) for its, scene in zip(crops, scenes, strict=False)]
        best = np.maximum(asked @ whole.T, _best_crops(model, asked, crops))
        rows.append([str(count), sum(held) / planted_count, *_recalls(best), spent])
    right = [cut(scene.picture, None, Preprocess(), [_around(scene.thing)]) for scene in scenes]
    best = np.maximum(asked @ whole.T, _best_crops(model, asked, right + [()] * others_count))
    rows.append(["the thing's own box", 1.0, *_recalls(best), "–"])
    print(table(_HEADS, rows))


def _whole(picture: Image.Image) -> bytes:
    return model_pixels(picture, None, Preprocess())


def _embedded(model: LoadedModel, pixels: Sequence[bytes]) -> Vectors:
    """(n, dimension) unit vectors."""
    views = [np.frombuffer(one, np.uint8).reshape(_SIDE, _SIDE, 3) for one in pixels]
    return np.concatenate([model.encode_images(views[at : at + _AT_ONCE]) for at in range(0, len(views), _AT_ONCE)])


def _best_crops(model: LoadedModel, asked: Vectors, crops: Sequence[Sequence[Crop]]) -> Vectors:
    """(questions, images) the best cosine of any crop; −1 where an image has none."""
    vectors = _embedded(model, [crop.pixels for its in crops for crop in its])
    ends = np.cumsum([len(its) for its in crops])
    parts = np.split(asked @ vectors.T, ends[:-1], axis=1)
    return np.stack([part.max(axis=1, initial=-1) for part in parts], axis=1)


def _recalls(scores: Vectors) -> list[float]:
    """How often a question's own scene, which has its number, is the first, and among the first ten."""
    own = np.diagonal(scores)[:, np.newaxis]
    ranks = (scores > own).sum(axis=1)
    return [float((ranks < most).mean()) for most in (1, 10)]


def _shows(crop: Box, thing: Box) -> bool:
    """Whether the middle half of the thing is in the crop, and the crop not much larger than the thing."""
    margins = ((thing.right - thing.left) / 4, (thing.bottom - thing.top) / 4)
    within = (
        crop.left <= thing.left + margins[0] and crop.right >= thing.right - margins[0],
        crop.top <= thing.top + margins[1] and crop.bottom >= thing.bottom - margins[1],
    )
    return all(within) and crop.right - crop.left <= _LARGEST * (thing.right - thing.left)


def _around(thing: Box) -> Box:
    """The thing with half its radius of ground on every side."""
    across, down = (thing.right - thing.left) / 4, (thing.bottom - thing.top) / 4
    edges = (thing.left - across, thing.top - down, thing.right + across, thing.bottom + down)
    return Box.of([min(1.0, max(0.0, edge)) for edge in edges])
