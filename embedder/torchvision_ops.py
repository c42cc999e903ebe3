"""Lets `import open_clip` succeed beside a torchvision whose compiled operators do not load.

That is so where torch is built for CPU, since torchvision's PyPI build is for CUDA. open_clip uses only torchvision's
Python transforms, so declaring the schemas is enough and no kernel is needed.
Call `declare_missing_operators()` before the first `import open_clip` or `import timm`.
"""

import importlib.util
from functools import cache
from pathlib import Path

import torch

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


@cache
def declare_missing_operators() -> torch.library.Library | None:
    """Declare the operators torchvision registers shapes for at import; None when its own compiled ones load.

    Cached, so that the declarations live as long as the process and are made once.
    """
    if _compiled_operators_load():
        return None
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]  # torch has no types here
    for schema in SCHEMAS:
        library.define(schema)  # type: ignore[no-untyped-call]  # nor here
    return library


def _compiled_operators_load() -> bool:
    """Torchvision's own loader asks the same question, but its import fails before it can be asked."""
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return False
    try:
        for binary in Path(spec.origin).parent.glob("_C*.so"):
            torch.ops.load_library(str(binary))  # type: ignore[no-untyped-call]  # nor here
    except OSError:
        return False
    return hasattr(torch.ops.torchvision, "nms")
