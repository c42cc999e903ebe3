"""What the command line prints: progress, status, where things are, ends of logs."""

import json
import sys
import time
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from deploy.local.layout import Layout
from deploy.local.state import Phase, StackState

_COLOURS = {Phase.READY: "green", Phase.DONE: "green", Phase.FAILED: "red", Phase.STARTING: "yellow"}
_TAIL_BYTES = 64 * 1024


class Progress:
    """Prints a line each time a service gets a step further."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._started = time.monotonic()
        self._seen: dict[str, Phase] = {}

    def show(self, state: StackState) -> None:
        """Print what is new since the last call."""
        for name, one in state.services.items():
            if one.phase not in (Phase.WAITING, self._seen.get(name)):
                self._seen[name] = one.phase
                seconds = time.monotonic() - self._started
                self._console.print(f"{seconds:5.1f} s  {name:<19}{_coloured(one.phase)}  {one.address}".rstrip())


def print_status(layout: Layout, state: StackState) -> None:
    """Print one row per service."""
    table = Table(title=f"stack {layout.name}: {state.phase}", title_justify="left", box=None, pad_edge=False)
    for heading in ("service", "state", "process", "restarts", "address", ""):
        table.add_column(heading, no_wrap=True)
    for name, one in state.services.items():
        pid = str(one.pid) if one.pid and one.phase is not Phase.DONE else ""
        reason = "" if one.phase is Phase.READY else one.reason
        table.add_row(name, _coloured(one.phase), pid, str(one.restarts), one.address, reason)
    width = None if sys.stdout.isatty() else 200
    Console(highlight=False, width=width).print(table)


def print_where(layout: Layout, state: StackState) -> None:
    """Print the addresses of the app and the gateway, if they are there, and the file that describes the stack."""
    gateway = state.services.get("gateway")
    at = f" Gateway: {gateway.address}" if gateway else f" Services: {', '.join(state.services)}"
    print(f"The stack `{layout.name}` is up.{at}")
    app = json.loads(layout.stack_json.read_text()).get("web") if gateway else None
    if app:
        print(f"The app: {app}")
    print(f"All addresses and log-ins: {layout.stack_json}")


def print_tail(log: Path, lines: int, to: TextIO = sys.stdout) -> None:
    """Print the last lines of a log under its name."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        text = file.read().decode(errors="replace")
    print(f"── {log.stem} ({log})", file=to)
    for line in text.splitlines()[-lines:]:
        print(f"   {line}", file=to)


def _coloured(phase: Phase) -> str:
    colour = _COLOURS.get(phase)
    return f"[{colour}]{phase:<8}[/{colour}]" if colour else f"{phase:<8}"
