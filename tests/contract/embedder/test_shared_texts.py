"""Two embedders beside one Redis: what one was asked for the other knows, inside a partition; without it both work."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest

from embedder.schemas import VECTORS
from tests.contract.embedder.own_redis import OwnRedis, own_redis
from tests.contract.embedder.process import started, wait_for

KEY = "embedder:texts:1000"
WORDS = "a red circle on a grey floor"


@dataclass(frozen=True)
class Replica:
    """One of the embedders."""

    client: httpx.Client

    def ask(self, text: str, partition: str) -> bytes:
        """The text's vector, as bytes."""
        headers = {"Accept": VECTORS, "X-Cache-Partition": partition}
        answer = self.client.post("/embed/text", json={"texts": [text]}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.content

    def count(self, metric: str, label: str) -> float:
        """The sum of the metric's series that have this label; 0 when there is none yet."""
        page = self.client.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in page if line.startswith(f"{metric}{{") and label in line)

    @property
    def hits(self) -> float:
        """How many texts the shared table answered."""
        return self.count("embedder_text_cache_hits_total", 'cache="shared"')

    @property
    def embedded(self) -> float:
        """How many texts the model was given."""
        return self.count("embedder_batch_items_sum", 'kind="text"')


@dataclass(frozen=True)
class Pair:
    """Two embedders that keep nothing themselves, and the Redis beside them."""

    first: Replica
    second: Replica
    store: OwnRedis

    def wait_until_kept(self, texts: int) -> None:
        """Return once the table holds so many."""
        deadline = time.monotonic() + 60
        while self.store.owner.hlen(KEY) != texts:
            assert time.monotonic() < deadline, "it was not written"
            time.sleep(0.005)


@pytest.fixture(scope="module")
def pair(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both embedders; their patience with Redis is long, so that a busy machine is no Redis in trouble."""
    with contextlib.ExitStack() as until_then:
        store = until_then.enter_context(own_redis(tmp_path_factory.mktemp("redis")))
        environment = {
            "MODEL_NAME": str(model_folder),
            "EMBED_TEXT_CACHE": "0",
            "EMBED_REDIS_URL": store.url,
            "EMBED_SHARED_TEXT_CACHE": "1000",
            "EMBED_SHARED_TEXT_TIMEOUT_S": "10",
        }
        both = [until_then.enter_context(started(**environment)) for _ in range(2)]
        for running in both:
            wait_for(running, "/readyz")
        clients = [until_then.enter_context(httpx.Client(base_url=running.url, timeout=60)) for running in both]
        yield Pair(Replica(clients[0]), Replica(clients[1]), store)


def assert_alike(one: bytes, other: bytes) -> None:
    """The vectors are the same, but for the last bits of two calculations."""
    assert np.frombuffer(one, "<f4") @ np.frombuffer(other, "<f4") > 0.99999


def test_a_text_is_embedded_once_for_all_replicas_and_once_more_for_another_partition(pair: Pair) -> None:
    pair.store.owner.flushall()
    cold = pair.first.ask(WORDS, "globex")
    pair.wait_until_kept(1)
    embedded, hits = pair.second.embedded, pair.second.hits
    assert pair.second.ask(WORDS, "globex") == cold
    assert (pair.second.embedded, pair.second.hits) == (embedded, hits + 1)
    # Nothing tells acme that globex asked for these words: they cost it a call of the model, and no hit is counted.
    again = pair.second.ask(WORDS, "acme")
    assert_alike(again, cold)
    assert (pair.second.embedded, pair.second.hits) == (embedded + 1, hits + 1)
    pair.wait_until_kept(2)
    assert pair.first.ask(WORDS, "acme") == again


def test_words_that_are_the_same_to_the_model_are_one_text(pair: Pair) -> None:
    pair.store.owner.flushall()
    lower = pair.first.ask("two   small dogs", "acme")
    pair.wait_until_kept(1)
    embedded = pair.second.embedded
    assert pair.second.ask("Two small DOGS ", "acme") == lower
    assert pair.second.embedded == embedded


def test_no_word_and_no_name_of_a_partition_can_be_read_in_redis(pair: Pair) -> None:
    pair.store.owner.flushall()
    pair.first.ask(WORDS, "acme-corporation")
    pair.wait_until_kept(1)
    [(slot, value)] = pair.store.owner.hgetall(KEY).items()
    assert 0 <= int(slot) < 1000
    assert b"acme" not in value
    assert b"circle" not in value


def test_without_redis_texts_are_embedded_as_ever(pair: Pair) -> None:
    known = pair.first.ask("killed", "acme")
    pair.store.process.kill()
    pair.store.process.wait()
    embedded = pair.first.embedded
    for _ in range(3):
        assert_alike(pair.first.ask("killed", "acme"), known)
    assert pair.first.embedded == embedded + 3
    assert pair.first.count("embedder_shared_texts_failures_total", 'reason="away"') >= 1
