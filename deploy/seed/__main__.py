"""`python -m deploy.seed FOLDER`: draws the seed set into a folder."""

import argparse
import time
from pathlib import Path

from deploy.seed.assembly import SMALLEST, assemble
from deploy.seed.truth import write

DEFAULT_COUNT = 640


def main() -> None:
    """Draw, write, and say what was planted."""
    parser = argparse.ArgumentParser(prog="python -m deploy.seed", description=__doc__)
    parser.add_argument("folder", type=Path, help="made if missing; files of the same names are overwritten")
    parser.add_argument("--count", type=int, default=DEFAULT_COUNT, help=f"files in all, at least {SMALLEST}")
    options = parser.parse_args()
    if options.count < SMALLEST:
        parser.error(f"--count must be at least {SMALLEST}")
    started = time.monotonic()
    seed_set = assemble(options.count)
    truth = write(seed_set, options.folder)
    print(
        f"{len(seed_set.files)} pictures, {len(seed_set.groups)} groups of near-duplicates, "
        f"{len(seed_set.anomalies)} anomalies, {len(seed_set.queries)} queries: {truth} "
        f"({time.monotonic() - started:.1f} s)"
    )


if __name__ == "__main__":
    main()
