"""A full queue, passed deadlines and slow clients: refused at once, and the connection is as good as before."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.contract.embedder.raw import head, line, post
from tests.contract.embedder.slow_store import SlowStore, slow_store
from tests.contract.embedder.speech import assert_problem, picture, vectors
from tests.contract.embedder.watching import Watched, memory_kb, watched
from tests.living import until

PLACES = 4
OBJECT = {"objects": [{"bucket": "pictures", "key": "a"}]}


@pytest.fixture(scope="module")
def store() -> Iterator[SlowStore]:
    with slow_store() as store:
        yield store


@pytest.fixture(scope="module")
def embedder(model_folder: Path, store: SlowStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    environment = {
        "MODEL_NAME": str(model_folder),
        "S3_ENDPOINT": store.url,
        "S3_BUCKET": "pictures",
        "S3_ACCESS_KEY": "test",
        "S3_SECRET_KEY": "test",
        "EMBED_QUEUE_LIMIT": str(PLACES),
        "EMBED_BODY_TIMEOUT_S": "1",
    }
    with watched(tmp_path_factory.mktemp("pressure"), **environment) as running:
        yield running


@pytest.fixture
def port(embedder: Watched) -> int:
    found = embedder.client.base_url.port
    assert found is not None
    return found


@contextmanager
def full(embedder: Watched, store: SlowStore) -> Iterator[list[Future[httpx.Response]]]:
    """Every place is held inside the block, by requests that are answered after it."""
    store.let_go.clear()
    with ThreadPoolExecutor(PLACES) as threads:
        answers = [threads.submit(embedder.client.post, "/embed/image", json=OBJECT) for _ in range(PLACES)]
        try:
            until(lambda: embedder.count("embedder_queue_items") == PLACES)
            yield answers
        finally:
            store.let_go.set()
    until(lambda: embedder.count("embedder_queue_items") == 0)


class TestAFullQueue:
    def test_refuses_before_the_body_and_goes_on_on_the_same_connection(
        self, embedder: Watched, store: SlowStore, port: int
    ) -> None:
        body = bytes(3_000_000)
        with line(port) as client:
            with full(embedder, store) as held:
                for _ in range(3):
                    client.say(head("/embed/image", len(body), Content_Type="image/png") + body[:1])
                    refusal = client.hear()
                    assert (refusal.status, refusal.problem["type"]) == (503, "busy")
                    assert int(refusal.headers["retry-after"]) >= 1
                    client.say(body[1:])
                    client.say(b"GET /healthz HTTP/1.1\r\nHost: embedder\r\n\r\n")
                    assert client.hear().status == 200
            assert [vectors(answer.result()).shape for answer in held] == [(1, 512)] * PLACES
            client.say(post("/embed/image", picture(), Content_Type="image/png"))
            assert client.hear().status == 200

    def test_a_refusal_costs_the_refused_body_no_memory(self, embedder: Watched, store: SlowStore, port: int) -> None:
        """Forty clients announce 60 MB each; what is never read is never held."""
        before = memory_kb(embedder.pid)
        with full(embedder, store):
            for _ in range(40):
                with line(port) as client:
                    client.say(head("/embed/image", 60_000_000, Content_Type="image/png"))
                    assert client.hear().status == 503
        assert memory_kb(embedder.pid) - before < 60_000
        assert embedder.is_well()

    def test_what_is_refused_for_itself_leaves_the_connection_usable(self, embedder: Watched, port: int) -> None:
        with line(port) as client:
            for body, content_type, status in (
                (bytes(500_000), "text/plain", 415),
                (b"{" * 300_000, "application/json", 422),
                (bytes(400_000), "multipart/form-data; boundary=x", 422),
                (bytes(65 * 1024 * 1024), "image/png", 413),
            ):
                client.say(post("/embed/image", body, Content_Type=content_type))
                assert client.hear().status == status
            client.say(post("/embed/image", picture(), Content_Type="image/png"))
            assert client.hear().status == 200
        assert embedder.is_well()


class TestDeadlines:
    def test_a_passed_deadline_is_said_and_the_place_is_free_again(self, embedder: Watched, store: SlowStore) -> None:
        store.let_go.clear()
        try:
            late = embedder.client.post("/embed/image", json=OBJECT, headers={"X-Timeout-Ms": "200"})
            assert_problem(late, 504, "deadline-passed")
            until(lambda: embedder.count("embedder_queue_items") == 0)
        finally:
            store.let_go.set()
        ample = embedder.client.post("/embed/image", json=OBJECT, headers={"X-Timeout-Ms": "600000"})
        assert vectors(ample).shape == (1, 512)

    @pytest.mark.parametrize("value", ["0", "-1", "1e3", "600001", "", "soon", "²", "1, 2"])
    def test_nonsense_is_refused(self, embedder: Watched, value: str) -> None:
        headers = [(b"X-Timeout-Ms", value.encode("latin-1"))]
        assert_problem(embedder.client.post("/embed/text", json={"texts": ["a"]}, headers=headers), 422)


class TestSlowClients:
    def test_a_body_that_does_not_arrive_is_given_up(self, embedder: Watched, port: int) -> None:
        with line(port) as client:
            client.say(head("/embed/text", 1000, Content_Type="application/json") + b'{"texts"')
            assert (answer := client.hear()).status == 408
            assert answer.problem["type"] == "body-too-slow"
        assert embedder.is_well()

    def test_drop_by_drop_they_hold_up_nobody(self, embedder: Watched, port: int) -> None:
        stop, statuses = threading.Event(), []

        def drip() -> None:
            with line(port) as client:
                client.say(head("/embed/image", 10_000, Content_Type="image/png"))
                while not stop.wait(0.05):
                    client.say(b"\0")
                statuses.append(client.hear().status)

        drippers = [threading.Thread(target=drip) for _ in range(PLACES * 4)]
        for dripper in drippers:
            dripper.start()
        until(lambda: embedder.count('embedder_requests_total{method="POST",route="/embed/image",status="408"}') >= 16)
        assert vectors(embedder.client.post("/embed/text", json={"texts": ["a"]})).shape == (1, 512)
        stop.set()
        for dripper in drippers:
            dripper.join()
        assert statuses == [408] * 16

    def test_clients_that_leave_in_the_middle_leave_nothing_behind(self, embedder: Watched, port: int) -> None:
        for length in (1, 1_000, 500_000):
            for _ in range(5):
                with line(port) as client:
                    client.say(head("/embed/image", 1_000_000, Content_Type="image/png") + bytes(length))
        until(lambda: embedder.count("embedder_queue_items") == 0)
        assert embedder.is_well()
        assert "Traceback" not in embedder.log.read_text()
