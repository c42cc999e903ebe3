"""Weights to a timm network in fp32, under the names of an open_clip network: to a backend, a CLIP without texts."""

from collections.abc import Sequence
from typing import Any, Final, NoReturn

import torch

from embedder.backends.torch_model import IMAGE_SIZE
from embedder.errors import CannotStart, NoTextTower
from embedder.torchvision_ops import declare_missing_operators
from embedder.weights import Weights

declare_missing_operators()

import timm  # noqa: E402  its import asks for torchvision's operators
from timm.models import load_state_dict, resolve_model_input_args  # noqa: E402

_MOST_SAID: Final = 300


class ImageTower(torch.nn.Module):
    """Pictures (N, 3, 224, 224) to timm's pooled features (N, D)."""

    def __init__(self, trunk: torch.nn.Module, *, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.trunk = trunk
        self.image_size = IMAGE_SIZE
        self.preprocess_cfg = {"mean": tuple(mean), "std": tuple(std)}

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The features, not normalised."""
        return torch.as_tensor(self.trunk(images))


class ImageOnly(torch.nn.Module):
    """A network with an image tower alone."""

    def __init__(self, visual: ImageTower) -> None:
        super().__init__()
        self.visual = visual

    def encode_image(self, images: torch.Tensor) -> torch.Tensor:
        """The features, not normalised."""
        return torch.as_tensor(self.visual(images))


class NoTexts:
    """The tokenizer of a network without a text tower."""

    context_length: Final = 0

    def __call__(self, texts: Sequence[str]) -> NoReturn:
        """Raises NoTextTower."""
        raise NoTextTower("the model embeds pictures only")


def build_image_only(weights: Weights, device: str) -> tuple[ImageOnly, NoTexts]:
    """The network for pictures of 224 pixels, whatever size it was trained on, and a tokenizer that refuses.

    Raises CannotStart when the weights do not fit: each of them has to have its place, and no place may be left over.
    """
    try:
        trunk = _without_classifier(weights).to(device).eval()
        with torch.inference_mode():
            features = trunk(torch.zeros(1, 3, IMAGE_SIZE, IMAGE_SIZE, device=device))
    except Exception as error:  # a file of weights that does not fit, or is no such file at all
        said = " ".join(str(error).split())[:_MOST_SAID]
        raise CannotStart(f"{weights.path} cannot be loaded as {weights.name}: {said}") from error
    if features.ndim != 2:
        raise CannotStart(f"{weights.name} gives {features.ndim - 1} axes for a picture; one vector is needed")
    config = trunk.pretrained_cfg
    return ImageOnly(ImageTower(trunk, mean=config["mean"], std=config["std"])), NoTexts()


def _without_classifier(weights: Weights) -> Any:
    """The network with all weights of the file, then without its classifier.

    timm would leave it out by itself, but then takes files from which other weights are missing, too, and leaves those
    at random. It resamples position embeddings and converts other projects' checkpoints while it loads.
    """
    source = weights.name if weights.config is None else f"local-dir:{weights.path.parent}"
    overlay = {"file": str(weights.path), "source": "", "label_offset": 0}
    arguments = resolve_model_input_args(source, {"img_size": IMAGE_SIZE}, pretrained_cfg_overlay=overlay)
    classes = _classes(weights, arguments["pretrained_cfg"].get("classifier"))
    arguments["pretrained_cfg"]["num_classes"] = arguments["num_classes"] = classes
    net = timm.create_model(pretrained=True, **arguments)
    if classes:
        net.reset_classifier(0)
    return net


def _classes(weights: Weights, classifier: str | Sequence[str] | None) -> int:
    """How many classes the file's classifier has; 0 without one."""
    first = classifier if isinstance(classifier, str) or not classifier else classifier[0]
    weight = load_state_dict(str(weights.path)).get(f"{first}.weight")
    return 0 if weight is None else len(weight)
