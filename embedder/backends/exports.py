"""A model's export: made once from the loaded torch network, with what has to be known and compared without it."""

import gc
import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import structlog
import torch

from embedder.backends.export_cache import ExportCache
from embedder.backends.networks import build
from embedder.backends.openvino_export import export_tower
from embedder.backends.parity import Reference, reference
from embedder.backends.tokens import padded
from embedder.backends.torch_model import TorchModel
from embedder.backends.towers import ImageGraph, TextGraph
from embedder.errors import CannotStart
from embedder.settings import EmbedderSettings, Precision
from embedder.weights import Weights

log = structlog.get_logger(__name__)

IMAGE, TEXT = "image.xml", "text.xml"
_SHAPES, _REFERENCE = "shapes.json", "reference.npz"
# Counted up whenever this package writes other exports from the same weights.
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Shapes:
    """What has to be known of a network that is not loaded; `trims` says whether texts may be shortened."""

    dimension: int
    context_length: int
    trims: bool
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Export:
    """Where an export lies; the files in it are whole."""

    folder: Path

    def shapes(self) -> Shapes:
        """The network's."""
        values: dict[str, Any] = json.loads((self.folder / _SHAPES).read_text())
        return Shapes(**values | {"mean": tuple(values["mean"]), "std": tuple(values["std"])})

    def reference(self) -> Reference:
        """What torch said when the export was made."""
        return Reference.load(self.folder / _REFERENCE)


def find_export(settings: EmbedderSettings, weights: Weights, digest: str) -> Export:
    """The export of these weights in the settings' precision, made now when it is not there or damaged.

    Raises CannotStart when it cannot be made or kept.
    """
    cache = ExportCache(export_folder(settings))
    name = _name(weights, digest, settings.model_precision)
    if found := cache.get(name):
        return Export(found)
    log.info("exporting_model", model=weights.name, precision=settings.model_precision, export=name)
    try:
        folder = cache.make(name, lambda folder: _write(folder, weights, settings.model_precision))
    except OSError as error:
        raise CannotStart(
            f"the export of {weights.name} cannot be kept in {export_folder(settings)} ({error.strerror}): set "
            "MODEL_CACHE to a folder that can be written and has room for it, or MODEL_BACKEND=torch"
        ) from error
    gc.collect()  # the tracing leaves cycles that hold the torch network
    return Export(folder)


def export_folder(settings: EmbedderSettings) -> Path:
    """Where exports are kept: in MODEL_CACHE, else in the user's own cache."""
    root = settings.model_cache or Path("~/.cache/semblance")
    return root.expanduser() / "openvino"


def _name(weights: Weights, digest: str, precision: Precision) -> str:
    """Says what the export was made of: weights, what they are read as, precision, and who made it."""
    read_as = [weights.name, weights.library, weights.config, weights.preprocess, weights.quick_gelu, _FORMAT]
    recipe = hashlib.sha256(json.dumps(read_as, sort_keys=True).encode()).hexdigest()[:8]
    return f"{digest}-{recipe}-{precision}-openvino-{version('openvino')}"


def _write(folder: Path, weights: Weights, precision: Precision) -> None:
    net, tokenizer = build(weights, "cpu")
    model = TorchModel(net, tokenizer, name=weights.name, version="", device="cpu")
    facts, trims = model.facts, model.tokenizer.trims
    shapes = Shapes(facts.dimension, facts.context_length, trims, facts.mean, facts.std)
    (folder / _SHAPES).write_text(json.dumps(asdict(shapes)))
    kept = reference(model)
    kept.save(folder / _REFERENCE)
    side, two = facts.image_size, torch.from_numpy(np.ascontiguousarray(kept.pixels[:2]))
    graph: torch.nn.Module = ImageGraph(net, mean=facts.mean, std=facts.std)
    export_tower(graph, two, (-1, side, side, 3), folder / IMAGE, precision)
    if kept.tokens:
        graph = TextGraph(net, shortened=trims)
        example = torch.from_numpy(padded(kept.tokens[:2]))
        export_tower(graph, example, (-1, -1 if trims else facts.context_length), folder / TEXT, precision)
