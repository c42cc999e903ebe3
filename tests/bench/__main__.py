"""`python -m tests.bench [NAME ...] [--quick] [--stack NAME]`: prints figures, fails on none."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from deploy.local.layout import find_layout
from tests.bench import (
    anomalies,
    candidates,
    clusters,
    crops,
    feedback,
    growth,
    hamming,
    ingest,
    machine,
    neighbours,
    planted,
    regroup,
    scoring,
    search,
    sweep,
    thresholds,
    undo,
)
from tests.bench.bench_stack import BenchStack, StackUnusable, open_stack
from tests.bench.measuring import Bench, bench_of
from tests.bench.plan import FULL, QUICK, Plan
from tests.bench.population import Population

BENCHES: Final[Mapping[str, Callable[[BenchStack, Bench, Plan], None]]] = {
    "search": search.run,
    "ingest": ingest.run,
    "growth": growth.run,
    "scoring": scoring.run,
    "sweep": sweep.run,
    "undo": undo.run,
}
WITHOUT_STACK: Final[Mapping[str, Callable[[Plan], None]]] = {
    "hamming": hamming.run,
    "candidates": candidates.run,
    "regroup": regroup.run,
    "thresholds": thresholds.run,
    "planted": planted.run,
    "feedback": feedback.run,
    "neighbours": neighbours.run,
    "clusters": clusters.run,
    "crops": crops.run,
    "anomalies": anomalies.run,
}


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
        WITHOUT_STACK[name](plan)
    on_stack = [name for name in asked if name in BENCHES]
    return _run_on_stack(options.stack, on_stack, plan) if on_stack else 0


def _run_on_stack(stack_name: str, names: Sequence[str], plan: Plan) -> int:
    layout = find_layout(stack_name)
    try:
        with bench_of(layout) as bench, open_stack(layout) as stack:
            for name in names:
                print(f"\n== {name}", flush=True)
                BENCHES[name](stack, bench, plan)
            if plan is QUICK:
                # The stack may be one that others test on, and these rows have no bytes behind them.
                Population(stack.database, stack.qdrant, stack.scope, stack.space()).grow_to(0)
    except StackUnusable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
