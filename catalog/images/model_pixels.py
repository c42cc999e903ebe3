"""The 224 × 224 pixels that the model is given of a picture: all of it, padded, or its middle."""

from typing import Final

from PIL import Image

from catalog.embeddings.model import Colour, Preprocess, PreprocessMode
from catalog.images.pixels import in_srgb

MODEL_SIDE: Final = 224


def model_pixels(
    picture: Image.Image, profile: bytes | None, preprocess: Preprocess, *, sized: Image.Image | None = None
) -> bytes:
    """224 × 224 × 3 uint8, row-major, in sRGB, of an upright RGB picture.

    `sized` is what model_sized made of it, when that is there already.
    """
    if preprocess.mode is PreprocessMode.CROP:
        return _cropped(picture, profile)
    return _padded(model_sized(picture, profile) if sized is None else sized, preprocess.pad_colour)


def model_sized(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The RGB picture in sRGB, its longer side 224 (bicubic with antialiasing, aspect kept, small ones enlarged)."""
    longer = max(picture.size)
    width, height = (max(1, round(side * MODEL_SIDE / longer)) for side in picture.size)
    return in_srgb(picture.resize((width, height), Image.Resampling.BICUBIC), profile)


def _padded(small: Image.Image, pad_colour: Colour) -> bytes:
    """Centred on the colour; the odd pixel of padding goes to the right and the bottom."""
    canvas = Image.new("RGB", (MODEL_SIDE, MODEL_SIDE), pad_colour)
    canvas.paste(small, ((MODEL_SIDE - small.width) // 2, (MODEL_SIDE - small.height) // 2))
    return canvas.tobytes()


def _cropped(picture: Image.Image, profile: bytes | None) -> bytes:
    """The shorter side scaled to 224 and the middle of the longer one; what is cut off is never scaled."""
    shorter = min(picture.size)
    (left, right), (top, bottom) = (_middle(length, shorter) for length in picture.size)
    square = picture.resize((MODEL_SIDE, MODEL_SIDE), Image.Resampling.BICUBIC, box=(left, top, right, bottom))
    return in_srgb(square, profile).tobytes()


def _middle(length: int, shorter: int) -> tuple[float, float]:
    """Where a side begins and ends that is cut, rounded as torchvision's Resize and CenterCrop do."""
    scaled = int(MODEL_SIDE * length / shorter)
    start = round((scaled - MODEL_SIDE) / 2) * length / scaled
    return start, min(length, start + MODEL_SIDE * length / scaled)
