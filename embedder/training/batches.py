"""Batches for training: two views of each picture, one caption for each view, and which captions fit which pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch

from embedder.training.cache import Cache
from embedder.training.tiny import MEAN, STD, tokenizer

_CONTEXT_START: Final = 1  # position 0 holds the start token
_JUNK_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Batch:
    """B pictures in two views each: the first B rows are one view, the next B the other."""

    views: torch.Tensor  # (2B, 3, side, side) float, normalised
    tokens: torch.Tensor  # (2B, context) int64
    fits: torch.Tensor  # (2B pictures, 2B captions) bool


@dataclass(frozen=True, slots=True)
class Words:
    """Every caption of every picture as tokens, with claims and facts as index sets over one list of phrases."""

    tokens: list[torch.Tensor]  # a picture's captions, (captions, context)
    claims: list[np.ndarray]  # the same captions, (captions, phrases) bool
    facts: np.ndarray  # (pictures, phrases) bool
    known: torch.Tensor  # (vocabulary,) bool: tokens that occur in some caption


def words_of(cache: Cache) -> Words:
    """Tokenise all captions once."""
    said = [picture.captions for picture in cache.pictures]
    phrases = {phrase: at for at, phrase in enumerate(sorted({p for picture in cache.pictures for p in picture.facts}))}
    speak = tokenizer()
    tokens = [speak([caption.text for caption in captions]) for captions in said]
    claims = [np.stack([_marks(caption.claims, phrases) for caption in captions]) for captions in said]
    facts = np.stack([_marks(picture.facts, phrases) for picture in cache.pictures])
    known = torch.zeros(speak.vocab_size, dtype=torch.bool)
    known[torch.cat(tokens).flatten()] = True
    return Words(tokens, claims, facts, known)


def _marks(phrases: frozenset[str], index: dict[str, int]) -> np.ndarray:
    marks = np.zeros(len(index), bool)
    marks[[index[phrase] for phrase in phrases]] = True
    return marks


def batches(
    cache: Cache, words: Words, *, size: int, side: int, steps: range, seed: int
) -> Iterator[tuple[int, Batch]]:
    """The numbered batches of `size` different pictures; batch n is the same whichever number one starts at."""
    junk = torch.nonzero(~words.known).flatten()[1:]  # 0 is padding
    an_epoch = len(cache) // size
    for step in steps:
        epoch, at = divmod(step, an_epoch)
        order = np.random.default_rng((seed, 0, epoch)).permutation(len(cache))
        chosen = np.sort(order[at * size : (at + 1) * size])
        yield step, _batch(cache, words, chosen, side, np.random.default_rng((seed, 1, step)), junk)


def _batch(
    cache: Cache, words: Words, chosen: np.ndarray, side: int, rng: np.random.Generator, junk: torch.Tensor
) -> Batch:
    twice = np.concatenate([chosen, chosen])
    picks = [(at, int(rng.integers(len(words.tokens[at])))) for at in twice]
    tokens = torch.stack([words.tokens[at][pick] for at, pick in picks])
    claims = np.stack([words.claims[at][pick] for at, pick in picks]).astype(np.float32)
    missing = (~words.facts[twice]).astype(np.float32) @ claims.T
    pixels = torch.from_numpy(np.concatenate([cache.originals[chosen], cache.copies[chosen]]))
    flips = torch.tensor([cache.pictures[at].kind != "gradient" and rng.random() < 0.3 for at in twice])
    views = _moved(pixels.permute(0, 3, 1, 2), flips, side, rng)
    return Batch(views, _with_junk(tokens, junk, rng), torch.from_numpy(missing < 0.5))


def _moved(pixels: torch.Tensor, flips: torch.Tensor, side: int, rng: np.random.Generator) -> torch.Tensor:
    """Each view turned, zoomed, shifted, mirrored and lit a little differently, then resized and normalised."""
    count = len(pixels)
    if side != pixels.shape[-1]:
        pixels = torch.nn.functional.interpolate(pixels, (side, side), mode="bilinear", antialias=True)
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    light = torch.from_numpy(rng.uniform(0.85, 1.15, (count, 1, 1, 1)).astype(np.float32))
    views = ((pixels.float() / 255.0 * light).clamp_(0, 1) - mean) / std
    turn = rng.normal(0, 0.04, count)
    zoom = rng.uniform(0.92, 1.06, count)
    mirror = np.where(flips.numpy(), -1.0, 1.0)
    cos, sin = np.cos(turn) * zoom, np.sin(turn) * zoom
    shift = rng.uniform(-0.06, 0.06, (count, 2))
    moves = np.stack([cos * mirror, -sin, shift[:, 0], sin * mirror, cos, shift[:, 1]], 1).reshape(count, 2, 3)
    grid = torch.nn.functional.affine_grid(
        torch.from_numpy(moves.astype(np.float32)), list(views.shape), align_corners=False
    )
    # Zero is the mean colour, which is what the service pads with.
    return torch.nn.functional.grid_sample(views, grid, align_corners=False)


def _with_junk(tokens: torch.Tensor, junk: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Put a word that no caption has into some captions: the model should shrug at words it never learnt."""
    for row in tokens:
        if rng.random() < _JUNK_SHARE and row[-1] == 0:
            at = int(rng.integers(_CONTEXT_START, int(row.argmax()) + 1))
            row[at + 1 :] = row[at:-1].clone()
            row[at] = junk[int(rng.integers(len(junk)))]
    return tokens
