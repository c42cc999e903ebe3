"""Another model takes the place of the first, and the first comes back: what users are answered in between."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.random_clip import MEAN, write_folder
from tests.stack.faults.client import Client, Picture
from tests.stack.faults.rest import Rest
from tests.stack.invariants import Stores
from tests.stack.plugin import RunningStack
from tests.stack.rebuild.answers import Collected, collect
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
    with logged_in(rebuilt, "acme") as client:
        ours = collect(client, 20)
        before = ours.answers()
    rest.come()
    [(first, _)] = spaces(stores)

    with_model(rebuilt, write_folder(tmp_path / "other-model"))
    with logged_in(rebuilt, "acme") as client:
        waiting = uploaded_between_two_models(rebuilt, rest, replace(ours, client=client))
        assert "switched: searches are answered from images_other-model_" in ended(reindex(rebuilt, "--change-model"))
        answers_with_the_other_model(replace(ours, client=client), before)
        rest.check()
        assert client.add(waiting, tags="even").status_code == 200
    _pads_with_the_models_own_colour(stores)
    assert [live for _, live in spaces(stores)] == [False, True]

    with_model(rebuilt, None)
    assert f"{first}:" in ended(reindex(rebuilt, "--change-model"))
    with logged_in(rebuilt, "acme") as client:
        ours = replace(ours, client=client)
        assert ours.answers() == before
        # What came while the other model was live is embedded with this one too, and has its later tag.
        assert client.search(image_id=ours.nearest(waiting)).status_code == 200
        rest.check()
    assert "removed images_other-model_" in ended(reindex(rebuilt, "--drop-old"))
    assert spaces(stores) == [(first, True)]
    assert [one.name for one in stores.qdrant.get_collections().collections] == [first]


def uploaded_between_two_models(stack: RunningStack, rest: Rest, ours: Collected) -> Picture:
    """Ask while the embedder has another model than the index; the picture that was uploaded then."""
    client, picture = ours.client, Picture.new()
    assert by_words(client) == (503, "/problems/model-mismatch")
    assert client.search(image_id=ours.image_ids[0]).status_code == 200
    answer = client.add(picture)
    assert answer.status_code == 202
    rest.promise(client.tenant_id(), picture, answer)
    assert "start it with the first, or re-index" in ended(reindex(stack), status=1)
    assert by_words(client)[0] == 503
    return picture


def answers_with_the_other_model(ours: Collected, before: dict[str, dict[str, Any]]) -> None:
    """Every way of asking is answered, by the other model."""
    found = ours.client.search(image_id=ours.image_ids[0])
    assert found.status_code == 200
    assert {hit["payload"]["model_name"] for hit in found.json()["hits"]} == {"other-model"}
    assert [ours.nearest(picture) for picture in ours.pictures] == list(ours.image_ids)
    assert ours.answers() != before


def _pads_with_the_models_own_colour(stores: Stores) -> None:
    [space] = stores.rows("SELECT pad_colour FROM vector_spaces WHERE is_live")
    assert space["pad_colour"] == [round(mean * 255) for mean in MEAN]
