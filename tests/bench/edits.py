"""What people do to pictures, for pictures that are near-duplicates by construction."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

import skimage.data
from PIL import Image, ImageEnhance

_SHIPPED: Final = Path(skimage.data.__file__).parent
_TILE: Final = 200
Edit = Callable[[Image.Image], Image.Image]


def photographs() -> list[Image.Image]:
    """Those that scikit-image ships, as RGB, 200 pixels wide and high or more; of a stereo pair the left one."""
    files = sorted(path for path in _SHIPPED.iterdir() if path.suffix in {".png", ".jpg"})
    found = (
        Image.open(path).convert("RGB") for path in files if path.stem not in {"motorcycle_right", "multipage_rgb"}
    )
    return [picture for picture in found if min(picture.size) >= _TILE]


def tiles(pictures: list[Image.Image]) -> list[Image.Image]:
    """The pictures cut into squares of 200 pixels that do not overlap: all different, some of them alike."""
    return [
        picture.crop((left, top, left + _TILE, top + _TILE))
        for picture in pictures
        for top in range(0, picture.height - _TILE + 1, _TILE)
        for left in range(0, picture.width - _TILE + 1, _TILE)
    ]


def _jpeg(picture: Image.Image, *, quality: int) -> Image.Image:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def _resized(picture: Image.Image, *, factor: float) -> Image.Image:
    width, height = (max(16, round(side * factor)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _cropped(picture: Image.Image, *, share: float) -> Image.Image:
    """That share of each side cut off, half of it at either end."""
    across, down = (round(side * share / 2) for side in picture.size)
    return picture.crop((across, down, picture.width - across, picture.height - down))


def _brighter(picture: Image.Image, *, factor: float) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(factor)


def _contrasted(picture: Image.Image, *, factor: float) -> Image.Image:
    return ImageEnhance.Contrast(picture).enhance(factor)


EDITS: Final[Mapping[str, Edit]] = {
    **{f"JPEG quality {quality}": partial(_jpeg, quality=quality) for quality in (90, 60, 30, 10)},
    **{f"resized × {factor}": partial(_resized, factor=factor) for factor in (0.25, 0.5, 1.5)},
    **{f"cropped {share:.0%}": partial(_cropped, share=share) for share in (0.02, 0.05, 0.1, 0.2)},
    **{f"brightness × {factor}": partial(_brighter, factor=factor) for factor in (0.6, 0.8, 1.2, 1.5)},
    **{f"contrast × {factor}": partial(_contrasted, factor=factor) for factor in (0.7, 1.4)},
}
