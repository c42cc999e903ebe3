"""`python -m tests.bench [search|ingest|growth ...] [--quick] [--stack NAME]`: prints figures, fails on none."""

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Final

from deploy.local.layout import find_layout
from tests.bench import growth, ingest, machine, search
from tests.bench.bench_stack import BenchStack, StackUnusable, open_stack
from tests.bench.measuring import Bench, bench_of
from tests.bench.plan import FULL, QUICK, Plan
from tests.bench.population import Population

BENCHES: Final[Mapping[str, Callable[[BenchStack, Bench, Plan], None]]] = {
    "search": search.run,
    "ingest": ingest.run,
    "growth": growth.run,
}


def main() -> int:
    """Run the named benches, or all; 1 when the stack cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("bench", nargs="*", help=f"of {', '.join(BENCHES)}; all by default")
    parser.add_argument(
        "--quick", action="store_true", help="tiny sizes: shows that the benches work, measures nothing"
    )
    parser.add_argument("--stack", default="bench", help="the local stack to measure (default: one of its own)")
    options = parser.parse_args()
    unknown = set(options.bench) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    layout = find_layout(options.stack)
    for line in machine.facts():
        print(line)
    try:
        with bench_of(layout) as bench, open_stack(layout) as stack:
            for name in options.bench or BENCHES:
                print(f"\n== {name}", flush=True)
                BENCHES[name](stack, bench, QUICK if options.quick else FULL)
            if options.quick:
                # The stack may be one that others test on, and these rows have no bytes behind them.
                Population(stack.database, stack.qdrant, stack.scope, stack.space()).grow_to(0)
    except StackUnusable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
