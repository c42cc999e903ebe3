"""The process that runs a stack: starts its services in order, keeps them running, stops them in reverse.

`python -m deploy.local.supervisor NAME SERVICE...` is started by the keeper, never by hand.
Exits 0 when it was told to stop and 1 when a service could not be started.
"""

import os
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

from deploy.local import process
from deploy.local.credentials import load_credentials
from deploy.local.environment import product_environment, write_descriptions
from deploy.local.layout import Layout, find_layout
from deploy.local.ports import pick_ports
from deploy.local.services import PORTS, Plan, stack_services, with_needs
from deploy.local.state import Phase, StackState, write_state
from deploy.local.watched import STOP_GRACE_S, Watched

_TICK_S = 0.05
_LOG_LIMIT_BYTES = 5 * 1024 * 1024
_BETWEEN_ROTATIONS_S = 5.0


class Supervisor:
    """Runs the given services until it is told to stop, or until one cannot be started."""

    def __init__(self, layout: Layout, watched: list[Watched], pid: int) -> None:
        self._layout = layout
        self._watched = watched
        self._pid = pid
        self._told_to_stop = False
        self._next_rotation = 0.0
        self._last_told: StackState | None = None

    def stop(self, *_: int | FrameType | None) -> None:
        """Ask the supervisor to stop everything; a signal handler."""
        self._told_to_stop = True

    def run(self) -> int:
        """Run until told to stop; returns the exit status."""
        failed = False
        while not (self._told_to_stop or failed):
            self._tick()
            failed = any(one.phase is Phase.FAILED for one in self._watched)
            time.sleep(_TICK_S)
        self._stop_all(Phase.FAILED if failed else Phase.STOPPED)
        return int(failed)

    def _tick(self) -> None:
        up = {one.service.name for one in self._watched if one.is_up}
        for one in self._watched:
            had_process = one.process is not None
            one.step(up.issuperset(one.service.needs))
            if had_process and one.process is None:
                process.kill_orphans(self._our_pids())
        self._tell(Phase.READY if all(one.is_up for one in self._watched) else Phase.STARTING)
        self._rotate_logs()

    def _tell(self, phase: Phase) -> None:
        state = StackState(phase, self._pid, {one.service.name: one.state() for one in self._watched})
        if state != self._last_told:
            write_state(self._layout, state)
            self._last_told = state

    def _stop_all(self, outcome: Phase) -> None:
        """Stop in reverse order of need, those that do not need each other at once."""
        failed = [one for one in self._watched if one.phase is Phase.FAILED]
        running = list(self._watched)  # those done too: through them others need what runs below
        while running:
            needed = {need for one in running for need in one.service.needs}
            layer = [one for one in running if one.service.name not in needed] or running
            for one in layer:
                one.ask_to_stop()
            self._tell(Phase.STOPPING)
            deadline = time.monotonic() + STOP_GRACE_S
            for one in layer:
                one.wait_stopped(deadline)
            running = [one for one in running if one not in layer]
        process.kill_orphans(())
        for one in failed:
            one.phase = Phase.FAILED
        self._tell(outcome)

    def _our_pids(self) -> set[int]:
        return {one.process.pid for one in self._watched if one.process is not None}

    def _rotate_logs(self) -> None:
        if time.monotonic() < self._next_rotation:
            return
        self._next_rotation = time.monotonic() + _BETWEEN_ROTATIONS_S
        for log in self._layout.log("any").parent.glob("*.log"):
            rotate(log, _LOG_LIMIT_BYTES)


def rotate(log: Path, limit: int) -> None:
    """Move a log larger than `limit` bytes to `<name>.1` without its writer noticing: copied, then emptied."""
    if log.stat().st_size > limit:
        shutil.copyfile(log, log.with_name(log.name + ".1"))
        with log.open("r+b") as file:
            file.truncate(0)


def main(name: str, wanted: list[str]) -> int:
    """Run the stack called `name` with these services and those they need."""
    layout = find_layout(name)
    credentials = load_credentials(layout)
    ports = pick_ports(layout.ports_file, PORTS, layout.name)
    environment = product_environment(layout, ports, credentials)
    write_descriptions(layout, environment, credentials)
    services = with_needs(stack_services(Plan(layout, ports, credentials, environment)), wanted)
    process.adopt_orphans()
    with ThreadPoolExecutor(4, thread_name_prefix="check") as checks:
        watched = [Watched(service, layout.log(service.name), checks) for service in services]
        supervisor = Supervisor(layout, watched, os.getpid())
        signal.signal(signal.SIGTERM, supervisor.stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return supervisor.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
