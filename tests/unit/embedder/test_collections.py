"""What stays for good is not gone through at each garbage collection."""

import subprocess
import sys
from typing import Final

# In a process of its own: what is frozen here would stay out of every other test's collections.
_LOADED: Final = """
import gc
from embedder.backends import loading
from embedder.main import _load
loading.load_model = lambda settings: settings
assert gc.get_freeze_count() == 0
assert _load("these settings") == "these settings"
print(gc.get_freeze_count())
"""


def test_a_loaded_model_is_left_out_of_collections() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 100_000  # torch and what it brings
