"""The model that the settings name, found, loaded, compared with torch in fp32, and warm."""

import numpy as np
import structlog
import torch

from embedder.backends import parity
from embedder.backends.checkpoints import find_weights
from embedder.backends.exports import find_export
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.networks import build, load_tokenizer
from embedder.backends.openvino_model import OpenVinoModel
from embedder.backends.openvino_tower import Cores
from embedder.backends.parity import Reference
from embedder.backends.torch_model import TorchModel
from embedder.backends.versions import model_version
from embedder.batching.questions import Priority
from embedder.batching.threads import class_threads
from embedder.errors import CannotStart
from embedder.ports import Model
from embedder.settings import EmbedderSettings
from embedder.weights import Weights

log = structlog.get_logger(__name__)


def load_model(settings: EmbedderSettings) -> LoadedModel:
    """Find, load and warm up the model that the settings name. Raises CannotStart with what to do about it."""
    torch.set_num_threads(settings.threads_per_stream)
    device = settings.model_device
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise CannotStart(f"MODEL_DEVICE={device}, but torch sees no CUDA device here; set MODEL_DEVICE=cpu")
    weights = find_weights(settings)
    load = _load_openvino if settings.model_backend == "openvino" else _load_torch
    model: LoadedModel = load(settings, weights, weights.digest())
    _warm_up(model, settings.images_per_batch)
    log.info("model_loaded", model=model.facts.name, version=model.facts.version, device=device)
    return model


def _load_torch(settings: EmbedderSettings, weights: Weights, digest: str) -> TorchModel:
    # fp32 is the reference in every bit, also on a GPU that would rather round the factors of its products.
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    net, tokenizer = build(weights, settings.model_device)
    model = TorchModel(
        net,
        tokenizer,
        name=weights.name,
        version=_version(settings, digest),
        device=settings.model_device,
        preprocess=settings.model_preprocess,
        streams=settings.streams,
        precision=settings.model_precision,
    )
    if settings.model_precision == "bf16":
        reference = parity.reference(model)
        model.lower()
        _compare(model, reference, instead="MODEL_PRECISION=fp32")
    return model


def _load_openvino(settings: EmbedderSettings, weights: Weights, digest: str) -> OpenVinoModel:
    export = find_export(settings, weights, digest)
    model = OpenVinoModel(
        export,
        load_tokenizer(weights),
        name=weights.name,
        version=_version(settings, digest),
        cores=Cores(settings.streams, settings.threads_per_stream),
        precision=settings.model_precision,
        preprocess=settings.model_preprocess,
    )
    instead = "MODEL_BACKEND=torch" if settings.model_precision == "fp32" else "MODEL_PRECISION=fp32"
    _compare(model, export.reference(), instead=instead)
    with class_threads(Priority.BATCH, 1, "warm-up") as threads:  # these have streams of their own
        threads.submit(_warm_up, model, 1).result()
    return model


def _version(settings: EmbedderSettings, digest: str) -> str:
    return model_version(digest, settings.model_preprocess, settings.model_backend, settings.model_precision)


def _compare(model: LoadedModel, reference: Reference, *, instead: str) -> None:
    """Measure how far the model is from torch in fp32. Raises CannotStart when that is too far."""
    facts, found = model.facts, parity.measured(model, reference)
    log.info("parity_measured", model=facts.name, backend=facts.backend, precision=facts.precision, **found)
    parity.check(found, what=f"{facts.name} by {facts.backend} in {facts.precision}", instead=instead)
    model.compared(found)


def _warm_up(model: Model, batch_size: int) -> None:
    """Run both towers at the sizes that will be used, so that the first request pays for nothing."""
    side = model.facts.image_size
    picture = np.zeros((side, side, 3), np.uint8)
    for size in {1, batch_size}:
        model.encode_images([picture] * size)
        if model.facts.context_length:
            model.encode_tokens(model.tokenize(["a picture"]) * size)
