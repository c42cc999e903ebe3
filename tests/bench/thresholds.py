"""What each threshold finds in the seed set, of planted pairs and of others, with the shipped model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.images.perceptual_hash import PictureHashes, hash_picture
from catalog.images.pixels import flatten, matching_profile, upright
from deploy.seed.assembly import assemble
from deploy.seed.truth import write
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.settings import EmbedderSettings
from tests.bench.figures import table
from tests.bench.plan import Plan

_BATCH: Final = 32
_NO_LIMIT: Final = DecodeLimits(max_bytes=1 << 40, max_pixels=1 << 40, max_side=1 << 40)
_WITHIN: Final = 6
_FLOORS: Final = (0.5, 0.6, 0.75, 0.9)
_VARIANTS: Final = (0.90, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998)
_PER: Final = 1e5


@dataclass(frozen=True, slots=True)
class _World:
    """All m pairs of the set's pictures: what is measured of them, and what was planted ('' where nothing was)."""

    cosine: NDArray[np.float32]
    hamming: NDArray[np.int64]  # 65 where a picture is flat
    turned: NDArray[np.int64]
    planted: NDArray[np.str_]


def run(plan: Plan) -> None:
    """Print recall and precision of T2 by threshold, of T3 by floor, of T4 by threshold beside random pairs."""
    with TemporaryDirectory() as folder:
        truth = json.loads(write(assemble(plan.seed_pictures), Path(folder)).read_text())
        world = _world(Path(folder), truth)
    edited, turned, variant = (world.planted == tier for tier in ("T2", "T3", "T4"))
    by_hash, by_turn = world.hamming <= _WITHIN, world.turned <= _WITHIN
    random = np.count_nonzero(world.planted == "")
    print(f"{plan.seed_pictures:,} pictures, {len(world.planted):,} pairs, {random:,} of them not planted")
    steps = [at / 100 for at in range(90, 100)]
    rows: list[list[str | float]] = [
        [f"T2 at {one:.2f}", *_shares(world, edited, by_hash & (world.cosine >= one))] for one in steps
    ]
    others = by_turn & ~by_hash
    rows += [[f"T3 from {one:.2f}", *_shares(world, turned, others & (world.cosine >= one))] for one in _FLOORS]
    nearer = others & (world.turned <= 2)
    rows += [
        [f"T3 within 2 from {one:.2f}", *_shares(world, turned, nearer & (world.cosine >= one))] for one in _FLOORS
    ]
    unheard = ~by_hash & ~by_turn
    rows += [[f"T4 at {one:.3f}", *_shares(world, variant, unheard & (world.cosine >= one))] for one in _VARIANTS]
    print(table(("", "recall", "precision", "not planted", "random per 100,000"), rows))


def _shares(world: _World, meant: NDArray[np.bool_], found: NDArray[np.bool_]) -> list[float]:
    random = world.planted == ""
    wrong, right, all_found, all_meant, all_random = (
        float(which.sum()) for which in (found & random, found & meant, found, meant, random)
    )
    precision = 1 - wrong / all_found if all_found else nan
    return [right / all_meant if all_meant else nan, precision, wrong, wrong / all_random * _PER]


def _world(folder: Path, truth: dict[str, Any]) -> _World:
    names = [file["name"] for file in truth["files"]]
    vectors = _vectors(folder, names)
    hashes = [_hashes(folder / name) for name in names]
    one, other = np.triu_indices(len(names), 1)
    flat = np.array([found.flat for found in hashes])
    upright_hash = np.array([int(found.phash, 16) for found in hashes], np.uint64)
    turned = np.array(
        [[int(found.turned[at : at + 16], 16) for at in range(0, 112, 16)] for found in hashes], np.uint64
    )
    ways = [np.bitwise_count(upright_hash[one] ^ turned[other, turn]) for turn in range(7)]
    ways += [np.bitwise_count(upright_hash[other] ^ turned[one, turn]) for turn in range(7)]
    unheard = flat[one] | flat[other]
    return _World(
        (vectors @ vectors.T)[one, other],
        np.where(unheard, 65, np.bitwise_count(upright_hash[one] ^ upright_hash[other])).astype(np.int64),
        np.where(unheard, 65, np.min(ways, axis=0)).astype(np.int64),
        _planted(truth, names)[one, other],
    )


def _planted(truth: dict[str, Any], names: Sequence[str]) -> NDArray[np.str_]:
    place = {name: at for at, name in enumerate(names)}
    tiers = np.full((len(names), len(names)), "", "U2")
    for group in truth["groups"]:
        for one, other in combinations(sorted(place[name] for name in group["members"]), 2):
            tiers[one, other] = group["tier"]
    return tiers


def _hashes(path: Path) -> PictureHashes:
    with Image.open(path) as opened:
        return hash_picture(flatten(upright(opened), matching_profile(opened)))


def _vectors(folder: Path, names: Sequence[str]) -> NDArray[np.float32]:
    model = load_model(EmbedderSettings(model_name="semblance-tiny", batch_size=_BATCH))
    return np.concatenate([_batch(model, folder, names[at : at + _BATCH]) for at in range(0, len(names), _BATCH)])


def _batch(model: LoadedModel, folder: Path, names: Sequence[str]) -> NDArray[np.float32]:
    framing = Framing(model.facts.image_size, mean_colour(model.facts.mean))
    return model.encode_images(
        [model_pixels((folder / name).read_bytes(), framing, limits=_NO_LIMIT) for name in names]
    )
