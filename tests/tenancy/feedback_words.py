"""What a tenant of the matrix has said of its images."""

from collections.abc import Sequence

from tests.stack.api.person import Document, Person, good

BASE = "/api/feedback"


def spoken(person: Person, images: Sequence[Document]) -> Document:
    """Two images do not fit a question and one does: by the names that the World has."""
    query = {"text_query": "a picture"}
    for image, action in zip(images[:3], ("irrelevant", "irrelevant", "relevant"), strict=True):
        said = {"image_id": image["image_id"], "action": action, "query": query, "rank": 1}
        good(person.send("POST", BASE, json=said))
    last = good(person.send("POST", BASE, json={"image_id": images[3]["image_id"], "action": "anomaly"}))
    cursors = {
        name: person.send("GET", path, params={"limit": "1"}).json()["next_cursor"]
        for name, path in (("feedback_cursor", BASE), ("hard_negative_cursor", f"{BASE}/hard-negatives"))
    }
    assert all(cursors.values())
    return {"feedback_id": last["feedback_id"], **cursors}
