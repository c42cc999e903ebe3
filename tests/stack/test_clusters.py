"""Clusters through the whole stack: asked for, found, named by hand, shown again by the next run, taken away."""

from functools import partial
from typing import Any, Final

import pytest

from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Person, good, problem, wait_until
from tests.stack.api.pictures import picture, reencoded

CLUSTERINGS: Final = "/api/search/cluster"
THEIRS: Final = {"name": "Theirs"}


@pytest.fixture
def owner(tenant: Tenant) -> tuple[Person, list[set[str]]]:
    """Somebody with two pictures in three encodings each, and their ids by picture."""
    person = tenant.editor
    held = []
    for number in (21, 22):
        versions = [(picture(number), "image/png")]
        versions += [(reencoded(picture(number), quality), "image/jpeg") for quality in (95, 75)]
        held.append({good(person.add(data, kind, dataset_id="pairs"))["image_id"] for data, kind in versions})
    return person, held


def clustered(person: Person, **asked: Any) -> Document:
    """A clustering of the dataset, once it is complete."""
    answer = person.send("POST", CLUSTERINGS, json={"dataset_id": "pairs", **asked})
    assert answer.status_code == 202, answer.text
    url = answer.json()["status_url"]
    return wait_until(lambda: good(person.send("GET", url)), lambda told: told["state"] in ("complete", "failed"))


def images_of(person: Person, clustering_id: str, number: int) -> list[str]:
    """The ids of a cluster's images, page by page."""
    url, found, cursor = f"{CLUSTERINGS}/{clustering_id}/clusters/{number}/images", [], None
    while True:
        page = good(person.send("GET", url, params={"limit": "2", **({"cursor": cursor} if cursor else {})}))
        found += [one["image"]["image_id"] for one in page["images"]]
        if (cursor := page["next_cursor"]) is None:
            return found


def test_clusters_are_found_named_and_found_again(owner: tuple[Person, list[set[str]]]) -> None:
    person, held = owner
    told = clustered(person, n_clusters=2, linkage="complete")
    assert (told["state"], told["matched"], told["images"], told["left_out"]) == ("complete", 6, 6, 0)
    assert (told["method"], told["linkage"], told["clusters_found"]) == ("agglomerative", "complete", 2)
    members = [images_of(person, told["clustering_id"], number) for number in (1, 2)]
    assert sorted(map(sorted, members)) == sorted(map(sorted, held))
    for cluster, ids in zip(told["clusters"], members, strict=True):
        assert cluster["size"] == 3
        assert cluster["medoid"]["image_id"] == ids[0]
        assert [one["image_id"] for one in cluster["samples"]] == ids[1:]
        assert cluster["furthest"]["image_id"] == ids[-1]
        assert 0 <= cluster["spread"] < 0.2
    first = f"{CLUSTERINGS}/{told['clustering_id']}/clusters/1"
    named = good(person.send("PATCH", first, json={"name": "Ours"}))
    assert (named["name"], named["named_by"], named["confidence"]) == ("Ours", "person", None)
    again = clustered(person, n_clusters=2)
    [shown] = [one for one in again["clusters"] if one["named_by"] == "person"]
    assert (shown["name"], shown["medoid"]["image_id"]) == ("Ours", members[0][0])
    back = good(person.send("PATCH", first, json={"name": None}))
    assert back["named_by"] in (None, "vocabulary")
    listed = good(person.send("GET", CLUSTERINGS))["clusterings"]
    assert [one["clustering_id"] for one in listed] == [again["clustering_id"], told["clustering_id"]]
    for one in listed:
        assert person.send("DELETE", f"{CLUSTERINGS}/{one['clustering_id']}").status_code == 204
    gone = person.send("GET", f"{CLUSTERINGS}/{told['clustering_id']}")
    assert problem(gone)["type"] == "/problems/clustering-not-found"


def test_nothing_of_another_tenant_changes_a_clustering(owner: tuple[Person, list[set[str]]], founder: Founder) -> None:
    person, _ = owner
    before = clustered(person, n_clusters=2)
    other = founder.found("beside").editor
    for number in (21, 22, 23):
        good(other.add(picture(number), dataset_id="pairs"))
    theirs = clustered(other, n_clusters=3)
    for cluster in theirs["clusters"]:
        good(other.send("PATCH", f"{CLUSTERINGS}/{theirs['clustering_id']}/clusters/{cluster['number']}", json=THEIRS))
    after = clustered(person, n_clusters=2)
    assert [stripped(one) for one in after["clusters"]] == [stripped(one) for one in before["clusters"]]
    assert after["matched"] == before["matched"]


def stripped(cluster: Document) -> Document:
    """The cluster without the signatures of its pictures."""
    pictures = [cluster["medoid"], *cluster["samples"], cluster["furthest"]]
    kept = {name: cluster[name] for name in ("number", "size", "spread", "name", "named_by", "confidence")}
    return {**kept, "images": [one["image_id"] for one in pictures]}


def test_what_cannot_be_clustered_says_why(owner: tuple[Person, list[set[str]]], tenant: Tenant) -> None:
    person, held = owner
    ask = partial(person.send, "POST", CLUSTERINGS)
    both = problem(ask(json={"threshold": 0.5, "n_clusters": 2}))
    neither = problem(ask(json={"dataset_id": "pairs"}))
    assert {one["type"] for one in (both, neither)} == {"/problems/validation-failed"}
    few = problem(ask(json={"image_ids": [min(held[0])], "threshold": 0.5}))
    assert (few["type"], few["images"], few["limit"]) == ("/problems/too-few-images", 1, 2)
    many = problem(ask(json={"dataset_id": "pairs", "n_clusters": 7}))
    assert (many["type"], many["images"], many["limit"]) == ("/problems/too-few-images", 6, 7)
    unknown = problem(ask(json={"image_ids": ["0" * 26], "threshold": 0.5}))
    assert unknown["type"] == "/problems/image-not-found"
    assert problem(ask(json={"dataset_id": "nowhere", "threshold": 0.5}))["type"] == "/problems/dataset-unknown"
    assert problem(ask(json={"filter": {"colour": "red"}, "threshold": 0.5}))["type"] == "/problems/filter-invalid"
    refused = tenant.viewer.send("POST", CLUSTERINGS, json={"threshold": 0.5})
    assert problem(refused)["type"] == "/problems/role-too-low"
