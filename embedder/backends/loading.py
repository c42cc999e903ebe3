"""The model that the settings name, found, loaded and warm."""

import numpy as np
import structlog
import torch

from embedder.backends.checkpoints import find_weights
from embedder.backends.networks import build
from embedder.backends.torch_model import TorchModel
from embedder.errors import CannotStart
from embedder.ports import Model
from embedder.settings import EmbedderSettings

log = structlog.get_logger(__name__)


def load_model(settings: EmbedderSettings) -> TorchModel:
    """Find, load and warm up the model that the settings name. Raises CannotStart with what to do about it."""
    torch.set_num_threads(settings.threads_per_stream)
    torch.backends.cudnn.allow_tf32 = False
    device = settings.model_device
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise CannotStart(f"MODEL_DEVICE={device}, but torch sees no CUDA device here; set MODEL_DEVICE=cpu")
    weights = find_weights(settings)
    net, tokenizer = build(weights, device)
    preprocess = settings.model_preprocess
    version = f"{weights.digest()}-{preprocess}"
    model = TorchModel(
        net,
        tokenizer,
        name=weights.name,
        version=version,
        device=device,
        preprocess=preprocess,
        streams=settings.streams,
    )
    _warm_up(model, settings.images_per_batch)
    log.info("model_loaded", model=weights.name, version=version, device=device)
    return model


def _warm_up(model: Model, batch_size: int) -> None:
    """Run both towers at the sizes that will be used, so that the first request pays for nothing."""
    side = model.facts.image_size
    picture = np.zeros((side, side, 3), np.uint8)
    for size in {1, batch_size}:
        model.encode_images([picture] * size)
        if model.facts.context_length:
            model.encode_tokens(model.tokenize(["a picture"]) * size)
