"""A Redis of a test's own, started as the local stack starts its own, so that it can be stopped, filled and damaged."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from deploy.local import health
from deploy.local.credentials import load_credentials
from deploy.local.environment import product_environment
from deploy.local.layout import Layout
from deploy.local.services import PORTS, Plan, stack_services
from tests.contract.embedder.process import free_port


@dataclass(frozen=True)
class OwnRedis:
    """A running Redis: the embedder's address of it, and the owner's connection."""

    process: subprocess.Popen[bytes]
    url: str
    owner: Any


@contextlib.contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """Redis with the stack's settings and accounts, and its data in `folder`; gone at the end."""
    layout = Layout("texts", folder)
    ports = dict.fromkeys(PORTS, 0) | {"redis": free_port()}
    credentials = load_credentials(layout)
    environment = product_environment(layout, ports, credentials)
    plan = Plan(layout, ports, credentials, environment)
    (service,) = (one for one in stack_services(plan) if one.name == "redis")
    service.prepare()
    process = subprocess.Popen(service.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, lambda: health.redis(ports["redis"], credentials.redis_password))
        with redis.Redis.from_url(environment["REDIS_URL"]) as owner:
            yield OwnRedis(process, environment["EMBED_REDIS_URL"], owner)
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], check: Any) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(health.Unwell):
            check()
            return
        time.sleep(0.02)
    raise AssertionError("Redis did not start")
