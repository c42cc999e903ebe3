"""A failpoint that is armed, and the service that will die in it."""

from pathlib import Path

from tests.stack.faults.rest import until
from tests.stack.plugin import RunningStack

# The failpoints that were hit so far.
SPRUNG: set[str] = set()


class Trap:
    """Armed when it is made."""

    def __init__(self, stack: RunningStack, folder: Path, point: str, service: str) -> None:
        self._stack, self._service, self._point = stack, service, point
        self._file = folder / point
        self._before = stack.pid(service)
        self._file.touch()

    def wait_sprung(self) -> None:
        """Wait until the process has died here and another one is healthy in its place."""
        until(lambda: not self._file.exists(), f"{self._service} came by {self._point}")
        self._stack.wait_back(self._service, self._before)
        SPRUNG.add(self._point)
