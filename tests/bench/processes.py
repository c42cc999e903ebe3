"""CPU time of services, read from /proc: each with every process below it."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.layout import Layout
from deploy.local.state import read_state

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    cpu_s: float


def cpu_seconds(layout: Layout, services: Iterable[str]) -> dict[str, float]:
    """CPU seconds that each service has used until now, ended children included."""
    state = read_state(layout)
    table = _process_table()
    pids = {name: one.pid for name, one in state.services.items()} if state else {}
    return {name: _tree(pid, table) if (pid := pids.get(name)) else 0.0 for name in services}


def cpu_of(pid: int) -> float:
    """CPU seconds that a process and those below it have used until now, ended children included."""
    return _tree(pid, _process_table())


def difference(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What each service used in between."""
    return {name: after[name] - before[name] for name in before}


def _tree(root: int, table: Mapping[int, _Process]) -> float:
    children = [pid for pid, process in table.items() if process.parent == root]
    own = table[root].cpu_s if root in table else 0.0
    return own + sum(_tree(child, table) for child in children)


def _process_table() -> dict[int, _Process]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The command's name may hold spaces, so fields are counted from its closing bracket on.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            ticks = sum(int(fields[at]) for at in (11, 12, 13, 14))  # utime, stime, cutime, cstime
            found[int(folder.name)] = _Process(int(fields[1]), ticks * _TICK_S)
    return found
