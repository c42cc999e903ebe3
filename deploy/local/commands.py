"""What the command line does. Every command returns its exit status and prints what a person needs to know."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from deploy.local.layout import REPOSITORY, Layout
from deploy.local.lock import holder
from deploy.local.services import INFRASTRUCTURE, SERVICE_NAMES
from deploy.local.show import Progress, print_status, print_tail, print_where
from deploy.local.state import Phase, StackState, read_state

_UP_LIMIT_S = 180.0
_DOWN_LIMIT_S = 90.0
_RESTART_LIMIT_S = 120.0
_TICK_S = 0.05


def up(layout: Layout, only: str = "") -> int:
    """Start the stack, or the services named in `only`; 0 when all are healthy, 1 when one could not be started."""
    wanted = _wanted(only)
    unknown = set(wanted) - set(SERVICE_NAMES)
    if unknown:
        return _refuse(f"no such service: {', '.join(sorted(unknown))}; there are {', '.join(SERVICE_NAMES)}")
    if holder(layout) is not None:
        state = read_state(layout)
        if state is not None and set(wanted) <= set(state.services):
            print(f"The stack `{layout.name}` is already running.")
            return _wait_ready(layout)
        down(layout)
    layout.state_file.unlink(missing_ok=True)
    _start_keeper(layout, wanted)
    return _wait_ready(layout)


def down(layout: Layout) -> int:
    """Stop the stack; 0 also when it did not run."""
    keeper = holder(layout)
    if keeper is None:
        print(f"The stack `{layout.name}` is not running.")
        return 0
    os.kill(keeper, signal.SIGTERM)
    if not _wait_until_gone(layout):
        return _refuse(f"the stack `{layout.name}` (process {keeper}) did not stop within {_DOWN_LIMIT_S:.0f} s")
    print(f"The stack `{layout.name}` is stopped; its data stays in {layout.root}.")
    return 0


def status(layout: Layout) -> int:
    """Print each service's state and address; 0 when all are healthy, 3 when the stack does not run or is not well."""
    state = read_state(layout)
    if holder(layout) is None or state is None:
        print(f"The stack `{layout.name}` is not running.")
        return 3
    print_status(layout, state)
    return 0 if state.phase is Phase.READY else 3


def logs(layout: Layout, service: str, lines: int) -> int:
    """Print the last lines of one service's log, or of every service's."""
    folder = layout.log("any").parent
    chosen = [layout.log(service)] if service else sorted(folder.glob("*.log"))
    missing = [log.stem for log in chosen if not log.exists()]
    if missing:
        return _refuse(
            f"no log of {missing[0]}; there are {', '.join(sorted(log.stem for log in folder.glob('*.log')))}"
        )
    for log in chosen:
        print_tail(log, lines)
    return 0


def restart(layout: Layout, service: str) -> int:
    """Stop one service of the running stack; its supervisor starts it again. 0 when it is healthy."""
    state = read_state(layout) if holder(layout) is not None else None
    before = state.services.get(service) if state else None
    if before is None or before.pid is None:
        return _refuse(f"{service} does not run in the stack `{layout.name}`")
    os.kill(before.pid, signal.SIGINT if service == "postgres" else signal.SIGTERM)
    deadline = time.monotonic() + _RESTART_LIMIT_S
    while time.monotonic() < deadline:
        state = read_state(layout)
        now = state.services.get(service) if state else None
        if now is not None and now.pid != before.pid and now.phase is Phase.READY:
            print(f"{service} is healthy again.")
            return 0
        time.sleep(_TICK_S)
    return _refuse(
        f"{service} is not healthy after {_RESTART_LIMIT_S:.0f} s; see: python -m deploy.local logs {service}"
    )


def _wanted(only: str) -> list[str]:
    if not only:
        return list(SERVICE_NAMES)
    names: Iterable[str] = only.split(",")
    return [name for part in names for name in (INFRASTRUCTURE if part == "infra" else (part,))]


def _start_keeper(layout: Layout, wanted: list[str]) -> None:
    log = layout.log("supervisor")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.keeper", layout.name, *wanted],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    keeper.returncode = 0  # it outlives us by design


def _wait_ready(layout: Layout) -> int:
    progress = Progress()
    started = time.monotonic()
    state: StackState | None = None
    while time.monotonic() - started < _UP_LIMIT_S:
        state = read_state(layout)
        if state is not None:
            progress.show(state)
            if state.phase is Phase.READY:
                print_where(layout, state)
                return 0
            if state.phase in (Phase.FAILED, Phase.STOPPED):
                break
        elif holder(layout) is None and time.monotonic() - started > 10:
            break
        time.sleep(_TICK_S)
    return _could_not_start(layout, state)


def _could_not_start(layout: Layout, state: StackState | None) -> int:
    if state is not None and state.phase in (Phase.FAILED, Phase.STOPPED):
        _wait_until_gone(layout)
    guilty = [name for name, one in state.services.items() if one.phase is not Phase.READY] if state else []
    failed = [name for name in guilty if state and state.services[name].phase is Phase.FAILED] or guilty
    for name in failed or ["supervisor"]:
        reason = state.services[name].reason if state and name in state.services else "it did not start"
        print(f"{name} could not be started: {reason}", file=sys.stderr)
        _print_tail_if_any(layout.log(name))
    return 1


def _wait_until_gone(layout: Layout) -> bool:
    deadline = time.monotonic() + _DOWN_LIMIT_S
    while holder(layout) is not None and time.monotonic() < deadline:
        time.sleep(_TICK_S)
    return holder(layout) is None


def _print_tail_if_any(log: Path) -> None:
    if log.exists():
        print_tail(log, 30, sys.stderr)


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
