"""The searches that are asked, as whole HTTP requests."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.population import Drawn
from tests.bench.wire import Address, request

LIMIT: Final = 10
# One tag of twenty and half of the year: about one image in forty passes.
FILTER: Final[dict[str, Any]] = {
    "tags": {"any": ["tag-3"]},
    "created_at": {"gte": "2025-01-01T00:00:00Z", "lt": "2025-07-01T00:00:00Z"},
}
PHASH_GATE: Final = 24
_PATH: Final = "/api/search/similar"
_BOUNDARY: Final = "bench-boundary"


@dataclass(frozen=True, slots=True)
class Asker:
    """Writes requests for one caller."""

    gateway: Address
    token: str

    def by_id(self, drawn: Sequence[Drawn], count: int, **options: Any) -> list[bytes]:
        """Look-alikes of `count` images, one after another."""
        chosen = itertools.islice(itertools.cycle(_spread(drawn, count)), count)
        return [self._json({"image_id": one.image.image_id, "limit": LIMIT, **options}) for one in chosen]

    def by_text(self, number: int) -> bytes:
        """Words that are asked for that number alone."""
        return self._json({"text_query": _phrase(number), "limit": LIMIT})

    def by_one_text(self, count: int) -> list[bytes]:
        """The same words each time."""
        return [self._json({"text_query": "a red circle on a blue ground", "limit": LIMIT})] * count

    def by_file(self, pictures: Sequence[bytes], count: int) -> list[bytes]:
        """Look-alikes of pictures that are sent along."""
        return [
            self.form(_PATH, picture, {"limit": str(LIMIT)})
            for picture in itertools.islice(itertools.cycle(pictures), count)
        ]

    def form(self, path: str, picture: bytes, fields: Mapping[str, str]) -> bytes:
        """A POST of a JPEG as multipart, in the part `file`."""
        head = 'Content-Disposition: form-data; name="file"; filename="bench.jpg"\r\nContent-Type: image/jpeg'
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}' for name, text in fields.items()]
        texts = "".join(f"--{_BOUNDARY}\r\n{part}\r\n" for part in parts)
        body = f"{texts}--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + picture + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return request(self.gateway, "POST", path, body, self._headers(f"multipart/form-data; boundary={_BOUNDARY}"))

    def _json(self, document: Mapping[str, Any]) -> bytes:
        return request(self.gateway, "POST", _PATH, json.dumps(document).encode(), self._headers("application/json"))

    def _headers(self, content_type: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": content_type}


def _spread(drawn: Sequence[Drawn], count: int) -> Sequence[Drawn]:
    """At most `count` of them, from all over the collection."""
    return drawn[:: max(1, len(drawn) // count)]


def _phrase(number: int) -> str:
    return " ".join(itertools.islice(_words(number), 4)) + f" {number}"


def _words(number: int) -> Iterator[str]:
    for words in (
        ("a", "one", "some"),
        ("red", "green", "blue", "dark", "pale"),
        ("small", "large"),
        ("circle", "cat"),
    ):
        yield words[number % len(words)]
        number //= len(words)
