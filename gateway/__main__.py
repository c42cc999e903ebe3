"""`python -m gateway`: HTTP on API_HOST:API_PORT."""

import os
import signal
import sys


def main() -> None:
    """Serve until a signal comes; one that comes while this starts counts too."""
    # Importing the gateway takes a second, and the first process of a container has no other handlers than its own.
    # There is nothing to be closed yet.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    from gateway.main import serve
    from gateway.settings import SettingsUnusable

    try:
        serve()
    except SettingsUnusable as unusable:
        sys.exit(f"gateway: {unusable}")


if __name__ == "__main__":
    main()
