"""`python -m workers --queue interactive|batch`: do the jobs of one queue."""

import argparse
import sys

from workers.stopping import Stopping


def main() -> None:
    """Work until a signal comes; one that comes while this starts counts too."""
    stopping = Stopping()
    stopping.on_signals()
    # Importing the catalog takes a second, and the first process of a container has no other handlers than its own.
    from catalog.jobs.model import QueueName
    from workers.run import work
    from workers.settings import SettingsUnusable

    parser = argparse.ArgumentParser(prog="workers", description="Do the jobs of one queue.")
    parser.add_argument("--queue", required=True, choices=[name.value for name in QueueName])
    try:
        work(QueueName(parser.parse_args().queue), stopping)
    except SettingsUnusable as unusable:
        sys.exit(f"workers: {unusable}")


if __name__ == "__main__":
    main()
