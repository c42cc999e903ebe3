"""A model whose vector says which input it was made of, so that a crossed wire shows."""

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from embedder.ports import ModelFacts, Pixels, Tokens, Vectors

DIMENSION = 32
FACTS = ModelFacts(
    name="stub",
    version="0123456789ab-pad",
    dimension=DIMENSION,
    image_size=224,
    mean=(0.48, 0.46, 0.41),
    std=(0.27, 0.26, 0.28),
    context_length=77,
    device="cpu",
    preprocess="pad",
)

POISON = "poison"
NAN = "nan"


class Poisoned(Exception):
    """The batch held an input that this model cannot take."""


def vector_of(data: bytes) -> Vectors:
    """The SHA-256 of the input as a unit vector of its 32 bytes."""
    raw = np.frombuffer(hashlib.sha256(data).digest(), np.uint8).astype(np.float32) + 1
    unit: Vectors = raw / np.linalg.norm(raw)
    return unit


def tokens_of(text: str) -> Tokens:
    """The text's bytes, one a token."""
    return np.frombuffer(text.encode(), np.uint8).astype(np.int64)


@dataclass
class StubModel:
    """Keeps the batches that it was given; `gate` holds its calls back until set, `waiting` at a time."""

    facts: ModelFacts = FACTS
    streams: int = 1
    seconds: float = 0.0
    batches: list[list[str]] = field(default_factory=list)
    calls: int = 0
    waiting: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.gate.set()

    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """One vector a picture."""
        return self._answer([one.tobytes() for one in pixels], [f"image:{one[0, 0, 0]}" for one in pixels])

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The bytes of each text."""
        return [tokens_of(text) for text in texts]

    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """One vector a text; `poison…` makes the batch fail, `nan…` makes its own vector useless."""
        with self.lock:
            self.calls += 1
        texts = [row.astype(np.uint8).tobytes().decode() for row in tokens]
        if any(text.startswith(POISON) for text in texts):
            raise Poisoned
        vectors = self._answer([text.encode() for text in texts], texts)
        for row, text in zip(vectors, texts, strict=True):
            if text.startswith(NAN):
                row[:] = np.nan
        return vectors

    def _answer(self, inputs: list[bytes], names: list[str]) -> Vectors:
        with self.lock:
            self.waiting += 1
        self.gate.wait(30)
        with self.lock:
            self.waiting -= 1
        self.batches.append(names)
        if self.seconds:
            time.sleep(self.seconds)
        return np.stack([vector_of(data) for data in inputs])
