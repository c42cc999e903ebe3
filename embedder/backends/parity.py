"""How far a model's vectors are from those of torch in fp32, on pictures and texts that are the same everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from embedder.backends.tokens import padded
from embedder.errors import CannotStart
from embedder.ports import Model, Pixels, Tokens, Vectors
from embedder.training.drawing import Picture, a_picture

LEAST: Final = 0.999
_DRAWN: Final = 8
_IMAGES_AT_ONCE: Final = 4
_LONG: Final = " ".join(f"a {colour} square beside a grey cat," for colour in ("red", "green", "blue") * 12)


@dataclass(frozen=True, slots=True)
class Reference:
    """Inputs, and the vectors that torch in fp32 has for them. `tokens` is empty for a model without a text tower."""

    pixels: Pixels
    images: Vectors
    tokens: list[Tokens]
    texts: Vectors

    def save(self, path: Path) -> None:
        """Write it as .npz."""
        lengths = np.array([len(row) for row in self.tokens], np.int64)
        rows = padded(self.tokens) if self.tokens else np.zeros((0, 0), np.int64)
        np.savez(path, pixels=self.pixels, images=self.images, tokens=rows, lengths=lengths, texts=self.texts)

    @classmethod
    def load(cls, path: Path) -> "Reference":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as file:
            tokens = [row[:length] for row, length in zip(file["tokens"], file["lengths"], strict=True)]
            return cls(file["pixels"], file["images"], tokens, file["texts"])


def reference(model: Model) -> Reference:
    """What torch in fp32 says of drawn pictures, black, white and noise, and of short and long captions."""
    drawn = [a_picture(seed) for seed in range(_DRAWN)]
    pixels = np.stack(_pictures(drawn, model.facts.image_size))
    tokens = model.tokenize(_captions(drawn)) if model.facts.context_length else []
    return Reference(pixels, _embedded(model, pixels), tokens, _read(model, tokens))


def measured(model: Model, reference: Reference) -> dict[str, float]:
    """The lowest cosine of each tower to the reference; for texts alone and for all lengths in one batch."""
    found = {"image": _lowest(_embedded(model, reference.pixels), reference.images)}
    if reference.tokens:
        alone = np.concatenate([_read(model, [row]) for row in reference.tokens])
        together = _read(model, reference.tokens)
        found["text"] = min(_lowest(texts, reference.texts) for texts in (alone, together))
    return found


def check(parity: Mapping[str, float], *, what: str, instead: str) -> None:
    """Raises CannotStart when a tower is further from the reference than vectors of one space may be."""
    for tower, cosine in parity.items():
        if not cosine >= LEAST:  # nan is no parity either
            raise CannotStart(
                f"{what} is too far from torch in fp32: its {tower} vectors have a cosine of {cosine:.4f} to it, and "
                f"{LEAST} is needed; set {instead}"
            )


def _pictures(drawn: Sequence[Picture], side: int) -> list[Pixels]:
    flat = [np.full((side, side, 3), value, np.uint8) for value in (0, 255)]
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    return [*(np.asarray(one.draw(side, side).convert("RGB")) for one in drawn), *flat, noise]


def _captions(drawn: Sequence[Picture]) -> list[str]:
    said = [picture.captions[0].text for picture in drawn]
    return ["a", "dog", *said, _LONG]


def _embedded(model: Model, pixels: Pixels) -> Vectors:
    parts = [pixels[at : at + _IMAGES_AT_ONCE] for at in range(0, len(pixels), _IMAGES_AT_ONCE)]
    return np.concatenate([model.encode_images(list(part)) for part in parts])


def _read(model: Model, tokens: Sequence[Tokens]) -> Vectors:
    return model.encode_tokens(tokens) if tokens else np.zeros((0, model.facts.dimension), np.float32)


def _lowest(ours: Vectors, theirs: Vectors) -> float:
    return float((ours.astype(np.float64) * theirs).sum(axis=1).min())
