"""What people and programs do to a picture before it is stored again, by tier; each gives the bytes of a file."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

Edit = Callable[[Image.Image], bytes]
_TURNS: Final = {turn.name.lower().replace("_", " "): turn for turn in Image.Transpose}


def stored(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _resized(picture: Image.Image, *, factor: float) -> bytes:
    width, height = (round(side * factor) for side in picture.size)
    return stored(picture.resize((width, height), Image.Resampling.BICUBIC), "JPEG", quality=88)


def _cropped(picture: Image.Image, *, margins: tuple[float, float, float, float]) -> bytes:
    """Shares of width and height cut off on the left, at the top, on the right and at the bottom."""
    left, top, right, bottom = margins
    width, height = picture.size
    box = (round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom)))
    return stored(picture.crop(box), "JPEG", quality=88)


def _brighter(picture: Image.Image, *, factor: float) -> bytes:
    return stored(ImageEnhance.Brightness(picture).enhance(factor), "JPEG", quality=88)


def _contrasted(picture: Image.Image, *, factor: float) -> bytes:
    return stored(ImageEnhance.Contrast(picture).enhance(factor), "JPEG", quality=88)


def _curved(picture: Image.Image, *, gamma: float) -> bytes:
    levels = (255 * (np.arange(256) / 255) ** gamma).round().astype(np.uint8).tolist()
    return stored(picture.point(levels * 3), "JPEG", quality=88)


def _shifted(picture: Image.Image, *, factors: tuple[float, float, float]) -> bytes:
    """Each channel made stronger or weaker, as another white balance does."""
    levels = np.asarray(picture, np.float64) * factors
    return stored(Image.fromarray(levels.round().clip(0, 255).astype(np.uint8)), "JPEG", quality=88)


def _marked(picture: Image.Image) -> bytes:
    """A half-clear plate with two words in the lower right corner: 22 % of the width, 5 % of the height."""
    width, height = picture.size
    plate = Image.new("RGBA", picture.size)
    box = (round(width * 0.76), round(height * 0.93), round(width * 0.98), round(height * 0.98))
    drawing = ImageDraw.Draw(plate)
    drawing.rectangle(box, fill=(255, 255, 255, 120))
    drawing.text((box[0] + 4, box[1] + 2), "a photographer", fill=(20, 20, 20, 200))
    return stored(Image.alpha_composite(picture.convert("RGBA"), plate).convert("RGB"), "JPEG", quality=88)


def _turned(picture: Image.Image, *, turn: Image.Transpose, form: str, **options: Any) -> bytes:
    return stored(picture.transpose(turn), form, **options)


SAME_PIXELS: Final[Mapping[str, Edit]] = {
    "PNG packed anew": partial(stored, form="PNG", compress_level=9),
    "BMP": partial(stored, form="BMP"),
    "TIFF": partial(stored, form="TIFF"),
}
EDITED: Final[Mapping[str, Edit]] = {
    **{f"JPEG {quality}": partial(stored, form="JPEG", quality=quality) for quality in (90, 60, 35)},
    "WebP 75": partial(stored, form="WEBP", quality=75),
    **{f"size × {factor}": partial(_resized, factor=factor) for factor in (0.4, 0.6, 0.9)},
    "cropped 1 % each side": partial(_cropped, margins=(0.01,) * 4),
    "cropped 2 % left, 3 % top": partial(_cropped, margins=(0.02, 0.03, 0.0, 0.0)),
    "cropped 3 % right": partial(_cropped, margins=(0.0, 0.0, 0.03, 0.0)),
    **{f"brightness × {factor}": partial(_brighter, factor=factor) for factor in (0.85, 1.15)},
    **{f"contrast × {factor}": partial(_contrasted, factor=factor) for factor in (0.85, 1.15)},
    **{f"gamma {gamma}": partial(_curved, gamma=gamma) for gamma in (0.8, 1.25)},
    "colours shifted": partial(_shifted, factors=(1.06, 1.0, 0.94)),
    "watermark": _marked,
}
TURNED: Final[Mapping[str, Edit]] = {
    **{name: partial(_turned, turn=turn, form="PNG") for name, turn in _TURNS.items()},
    **{f"{name}, JPEG 70": partial(_turned, turn=turn, form="JPEG", quality=70) for name, turn in _TURNS.items()},
}
