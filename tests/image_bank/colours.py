"""Every way of writing a pixel that Pillow and its relatives know."""

import struct
from typing import Final, cast

import numpy as np
from PIL import Image, ImageCms

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase
from tests.image_bank.forge import encoded, find_segment, grey_tiff_tags, painted, png, tiff
from tests.image_bank.seeds import seed

_ODD: Final = RejectionReason.UNSUPPORTED_PIXELS


def grey_16() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint16]]":
    """A ramp over all 16-bit levels."""
    return (np.arange(96 * 72, dtype=np.uint32) * 65_535 // (96 * 72 - 1)).astype(np.uint16).reshape(72, 96)


def with_alpha() -> Image.Image:
    """Colours that are opaque on the left and fade to nothing on the right."""
    picture = painted().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").rotate(90).resize(picture.size))
    return picture


def two_colours_palette() -> Image.Image:
    """A palette whose entry 0 is transparent black."""
    picture = painted().quantize(16)
    picture.info["transparency"] = 0
    return picture


def cmyk() -> Image.Image:
    """The painted picture in four inks."""
    return painted().convert("CMYK")


def lab() -> Image.Image:
    """The painted picture in CIE Lab."""
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    return cast(Image.Image, ImageCms.applyTransform(painted(), to_lab))


def _without_adobe_marker() -> bytes:
    data = encoded(cmyk(), "JPEG")
    at = find_segment(data, 0xEE)
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def ycck() -> bytes:
    """The CMYK JPEG whose Adobe marker says YCCK."""
    data = bytearray(encoded(cmyk(), "JPEG"))
    at = find_segment(bytes(data), 0xEE)
    data[at + 15] = 2
    return bytes(data)


def _deep_jpeg() -> bytes:
    data = bytearray(seed(ImageFormat.JPEG))
    data[find_segment(bytes(data), 0xC0) + 4] = 12
    return bytes(data)


def _float_tiff(value: float) -> bytes:
    strip = struct.pack("<f", value) * (64 * 48)
    return tiff(grey_tiff_tags(64, 48, 32) | {339: (3, [3])}, strip)


def _grey(bits: int, order: str = "<") -> bytes:
    return tiff(grey_tiff_tags(64, 48, bits), bytes(64 * 48 * bits // 8), order=order)


def _mode(mode: str, kind: str) -> bytes:
    return encoded(painted().convert(mode), kind)


def _flat(colour: tuple[int, int, int]) -> bytes:
    return encoded(Image.new("RGB", (64, 48), colour), "PNG")


def _checkerboard() -> bytes:
    squares = np.indices((64, 64)).sum(axis=0) // 8 % 2 * 255
    return encoded(Image.fromarray(squares.astype(np.uint8)), "PNG")


def _rgb_16_png() -> bytes:
    rows = b"".join(b"\0" + struct.pack(">H", 40_000) * 3 * 32 for _ in range(32))
    return png(32, 32, rows, depth=16, colour=2)


CASES: Final = [
    BankCase("grey-jpeg", lambda: _mode("L", "JPEG"), ImageFormat.JPEG),
    BankCase("grey-png", lambda: _mode("L", "PNG"), ImageFormat.PNG),
    BankCase("grey-alpha-png", lambda: encoded(with_alpha().convert("LA"), "PNG"), ImageFormat.PNG),
    BankCase("bilevel-png", lambda: _mode("1", "PNG"), ImageFormat.PNG),
    BankCase("bilevel-bmp", lambda: _mode("1", "BMP"), ImageFormat.BMP),
    BankCase("palette-png", lambda: encoded(painted().quantize(16), "PNG"), ImageFormat.PNG),
    BankCase("palette-transparent-png", lambda: encoded(two_colours_palette(), "PNG", transparency=0), ImageFormat.PNG),
    BankCase("palette-transparent-gif", lambda: encoded(two_colours_palette(), "GIF", transparency=0), ImageFormat.GIF),
    BankCase("rgb-colour-key-png", lambda: encoded(painted(), "PNG", transparency=(1, 2, 3)), ImageFormat.PNG),
    BankCase("rgba-png", lambda: encoded(with_alpha(), "PNG"), ImageFormat.PNG),
    BankCase("rgba-webp", lambda: encoded(with_alpha(), "WEBP", lossless=True), ImageFormat.WEBP),
    BankCase("rgba-tiff", lambda: encoded(with_alpha(), "TIFF"), ImageFormat.TIFF),
    BankCase("rgba-heic", lambda: encoded(with_alpha(), "HEIF"), ImageFormat.HEIC),
    BankCase("rgba-avif", lambda: encoded(with_alpha(), "AVIF"), ImageFormat.AVIF),
    BankCase("rgba-bmp", lambda: encoded(with_alpha(), "BMP"), ImageFormat.BMP),
    BankCase("all-transparent", lambda: encoded(Image.new("RGBA", (64, 48)), "PNG"), ImageFormat.PNG),
    BankCase("grey-16-png", lambda: encoded(Image.fromarray(grey_16()), "PNG"), ImageFormat.PNG),
    BankCase("grey-16-tiff-little", lambda: _grey(16), ImageFormat.TIFF),
    BankCase("grey-16-tiff-big", lambda: _grey(16, ">"), ImageFormat.TIFF),
    BankCase("rgb-16-png", _rgb_16_png, ImageFormat.PNG),
    BankCase("grey-12-tiff", lambda: _grey(12), _ODD),
    BankCase("grey-32-tiff", lambda: _grey(32), _ODD),
    BankCase("signed-16-tiff", lambda: tiff(grey_tiff_tags(64, 48, 16) | {339: (3, [2])}, bytes(6144)), _ODD),
    BankCase("float-tiff", lambda: _float_tiff(0.5), _ODD),
    BankCase("not-a-number-tiff", lambda: _float_tiff(float("nan")), _ODD),
    BankCase("infinite-tiff", lambda: _float_tiff(float("inf")), _ODD),
    BankCase("lab-tiff", lambda: encoded(lab(), "TIFF"), ImageFormat.TIFF),
    BankCase("cmyk-jpeg", lambda: encoded(cmyk(), "JPEG"), ImageFormat.JPEG),
    BankCase("cmyk-jpeg-without-adobe", _without_adobe_marker, ImageFormat.JPEG),
    BankCase("cmyk-tiff", lambda: encoded(cmyk(), "TIFF"), ImageFormat.TIFF),
    BankCase("ycck-jpeg", ycck, ImageFormat.JPEG),
    BankCase("jpeg-12-bit", _deep_jpeg, _ODD),
    BankCase("constant-black", lambda: _flat((0, 0, 0)), ImageFormat.PNG),
    BankCase("constant-white", lambda: _flat((255, 255, 255)), ImageFormat.PNG),
    BankCase("checkerboard", _checkerboard, ImageFormat.PNG),
    BankCase("smallest-accepted", lambda: encoded(painted(16, 16), "PNG"), ImageFormat.PNG),
]
