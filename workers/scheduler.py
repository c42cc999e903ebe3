"""`python -m workers.scheduler`: sweeps the ledger every few seconds. Any number of these may run."""

import sys

from workers.stopping import Stopping, leave_on_signals


def main() -> None:
    """Sweep until a signal comes; one that comes while this starts counts too."""
    leave_on_signals()
    # As in workers.__main__: what takes time is imported once signals are heard.
    from workers.settings import SettingsUnusable
    from workers.sweeping import keep_sweeping

    stopping = Stopping()
    stopping.on_signals()
    try:
        keep_sweeping(stopping)
    except SettingsUnusable as unusable:
        sys.exit(f"scheduler: {unusable}")


if __name__ == "__main__":
    main()
