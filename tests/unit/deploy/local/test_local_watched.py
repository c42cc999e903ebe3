"""One service under supervision: started, asked, started again, given up, stopped."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.health import Unwell
from deploy.local.services import Service, with_needs
from deploy.local.state import Phase
from deploy.local.watched import FIRST_START_ATTEMPTS, Watched

Watch = Callable[[Service], Watched]


def well() -> None:
    """A check that finds nothing wrong."""


def unwell() -> None:
    """A check that always finds something wrong."""
    raise Unwell("still loading")


def a_service(code: str, check: Callable[[], None] = well, one_shot: bool = False) -> Service:
    return Service("probe", (sys.executable, "-S", "-c", code), check=check, one_shot=one_shot)


LASTING = a_service("import time; time.sleep(60)")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Makes watched services, and stops them."""
    made: list[Watched] = []
    with ThreadPoolExecutor(1) as checks:

        def make(service: Service) -> Watched:
            made.append(Watched(service, tmp_path / "probe.log", checks))
            return made[-1]

        yield make
        for one in made:
            one.ask_to_stop()
            one.wait_stopped(time.monotonic() + 5)


def step_until(watched: Watched, *phases: Phase) -> None:
    while watched.phase not in phases:  # the suite's own limit ends a wait that would never end
        watched.step(needs_are_up=True)
        time.sleep(0.01)


def test_service_is_ready_when_its_check_says_so(watch: Watch) -> None:
    watched = watch(LASTING)
    step_until(watched, Phase.READY)
    assert watched.is_up


def test_service_waits_for_what_it_needs(watch: Watch) -> None:
    watched = watch(LASTING)
    watched.step(needs_are_up=False)
    assert (watched.phase, watched.process) == (Phase.WAITING, None)


def test_service_that_is_not_well_says_why(watch: Watch) -> None:
    watched = watch(replace(LASTING, check=unwell))
    while watched.state().reason != "still loading":
        watched.step(needs_are_up=True)
        time.sleep(0.01)
    assert watched.phase is Phase.STARTING
    assert not watched.is_up


def test_killed_service_is_started_again(watch: Watch) -> None:
    watched = watch(LASTING)
    step_until(watched, Phase.READY)
    before = watched.state()
    assert before.pid is not None
    os.kill(before.pid, signal.SIGKILL)
    step_until(watched, Phase.WAITING)
    assert watched.state().reason == "killed by SIGKILL"
    step_until(watched, Phase.READY)
    assert watched.state().pid != before.pid
    assert watched.state().restarts == 1


def test_service_that_never_starts_is_given_up(watch: Watch, tmp_path: Path) -> None:
    watched = watch(a_service("print('cannot'); raise SystemExit(7)", check=unwell))
    step_until(watched, Phase.FAILED)
    assert watched.state().reason == "exited with status 7"
    assert (tmp_path / "probe.log").read_text() == "cannot\n" * FIRST_START_ATTEMPTS


def test_one_shot_is_done_when_it_ends_well(watch: Watch) -> None:
    watched = watch(a_service("pass", one_shot=True))
    step_until(watched, Phase.DONE)
    assert watched.is_up


def test_preparation_that_fails_is_a_failed_start(watch: Watch) -> None:
    def prepare() -> None:
        raise RuntimeError("initdb failed")

    watched = watch(replace(LASTING, prepare=prepare))
    step_until(watched, Phase.FAILED)
    assert watched.state().reason == "initdb failed"


def test_service_that_will_not_stop_is_killed(watch: Watch, tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    watched = watch(a_service(deaf))
    step_until(watched, Phase.READY)
    assert watched.process is not None
    process = watched.process
    while "deaf" not in (tmp_path / "probe.log").read_text():
        time.sleep(0.01)
    watched.ask_to_stop()
    watched.wait_stopped(time.monotonic() + 0.2)
    assert process.returncode == -signal.SIGKILL
    assert watched.phase is Phase.STOPPED


def test_wanted_services_bring_what_they_need_in_order() -> None:
    table = [
        replace(LASTING, name=name, needs=needs)
        for name, needs in (("a", ()), ("b", ()), ("c", ("a",)), ("d", ("c",)), ("e", ("b",)))
    ]
    assert [one.name for one in with_needs(table, ["d"])] == ["a", "c", "d"]
    with pytest.raises(KeyError):
        with_needs(table, ["z"])
