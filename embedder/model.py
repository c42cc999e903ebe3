"""An open_clip model behind embedder.ports.Model. The only module of the service that imports torch and open_clip."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import structlog
import torch
from huggingface_hub import try_to_load_from_cache
from torch.func import functional_call

from embedder.errors import CannotStart
from embedder.ports import ModelFacts, Pixels, Vectors
from embedder.settings import EmbedderSettings, usable_cores
from embedder.torchvision_ops import declare_missing_operators
from embedder.weights import Weights, folder_weights, preprocess_of

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators
from open_clip.constants import HF_SAFE_WEIGHTS_NAME, HF_WEIGHTS_NAME  # noqa: E402

log = structlog.get_logger(__name__)

IMAGE_SIZE: Final = 224
_PROBES: Final = ("a", "a photo of a red circle", "two small dogs, one sleeping, on a striped sofa " * 4)
_TOKEN_CACHE: Final = 50_000


class OpenClipModel:
    """Both towers in eval mode and fp32. Made and called on one thread."""

    def __init__(self, net: Any, tokenizer: Any, *, name: str, version: str, device: str) -> None:
        self._net = net.eval().requires_grad_(False)
        self._tokenizer = tokenizer
        self._specials = dict(getattr(tokenizer, "cache", {}))
        self._device = torch.device(device)
        self._shortens_text = False
        preprocess = net.visual.preprocess_cfg
        self._mean = self._channels(preprocess["mean"])
        self._std = self._channels(preprocess["std"])
        self._shortens_text = self._may_shorten()
        self.facts = ModelFacts(
            name=name,
            version=version,
            dimension=self._dimension(),
            image_size=IMAGE_SIZE,
            mean=_triple(preprocess["mean"]),
            std=_triple(preprocess["std"]),
            context_length=int(tokenizer.context_length),
            device=device,
        )

    @torch.inference_mode()
    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures of 224 × 224 × 3 uint8; (N, D) float32, length 1."""
        batch = torch.from_numpy(np.stack(pixels)).to(self._device)
        batch = batch.permute(0, 3, 1, 2).float().div_(255).sub_(self._mean).div_(self._std)
        return _unit(self._net.encode_image(batch))

    @torch.inference_mode()
    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed N texts; (N, D) float32, length 1."""
        tokens = self._tokenizer(list(texts)).to(self._device)
        self._bound_token_cache()
        if self._shortens_text:
            return _unit(self._encode_short(tokens))
        return _unit(self._net.encode_text(tokens))

    def warm_up(self, batch_size: int) -> None:
        """Run both towers at the sizes that will be used, so that the first request pays for nothing."""
        picture = np.zeros((IMAGE_SIZE, IMAGE_SIZE, 3), np.uint8)
        for size in {1, batch_size}:
            self.encode_images([picture] * size)
            self.encode_texts(["a picture"] * size)

    def _encode_short(self, tokens: torch.Tensor) -> torch.Tensor:
        """Encode only as many positions as the longest text has.

        The text tower is causal and read at the end token, so what follows that token changes nothing.
        """
        length = int(tokens.ne(0).sum(dim=1).max())
        shortened = {
            "positional_embedding": self._net.positional_embedding[:length],
            "attn_mask": self._net.attn_mask[:length, :length],
        }
        _, features, *_ = functional_call(self._net, shortened, kwargs={"text": tokens[:, :length]}, tie_weights=False)
        return torch.as_tensor(features)

    @torch.inference_mode()
    def _may_shorten(self) -> bool:
        """Whether cutting the padding off leaves this model's vectors as they are; tried, not assumed."""
        if not isinstance(self._net, open_clip.CLIP) or getattr(self._net, "attn_mask", None) is None:
            return False
        full = self.encode_texts(_PROBES)
        try:
            tokens = self._tokenizer(list(_PROBES)).to(self._device)
            short = np.concatenate([_unit(self._encode_short(row[None])) for row in tokens])
        except (RuntimeError, IndexError, TypeError):
            return False
        return bool((full * short).sum(axis=1).min() > 0.99999)

    def _dimension(self) -> int:
        image = self.encode_images([np.zeros((IMAGE_SIZE, IMAGE_SIZE, 3), np.uint8)])
        text = self.encode_texts(["a"])
        if image.shape != text.shape:
            raise CannotStart(f"the model's towers disagree: {image.shape[1]} and {text.shape[1]} dimensions")
        return int(image.shape[1])

    def _channels(self, values: Sequence[float]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float32, device=self._device).view(1, 3, 1, 1)

    def _bound_token_cache(self) -> None:
        """open_clip's tokenizer remembers every word it has seen, for ever."""
        if self._specials and len(self._tokenizer.cache) > _TOKEN_CACHE:
            self._tokenizer.cache = dict(self._specials)


