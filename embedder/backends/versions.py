"""What tells a model's vectors apart: its weights, how pictures are framed, and what computes with which precision."""

from embedder.ports import Preprocess
from embedder.settings import Backend, Precision


def model_version(digest: str, preprocess: Preprocess, backend: Backend, precision: Precision) -> str:
    """`<digest>-<pad|crop>` for torch in fp32, followed by `-<backend>-<precision>` for everything else."""
    reference = f"{digest}-{preprocess}"
    return reference if (backend, precision) == ("torch", "fp32") else f"{reference}-{backend}-{precision}"
