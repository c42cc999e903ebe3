"""How a process hears that it is to stop, and how it keeps to its time.

An orchestrator kills after 30 s what it has asked to stop; whoever is killed has told nobody what it held.
"""

import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

# Nothing heavy is imported here: signals are heard before anything that takes time.
_log = logging.getLogger(__name__)
LATEST_S: Final = 28.0


def leave_on_signals() -> None:
    """Be ended by SIGTERM and SIGINT at once and with 0, for as long as nothing is held.

    Not the default: that is another status, and the first process of a container has no default handlers.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))


class Stopping:
    """Whether a signal has asked this process to stop.

    A signal handler may run in the middle of anything, so that a lock that it takes may be held by the very code that
    it interrupts. This one sets a flag and writes a byte into a pipe, and whoever waits looks at the pipe.
    """

    def __init__(self) -> None:
        self._asked = False
        self._heard, self._told = os.pipe()

    @property
    def asked(self) -> bool:
        """True once the process is to stop."""
        return self._asked

    def ask(self, *_: object) -> None:
        """Stop; a signal handler. Asking again changes nothing."""
        if not self._asked:
            self._asked = True
            os.write(self._told, b"!")

    def on_signals(self) -> None:
        """Be asked by SIGTERM and SIGINT from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is asked, for so long at most; whether it was."""
        readable, _, _ = select.select([self._heard], [], [], seconds)
        return bool(readable)


def leave_in_time(stopping: Stopping, stop_s: float, hand_back: Callable[[], int]) -> None:
    """End the process with 0 when it has not ended by itself `stop_s` after it was asked to.

    What it holds is handed back first, which must itself be done before LATEST_S.
    """
    threading.Thread(target=_leave, args=(stopping, stop_s, hand_back), name="leave", daemon=True).start()


def _leave(stopping: Stopping, stop_s: float, hand_back: Callable[[], int]) -> None:
    stopping.wait()
    time.sleep(stop_s)
    handing = threading.Thread(target=_try, args=(hand_back,), name="hand-back", daemon=True)
    handing.start()
    handing.join(LATEST_S - stop_s)
    sys.stdout.flush()
    os._exit(0)


def _try(hand_back: Callable[[], int]) -> None:
    try:
        _log.warning("left before the end; jobs handed back: %s", hand_back())
    except Exception:
        # Then the lease runs out: later, and with the attempt counted, but nothing is lost.
        _log.exception("not handed back")
