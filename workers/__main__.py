"""`python -m workers --queue interactive|batch`: do the jobs of one queue."""

import argparse
import sys

from workers.stopping import Stopping, leave_on_signals


def main() -> None:
    """Work until a signal comes; one that comes while this starts counts too."""
    leave_on_signals()
    # Importing the catalog takes a second, or several where many start at once.
    from catalog.jobs.model import QueueName
    from workers.run import work
    from workers.settings import SettingsUnusable

    parser = argparse.ArgumentParser(prog="workers", description="Do the jobs of one queue.")
    parser.add_argument("--queue", required=True, choices=[name.value for name in QueueName])
    queue = QueueName(parser.parse_args().queue)
    stopping = Stopping()
    stopping.on_signals()
    try:
        work(queue, stopping)
    except SettingsUnusable as unusable:
        sys.exit(f"workers: {unusable}")


if __name__ == "__main__":
    main()
