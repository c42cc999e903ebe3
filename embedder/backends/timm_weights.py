"""Where the weights of a timm model are: at a path, in the cache, or downloaded once."""

from pathlib import Path
from typing import Final

import structlog
from huggingface_hub import hf_hub_download
from huggingface_hub.errors import RemoteEntryNotFoundError

from embedder.backends.hub import cache_folder, cached_file
from embedder.errors import CannotStart
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators
from embedder.weights import TIMM, Weights

declare_missing_operators()

import timm  # noqa: E402  its import asks for torchvision's operators

log = structlog.get_logger(__name__)

PREFIX: Final = "timm/"
_FILES: Final = ("model.safetensors", "pytorch_model.bin")
_WAYS_OUT: Final = "put a checkpoint in place and set MODEL_PRETRAINED to its path"


def timm_weights(settings: EmbedderSettings) -> Weights:
    """The weights of the timm model that follows the prefix in MODEL_NAME. Raises CannotStart with what to do."""
    name = settings.model_name.removeprefix(PREFIX)
    repository = _repository(name)
    if not settings.model_pretrained:
        return Weights(name, _from_hub(name, repository, cache_folder(settings)), library=TIMM)
    path = Path(settings.model_pretrained).expanduser()
    if not path.is_file():
        raise CannotStart(
            f"MODEL_PRETRAINED={settings.model_pretrained} is no file: for a model of timm it is the path of a "
            "checkpoint, or empty for the weights that MODEL_NAME's tag names"
        )
    return Weights(name, path, library=TIMM)


def _repository(name: str) -> str | None:
    """The hub's repository of a model's weights; None when timm knows no weights for it."""
    architecture, dot, _ = name.partition(".")
    if timm.is_model(architecture):
        try:
            known = timm.get_pretrained_cfg(name)
        except RuntimeError:  # it has no such tag
            known = None
        if known or not dot:
            return known.hf_hub_id if known else None
    such_as = ", ".join(timm.list_pretrained(f"{architecture}.*")[:5]) or "vit_base_patch14_dinov2.lvd142m"
    raise CannotStart(f"MODEL_NAME={PREFIX}{name} is no model of timm: set it to {PREFIX} and a name such as {such_as}")


def _from_hub(name: str, repository: str | None, cache: str | None) -> Path:
    if not repository:
        raise CannotStart(f"there are no weights of {name} to download: {_WAYS_OUT}")
    try:
        return cached_file(repository, *_FILES, cache=cache) or _downloaded(repository, cache)
    except Exception as error:  # whatever the hub's client or the network raises, the way out is the same
        raise CannotStart(
            f"the weights of {name} are not in MODEL_CACHE ({cache or 'the default cache'}) and cannot be downloaded "
            f"({type(error).__name__}): allow the network once, or {_WAYS_OUT}"
        ) from error


def _downloaded(repository: str, cache: str | None) -> Path:
    log.info("downloading_weights", model=repository, cache=cache)
    preferred, other = _FILES
    try:
        return Path(hf_hub_download(repository, preferred, cache_dir=cache))
    except RemoteEntryNotFoundError:
        return Path(hf_hub_download(repository, other, cache_dir=cache))
