"""A dataset of a world's with just enough images to be scored."""

from typing import Any, Final

from tests.stack.api.person import Document, Person, good
from tests.stack.api.pictures import picture

# One more than the neighbours that each is compared with. Every world has the same ones.
_PICTURES: Final = range(520, 531)


def scored(person: Person, dataset_id: str, **said: Any) -> Document:
    """Its images and a cursor into their queue, by the names that the World has."""
    added = [good(person.add(picture(number), dataset_id=dataset_id, **said)) for number in _PICTURES]
    person.score(dataset_id=dataset_id)
    query = {"dataset_id": dataset_id, "limit": "1"}
    page = good(person.send("GET", "/api/qa/anomalies", params=query))
    assert page["run"]["enough"]
    return {"scored_ids": tuple(one["image_id"] for one in added), "anomaly_cursor": page["next_cursor"]}
