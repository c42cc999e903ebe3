"""Where the weights of a named model are: bundled, in a folder, at a path, in the cache, or downloaded once."""

from pathlib import Path
from typing import Any

import structlog

from embedder.backends.hub import cache_folder, cached_file
from embedder.backends.timm_weights import PREFIX, timm_weights
from embedder.errors import CannotStart
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators
from embedder.weights import Weights, folder_weights, preprocess_of

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators
from open_clip.constants import HF_SAFE_WEIGHTS_NAME, HF_WEIGHTS_NAME  # noqa: E402

log = structlog.get_logger(__name__)


def find_weights(settings: EmbedderSettings) -> Weights:
    """The weights that the settings name. Raises CannotStart with what to do about it."""
    if settings.model_name.startswith(PREFIX):
        return timm_weights(settings)
    return folder_weights(settings.model_name) or _architecture_weights(settings)


def _architecture_weights(settings: EmbedderSettings) -> Weights:
    """The weights of an open_clip architecture: a local checkpoint, or a tag that is downloaded once."""
    name, pretrained = settings.model_name.replace("/", "-"), settings.model_pretrained
    if name not in open_clip.list_models():
        raise CannotStart(
            f"MODEL_NAME={settings.model_name} is no bundled model (semblance-tiny), no folder with config.json and "
            "weights, no open_clip architecture (such as ViT-B-32), and no model of timm (such as "
            "timm/vit_base_patch14_dinov2.lvd142m)"
        )
    if pretrained and Path(pretrained).expanduser().is_file():
        return Weights(name, Path(pretrained).expanduser())
    tag = open_clip.get_pretrained_cfg(name, pretrained)
    if not tag:
        tags = ", ".join(open_clip.list_pretrained_tags_by_model(name)[:5]) or "none known"
        raise CannotStart(
            f"MODEL_NAME={name} needs weights, and MODEL_PRETRAINED={pretrained or '(empty)'} names none: set it to "
            f"the path of a checkpoint or to a tag to download ({tags}), or set MODEL_NAME=semblance-tiny"
        )
    cache = cache_folder(settings)
    try:
        path = _cached(tag, cache) or _downloaded(name, pretrained, tag, cache)
    except Exception as error:  # whatever the hub's client or the network raises, the way out is the same
        raise CannotStart(
            f"the weights {pretrained} of {name} are not in MODEL_CACHE ({cache or 'the default cache'}) "
            f"and cannot be downloaded ({type(error).__name__}): allow the network once, or put a checkpoint in place "
            "and set MODEL_PRETRAINED to its path, or set MODEL_NAME=semblance-tiny"
        ) from error
    return Weights(name, path, None, preprocess_of(tag), bool(tag.get("quick_gelu", False)))


def _cached(tag: dict[str, Any], cache: str | None) -> Path | None:
    """The tag's file, if it comes from the hub and was downloaded before."""
    repository, _, file = tag.get("hf_hub", "").rpartition("/")
    return cached_file(repository, HF_SAFE_WEIGHTS_NAME, file or HF_WEIGHTS_NAME, cache=cache) if repository else None


def _downloaded(name: str, pretrained: str, tag: dict[str, Any], cache: str | None) -> Path:
    log.info("downloading_weights", model=name, pretrained=pretrained, cache=cache)
    return Path(open_clip.download_pretrained(tag, cache_dir=cache))
