"""Models with random weights, written as real ones come: a folder, or a checkpoint of a known architecture."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from embedder.ports import Pixels, Vectors
from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators

MEAN, STD = [0.5, 0.4, 0.3], [0.25, 0.25, 0.25]


def tiny_config(image_size: int = 224) -> dict[str, Any]:
    """Two layers each, 512 dimensions: loads and runs in milliseconds."""
    return {
        "embed_dim": 512,
        "vision_cfg": {"image_size": image_size, "layers": 2, "width": 64, "head_width": 32, "patch_size": 32},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 2},
    }


def write_folder(folder: Path, *, seed: int = 1, image_size: int = 224) -> Path:
    """A model folder with config.json and weights.safetensors in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net = open_clip.CLIP(**tiny_config(image_size))
    save_file(
        {name: value.half().contiguous() for name, value in net.state_dict().items()}, folder / "weights.safetensors"
    )
    config = tiny_config(image_size) | {"preprocess_cfg": {"mean": MEAN, "std": STD}}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def write_vit_b_32(folder: Path) -> tuple[Path, Pixels, Vectors]:
    """A random ViT-B-32 as an open_clip checkpoint in half precision; a picture, and its vector before saving."""
    torch.manual_seed(1)
    net = open_clip.create_model("ViT-B-32").eval()
    picture = np.random.default_rng(1).integers(0, 256, (224, 224, 3), np.uint8)
    mean, std = (torch.tensor(net.visual.preprocess_cfg[key]).view(3, 1, 1) for key in ("mean", "std"))
    with torch.inference_mode():
        ready = (torch.from_numpy(picture).permute(2, 0, 1) / 255 - mean) / std
        expected: Vectors = net.encode_image(ready[None], normalize=True).numpy()
    path = folder / "vit_b_32.pt"
    torch.save({"state_dict": {name: value.half() for name, value in net.state_dict().items()}}, path)
    return path, picture, expected
