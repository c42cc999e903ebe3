"""The benches still run; what they measure at this size says nothing."""

import os
import subprocess
import sys

import pytest

from deploy.local.layout import REPOSITORY
from tests.stack.plugin import RunningStack


@pytest.mark.parametrize("bench", ["search", "ingest", "growth"])
def test_the_quick_bench_prints_its_table_without_errors(stack: RunningStack, bench: str) -> None:
    environment = {**os.environ, "SEMBLANCE_LOCAL_DIR": str(stack.layout.root)}
    command = [sys.executable, "-m", "tests.bench", bench, "--quick", "--stack", stack.layout.name]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, text=True, capture_output=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if "|" in line]
    heads, _, *measured = rows
    assert measured
    errors = heads.index("errors") if "errors" in heads else None
    assert [row for row in measured if errors is not None and len(row) == len(heads) and row[errors] != "0"] == []
