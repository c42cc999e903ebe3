"""The peers' virtual environments: made when first asked for, below a folder that git ignores."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from deploy.local.layout import REPOSITORY

_FOLDER: Final = REPOSITORY / ".local-bench-peers"
# What pip is told for each peer, one call after the other.
_PACKAGES: Final = {
    "faiss": ["faiss-cpu==1.15.1 numpy==2.4.6"],
    "pyod": ["pyod==3.6.7 scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6"],
    # Its hashes, its search and what these import, without torch and torchvision, which only its networks need.
    "imagededup": [
        "scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 tqdm==4.70.1 pillow==13.0.0 pywavelets==1.9.0",
        "--no-deps imagededup==0.3.3.post2",
    ],
    # Without torchvision, as its build for CUDA does not load beside torch for the CPU, and CLIP does not need it.
    "infinity": [
        (
            "torch==2.13.0 transformers==4.57.6 infinity-emb[server,torch]==0.0.78 aiohttp==3.14.5 pillow==13.0.0 "
            "numpy==1.26.4"
        ),
    ],
}


class PeerMissing(Exception):
    """A peer cannot be installed here."""


def python_of(peer: str) -> Path:
    """The interpreter that has this peer. Raises PeerMissing when it cannot be installed."""
    home = _FOLDER / peer
    python, stamp = home / "bin" / "python", home / ".installed"
    wanted = "\n".join(_PACKAGES[peer])
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    for packages in _PACKAGES[peer]:
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages.split()]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise PeerMissing(f"{peer} was not installed: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")
    stamp.write_text(wanted)
    return python
