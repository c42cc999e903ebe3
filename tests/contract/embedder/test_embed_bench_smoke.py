"""The benches of the embedding service still run; what they measure at this size says nothing."""

import subprocess
import sys

import pytest

from tests.contract.embedder.process import ROOT


@pytest.mark.timeout(600)
def test_the_quick_benches_print_their_tables_without_misses() -> None:
    command = [sys.executable, "-m", "tests.bench", "embed-images", "embed-overload", "--quick"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=580, check=False)
    assert done.returncode == 0, done.stderr
    assert "left out" not in done.stdout
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if line[:1] == "|"
    ]
    measured = {row[0]: row for row in rows if set(row[0]) != {"-"}}
    assert {"torch fp32", "torch fp32, 1 a request", "torch fp32, 2 a request", "eager, 1", "eager, 8"} < set(measured)
    assert [row for row in measured.values() if row[-1] not in {"0", "missed"}] == []
