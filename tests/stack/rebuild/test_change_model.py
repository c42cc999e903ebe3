"""Another model takes the place of the first, and the first comes back: what users are answered in between."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.random_clip import MEAN, write_folder
from tests.stack.faults.client import Client, Picture
from tests.stack.faults.rest import Rest
from tests.stack.invariants import Stores
from tests.stack.plugin import RunningStack
from tests.stack.rebuild.answers import collect
from tests.stack.rebuild.conftest import ended, logged_in, reindex, start


@pytest.fixture
def first_model_again(rebuilt: RunningStack) -> Iterator[None]:
    """However the test ends, the others find the model that ships."""
    yield
    rebuilt.down()
    start(rebuilt)
    ended(reindex(rebuilt, "--change-model"))
    ended(reindex(rebuilt, "--drop-old"))


def with_model(stack: RunningStack, folder: Path | None) -> None:
    """Start the stack's services anew, the embedder with that model; None is the one that ships."""
    stack.down()
    start(stack, **({} if folder is None else {"MODEL_NAME": str(folder)}))


def spaces(stores: Stores) -> list[tuple[str, bool]]:
    """Every space and whether it is live."""
    rows = stores.rows("SELECT collection, is_live FROM vector_spaces ORDER BY created_at")
    return [(row["collection"], row["is_live"]) for row in rows]


def by_words(client: Client) -> tuple[int, str]:
    """How a question in words is answered: status, and the problem's type."""
    answer = client.search(text_query="three green stars")
    return answer.status_code, answer.json().get("type", "")


@pytest.mark.usefixtures("first_model_again")
def test_model_is_changed_and_changed_back(rebuilt: RunningStack, stores: Stores, rest: Rest, tmp_path: Path) -> None:
    first = spaces(stores)[0][0] if spaces(stores) else "images_semblance-tiny_1"
    with logged_in(rebuilt, "acme") as client:
        ours = collect(client, 20)
        before = ours.answers()
    rest.come()

    with_model(rebuilt, write_folder(tmp_path / "other-model"))
    with logged_in(rebuilt, "acme") as client:
        ours = replace(ours, client=client)
        assert by_words(client) == (503, "/problems/model-mismatch")
        assert client.search(image_id=ours.image_ids[0]).status_code == 200
        waiting = Picture.new()
        answer = client.add(waiting)
        assert answer.status_code == 202
        assert "start it with the first, or re-index" in ended(reindex(rebuilt), status=1)
        assert by_words(client)[0] == 503

        said = ended(reindex(rebuilt, "--change-model"))
        assert "switched: searches are answered from images_other-model_" in said
        found = client.search(image_id=ours.image_ids[0])
        assert found.status_code == 200
        assert {hit["payload"]["model_name"] for hit in found.json()["hits"]} == {"other-model"}
        assert [ours.nearest(picture) for picture in ours.pictures] == list(ours.image_ids)
        assert ours.answers() != before
        rest.promise(client.tenant_id(), waiting, answer)
        rest.check()
        assert client.add(waiting, tags="even").status_code == 200
        _pads_with_the_models_own_colour(stores)
    assert [live for _, live in spaces(stores)] == [False, True]

    with_model(rebuilt, None)
    said = ended(reindex(rebuilt, "--change-model"))
    assert f"{first}:" in said
    with logged_in(rebuilt, "acme") as client:
        ours = replace(ours, client=client)
        assert ours.answers() == before
        found = client.search(text_query="anything", filter={"tags": {"all": ["even"]}}, limit=100)
        assert answer.json()["image_id"] in [hit["image_id"] for hit in found.json()["hits"]]
        rest.check()
    assert "removed images_other-model_" in ended(reindex(rebuilt, "--drop-old"))
    assert spaces(stores) == [(first, True)]
    assert [one.name for one in stores.qdrant.get_collections().collections] == [first]


def _pads_with_the_models_own_colour(stores: Stores) -> None:
    [space] = stores.rows("SELECT pad_colour FROM vector_spaces WHERE is_live")
    assert space["pad_colour"] == [round(mean * 255) for mean in MEAN]
