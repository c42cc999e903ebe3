"""Training pictures drawn once into memory-mapped files, so that no step waits for a pen. No torch."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from embedder.framing import Framing, framed
from embedder.training.drawing import Picture, a_picture
from embedder.training.drawing.edits import edited
from embedder.training.drawing.recipes import KINDS

SIDE: Final = 224
# Held-out pictures and the seed set begin far above; training never reaches them.
HELD_OUT: Final = 10_000_000
_CHUNK: Final = 256


@dataclass(frozen=True, slots=True)
class Cache:
    """Drawn pictures, each with an edited copy of itself, and what may be said about them."""

    originals: np.ndarray  # (N, SIDE, SIDE, 3) uint8
    copies: np.ndarray  # the same shape
    pictures: tuple[Picture, ...]

    def __len__(self) -> int:
        return len(self.pictures)


def open_cache(folder: Path, count: int, fill: tuple[int, int, int], processes: int) -> Cache:
    """The pictures of seeds 0 … count - 1; drawn now unless the folder holds exactly these."""
    stamp = {
        "count": count,
        "side": SIDE,
        "fill": list(fill),
        "drawing": fingerprint(),
    }
    written = folder / "stamp.json"
    if not written.is_file() or json.loads(written.read_text()) != stamp:
        folder.mkdir(parents=True, exist_ok=True)
        written.unlink(missing_ok=True)
        _draw_all(folder, count, fill, processes)
        written.write_text(json.dumps(stamp))
    pictures = tuple(a_picture(seed) for seed in range(count))
    return Cache(_mapped(folder, "originals", count, "r"), _mapped(folder, "copies", count, "r"), pictures)


def fingerprint() -> str:
    """Changes when recipes or drawing change: one small drawing of every kind, and what it is of."""
    digest = hashlib.sha256()
    for seed in range(8):
        for picture in (a_picture(seed, kind) for kind in KINDS):
            digest.update(repr(picture).encode() + picture.draw(48, 36).tobytes())
    return digest.hexdigest()


def canvas_size(rng: np.random.Generator) -> tuple[int, int]:
    """A random size as collections have them: mostly landscape, some square, some portrait."""
    longer = int(rng.integers(200, 360))
    shorter = round(longer * float(rng.choice((1.0, 0.8, 0.75, 0.667))))
    return (longer, shorter) if rng.random() < 0.7 else (shorter, longer)


def _draw_all(folder: Path, count: int, fill: tuple[int, int, int], processes: int) -> None:
    for name in ("originals", "copies"):
        _mapped(folder, name, count, "w+")
    with ProcessPoolExecutor(processes) as pool:
        for done in pool.map(_draw_chunk, *zip(*_chunks(folder, count, fill), strict=True)):
            if done % 2048 == 0 or done == count:
                print(f"drawn {done} of {count} pictures", flush=True)


def _chunks(folder: Path, count: int, fill: tuple[int, int, int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, count, _CHUNK):
        yield folder, count, fill, start, min(start + _CHUNK, count)


def _draw_chunk(folder: Path, count: int, fill: tuple[int, int, int], start: int, stop: int) -> int:
    originals, copies = (_mapped(folder, name, count, "r+") for name in ("originals", "copies"))
    framing = Framing(SIDE, fill)
    for seed in range(start, stop):
        rng = np.random.default_rng((seed, 7))
        drawn = a_picture(seed).draw(*canvas_size(rng))
        originals[seed] = framed(drawn, framing)
        copies[seed] = framed(edited(drawn, rng), framing)
    return stop


def _mapped(folder: Path, name: str, count: int, mode: Any) -> np.ndarray:
    return np.memmap(folder / f"{name}.u8", np.uint8, mode, shape=(count, SIDE, SIDE, 3))
