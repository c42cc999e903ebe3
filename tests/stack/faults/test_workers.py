"""Workers: a polite stop lets the job in hand end, and what a stranger writes to the queue harms nobody."""

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import redis

from tests.stack.faults.client import Client, Picture
from tests.stack.faults.rest import Rest, until
from tests.stack.plugin import RunningStack

Fields = dict[str | bytes, Any]
_JOB = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    VALUES (%s, %s, 'make_thumbnails', %s, %s, 'queued')
"""


@contextmanager
def row_held(faulty: RunningStack, image_id: str) -> Iterator[None]:
    """Nobody else can change the image's row meanwhile."""
    with psycopg.connect(faulty.environment()["MIGRATION_DATABASE_URL"]) as holder:
        holder.execute("UPDATE images SET has_thumbnails = false WHERE image_id = %s", (image_id,))
        yield


def test_told_to_stop_it_ends_the_job_first(faulty: RunningStack, client: Client, rest: Rest) -> None:
    image_id = rest.promise(client.tenant_id(), picture := Picture.new(), client.add(picture))
    rest.come()
    # Its own commit must leave the row as one without thumbnails before the job looks at it.
    rest.stores.execute("UPDATE images SET has_thumbnails = false WHERE image_id = %s", image_id)
    job_id = uuid4()
    before = faulty.pid("worker-batch")

    def state() -> Any:
        return rest.stores.rows("SELECT state, attempt FROM jobs WHERE id = %s", job_id)[0]

    with row_held(faulty, image_id):
        rest.stores.execute(_JOB, client.tenant_id(), job_id, image_id, json.dumps({"image_id": image_id}))
        until(lambda: bool(state()["state"] == "running"), "the job was begun")
        os.kill(before, signal.SIGTERM)
        until(lambda: _waits_for_a_lock(rest), "the job waited for the row")
        assert state()["state"] == "running"
    until(lambda: bool(state()["state"] == "succeeded"), "the job ended")
    assert state()["attempt"] == 1
    faulty.wait_back("worker-batch", before)
    rest.check()


def _waits_for_a_lock(rest: Rest) -> bool:
    return bool(rest.stores.rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def _hostile(queue: redis.Redis, fields: Mapping[Any, Any]) -> str:
    job_id = str(uuid4())
    queue.hset(f"rq:job:{job_id}", mapping=fields)
    queue.rpush("rq:queue:batch", job_id)
    return job_id


def _job(data: bytes) -> Fields:
    now = "2026-01-01T00:00:00.000000Z"
    return {"data": data, "created_at": now, "enqueued_at": now, "status": "queued", "origin": "batch", "timeout": "60"}


HOSTILE: dict[str, Callable[[Path], Fields]] = {
    "another function": lambda mark: _job(json.dumps(["os.system", None, [f"touch {mark}"], {}]).encode()),
    "no message at all": lambda mark: _job(b"\x80\x04garbage"),
    "a corrupt hash": lambda mark: {"data": b"x", "created_at": "never", "timeout": "soon"},
    "an empty hash": lambda mark: {"status": "queued"},
    "arguments that name no job": lambda mark: _job(json.dumps(["workers.jobs.run", None, ["x", "y"], {}]).encode()),
    "a job that is not there": lambda mark: _job(
        json.dumps(["workers.jobs.run", None, [str(uuid4()), 0], {}]).encode()
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_strangers_message_harms_nobody(
    faulty: RunningStack, client: Client, rest: Rest, tmp_path: Path, kind: str
) -> None:
    mark = tmp_path / "mark"
    with closing(redis.Redis.from_url(faulty.redis)) as queue:
        job_id = _hostile(queue, HOSTILE[kind](mark))
        until(lambda: job_id.encode() not in queue.lrange("rq:queue:batch", 0, -1), "the message was taken")
    rest.promise(client.tenant_id(), picture := Picture.new(), client.add(picture))
    rest.check()
    assert not mark.exists()
