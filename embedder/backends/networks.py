"""Weights to a network in fp32 and its tokenizer."""

import json
import tempfile
from pathlib import Path
from typing import Any

from embedder.backends.timm_network import NoTexts, build_image_only
from embedder.backends.torch_model import IMAGE_SIZE
from embedder.errors import CannotStart
from embedder.torchvision_ops import declare_missing_operators
from embedder.weights import TIMM, Weights

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators


def build(weights: Weights, device: str) -> tuple[Any, Any]:
    """The network with its weights in fp32, and its tokenizer."""
    if weights.library == TIMM:
        return build_image_only(weights, device)
    _register(weights)
    try:
        net = open_clip.create_model(
            weights.name,
            pretrained=str(weights.path),
            precision="fp32",
            device=device,
            force_quick_gelu=weights.quick_gelu,
            force_preprocess_cfg=weights.preprocess,
            pretrained_text=False,
            output_dict=False,
            require_pretrained=True,
        )
        tokenizer = load_tokenizer(weights)
    except Exception as error:  # a file of weights that does not fit, or is no such file at all
        first_line = str(error).strip().partition("\n")[0][:200]
        raise CannotStart(f"{weights.path} cannot be loaded as {weights.name}: {first_line}") from error
    size = net.visual.image_size
    if (size if isinstance(size, int) else max(size)) != IMAGE_SIZE:
        raise CannotStart(f"{weights.name} takes pictures of {size} pixels; only models for {IMAGE_SIZE} can be used")
    return net, tokenizer


def load_tokenizer(weights: Weights) -> Any:
    """The tokenizer alone, for a network that is not needed."""
    if weights.library == TIMM:
        return NoTexts()
    _register(weights)
    return open_clip.get_tokenizer(weights.name)


def _register(weights: Weights) -> None:
    """Make a folder's config known to open_clip under the folder's name, which it reads from the file's name."""
    if weights.config is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{weights.name}.json"
        path.write_text(json.dumps(weights.config))
        open_clip.add_model_config(path)
