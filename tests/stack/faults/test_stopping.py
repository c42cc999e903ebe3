"""Every service, asked to stop: while it starts, and while it has nothing to do, as process 1 of a container."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack.faults.own_service import own_service, ready_service
from tests.stack.faults.rest import until
from tests.stack.plugin import RunningStack

SERVICES = {
    "gateway": ("gateway",),
    "worker": ("workers", "--queue", "batch"),
    "scheduler": ("workers.scheduler",),
    "embedder": ("embedder",),
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_is_still_starting_ends_cleanly(faulty: RunningStack, tmp_path: Path, name: str) -> None:
    with own_service(faulty.environment(), tmp_path / "log", *SERVICES[name]) as service:
        until(service.hears_signals, "it heard signals")
        service.ask_to_stop()
        told(name, "starting", service.wait_gone())


# The kernel gives the first process of a container no default handlers: a signal that it does not catch is lost.
AS_FIRST = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")


@pytest.fixture(scope="module")
def container() -> tuple[str, ...]:
    """What makes a process the first of its namespace, as in a container; nothing where nobody may make one."""
    if shutil.which("unshare") is None or subprocess.run([*AS_FIRST, "true"], check=False).returncode:
        return ()
    return AS_FIRST


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_has_nothing_to_do_ends_cleanly(
    faulty: RunningStack, tmp_path: Path, container: tuple[str, ...], name: str
) -> None:
    with ready_service(faulty.environment(), tmp_path / "log", *SERVICES[name], inside=container) as service:
        service.ask_to_stop()
        told(name, "idle, as the first process" if container else "idle", service.wait_gone())
        assert "Traceback" not in service.log.read_text()


def told(name: str, when: str, seconds: float) -> None:
    """Print what it took, for whoever looks."""
    sys.stdout.write(f"{name}, {when}: gone after {seconds:.2f} s\n")
