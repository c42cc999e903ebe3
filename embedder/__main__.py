"""`python -m embedder`."""

import os
import signal
import sys


def run() -> int:
    """Serve until a signal comes; one that comes while this starts counts too. The exit status."""
    # Imports take a second, and the first process of a container has no other handlers than its own.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    from embedder.main import main

    return main()


if __name__ == "__main__":
    code = run()
    sys.stdout.flush()
    sys.stderr.flush()
    # A download or a last batch may still be running on a thread; nothing that it makes is wanted any more.
    os._exit(code)
