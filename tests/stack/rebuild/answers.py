"""What a tenant is answered to a few questions, to be compared before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import pytest

from tests.stack.faults.client import Client, Picture

_WORDS = ("three green stars", "a red circle on a blue square", "nothing much")
# More than a dataset has images: every one is in each answer, so that near ties do not decide who is.
_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Collected:
    """Pictures of a dataset of their own and their image ids, in the order of their upload."""

    client: Client
    dataset: str
    pictures: Sequence[Picture]
    image_ids: Sequence[str]

    def answers(self) -> dict[str, dict[str, Any]]:
        """Every image's score by question, compared with a tolerance: batches of another size round differently."""
        told = {words: self._told(text_query=words) for words in _WORDS}
        told |= {image_id: self._told(image_id=image_id) for image_id in self.image_ids[:5]}
        told["tagged"] = self._told("even", text_query=_WORDS[0])
        return told

    def nearest(self, picture: Picture) -> str:
        """The id of what looks most like this picture."""
        answer = self.client.search_file(picture)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["hits"][0]["image_id"])

    def _told(self, *tags: str, **question: Any) -> dict[str, Any]:
        own: dict[str, Any] = {"dataset_id": self.dataset} | ({"tags": {"all": list(tags)}} if tags else {})
        answer = self.client.search(limit=_LIMIT, exact=True, filter=own, **question)
        assert answer.status_code == 200, answer.text
        return {hit["image_id"]: pytest.approx(hit["score"], abs=1e-3) for hit in answer.json()["hits"]}


def collect(client: Client, count: int) -> Collected:
    """Upload so many new pictures; every other one is tagged `even`."""
    dataset, pictures = token_hex(4), [Picture.new() for _ in range(count)]
    ids = []
    for number, picture in enumerate(pictures):
        answer = client.add(picture, tags="odd" if number % 2 else "even", dataset_id=dataset)
        assert answer.status_code == 201, answer.text
        ids.append(answer.json()["image_id"])
    return Collected(client, dataset, pictures, ids)
