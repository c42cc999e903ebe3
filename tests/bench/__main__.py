"""`python -m tests.bench [NAME ...] [--quick] [--stack NAME]`: prints figures, fails on none."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from deploy.local.layout import find_layout
from tests.bench import machine
from tests.bench.plan import FULL, QUICK, Plan

BENCHES: Final = ("search", "ingest", "growth", "scoring", "sweep", "undo")
WITHOUT_STACK: Final = (
    "hamming",
    "candidates",
    "regroup",
    "thresholds",
    "planted",
    "feedback",
    "neighbours",
    "clusters",
    "crops",
    "anomalies",
    "embed-images",
    "embed-texts",
    "embed-priority",
    "embed-overload",
    "embed-backends",
    "embed-memory",
)


def main() -> int:
    """Run the named benches, or all; 1 when the stack cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    known = [*BENCHES, *WITHOUT_STACK]
    parser.add_argument("bench", nargs="*", help=f"of {', '.join(known)}; all by default")
    parser.add_argument(
        "--quick", action="store_true", help="tiny sizes: shows that the benches work, measures nothing"
    )
    parser.add_argument("--stack", default="bench", help="the local stack to measure (default: one of its own)")
    options = parser.parse_args()
    unknown = set(options.bench) - set(known)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    asked, plan = options.bench or known, QUICK if options.quick else FULL
    for line in machine.facts():
        print(line)
    for name in (name for name in asked if name in WITHOUT_STACK):
        print(f"\n== {name}", flush=True)
        _bench(name)(plan)
    on_stack = [name for name in asked if name in BENCHES]
    return _run_on_stack(options.stack, on_stack, plan) if on_stack else 0


def _bench(name: str) -> Callable[..., None]:
    """Its `run`, imported when it is wanted."""
    run: Callable[..., None] = import_module(f"tests.bench.{name.replace('-', '_')}").run
    return run


def _run_on_stack(stack_name: str, names: Sequence[str], plan: Plan) -> int:
    # Whoever needs no stack waits for none of this: the processes that loads come from import this module as well.
    from tests.bench.bench_stack import StackUnusable, open_stack
    from tests.bench.measuring import bench_of
    from tests.bench.population import Population

    layout = find_layout(stack_name)
    try:
        with bench_of(layout) as bench, open_stack(layout) as stack:
            for name in names:
                print(f"\n== {name}", flush=True)
                _bench(name)(stack, bench, plan)
            if plan is QUICK:
                # The stack may be one that others test on, and these rows have no bytes behind them.
                Population(stack.database, stack.qdrant, stack.scope, stack.space()).grow_to(0)
    except StackUnusable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
