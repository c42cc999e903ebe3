"""`python -m workers.scheduler`: sweeps the ledger every few seconds. Any number of these may run."""

import sys

from workers.stopping import Stopping


def main() -> None:
    """Sweep until a signal comes; one that comes while this starts counts too."""
    stopping = Stopping()
    stopping.on_signals()
    # As in workers.__main__: what takes time is imported once signals are heard.
    from workers.settings import SettingsUnusable
    from workers.sweeping import keep_sweeping

    try:
        keep_sweeping(stopping)
    except SettingsUnusable as unusable:
        sys.exit(f"scheduler: {unusable}")


if __name__ == "__main__":
    main()
