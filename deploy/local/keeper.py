"""The parent of the supervisor: does nothing but start it again if it is killed, and end with it if it ends.

`python -m deploy.local.keeper NAME SERVICE...`. The keeper and the supervisor hold the stack's lock between them.
"""

import os
import signal
import subprocess
import sys
import time

from deploy.local import process
from deploy.local.layout import find_layout
from deploy.local.lock import hold_lock

_ORPHANS_GRACE_S = 15.0


def main(name: str, wanted: list[str]) -> int:
    """Keep a supervisor running until it ends by itself; returns its exit status, or 1 if the stack runs already."""
    lock = hold_lock(find_layout(name))
    if lock is None:
        return 1
    process.adopt_orphans()
    told_to_stop = False
    child: subprocess.Popen[bytes] | None = None

    def stop(*_: object) -> None:
        nonlocal told_to_stop
        told_to_stop = True
        if child is not None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        child = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.supervisor", name, *wanted],
            pass_fds=(lock,),
            preexec_fn=process.dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 — this process has one thread
        )
        status = child.wait()
        if status >= 0 or told_to_stop:
            return status
        print(f"keeper: the supervisor was killed by signal {-status}; starting it again", flush=True)
        _wait_for_orphans()


def _wait_for_orphans() -> None:
    """The kernel has told the services to end with their supervisor; give them time, then kill what is left."""
    deadline = time.monotonic() + _ORPHANS_GRACE_S
    while process.children() and time.monotonic() < deadline:
        os.waitpid(-1, os.WNOHANG)
        time.sleep(0.05)
    process.kill_orphans(())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
