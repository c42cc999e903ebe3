"""Clusterings that a tenant of the matrix has."""

from functools import partial

from tests.stack.api.person import Document, Person, good, wait_until
from tests.tenancy.cluster_table import CLUSTERINGS


def clustered(person: Person, label: str) -> Document:
    """Three clusterings of the dataset, the first one taken away again, by the names that the World has."""
    answers = [
        person.send("POST", CLUSTERINGS, json={"dataset_id": label, "n_clusters": clusters}) for clusters in (1, 3, 2)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 202], answers[0].text
    asked = [answer.json() for answer in answers]
    for one in asked:
        wait_until(partial(_state, person, one["status_url"]), lambda state: state == "complete")
    first, _, last = (one["status_url"] for one in asked)
    assert person.send("DELETE", first).status_code == 204
    cursors = {
        name: good(person.send("GET", path, params={"limit": "1"}))["next_cursor"]
        for name, path in (
            ("clustering_cursor", CLUSTERINGS),
            ("cluster_cursor", last),
            ("member_cursor", f"{last}/clusters/1/images"),
        )
    }
    assert all(cursors.values())
    return {"clustering_ids": tuple(one["clustering_id"] for one in asked), **cursors}


def _state(person: Person, url: str) -> str:
    state: str = good(person.send("GET", url))["state"]
    return state
