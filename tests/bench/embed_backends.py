"""What an image and a text cost with each backend on one thread, and how near its vectors are to torch in fp32."""

import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, ImageOps

from tests.bench.edits import photographs
from tests.bench.embed_backend_child import IMAGES, TEXTS
from tests.bench.embed_plan import Backend, EmbedPlan
from tests.bench.embed_requests import Texts
from tests.bench.embed_service import Unusable, check_version, environment, named
from tests.bench.figures import median, table
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan
from tests.bench.telling import answer_of

_HEADS: Final = (
    "CPU ms", *(f"image of {size}" for size in IMAGES), *(f"text of {size}" for size in TEXTS),
    "of torch: image of 4", "text of 1", "least cosine: drawn", "photographs", "texts", "MB",
)  # fmt: skip
_DRAWN: Final = 16
_ONE_THREAD: Final = {"MODEL_THREADS": "1", "MODEL_STREAMS": "1", "LOG_LEVEL": "WARNING"}


def run(plan: Plan) -> None:
    """Print a row for each backend; the backends take turns, and cosines are to the first one."""
    its, told = plan.embed, defaultdict[Backend, list[Mapping[str, Any]]](list)
    with tempfile.TemporaryDirectory() as folder:
        _write_probes(Path(folder) / "probes.npz")
        for _ in range(its.rounds):
            for backend in its.backends:
                told[backend] += _one_round(its, backend, Path(folder))
        rows = [_row(backend, told, Path(folder)) for backend in its.backends if told[backend]]
    print(table(_HEADS, rows))
    print(f"{_DRAWN} drawn pictures, {len(photographs())} photographs of scikit-image, {_DRAWN} texts of six words")


def _write_probes(file: Path) -> None:
    drawn = [Image.open(BytesIO(jpeg)) for jpeg in jpegs(_DRAWN, width=640, height=480)]
    framed = [ImageOps.pad(one, (224, 224), Image.Resampling.BICUBIC) for one in [*drawn, *photographs()]]
    np.savez(file, pictures=np.stack([np.asarray(one) for one in framed]), texts=np.array(Texts().take(_DRAWN)))


def _one_round(plan: EmbedPlan, backend: Backend, folder: Path) -> Iterator[Mapping[str, Any]]:
    """What the child told; nothing, and a line, when it cannot have this backend."""
    child = [sys.executable, "-m", "tests.bench.embed_backend_child", folder / "probes.npz", _vectors(folder, backend)]
    try:
        told = answer_of([*child, plan.cpu_items], environment(plan, backend) | _ONE_THREAD)
        check_version(backend, told["version"])
    except (subprocess.CalledProcessError, Unusable) as error:
        print(f"left out: {error}", flush=True)
        return
    yield told


def _row(backend: Backend, told: Mapping[Backend, Sequence[Mapping[str, Any]]], folder: Path) -> list[str | float]:
    def cost(of: Backend, what: str, size: int) -> float:
        return median(one[what][str(size)] for one in told[of])

    first = next(iter(told))
    costs = [cost(backend, what, size) for what, sizes in (("images", IMAGES), ("texts", TEXTS)) for size in sizes]
    quotients = [cost(first, *one) / cost(backend, *one) for one in (("images", 4), ("texts", 1))]
    cosines = [f"{one:.6f}" for one in _least_cosines(_vectors(folder, first), _vectors(folder, backend))]
    return [named(backend), *costs, *quotients, *cosines, max(one["mb"] for one in told[backend])]


def _least_cosines(reference: Path, file: Path) -> Iterator[float]:
    with np.load(reference) as wanted, np.load(file) as found:
        pictures, texts = ((wanted[what] * found[what]).sum(axis=1) for what in ("pictures", "texts"))
    yield from (pictures[:_DRAWN].min(), pictures[_DRAWN:].min(), texts.min())


def _vectors(folder: Path, backend: Backend) -> Path:
    return folder / f"{'-'.join(backend)}.npz"
