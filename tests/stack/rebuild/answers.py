"""What a tenant is answered to a few questions, to be compared before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.stack.faults.client import Client, Picture

_WORDS = ("three green stars", "a red circle on a blue square", "nothing much")
# More than a test has images: every one is in each answer, so that near ties do not decide who is.
_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Collected:
    """A tenant's pictures and their image ids, in the order of their upload."""

    client: Client
    pictures: Sequence[Picture]
    image_ids: Sequence[str]

    def answers(self) -> dict[str, dict[str, Any]]:
        """Every image's score by question, compared with a tolerance: batches of another size round differently."""
        told = {words: self._told(text_query=words) for words in _WORDS}
        told |= {image_id: self._told(image_id=image_id) for image_id in self.image_ids[:5]}
        told["tagged"] = self._told(text_query=_WORDS[0], filter={"tags": {"all": ["even"]}})
        return told

    def nearest(self, picture: Picture) -> str:
        """The id of what looks most like this picture."""
        answer = self.client.search_file(picture)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["hits"][0]["image_id"])

    def _told(self, **question: Any) -> dict[str, Any]:
        answer = self.client.search(limit=_LIMIT, exact=True, **question)
        assert answer.status_code == 200, answer.text
        return {hit["image_id"]: pytest.approx(hit["score"], abs=1e-3) for hit in answer.json()["hits"]}


def collect(client: Client, count: int) -> Collected:
    """Upload so many new pictures; every other one is tagged `even`."""
    pictures = [Picture.new() for _ in range(count)]
    ids = []
    for number, picture in enumerate(pictures):
        answer = client.add(picture, tags="odd" if number % 2 else "even")
        assert answer.status_code == 201, answer.text
        ids.append(answer.json()["image_id"])
    return Collected(client, pictures, ids)
