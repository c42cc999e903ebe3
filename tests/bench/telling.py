"""Work measured in a process of its own, which prints what it found as JSON."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.local.layout import REPOSITORY


def answer_of(command: Sequence[object], environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the command printed. Raises CalledProcessError when it fails."""
    texts = [str(part) for part in command]
    its = {**os.environ, **(environment or {})}
    done = subprocess.run(texts, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True, env=its)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def most_mb() -> float:
    """The most memory that this program has held, in MB; getrusage would count what its parent held before."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not say how much memory was held")


def begin_most_anew() -> None:
    """From here on `most_mb` counts from what is held now."""
    Path("/proc/self/clear_refs").write_text("5")
