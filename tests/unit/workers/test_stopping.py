"""A process hears once that it is to stop, from whatever it is doing, and says so at its door."""

import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from redis import Redis
from rq import Queue

from catalog.jobs.model import QueueName
from workers.health import _answer
from workers.settings import WorkerSettings
from workers.stopping import LATEST_S, Stopping, leave_in_time
from workers.worker import OwnWorker, open_worker


@pytest.fixture
def handlers_kept() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


class TestStopping:
    def test_nobody_has_asked_at_first(self) -> None:
        stopping = Stopping()
        assert (stopping.asked, stopping.wait(0)) == (False, False)

    @pytest.mark.usefixtures("handlers_kept")
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_signal_asks_and_a_second_changes_nothing(self, number: signal.Signals) -> None:
        stopping = Stopping()
        stopping.on_signals()
        for _ in range(3):
            os.kill(os.getpid(), number)
        assert (stopping.asked, stopping.wait(), stopping.wait()) == (True, True, True)

    def test_everybody_who_waits_is_woken(self) -> None:
        stopping = Stopping()
        waiting = [threading.Thread(target=stopping.wait) for _ in range(3)]
        for one in waiting:
            one.start()
        stopping.ask()
        for one in waiting:
            one.join()


class TestLeaving:
    @pytest.fixture
    def left(self, monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, list[Any]]:
        gone, happened = threading.Event(), list[Any]()

        def leave(status: int) -> None:
            happened.append(status)
            gone.set()

        monkeypatch.setattr(os, "_exit", leave)
        return gone, happened

    def test_what_is_in_hand_is_handed_back_first(self, left: tuple[threading.Event, list[Any]]) -> None:
        gone, happened = left

        def hand_back() -> int:
            happened.append("handed back")
            return 1

        stopping = Stopping()
        leave_in_time(stopping, 0, hand_back)
        assert happened == []
        stopping.ask()
        assert gone.wait(30)
        assert happened == ["handed back", 0]

    def test_it_leaves_when_nothing_can_be_handed_back(self, left: tuple[threading.Event, list[Any]]) -> None:
        gone, happened = left

        def fail() -> int:
            raise RuntimeError("the database is away")

        stopping = Stopping()
        stopping.ask()
        leave_in_time(stopping, 0, fail)
        assert gone.wait(30)
        assert happened == [0]

    def test_it_leaves_when_handing_back_takes_too_long(
        self, left: tuple[threading.Event, list[Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("workers.stopping.LATEST_S", 0.05)
        gone, happened = left
        let_go = threading.Event()
        stopping = Stopping()
        stopping.ask()
        leave_in_time(stopping, 0.01, lambda: int(let_go.wait()))
        assert gone.wait(30)
        let_go.set()
        assert happened == [0]


def test_no_setting_lets_it_take_thirty_seconds() -> None:
    longest = max(one.le for one in WorkerSettings.model_fields["worker_stop_s"].metadata if hasattr(one, "le"))
    assert longest < LATEST_S < 30


def test_it_is_not_ready_once_it_is_asked_and_no_part_is_asked_for_that() -> None:
    status, _, body = _answer("/readyz", pytest.fail, stopping=True)
    assert (status, orjson.loads(body)["status"]) == (503, "stopping")
    assert _answer("/healthz", pytest.fail, stopping=True)[0] == 200


class Pipeline:
    """Redis's pipeline as far as one message is put back."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []

    def __enter__(self) -> "Pipeline":
        return self

    def __exit__(self, *_: object) -> None:
        self.done.append(("end",))

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.done.append((name, *arguments))


class TestWorker:
    @pytest.fixture
    def worker(self, monkeypatch: pytest.MonkeyPatch) -> OwnWorker:
        monkeypatch.setattr(OwnWorker, "_set_ip_address", lambda *_: None)  # it would ask Redis
        stopping = Stopping()
        stopping.ask()
        return open_worker(QueueName.BATCH, Redis(), stopping)

    def test_takes_no_message_once_it_is_to_stop(self, worker: OwnWorker) -> None:
        assert worker.dequeue_job_and_maintain_ttl(15) is None  # asking Redis would fail: there are no sockets here

    def test_puts_back_the_message_that_it_has_just_taken(
        self, worker: OwnWorker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pipeline = Pipeline()
        monkeypatch.setattr(worker.connection, "pipeline", lambda: pipeline)
        queue: Queue = worker.queues[0]
        worker.execute_job(worker.job_class("an-id", connection=worker.connection), queue)
        assert pipeline.done == [
            ("lrem", queue.intermediate_queue_key, 1, "an-id"),
            ("lpush", queue.key, "an-id"),
            ("execute",),
            ("end",),
        ]

    def test_leaves_the_process_its_signals(self, worker: OwnWorker) -> None:
        before = signal.getsignal(signal.SIGTERM)
        worker._install_signal_handlers()
        assert signal.getsignal(signal.SIGTERM) is before
