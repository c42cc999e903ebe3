"""Which weights a name stands for: a bundled model or a folder with config.json and one file of weights. No torch."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from embedder.errors import CannotStart

BUNDLED: Final = Path(__file__).parent / "models"
_CONFIGS: Final = ("config.json", "open_clip_config.json")
_SUFFIXES: Final = (".safetensors", ".pt", ".pth", ".bin")
_PREPROCESS: Final = ("mean", "std", "interpolation")

_NO_CONFIG: Final = "{} is not a JSON object with a model's config"

OPEN_CLIP: Final = "open_clip"
TIMM: Final = "timm"


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights and the architecture that it fits; `config` is None for one that the library knows by name."""

    name: str
    path: Path
    config: dict[str, Any] | None = None
    preprocess: dict[str, Any] = field(default_factory=dict)
    quick_gelu: bool = False
    library: str = OPEN_CLIP

    def digest(self) -> str:
        """The first 12 hex digits of the file's SHA-256."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def folder_weights(name: str) -> Weights | None:
    """The weights of a bundled model or of a folder; None when `name` is neither. Raises CannotStart if incomplete."""
    folder = BUNDLED / name
    if "/" in name or not folder.is_dir():
        folder = Path(name).expanduser()
    if not folder.is_dir():
        if "/" in name and (name.startswith((".", "/", "~")) or folder.parent.is_dir()):
            raise CannotStart(
                f"MODEL_NAME={name} is a folder that does not exist; it has to hold config.json and weights"
            )
        return None
    name, (path, values) = folder.resolve().name, _read_config(folder)
    if "architecture" in values:
        return Weights(name, _only_weights(folder), values, library=TIMM)
    config, preprocess = _open_clip_config(path, values)
    return Weights(name, _only_weights(folder), config, preprocess)


def preprocess_of(values: dict[str, Any]) -> dict[str, Any]:
    """The part of a preprocessing config that is the model's own: mean, std and interpolation."""
    return {key: values[key] for key in _PREPROCESS if values.get(key) is not None}


def _read_config(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The folder's config and where it is."""
    path = next((folder / name for name in _CONFIGS if (folder / name).is_file()), None)
    if path is None:
        raise CannotStart(f"{folder} has no config.json: put open_clip's or timm's config of the model there")
    try:
        values = json.loads(path.read_text())
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise CannotStart(_NO_CONFIG.format(path))
    return path, values


def _open_clip_config(path: Path, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both shapes in use: open_clip's architecture file, and the hub's `{"model_cfg", "preprocess_cfg"}`."""
    try:
        preprocess = dict(values.pop("preprocess_cfg", {}))
        config = dict(values.get("model_cfg", values))
        missing = {"embed_dim", "vision_cfg", "text_cfg"} - config.keys()
    except (ValueError, AttributeError, TypeError):
        raise CannotStart(_NO_CONFIG.format(path)) from None
    if missing:
        raise CannotStart(f"{path} is no open_clip model config: {', '.join(sorted(missing))} missing")
    return config, preprocess_of(preprocess)


def _only_weights(folder: Path) -> Path:
    """The folder's weights; safetensors before pickled formats."""
    for suffix in _SUFFIXES:
        found = sorted(folder.glob(f"*{suffix}"))
        if len(found) > 1:
            raise CannotStart(
                f"{folder} has several files of weights: {', '.join(file.name for file in found)}; leave one"
            )
        if found:
            return found[0]
    raise CannotStart(f"{folder} has no weights: put weights.safetensors there")
