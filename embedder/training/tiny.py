"""The model that ships, as the training sees it: built from its config at any picture size, saved in half precision."""

import json
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file

from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators

NAME: Final = "semblance-tiny"
FOLDER: Final = Path(__file__).parents[1] / "models" / NAME
WEIGHTS: Final = "weights.safetensors"
MEAN: Final[tuple[float, float, float]] = open_clip.OPENAI_DATASET_MEAN
STD: Final[tuple[float, float, float]] = open_clip.OPENAI_DATASET_STD
_POSITIONS: Final = "visual.attnpool.positional_embedding"

State = dict[str, torch.Tensor]


def config() -> dict[str, Any]:
    """The architecture that ships, in open_clip's terms."""
    values: dict[str, Any] = json.loads((FOLDER / "config.json").read_text())
    return values


def network(side: int) -> open_clip.CLIP:
    """An untrained network for pictures of side × side; the same weights whenever torch's seed is the same."""
    values = config()
    vision = values["vision_cfg"] | {"image_size": side}
    return open_clip.CLIP(values["embed_dim"], vision, values["text_cfg"])


def tokenizer() -> open_clip.SimpleTokenizer:
    """CLIP's own byte-pair tokenizer, which open_clip brings along: texts → (N, context length) int64."""
    return open_clip.SimpleTokenizer(context_length=config()["text_cfg"]["context_length"])


def fitted(state: State, net: open_clip.CLIP) -> State:
    """The state with the pooling's grid of positions resized to the network's; all else depends on no picture size."""
    old, new = state[_POSITIONS], net.state_dict()[_POSITIONS]
    if old.shape == new.shape:
        return state
    side, wanted = (round((len(grid) - 1) ** 0.5) for grid in (old, new))
    grid = old[1:].T.reshape(1, -1, side, side)
    grid = torch.nn.functional.interpolate(grid, (wanted, wanted), mode="bicubic", align_corners=False)
    return state | {_POSITIONS: torch.cat([old[:1], grid[0].flatten(1).T])}


def save_half(state: State, path: Path) -> None:
    """Floats in half precision, whole numbers as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: (t.half() if t.is_floating_point() else t).contiguous() for name, t in state.items()}, path)
    path.chmod(0o644)  # safetensors makes it private; a service's own user has to read it
