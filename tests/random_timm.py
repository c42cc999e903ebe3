"""Models of timm with random weights, written as real ones come: a folder as on the hub, or a checkpoint."""

import json
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file

from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

import timm  # noqa: E402  its import asks for torchvision's operators

DINO: Final = "vit_base_patch14_dinov2"
TINY: Final[dict[str, Any]] = {"depth": 1, "embed_dim": 48, "num_heads": 2}
TRAINED_ON: Final = 518  # pixels: DINOv2's own


def write_dino_folder(folder: Path, *, seed: int = 1, **shape: int) -> tuple[Path, Any]:
    """A DINOv2 of one block for 518 pixels, in a folder; and the network before it was saved."""
    torch.manual_seed(seed)
    arguments = TINY | shape
    net = _random(timm.create_model(DINO, img_size=TRAINED_ON, **arguments))
    folder.mkdir(parents=True, exist_ok=True)
    save_file(net.state_dict(), folder / "model.safetensors")
    config = {
        "architecture": DINO,
        "num_classes": 0,
        "model_args": arguments | {"img_size": TRAINED_ON},
        "pretrained_cfg": timm.get_pretrained_cfg(DINO).to_dict(remove_source=True),
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder, net


def write_checkpoint(path: Path, architecture: str, *, seed: int = 1, **arguments: Any) -> Any:
    """Random weights of an architecture as a pickled checkpoint, and the network before it was saved."""
    torch.manual_seed(seed)
    net = _random(timm.create_model(architecture, **arguments))
    torch.save({"state_dict": net.state_dict()}, path)
    return net


def _random(net: Any) -> Any:
    """No weight where timm put it: what starts as zeros or ones would not show that it was loaded."""
    for values in net.parameters():
        values.data.normal_(std=0.2)
    return net.eval()
