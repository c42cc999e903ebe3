"""Processes of the test's own that do the catalog's work for real, and die or stand still where the test wants it.

They are forked from a server that has imported everything: one is there in a tenth of the time that a worker takes.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from catalog.settings import CatalogSettings
from catalog.wiring import Catalog, open_catalog
from deploy.local.process import dies_with_parent
from tests.stack.faults.rest import until

_FORKED: Final = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.stack.faults.hands", "tests.stack.faults.warm"])
NOBODY_THERE: Final = 3


class Patch(NamedTuple):
    """Another value for a module's constant: chunks so small that a small tenant has several."""

    module: str
    name: str
    value: Any


@dataclass(slots=True)
class Hand:
    """A process that does one thing with a catalog of its own; it is killed when the test is over."""

    process: ForkServerProcess
    folder: Path

    @property
    def said(self) -> str:
        """What it has written so far."""
        return self._log.read_text()

    def arm(self, point: str, number: str) -> None:
        """Have that signal come when it comes there; the failpoint's file is there whole or not at all."""
        (self.folder / "new").write_text(number)
        (self.folder / "new").rename(self.folder / point)

    def came_by(self, point: str) -> bool:
        """Whether the failpoint that was armed has fired."""
        return not (self.folder / point).exists()

    def wait_stopped(self, point: str) -> None:
        """Wait until it stands still there."""
        until(self._stands_still, f"a hand came by {point}; see {self._log}")
        assert self.came_by(point), f"it stands still elsewhere than at {point}"

    def passes(self, point: str) -> int:
        """Let it run to its end; how often it came by the point until then."""
        times = 0
        while True:
            until(self._stands_still_or_ended, f"a hand came by {point} or ended; see {self._log}")
            if self.process.exitcode is not None:
                return times
            times += 1
            self.arm(point, "SIGSTOP")
            self.go_on()

    def go_on(self) -> None:
        """Let it run on."""
        os.kill(self._pid, signal.SIGCONT)

    def kill(self) -> None:
        """Kill it and wait for its end."""
        os.kill(self._pid, signal.SIGKILL)
        self.process.join()

    def wait_gone(self) -> int:
        """Wait for its end; its exit status, −9 for one that was killed."""
        until(lambda: self.process.exitcode is not None, f"a hand ended; see {self._log}")
        assert self.process.exitcode is not None
        return self.process.exitcode

    def wait_done(self) -> None:
        """Wait for its end, which must be a good one."""
        assert self.wait_gone() == 0, self.said

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def _stands_still_or_ended(self) -> bool:
        return self.process.exitcode is not None or self._stands_still()

    def _stands_still(self) -> bool:
        assert self.process.is_alive(), f"it ended with {self.process.exitcode}:\n{self.said}"
        return Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@contextmanager
def hand(
    env: Mapping[str, str],
    folder: Path,
    action: Callable[[Catalog], None],
    armed: Mapping[str, str],
    *,
    patches: Sequence[Patch] = (),
) -> Iterator[Hand]:
    """Have the action done by a process with these variables and armed failpoints; it ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    args = ({**env, "FAILPOINT_DIR": str(folder)}, folder / "log", action, tuple(patches))
    made = Hand(_FORKED.Process(target=_act, args=args, daemon=True), folder)
    for point, number in armed.items():
        made.arm(point, number)
    made.process.start()
    try:
        yield made
    finally:
        made.process.kill()
        made.process.join()


def job_done(job_id: UUID) -> Callable[[Catalog], None]:
    """The action of a worker that is rung for the first attempt of the job."""
    return partial(_run_job, str(job_id))


def _run_job(job_id: str, catalog: Catalog) -> None:
    if not catalog.runner.run(UUID(job_id), 0):
        sys.exit(NOBODY_THERE)


def _act(env: Mapping[str, str], log: Path, action: Callable[[Catalog], None], patches: Sequence[Patch]) -> None:
    dies_with_parent(signal.SIGKILL)()
    os.environ.update(env)
    with log.open("ab", buffering=0) as output:
        for number in (1, 2):
            os.dup2(output.fileno(), number)
    for patch in patches:
        setattr(import_module(patch.module), patch.name, patch.value)
    began = time.monotonic()
    with open_catalog(CatalogSettings()) as catalog:
        sys.stdout.write(f"open after {time.monotonic() - began:.2f} s\n")
        action(catalog)