def load_model(settings: EmbedderSettings) -> OpenClipModel:
    """Find, load and warm up the model that the settings name. Raises CannotStart with what to do about it."""
    torch.set_num_threads(settings.model_threads or usable_cores())
    torch.backends.cudnn.allow_tf32 = False
    device = settings.model_device
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise CannotStart(f"MODEL_DEVICE={device}, but torch sees no CUDA device here; set MODEL_DEVICE=cpu")
    weights = folder_weights(settings.model_name) or _architecture_weights(settings)
    net, tokenizer = _build(weights, device)
    version = f"{weights.digest()}-pad"
    model = OpenClipModel(net, tokenizer, name=weights.name, version=version, device=device)
    model.warm_up(settings.batch_size)
    log.info("model_loaded", model=weights.name, version=version, device=device)
    return model


def _architecture_weights(settings: EmbedderSettings) -> Weights:
    """The weights of an open_clip architecture: a local checkpoint, or a tag that is downloaded once."""
    name, pretrained = settings.model_name.replace("/", "-"), settings.model_pretrained
    if name not in open_clip.list_models():
        raise CannotStart(
            f"MODEL_NAME={settings.model_name} is no bundled model (semblance-tiny), no folder with config.json and "
            "weights, and no open_clip architecture (such as ViT-B-32)"
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
    try:
        path = _cached(tag, _cache(settings)) or _downloaded(name, pretrained, tag, _cache(settings))
    except Exception as error:  # whatever the hub's client or the network raises, the way out is the same
        raise CannotStart(
            f"the weights {pretrained} of {name} are not in MODEL_CACHE ({_cache(settings) or 'the default cache'}) "
            f"and cannot be downloaded ({type(error).__name__}): allow the network once, or put a checkpoint in place "
            "and set MODEL_PRETRAINED to its path, or set MODEL_NAME=semblance-tiny"
        ) from error
    return Weights(name, path, None, preprocess_of(tag), bool(tag.get("quick_gelu", False)))


def _cached(tag: dict[str, Any], cache: str | None) -> Path | None:
    """A hub file that was downloaded before, found without asking the hub, so that a restart needs no network."""
    repository, _, file = tag.get("hf_hub", "").rpartition("/")
    for name in (HF_SAFE_WEIGHTS_NAME, file or HF_WEIGHTS_NAME):
        found = try_to_load_from_cache(repository, name, cache_dir=cache) if repository else None
        if isinstance(found, str):
            return Path(found)
    return None


def _downloaded(name: str, pretrained: str, tag: dict[str, Any], cache: str | None) -> Path:
    log.info("downloading_weights", model=name, pretrained=pretrained, cache=cache)
    return Path(open_clip.download_pretrained(tag, cache_dir=cache))


def _cache(settings: EmbedderSettings) -> str | None:
    return str(settings.model_cache.expanduser()) if settings.model_cache else None


def _build(weights: Weights, device: str) -> tuple[Any, Any]:
    """The network with its weights in fp32, and its tokenizer."""
    if weights.config is not None:
        _register(weights.name, weights.config)
    try:
        net = open_clip.create_model(
            weights.name,
            pretrained=str(weights.path),
            precision="fp32",
            device=device,
            force_quick_gelu=weights.quick_gelu,
            force_preprocess_cfg=weights.preprocess,
            pretrained_text=False,
            output_dict=False,
            require_pretrained=True,
        )
        tokenizer = open_clip.get_tokenizer(weights.name)
    except Exception as error:  # a file of weights that does not fit, or is no such file at all
        first_line = str(error).strip().partition("\n")[0][:200]
        raise CannotStart(f"{weights.path} cannot be loaded as {weights.name}: {first_line}") from error
    size = net.visual.image_size
    if (size if isinstance(size, int) else max(size)) != IMAGE_SIZE:
        raise CannotStart(f"{weights.name} takes pictures of {size} pixels; only models for {IMAGE_SIZE} can be used")
    return net, tokenizer


def _register(name: str, config: dict[str, Any]) -> None:
    """Make a folder's config known to open_clip under the folder's name, which it reads from the file's name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.json"
        path.write_text(json.dumps(config))
        open_clip.add_model_config(path)


def _unit(features: torch.Tensor) -> Vectors:
    unit: Vectors = torch.nn.functional.normalize(features.float(), dim=-1).cpu().numpy()
    return unit


def _triple(values: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = values
    return float(first), float(second), float(third)
