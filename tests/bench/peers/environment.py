"""The peers' virtual environments: made when first asked for, below a folder that git ignores."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from deploy.local.layout import REPOSITORY

_FOLDER: Final = REPOSITORY / ".local-bench-peers"
_PACKAGES: Final = {
    "faiss": ["faiss-cpu==1.15.1", "numpy==2.4.6"],
    # Its search and what that imports, without torch and torchvision, which only its networks need.
    "imagededup": [
        *("--no-deps", "imagededup==0.3.3.post2", "numpy==2.4.6", "scikit-learn==1.9.1", "scipy==1.17.1"),
        *("joblib==1.6.0", "narwhals==2.29.0", "threadpoolctl==3.8.0", "tqdm==4.70.1"),
    ],
}


class PeerMissing(Exception):
    """A peer cannot be installed here."""


def python_of(peer: str) -> Path:
    """The interpreter that has this peer. Raises PeerMissing when it cannot be installed."""
    home = _FOLDER / peer
    python, stamp = home / "bin" / "python", home / ".installed"
    wanted = " ".join(_PACKAGES[peer])
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_PACKAGES[peer]]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PeerMissing(f"{peer} could not be installed: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")
    stamp.write_text(wanted)
    return python
