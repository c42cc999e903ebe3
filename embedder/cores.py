"""How many cores this process has: threads beyond them only wait, and are stopped in the middle of a batch."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MOUNT: Final = Path("/sys/fs/cgroup")
_OWN: Final = Path("/proc/self/cgroup")


def usable_cores(mount: Path = _MOUNT, own: Path = _OWN) -> int:
    """CPU affinity or the least quota of the process's control groups, whichever is less; at least 1.

    `mount` is where control groups (v1 or v2) are mounted, and `own` the file that names the process's own.
    """
    allowed = len(os.sched_getaffinity(0))
    quotas = [quota for group in _groups(mount, own) if (quota := _quota(group)) is not None]
    return max(1, int(min([allowed, *quotas])))


def _groups(mount: Path, own: Path) -> Iterator[Path]:
    """The process's CPU groups with all their parents; inside a container the mount itself is the own."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        lines = ["0::/", "1:cpu:/"]
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        folder = mount / "cpu" if controllers else mount
        group = folder / path.strip("/")
        yield group
        yield from (parent for parent in group.parents if parent.is_relative_to(folder))


def _quota(group: Path) -> float | None:
    """The cores that one group may use at a time, or None when it sets no limit."""
    try:
        if (group / "cpu.max").exists():
            quota, period = (group / "cpu.max").read_text().split()
        else:
            quota, period = ((group / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return int(quota) / int(period) if int(quota) > 0 else None
    except (OSError, ValueError, ZeroDivisionError):  # there is none, or it says "max"
        return None
