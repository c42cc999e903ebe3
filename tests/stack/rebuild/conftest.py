"""A stack of its own for losing, rebuilding and restoring: quick to notice a death, sweeps held back."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from deploy.local.layout import REPOSITORY, Layout
from tests.stack.faults.breaking import HOLD_SWEEPS, QUICK
from tests.stack.faults.client import Client, open_client
from tests.stack.faults.rest import Rest
from tests.stack.invariants import Stores, open_stores
from tests.stack.plugin import STACK_NAME, RunningStack, User

NAME = f"{STACK_NAME}-rebuild"


@contextmanager
def a_stack(name: str, *arguments: str, **variables: str) -> Iterator[RunningStack]:
    """A stack with empty data, gone afterwards."""
    running = RunningStack(Layout(name, REPOSITORY / f".local-{name}"))
    running.down()
    shutil.rmtree(running.layout.root, ignore_errors=True)
    try:
        start(running, *arguments, **variables)
        yield running
    finally:
        running.down()
        shutil.rmtree(running.layout.root, ignore_errors=True)


def start(stack: RunningStack, *arguments: str, **variables: str) -> None:
    """Start the stack, quick to notice a death."""
    failpoints = stack.layout.root / "failpoints"
    failpoints.mkdir(parents=True, exist_ok=True)
    started = stack.command("up", *arguments, FAILPOINT_DIR=str(failpoints), **{**QUICK, **variables})
    assert started.returncode == 0, f"{started.stdout}\n{started.stderr}"


def reindex(stack: RunningStack, *arguments: str) -> subprocess.Popen[str]:
    """Start the command with the stack's environment."""
    command = [sys.executable, "-m", "catalog.reindex", *arguments]
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=stack.environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def ended(command: subprocess.Popen[str], status: int = 0) -> str:
    """What the command said, once it has ended with that status."""
    said, _ = command.communicate(timeout=240)
    assert command.returncode == status, said
    return said


def last_count(said: str) -> str:
    """How far it was when it ended."""
    return [line for line in said.splitlines() if " images: " in line][-1]


@pytest.fixture(scope="session")
def rebuilt() -> Iterator[RunningStack]:
    """The stack."""
    with a_stack(NAME) as running:
        yield running


@pytest.fixture(scope="session")
def failpoints(rebuilt: RunningStack) -> Path:
    """The folder whose files make a process die at the place of that name."""
    return rebuilt.layout.root / "failpoints"


@pytest.fixture(scope="session")
def stores(rebuilt: RunningStack) -> Iterator[Stores]:
    """The stack's stores, as their owner sees them."""
    with open_stores(rebuilt.environment()) as opened:
        opened.execute(HOLD_SWEEPS)
        yield opened


@pytest.fixture(scope="session")
def rest(rebuilt: RunningStack, stores: Stores) -> Rest:
    """Waits for the stack to come to rest and judges what it finds."""
    return Rest(rebuilt, stores)


@pytest.fixture
def acme(rebuilt: RunningStack) -> Iterator[Client]:
    """An editor of `acme`."""
    with logged_in(rebuilt, "acme") as client:
        yield client


@pytest.fixture
def globex(rebuilt: RunningStack) -> Iterator[Client]:
    """An editor of `globex`."""
    with logged_in(rebuilt, "globex") as client:
        yield client


@contextmanager
def logged_in(stack: RunningStack, tenant: str) -> Iterator[Client]:
    """An editor of the tenant."""
    with logged_in_as(stack, stack.user(tenant)) as client:
        yield client


@contextmanager
def logged_in_as(stack: RunningStack, user: User) -> Iterator[Client]:
    """That user."""
    client = open_client(stack.gateway)
    with closing(client.http):
        assert client.log_in(user).status_code == 200
        yield client
