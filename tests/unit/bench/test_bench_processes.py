"""CPU time is read for a whole tree of processes, the ended ones included."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.local.layout import Layout
from deploy.local.state import Phase, ServiceState, StackState, write_state
from tests.bench.processes import cpu_seconds, difference

_BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_an_ended_child_counts_for_its_service(tmp_path: Path) -> None:
    layout = Layout("bench", tmp_path)
    write_state(layout, StackState(Phase.READY, 1, {"gateway": ServiceState(Phase.READY, os.getpid())}))
    before = cpu_seconds(layout, ["gateway", "qdrant"])
    subprocess.run([sys.executable, "-c", _BURN], check=True, timeout=60)
    spent = difference(before, cpu_seconds(layout, ["gateway", "qdrant"]))
    assert spent["gateway"] >= 0.25
    assert spent["qdrant"] == 0.0
