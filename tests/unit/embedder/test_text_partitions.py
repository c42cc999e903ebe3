"""What one partition asked for tells another nothing: neither the answer nor the work nor the counts depend on it."""

from functools import partial

import httpx
import pytest
from fastapi import FastAPI

from embedder.batching.questions import Priority
from tests.unit.embedder.stub_app import assert_problem, with_stub
from tests.unit.embedder.stub_model import StubModel

Seen = list[tuple[bytes, float, int]]


async def ask(client: httpx.AsyncClient, texts: list[str], partition: str | None) -> httpx.Response:
    headers = {} if partition is None else {"X-Cache-Partition": partition}
    return await client.post("/embed/text", json={"texts": texts}, headers=headers)


def hits(app: FastAPI) -> float:
    return app.state.metrics.registry.get_sample_value("embedder_text_cache_hits_total", {"cache": "process"}) or 0.0


def what_acme_sees(*, globex_asks_before: bool) -> Seen:
    """For each of acme's questions: the answer, how many hits it was, and how many batches the model was given."""
    model, seen = StubModel(), Seen()

    async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
        if globex_asks_before:
            for texts in (["a", "b"], ["a"], ["c"]):
                assert (await ask(client, texts, "globex")).status_code == 200
        for texts in (["a", "b"], ["b", "c", "a"], ["c"]):
            before = hits(app), len(model.batches)
            answer = await ask(client, texts, "acme")
            seen.append((answer.content, hits(app) - before[0], len(model.batches) - before[1]))

    with_stub(story, model)
    return seen


def test_what_others_asked_for_before_makes_no_difference() -> None:
    alone = what_acme_sees(globex_asks_before=False)
    assert what_acme_sees(globex_asks_before=True) == alone
    assert [hits for _, hits, _ in alone] == [0, 2, 1]


def test_the_same_words_of_two_partitions_are_two_questions_to_the_model() -> None:
    async def story(_: httpx.AsyncClient, app: FastAPI) -> None:
        prepare = partial(app.state.readiness.service()._preparer.texts, priority=Priority.INTERACTIVE)
        first, again = await prepare(["a", "a"], "acme")
        [other] = await prepare(["a"], "globex")
        assert first.key == again.key != other.key

    with_stub(story)


def test_no_partition_is_one_of_its_own() -> None:
    model = StubModel()

    async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
        for partition in (None, "acme", None, "acme"):
            await ask(client, ["a"], partition)

    with_stub(story, model)
    assert model.batches == [["a"], ["a"]]


def test_where_the_setting_says_so_all_share() -> None:
    model = StubModel()

    async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
        for partition in ("globex", "acme", None, "not a name"):
            assert (await ask(client, ["a"], partition)).status_code == 200

    with_stub(story, model, embed_text_cache_isolated=False)
    assert model.batches == [["a"]]


@pytest.mark.parametrize("partition", ["", " ", "x" * 65, "a b", "a/b", "a\x7f", "ä", "a,b"])
def test_a_partition_that_is_no_name_is_refused(partition: str) -> None:
    model = StubModel()

    async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
        headers = [(b"X-Cache-Partition", partition.encode("latin-1"))]
        answer = await client.post("/embed/text", json={"texts": ["a"]}, headers=headers)
        assert_problem(answer, 422, "request-invalid")

    with_stub(story, model)
    assert model.batches == []


@pytest.mark.parametrize("partition", ["a", "x" * 64, "A-Z_a.z-09"])
def test_a_partition_may_be_any_name_of_up_to_64(partition: str) -> None:
    async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
        assert (await ask(client, ["a"], partition)).status_code == 200

    with_stub(story)
