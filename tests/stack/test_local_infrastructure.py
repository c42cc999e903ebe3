"""Stacks of the four infrastructure services only: data, ports, neighbours, failures, and what is left behind."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import httpx
import psycopg
import pytest
import redis
from botocore.config import Config

from deploy.local.layout import Layout
from deploy.local.lock import holder
from deploy.local.state import Phase, read_state
from tests.stack.plugin import RunningStack

INFRASTRUCTURE = ("postgres", "redis", "s3", "qdrant")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[RunningStack]:
    """A stack of one's own, in a folder that only its owner may enter; not started yet."""
    tmp_path.chmod(0o700)
    made = RunningStack(Layout("lab", tmp_path / "stack"))
    yield made
    made.down()
    assert processes_of(made) == []


def processes_of(stack: RunningStack) -> list[str]:
    """Return the command lines of all processes that have the stack's folder in their command line or environment."""
    mark = str(stack.layout.root).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if process.name != str(os.getpid()) and (mark in command or mark in environment):
            found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found


def s3_client(stack: RunningStack) -> Any:
    env = stack.environment()
    return boto3.client(
        "s3",
        endpoint_url=env["S3_ENDPOINT"],
        region_name=env["S3_REGION"],
        aws_access_key_id=env["S3_ACCESS_KEY"],
        aws_secret_access_key=env["S3_SECRET_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
    )


def qdrant(stack: RunningStack, method: str, path: str, **arguments: Any) -> Any:
    headers = {"api-key": stack.qdrant_api_key}
    answer = httpx.request(method, f"{stack.qdrant}{path}", headers=headers, timeout=30, **arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


def owner(stack: RunningStack) -> psycopg.Connection[Any]:
    return psycopg.connect(stack.environment()["MIGRATION_DATABASE_URL"], autocommit=True)


def leave_marks(stack: RunningStack) -> None:
    """Write something into each of the four."""
    with owner(stack) as connection:
        connection.execute("CREATE TABLE mark AS SELECT 42 AS answer")
    with closing(redis.Redis.from_url(stack.redis)) as client:
        client.set("mark", "42")
        time.sleep(1.2)  # more than the second after which it is on disk
    with closing(s3_client(stack)) as store:
        store.put_object(Bucket="semblance", Key="t/mark", Body=b"42")
    qdrant(stack, "PUT", "/collections/mark", json={"vectors": {"size": 2, "distance": "Dot"}})
    qdrant(stack, "PUT", "/collections/mark/points?wait=true", json={"points": [{"id": 42, "vector": [1, 2]}]})


def check_marks(stack: RunningStack) -> None:
    """See that what was written is there."""
    with owner(stack) as connection:
        assert connection.execute("SELECT answer FROM mark").fetchall() == [(42,)]
    with closing(redis.Redis.from_url(stack.redis)) as client:
        assert client.get("mark") == b"42"
    with (
        closing(s3_client(stack)) as store,
        closing(store.get_object(Bucket="semblance", Key="t/mark")["Body"]) as body,
    ):
        assert body.read() == b"42"
    assert qdrant(stack, "POST", "/collections/mark/points/count", json={})["count"] == 1


def test_data_ports_and_secrets_stay_over_down_and_up(lab: RunningStack) -> None:
    lab.up("--only", "infra")
    told = lab.layout.stack_json.read_text()
    leave_marks(lab)
    lab.down()
    assert processes_of(lab) == []
    assert lab.command("status").returncode == 3
    lab.up("--only", "infra")
    assert lab.layout.stack_json.read_text() == told
    check_marks(lab)


def test_data_stays_when_every_process_is_killed(lab: RunningStack) -> None:
    lab.up("--only", "infra")
    leave_marks(lab)
    for name in INFRASTRUCTURE:
        lab.kill(name)
    check_marks(lab)


def test_taken_port_is_replaced(lab: RunningStack) -> None:
    lab.up("--only", "redis")
    before = json.loads(lab.layout.ports_file.read_text())
    lab.down()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", before["redis"]))
        squatter.listen()
        lab.up("--only", "redis")
        after = json.loads(lab.layout.ports_file.read_text())
    assert after["redis"] != before["redis"]
    assert {name: port for name, port in after.items() if name != "redis"} == {
        name: port for name, port in before.items() if name != "redis"
    }
    with closing(redis.Redis.from_url(lab.redis)) as client:
        assert client.ping()


def test_two_stacks_side_by_side(lab: RunningStack, tmp_path: Path) -> None:
    other = RunningStack(Layout("other", tmp_path / "other"))
    try:
        lab.up("--only", "infra")
        other.up("--only", "infra")
        leave_marks(lab)
        assert not set(json.loads(lab.layout.ports_file.read_text()).values()) & set(
            json.loads(other.layout.ports_file.read_text()).values()
        )
        with owner(other) as connection:
            assert connection.execute("SELECT to_regclass('mark')").fetchall() == [(None,)]
        assert qdrant(other, "GET", "/collections")["collections"] == []
    finally:
        other.down()
    check_marks(lab)


def test_supervisor_that_is_killed_is_started_again_and_starts_everything(lab: RunningStack) -> None:
    lab.up("--only", "infra")
    leave_marks(lab)
    before = {name: lab.pid(name) for name in INFRASTRUCTURE}
    state = read_state(lab.layout)
    assert state is not None
    os.kill(state.supervisor, signal.SIGKILL)
    for name in INFRASTRUCTURE:
        lab.wait_back(name, before[name])
    check_marks(lab)


def test_keeper_that_is_killed_leaves_nothing_running(lab: RunningStack) -> None:
    lab.up("--only", "infra")
    keeper = holder(lab.layout)
    assert keeper
    os.kill(keeper, signal.SIGKILL)
    while holder(lab.layout) is not None:  # the suite's own limit ends a wait that would never end
        time.sleep(0.05)
    state = read_state(lab.layout)
    assert state is not None
    assert state.phase is Phase.STOPPED
    assert processes_of(lab) == []


def test_service_that_cannot_start_is_named_with_its_log(lab: RunningStack) -> None:
    storage = lab.layout.data("qdrant")
    storage.parent.mkdir(parents=True)
    storage.write_text("not a folder")
    done = lab.command("up", "--only", "infra")
    assert done.returncode == 1
    assert "qdrant could not be started" in done.stderr
    assert "NotADirectoryError" in done.stderr or "FileExistsError" in done.stderr
    assert processes_of(lab) == []
    storage.unlink()
    lab.up("--only", "infra")


def test_unknown_service_and_name_are_refused(lab: RunningStack) -> None:
    assert "no such service: nonsense" in lab.command("up", "--only", "nonsense").stderr
    elsewhere = lab.command("status", STACK="../elsewhere")
    assert elsewhere.returncode == 2
    assert "a stack's name is" in elsewhere.stderr
