"""`python -m tests.compose`: restart each container in turn under five requests a second; nothing accepted may be lost.

Needs a stack that `make up` started. Exit status 1 when an image whose upload was answered 2xx is not searchable
in the end.
"""

import subprocess
import sys
import time
from typing import Final

from rich.console import Console
from rich.table import Table

from deploy.demo.place import NoStack, compose_place
from tests.compose.load import Load

SERVICES: Final = (
    "web",
    "gateway",
    "embedder",
    "worker-interactive",
    "worker-batch",
    "scheduler",
    "qdrant",
    "redis",
    "minio",
    "postgres",
)
_CALM_S: Final = 3.0
_SETTLE_S: Final = 240.0
_console: Final = Console(width=None if sys.stdout.isatty() else 120)


def main() -> int:
    """The exit status."""
    try:
        place = compose_place()
    except NoStack as absent:
        _console.print(f"[red]No stack:[/red] {absent}")
        return 1
    load = Load(place.url, place.username, place.password)
    load.start()
    table = Table("restarted", "healthy after", "answers", title="Restarts under 5 requests/s")
    try:
        for service in ("nothing", *SERVICES):
            seconds = _restart(service)
            time.sleep(_CALM_S)
            outcomes = ", ".join(f"{count} × {outcome}" for outcome, count in sorted(load.take().items()))
            table.add_row(service, f"{seconds:.1f} s", outcomes)
            _console.print(f"{service}: healthy after {seconds:.1f} s; {outcomes}")
    finally:
        load.stop()
    _console.print(table)
    return _verdict(load)


def _restart(service: str) -> float:
    """Restart and wait until all are healthy; how long that took."""
    started = time.monotonic()
    if service != "nothing":
        subprocess.run(["docker", "compose", "restart", service], check=True, capture_output=True)
        subprocess.run(
            ["docker", "compose", "up", "--detach", "--wait", "--no-recreate"], check=True, capture_output=True
        )
    return time.monotonic() - started


def _verdict(load: Load) -> int:
    """Every accepted image must become searchable; jobs get a few minutes for what was cut short."""
    waiting = set(load.tally.accepted)
    give_up_at = time.monotonic() + _SETTLE_S
    while waiting and time.monotonic() < give_up_at:
        waiting = {one for one in waiting if not load.is_searchable(one)}
        if waiting:
            time.sleep(2)
    _console.print(f"{len(load.tally.accepted)} uploads were accepted, {len(waiting)} of them are not searchable.")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
