"""What the embedding service and its peer are asked, as whole HTTP requests; texts that nobody has asked before."""

import base64
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.bench.wire import Address, request

PIXEL_BYTES: Final = 224 * 224 * 3
_BOUNDARY: Final = "bench-boundary"
_ACCEPT: Final = {"Accept": "application/x-semblance-vectors"}
_WORDS: Final = (
    "red", "green", "blue", "dark", "pale", "small", "large", "old", "young", "round", "flat", "bright", "quiet",
    "wooden", "golden", "empty", "busy", "wet", "dry", "soft", "dog", "cat", "horse", "bird", "boat", "bridge",
    "house", "tower", "tree", "river", "road", "field", "lake", "street", "table", "lamp", "chair", "cup", "flower",
    "stone",
)  # fmt: skip


def picture(to: Address, jpeg: bytes) -> bytes:
    """One encoded picture."""
    return request(to, "POST", "/embed/image", jpeg, {"Content-Type": "image/jpeg", **_ACCEPT})


def form(to: Address, files: Sequence[bytes]) -> bytes:
    """Several encoded pictures."""
    head = 'Content-Disposition: form-data; name="files"; filename="bench.jpg"\r\nContent-Type: image/jpeg'
    parts = b"".join(f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + file + b"\r\n" for file in files)
    kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    return request(to, "POST", "/embed/image", parts + f"--{_BOUNDARY}--\r\n".encode(), kind | _ACCEPT)


def ready(to: Address, pixels: bytes, *, priority: str = "interactive") -> bytes:
    """Pictures as the model's pixels, one after the other."""
    kind = {"Content-Type": "application/x-semblance-pixels", "X-Image-Count": str(len(pixels) // PIXEL_BYTES)}
    return request(to, "POST", "/embed/image", pixels, kind | _ACCEPT | {"X-Priority": priority})


def words(to: Address, texts: Sequence[str], *, priority: str = "interactive") -> bytes:
    """Texts."""
    kind = {"Content-Type": "application/json", "X-Priority": priority}
    return request(to, "POST", "/embed/text", json.dumps({"texts": texts}).encode(), kind | _ACCEPT)


def peer(to: Address, inputs: Sequence[str], modality: str) -> bytes:
    """The same of infinity, which answers in base64 when it is asked to."""
    asked = {"model": "clip", "input": inputs, "modality": modality, "encoding_format": "base64"}
    return request(to, "POST", "/embeddings", json.dumps(asked).encode(), {"Content-Type": "application/json"})


def data_url(jpeg: bytes) -> str:
    """A picture as infinity takes it."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


class Texts:
    """Texts of six words, eight tokens with begin and end; none comes twice."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        self._told: set[str] = set()

    def take(self, count: int) -> list[str]:
        """The next ones."""
        return [next(self._new()) for _ in range(count)]

    def _new(self) -> Iterator[str]:
        while True:
            text = " ".join(self._random.choices(_WORDS, k=6))
            if text not in self._told:
                self._told.add(text)
                yield text


def chunks(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """The items, `size` at a time."""
    return [items[at : at + size] for at in range(0, len(items), size)]
