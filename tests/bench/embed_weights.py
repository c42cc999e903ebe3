"""Random weights of a fixed seed: `python -m tests.bench.embed_weights vit-b-32|little PATH`, as it needs torch."""

import argparse
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import save_file

from embedder.torchvision_ops import declare_missing_operators
from tests.random_clip import write_folder

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators

_SEED: Final = 20_260_901


def main() -> None:
    """Write a checkpoint of ViT-B-32 in fp32, or the folder of a model of two layers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("vit-b-32", "little"))
    parser.add_argument("path", type=Path)
    options = parser.parse_args()
    draft = options.path.with_name(f"{options.path.name}.draft")
    if options.what == "little":
        write_folder(draft, seed=_SEED)
    else:
        torch.manual_seed(_SEED)
        net = open_clip.create_model("ViT-B-32", precision="fp32")
        save_file({name: value.contiguous() for name, value in net.state_dict().items()}, draft)
    draft.replace(options.path)


if __name__ == "__main__":
    main()
