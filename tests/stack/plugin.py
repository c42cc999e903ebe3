"""A running local stack for every test that asks for `stack`: started once, used by all, stopped by the last."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.local.environment import read_env_file
from deploy.local.layout import REPOSITORY, Layout
from deploy.local.state import Phase, ServiceState, read_state

_UP_LIMIT_S = 240
_BACK_LIMIT_S = 120
STACK_NAME = os.environ.get("SEMBLANCE_TEST_STACK", "test")  # another name, for work beside a running test session


@dataclass(frozen=True, slots=True)
class User:
    """An account of the stack."""

    username: str
    password: str
    tenant: str
    role: str


@dataclass(frozen=True, slots=True)
class RunningStack:
    """A stack of its own name and folder: where its services are, and what its command line does."""

    layout: Layout

    def __getattr__(self, name: str) -> Any:
        """Return a field of stack.json: gateway, embedder, qdrant, qdrant_api_key, s3, database, redis."""
        description = json.loads(self.layout.stack_json.read_text())
        if name not in description:
            raise AttributeError(name)
        return description[name]

    @property
    def accounts(self) -> list[User]:
        """Every account."""
        return [User(**user) for user in json.loads(self.layout.stack_json.read_text())["users"]]

    def user(self, tenant: str = "acme", role: str = "editor") -> User:
        """Return the account of that tenant and role."""
        return next(user for user in self.accounts if (user.tenant, user.role) == (tenant, role))

    def environment(self) -> dict[str, str]:
        """Return the gateway's variables, to talk to the same services."""
        return read_env_file(self.layout)

    def command(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the stack's command line."""
        environment = {
            **os.environ,
            "STACK": self.layout.name,
            "SEMBLANCE_LOCAL_DIR": str(self.layout.root),
            **variables,
        }
        command = [sys.executable, "-m", "deploy.local", *arguments]
        return subprocess.run(
            command, cwd=REPOSITORY, env=environment, text=True, capture_output=True, timeout=_UP_LIMIT_S, check=False
        )

    def up(self, *arguments: str) -> None:
        """Start the stack; fails the test with what was printed when it cannot be started."""
        done = self.command("up", *arguments)
        if done.returncode:
            pytest.fail(f"the stack could not be started:\n{done.stdout}\n{done.stderr}")

    def down(self) -> None:
        """Stop the stack."""
        done = self.command("down")
        assert done.returncode == 0, done.stderr

    def service(self, name: str) -> ServiceState:
        """Return what the supervisor says of a service."""
        state = read_state(self.layout)
        assert state is not None, "the stack was never started"
        return state.services[name]

    def pid(self, name: str) -> int:
        """Return the process id of a running service."""
        pid = self.service(name).pid
        assert pid is not None, f"{name} does not run"
        return pid

    def kill(self, name: str) -> int:
        """Kill a service with SIGKILL and wait until it is healthy again; returns its new process id."""
        before = self.pid(name)
        os.kill(before, signal.SIGKILL)
        return self.wait_back(name, before)

    def wait_back(self, name: str, before: int) -> int:
        """Wait until a service is healthy as another process than `before`; returns its id."""
        deadline = time.monotonic() + _BACK_LIMIT_S
        while time.monotonic() < deadline:
            now = self.service(name)
            if now.phase is Phase.READY and now.pid not in (None, before):
                return self.pid(name)
            time.sleep(0.05)
        pytest.fail(f"{name} did not come back: {self.service(name)}")


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """The test stack: with empty data when this session is the first to use it, running already otherwise."""
    running = RunningStack(Layout(STACK_NAME, REPOSITORY / f".local-{STACK_NAME}"))
    with _lock("start"):
        if running.command("status").returncode:
            running.down()
            shutil.rmtree(running.layout.root, ignore_errors=True)
            running.up()
        users = _lock_file("users")
        fcntl.flock(users, fcntl.LOCK_SH)
    yield running
    with _lock("start"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # another session uses it
        else:
            running.down()
        finally:
            os.close(users)


@contextmanager
def _lock(name: str) -> Iterator[None]:
    file = _lock_file(name)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _lock_file(name: str) -> int:
    place = hashlib.sha256(f"{REPOSITORY} {STACK_NAME}".encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"semblance-test-stack-{place}-{os.getuid()}.{name}"
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
