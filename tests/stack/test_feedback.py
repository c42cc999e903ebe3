"""Feedback over HTTP: search, mark three, search again and they are gone; take it back and they are there again."""

import json

import pytest

from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, Person, good, ids, slug
from tests.stack.api.pictures import picture

PATH = "/api/feedback"
WORDS = {"text_query": "a red circle"}


@pytest.fixture
def images(tenant: Tenant) -> list[Document]:
    """Eight images of the tenant's."""
    return [good(tenant.editor.add(picture(seed))) for seed in range(60, 68)]


def mark(person: Person, image_id: str, action: str, **said: object) -> Document:
    """What was kept."""
    answer = person.send("POST", PATH, json={"image_id": image_id, "action": action, **said})
    assert answer.status_code == 201, answer.text
    kept: Document = answer.json()
    return kept


def test_three_marked_are_gone_and_come_back(tenant: Tenant, images: list[Document]) -> None:
    person = tenant.editor
    first = ids(person.search(**WORDS))
    assert set(first) == {image["image_id"] for image in images}
    marked = [mark(person, one, "irrelevant", query=WORDS, rank=at + 1) for at, one in enumerate(first[:3])]
    mark(person, first[5], "relevant", query={"text_query": " A  red CIRCLE "})
    asked = person.search(**WORDS, use_feedback=True)
    assert set(ids(asked)) == set(first[3:])
    assert set(asked["examples"]["negative_ids"]) == set(first[:3])
    assert asked["examples"]["positive_ids"] == [first[5]]
    # Unless it is asked for, the same question has the same answer; and another question has another's marks.
    assert ids(person.search(**WORDS)) == first
    assert set(ids(person.search(text_query="a boat", use_feedback=True))) == set(first)
    for kept in marked:
        assert person.send("DELETE", f"{PATH}/{kept['feedback_id']}").status_code == 204
    assert set(ids(person.search(**WORDS, use_feedback=True))) == set(first)
    gone = person.send("DELETE", f"{PATH}/{marked[0]['feedback_id']}")
    assert (gone.status_code, slug(gone)) == (404, "feedback-not-found")


def test_a_picture_is_the_same_query_by_id_and_as_a_file(tenant: Tenant, images: list[Document]) -> None:
    person, (asked, bad) = tenant.editor, images[:2]
    by_id = {"image_id": asked["image_id"]}
    mark(person, bad["image_id"], "irrelevant", query=by_id)
    assert bad["image_id"] not in ids(person.search(**by_id, use_feedback=True))
    found = person.search_file(picture(60), use_feedback=True)
    assert bad["image_id"] not in ids(found)
    assert asked["image_id"] in ids(found)


def test_examples_beside_words_and_alone(tenant: Tenant, images: list[Document]) -> None:
    one, other, *_ = (image["image_id"] for image in images)
    person = tenant.viewer
    assert ids(person.search(positive_ids=[one]))[0] == one
    beside = person.search(**WORDS, positive_ids=[one], negative_ids=[other])
    assert other not in ids(beside)
    assert one in ids(beside)
    assert beside["examples"] == {"positive_ids": [one], "negative_ids": [other]}
    for wrong in (
        {"negative_ids": [one]},
        {"positive_ids": [one], "use_feedback": True},
        {**WORDS, "positive_ids": [one], "negative_ids": [one]},
        {**WORDS, "positive_ids": [one] * 33},
    ):
        assert person.send("POST", "/api/search/similar", json=wrong).status_code == 422


def test_history_hard_negatives_and_triplets(tenant: Tenant, images: list[Document]) -> None:
    person = tenant.editor
    good_id, bad_id, odd_id = (image["image_id"] for image in images[:3])
    mark(person, good_id, "relevant", query=WORDS)
    bad = mark(person, bad_id, "irrelevant", query=WORDS, rank=2, score=0.25, note="a square")
    odd = mark(person, odd_id, "anomaly")
    history = good(person.send("GET", PATH))["feedback"]
    assert [one["image_id"] for one in history] == [odd_id, bad_id, good_id]
    assert good(person.send("GET", PATH, params={"image_id": odd_id}))["feedback"] == [odd]
    about = good(person.send("GET", PATH, params={"query": json.dumps({"text_query": "A RED circle"}), "limit": "1"}))
    assert about["feedback"] == [bad]
    assert about["next_cursor"]
    [hard] = good(person.send("GET", f"{PATH}/hard-negatives"))["hard_negatives"]
    assert (hard["image_id"], hard["rank"], hard["score"], hard["irrelevant"]) == (bad_id, 2, 0.25, 1)
    answer = person.send("GET", f"{PATH}/triplets.jsonl")
    assert answer.headers["content-type"] == "application/jsonl"
    [line] = [json.loads(one) for one in answer.text.splitlines()]
    assert line["anchor"] == {"text": "a red circle"}
    assert (line["positive"]["image_id"], line["negative"]["image_id"]) == (good_id, bad_id)
    assert line["negative"]["key"] == images[1]["payload"]["key"]


def test_roles_and_what_is_not_here(tenant: Tenant, images: list[Document]) -> None:
    image_id = images[0]["image_id"]
    said = {"image_id": image_id, "action": "irrelevant", "query": WORDS}
    assert tenant.viewer.send("POST", PATH, json=said).status_code == 403
    kept = mark(tenant.admin, image_id, "irrelevant", query=WORDS)
    assert tenant.editor.send("DELETE", f"{PATH}/{kept['feedback_id']}").status_code == 403
    nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for wrong, status in (
        ({**said, "image_id": nobody}, 404),
        ({**said, "query": {"image_id": nobody}}, 404),
        ({**said, "query": {}}, 422),
        ({**said, "query": {"text_query": "  "}}, 422),
        ({**said, "action": "like"}, 422),
        ({**said, "rank": 0}, 422),
    ):
        assert tenant.editor.send("POST", PATH, json=wrong).status_code == status
    for query in ("{", "[]", '{"text_query": 1}', '{"image_id": "x"}'):
        assert tenant.editor.send("GET", PATH, params={"query": query}).status_code == 422
