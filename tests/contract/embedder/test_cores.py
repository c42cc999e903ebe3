"""How many threads a process computes with: as many as it has cores for, or as many as it is told."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contract.embedder.process import ROOT

# The process gives up all cores but one before it imports anything, as a container's cpuset would have it.
_ON_ONE_CORE = """
import json, os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from embedder.main import set_library_defaults
from embedder.cores import usable_cores
from embedder.settings import EmbedderSettings
set_library_defaults()
from embedder.backends.loading import load_model
import torch
said = []
for threads, streams in json.loads(sys.argv[2]):
    settings = EmbedderSettings(model_name=sys.argv[1], model_threads=threads, model_streams=streams)
    model = load_model(settings)
    computing = torch.get_num_threads()
    said.append([settings.streams, settings.threads_per_stream, model.streams, computing])
print(json.dumps({"cores": usable_cores(), "said": said}))
"""
_CASES: list[tuple[int | None, int | None]] = [(None, None), (4, None), (4, 2), (6, 1)]


@pytest.fixture(scope="module")
def said(model_folder: Path) -> dict[str, Any]:
    """What a process on one core says of itself, for each pair of MODEL_THREADS and MODEL_STREAMS."""
    command = [sys.executable, "-c", _ON_ONE_CORE, str(model_folder), json.dumps(_CASES)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MODEL_", "OMP_"))}
    out = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=True, timeout=250).stdout
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


class TestOneCore:
    def test_is_what_affinity_allows(self, said: dict[str, Any]) -> None:
        assert said["cores"] == 1

    def test_is_used_by_one_thread_in_one_stream(self, said: dict[str, Any]) -> None:
        assert said["said"][0] == [1, 1, 1, 1]

    def test_the_settings_word_counts_more(self, said: dict[str, Any]) -> None:
        assert said["said"][1:] == [[4, 1, 4, 1], [2, 2, 2, 2], [1, 6, 1, 6]]
