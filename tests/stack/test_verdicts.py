"""What people have said of near-duplicates stays said: over HTTP, through sweeps, thresholds and uploads."""

from typing import Final

import pytest

from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, Person, good
from tests.stack.api.pictures import picture, reencoded

BASE: Final = "/api/near-duplicates"
GROUPS: Final = "/api/duplicates/groups"
_ORIGINAL: Final = picture(11)


@pytest.fixture
def told_apart(tenant: Tenant) -> tuple[Person, list[str]]:
    """A picture in three encodings that somebody said are different, and their ids."""
    person = tenant.editor
    held = [good(person.add(_ORIGINAL))["image_id"]]
    held += [good(person.add(reencoded(_ORIGINAL, quality), "image/jpeg"))["image_id"] for quality in (95, 75)]
    person.detect()
    [group] = open_groups(person)
    assert sorted(group["member_ids"]) == sorted(held)
    said = person.send("POST", f"{GROUPS}/{group['group_id']}/verdict", json={"verdict": "different", "note": "mine"})
    assert good(said)["state"] == "applied"
    return person, held


def open_groups(person: Person) -> list[Document]:
    """The groups that wait for somebody."""
    found: list[Document] = good(person.send("GET", GROUPS, params={"status": "open"}))["groups"]
    return found


def test_what_was_told_apart_does_not_come_back(told_apart: tuple[Person, list[str]]) -> None:
    person, held = told_apart
    assert open_groups(person) == []
    assert person.detect()["groups_found"] == 0
    for threshold in (0.85, 0.99):
        kept = person.send("PUT", f"{BASE}/threshold", json={"threshold": threshold})
        assert good(kept)["groups"] == 0
        assert person.detect(threshold=threshold)["groups_found"] == 0
    again = good(person.add(_ORIGINAL))
    assert (again["image_id"], again["is_new"]) == (held[0], False)
    assert person.detect()["groups_found"] == 0
    assert open_groups(person) == []


def test_a_new_member_brings_back_what_is_new_alone(told_apart: tuple[Person, list[str]]) -> None:
    person, held = told_apart
    new = good(person.add(reencoded(_ORIGINAL, 85), "image/jpeg"))["image_id"]
    person.detect()
    [group] = open_groups(person)
    assert group["new_ids"] == [new]
    assert group["size"] == 2
    [beside] = set(group["member_ids"]) - {new}
    assert beside in held
    assert sorted(group["near_apart_ids"]) == sorted(set(held) - {beside})
    good(person.send("POST", f"{GROUPS}/{group['group_id']}/verdict", json={"verdict": "different"}))
    assert person.detect()["groups_found"] == 0


def test_undo_of_the_verdict_brings_the_group_back(told_apart: tuple[Person, list[str]]) -> None:
    person, held = told_apart
    [batch] = good(person.send("GET", "/api/duplicates/batches"))["batches"]
    assert good(person.send("POST", f"/api/duplicates/batches/{batch['batch_id']}/undo"))["state"] == "undone"
    [group] = open_groups(person)
    assert sorted(group["member_ids"]) == sorted(held)
    assert person.detect()["groups_found"] == 1
