"""Starting and stopping a real process: ready when warm, gone when told, and a clear word when it cannot start."""

import os
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.contract.embedder.process import Running, serving, start, started, wait_for
from tests.contract.embedder.speech import assert_problem, picture, vectors
from tests.contract.embedder.watching import child_pids
from tests.image_bank.profiles import slow_picture
from tests.living import cpu_seconds, is_gone, until, until_working


def outcome(running: Running, *, seconds: float = 120) -> tuple[int, str, str]:
    """The exit code and what was printed, once the process has ended by itself."""
    out, err = running.process.communicate(timeout=seconds)
    return running.process.returncode, out, err


class TestBeforeItIsWarm:
    def test_it_is_alive_refuses_what_is_asked_and_can_be_stopped(self, model_folder: Path, tmp_path: Path) -> None:
        """Its weights never come: nobody writes into the pipe that they are read from."""
        shutil.copy(model_folder / "config.json", tmp_path)
        os.mkfifo(tmp_path / "weights.safetensors")
        with started(MODEL_NAME=str(tmp_path)) as running, httpx.Client(base_url=running.url, timeout=60) as client:
            wait_for(running, "/healthz")
            for answer in (
                client.post("/embed/text", json={"texts": ["a"]}),
                client.post("/embed/image", content=picture(), headers={"Content-Type": "image/png"}),
                client.get("/model"),
            ):
                assert_problem(answer, 503, "not-ready")
                assert int(answer.headers["retry-after"]) >= 1
            readiness = client.get("/readyz")
            assert (readiness.status_code, readiness.json()["status"]) == (503, "loading")
            assert "embedder_ready 0.0" in client.get("/metrics").text
            running.process.send_signal(signal.SIGTERM)
            assert outcome(running, seconds=60)[0] == 0


class TestStop:
    def test_sigterm_ends_the_shipped_model_cleanly_within_ten_seconds(self) -> None:
        running = start(MODEL_NAME="semblance-tiny")
        wait_for(running, "/readyz")
        answer = httpx.post(running.url + "/embed/text", json={"texts": ["a red circle"]})
        assert answer.json()["dimension"] == 512
        running.process.send_signal(signal.SIGTERM)
        code, out, err = outcome(running, seconds=10)
        assert (code, err) == (0, "")
        assert all(line.startswith("{") and line.endswith("}") for line in out.splitlines())

    def test_sigterm_while_loading_ends_it_too(self, model_folder: Path) -> None:
        running = start(MODEL_NAME=str(model_folder))
        wait_for(running, "/healthz")
        running.process.send_signal(signal.SIGTERM)
        assert outcome(running, seconds=30)[0] == 0

    def test_requests_in_hand_are_answered(self, model_folder: Path) -> None:
        running = start(MODEL_NAME=str(model_folder), EMBED_DRAIN_S="0.5", EMBED_TEXT_CACHE="0")
        wait_for(running, "/readyz")
        statuses: list[int] = []

        def keep_asking() -> None:
            with httpx.Client(base_url=running.url, timeout=30) as client:
                while True:
                    try:
                        statuses.append(client.post("/embed/text", json={"texts": ["a"] * 8}).status_code)
                    except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError):
                        return  # the door is closed: nothing more is accepted

        askers = [threading.Thread(target=keep_asking) for _ in range(4)]
        for asker in askers:
            asker.start()
        while len(statuses) < 8:
            time.sleep(0.01)
        running.process.send_signal(signal.SIGTERM)
        assert outcome(running, seconds=30)[0] == 0
        for asker in askers:
            asker.join()
        assert statuses.count(200) >= 8
        assert set(statuses) <= {200, 503}

    def test_pictures_in_hand_are_answered_and_the_decoders_go_too(self, model_folder: Path) -> None:
        files = [("files", ("a", slow_picture(10))) for _ in range(16)]
        settings = {"MODEL_NAME": str(model_folder), "EMBED_DRAIN_S": "2.5", "EMBED_STOP_TIMEOUT_S": "20"}
        with serving(**settings) as running, httpx.Client(base_url=running.url, timeout=120) as client:
            with ThreadPoolExecutor(3) as threads:
                answers = [threads.submit(client.post, "/embed/image", files=files) for _ in range(3)]
                until(lambda: len(child_pids(running.process.pid)) >= 1)
                running.process.send_signal(signal.SIGTERM)
                until(lambda: client.get("/readyz").status_code == 503)
                pids = child_pids(running.process.pid)
                assert [vectors(answer.result()).shape for answer in answers] == [(16, 512)] * 3
            assert outcome(running, seconds=60)[0] == 0
        until(lambda: all(is_gone(pid) for pid in pids))

    def test_decoders_go_with_a_process_that_was_killed(self, model_folder: Path) -> None:
        files = [("files", ("a", slow_picture(300)))]
        with (
            serving(MODEL_NAME=str(model_folder), EMBED_DECODE_CPU_S="60") as running,
            httpx.Client(base_url=running.url, timeout=120) as client,
            ThreadPoolExecutor(1) as threads,
        ):
            answer = threads.submit(client.post, "/embed/image", files=files)
            until(lambda: len(child_pids(running.process.pid)) == 1)
            (pid,) = child_pids(running.process.pid)
            until_working(pid, cpu_seconds(pid))
            running.process.kill()
            with pytest.raises(httpx.TransportError):
                answer.result()
        until(lambda: is_gone(pid))


class TestCannotStart:
    @pytest.mark.parametrize(
        ("environment", "hints"),
        [
            ({"MODEL_NAME": "ViT-B-32"}, ["MODEL_PRETRAINED", "semblance-tiny"]),
            (
                {"MODEL_NAME": "ViT-B-32", "MODEL_PRETRAINED": "laion2b_s34b_b79k", "MODEL_CACHE": "/nonexistent"},
                ["MODEL_CACHE", "MODEL_PRETRAINED", "semblance-tiny"],
            ),
            ({"MODEL_NAME": "no-such-model"}, ["MODEL_NAME"]),
            (
                {"SECOND_MODEL_NAME": "timm/vit_base_patch14_dinov2.lvd142m", "MODEL_CACHE": "/nonexistent"},
                ["SECOND_MODEL_NAME", "MODEL_CACHE", "SECOND_MODEL_PRETRAINED"],
            ),
            ({"BATCH_SIZE": "many"}, ["BATCH_SIZE"]),
        ],
    )
    def test_one_clear_message_and_exit_code_one(self, environment: dict[str, str], hints: list[str]) -> None:
        code, out, err = outcome(start(**environment))
        assert code == 1
        assert err.count("\n") == 1
        assert err.startswith("embedder cannot start: ")
        assert all(hint in err for hint in hints)
        assert "Traceback" not in out + err

    def test_a_taken_port_is_said(self, model_folder: Path, client: httpx.Client) -> None:
        taken = str(client.base_url.port)
        code, _, err = outcome(start(MODEL_NAME=str(model_folder), EMBED_PORT=taken))
        assert (code, err.count("\n")) == (1, 1)
        assert taken in err
