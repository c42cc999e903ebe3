"""Pictures that belong nowhere: faults and strangers, each unlike everything else in the dataset it is put into."""

from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from embedder.training.drawing import a_picture
from embedder.training.drawing.noise import fractal

Size = tuple[int, int]
Draw = Callable[[np.random.Generator, Size], Image.Image]


def _photo(rng: np.random.Generator, size: Size) -> Image.Image:
    return a_picture(int(rng.integers(30_000_000, 40_000_000)), "scene").draw(*size)


def _from(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _static(rng: np.random.Generator, size: Size) -> Image.Image:
    return Image.fromarray(rng.integers(0, 256, (size[1], size[0], 3), np.uint8))


def _text_page(rng: np.random.Generator, size: Size) -> Image.Image:
    page = Image.new("RGB", size, (250, 250, 246))
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=max(8, size[1] // 26))
    words = ("invoice", "total", "and", "the", "of", "page", "amount", "due", "within", "thirty", "days", "number")
    for line in range(2, 22):
        said = " ".join(words[int(rng.integers(len(words)))] for _ in range(int(rng.integers(5, 9))))
        pen.text((size[0] * 0.08, size[1] * line / 24), said, fill=(30, 30, 34), font=font)
    return page


def _near_black(rng: np.random.Generator, size: Size) -> Image.Image:
    return _from(rng.normal(3, 1.2, (size[1], size[0], 3)))


def _blown_out(rng: np.random.Generator, size: Size) -> Image.Image:
    return _from(np.asarray(_photo(rng, size), np.float32) * 1.2 + 195)


def _glitch(rng: np.random.Generator, size: Size) -> Image.Image:
    pixels = np.asarray(_photo(rng, size)).copy()
    for _ in range(14):
        top = int(rng.integers(0, size[1] - 8))
        band = slice(top, top + int(rng.integers(4, max(5, size[1] // 8))))
        pixels[band] = np.roll(pixels[band], int(rng.integers(-size[0], size[0])), axis=1)[..., rng.permutation(3)]
        pixels[band, :, int(rng.integers(3))] = 255
    return Image.fromarray(pixels)


def _inverted(rng: np.random.Generator, size: Size) -> Image.Image:
    return ImageOps.invert(_photo(rng, size))


def _solarised(rng: np.random.Generator, size: Size) -> Image.Image:
    return ImageOps.posterize(ImageOps.solarize(_photo(rng, size), 90), 2)


def _x_ray(rng: np.random.Generator, size: Size) -> Image.Image:
    return ImageOps.invert(_photo(rng, size).convert("L").filter(ImageFilter.FIND_EDGES)).convert("RGB")


def _mosaic(rng: np.random.Generator, size: Size) -> Image.Image:
    small = Image.fromarray(rng.integers(0, 256, (7, 9, 3), np.uint8))
    return small.resize(size, Image.Resampling.NEAREST)


def _test_card(rng: np.random.Generator, size: Size) -> Image.Image:
    bars = np.array([[192] * 3, [192, 192, 0], [0, 192, 192], [0, 192, 0], [192, 0, 192], [192, 0, 0], [0, 0, 192]])
    card = bars[np.arange(size[0]) * 7 // size[0]][None].repeat(size[1], 0)
    ramp = np.linspace(0, 255, size[0])[None, :, None]
    card[int(size[1] * 0.78) :] = np.broadcast_to(ramp, (size[1] - int(size[1] * 0.78), size[0], 3))
    return _from(card + rng.normal(0, 2, card.shape))


def _code(rng: np.random.Generator, size: Size) -> Image.Image:
    cells = (rng.random((29, 29)) < 0.5) * 255
    for y, x in ((0, 0), (0, 22), (22, 0)):
        cells[y : y + 7, x : x + 7] = np.pad(np.pad(np.zeros((3, 3)), 1, constant_values=255), 1)
    page = Image.new("L", size, 255)
    side = int(min(size) * 0.86)
    page.paste(
        _from(cells).resize((side, side), Image.Resampling.NEAREST), ((size[0] - side) // 2, (size[1] - side) // 2)
    )
    return page.convert("RGB")


def _scribble(rng: np.random.Generator, size: Size) -> Image.Image:
    page = Image.new("RGB", size, (252, 250, 240))
    pen = ImageDraw.Draw(page)
    for _ in range(9):
        at = np.cumsum(rng.normal(0, min(size) * 0.06, (90, 2)), axis=0) + np.asarray(size) * rng.uniform(0.3, 0.7, 2)
        pen.line([(float(x), float(y)) for x, y in at], fill=(24, 30, 110), width=max(2, min(size) // 110))
    return page


def _half_missing(rng: np.random.Generator, size: Size) -> Image.Image:
    picture = _photo(rng, size)
    picture.paste((128, 128, 128), (0, int(size[1] * 0.28), *size))
    return picture


def _moire(rng: np.random.Generator, size: Size) -> Image.Image:
    y, x = np.mgrid[: size[1], : size[0]].astype(np.float64)
    first, second = (np.hypot(x - size[0] * rng.random(), y - size[1] * rng.random()) for _ in range(2))
    waves = np.sin(first / 2.1) * np.sin(second / 2.3) * 0.5 + 0.5
    return _from(np.stack([waves, waves**2, 1 - waves], 2) * 255)


def _fog(rng: np.random.Generator, size: Size) -> Image.Image:
    mist = 186 + 10 * fractal(rng, *size, cells=1.5, octaves=2)
    return _from(np.repeat(mist[..., None], 3, 2))


DRAWERS: Final[dict[str, Draw]] = {
    "static": _static,
    "text page": _text_page,
    "near black": _near_black,
    "blown out": _blown_out,
    "glitch": _glitch,
    "inverted": _inverted,
    "solarised": _solarised,
    "x-ray": _x_ray,
    "mosaic": _mosaic,
    "test card": _test_card,
    "code": _code,
    "scribble": _scribble,
    "half missing": _half_missing,
    "moire": _moire,
    "fog": _fog,
}

# Each kind is planted where nothing else looks like it.
PLANTED: Final[tuple[tuple[str, str], ...]] = (
    ("landscapes", "static"),
    ("landscapes", "text page"),
    ("landscapes", "glitch"),
    ("landscapes", "code"),
    ("landscapes", "test card"),
    ("landscapes", "half missing"),
    ("shapes", "near black"),
    ("shapes", "x-ray"),
    ("shapes", "mosaic"),
    ("shapes", "scribble"),
    ("shapes", "moire"),
    ("patterns", "inverted"),
    ("patterns", "solarised"),
    ("patterns", "blown out"),
    ("patterns", "fog"),
)
