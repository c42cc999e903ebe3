"""Every kind of picture becomes the pixels that a careful person would paint; everything else is refused by name."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from embedder.errors import Reason, UnreadablePicture
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.ports import Pixels

LIMITS = DecodeLimits(max_bytes=1_000_000, max_pixels=2_000_000, max_side=4_000)
FILL = (123, 117, 104)
# The quarters of the test picture, clockwise from the top left: no turn or mirror leaves them in place.
RED, LIME, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)


def quarters(width: int = 200, height: int = 100) -> Image.Image:
    """Four colours in four quarters."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(LIME, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (width // 2, height // 2, width, height))
    picture.paste(GREY, (0, height // 2, width // 2, height))
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The picture's file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def pixels(data: bytes, limits: DecodeLimits = LIMITS) -> Pixels:
    """As the service calls it."""
    return model_pixels(data, Framing(224, FILL), limits=limits)


def refusal(data: bytes, limits: DecodeLimits = LIMITS) -> Reason:
    """The reason for which the bytes are refused."""
    with pytest.raises(UnreadablePicture) as refused:
        pixels(data, limits)
    return refused.value.reason


def centre_of_quarters(found: Pixels) -> list[tuple[int, ...]]:
    """The colours at the middle of each quarter of the padded picture's content (2:1, lying)."""
    return [tuple(int(value) for value in found[y, x]) for y, x in ((84, 56), (84, 168), (140, 168), (140, 56))]


class TestFitting:
    @pytest.mark.parametrize("size", [(200, 100), (100, 200), (224, 224), (640, 480), (17, 1500), (1, 1), (3, 900)])
    def test_equals_the_reference_written_out(self, size: tuple[int, int]) -> None:
        noise = np.random.default_rng(5).integers(0, 256, (size[1], size[0], 3), np.uint8)
        picture = Image.fromarray(noise)
        scale = 224 / max(size)
        width, height = (max(1, round(length * scale)) for length in size)
        expected = np.empty((224, 224, 3), np.uint8)
        expected[:] = FILL
        top, left = (224 - height) // 2, (224 - width) // 2
        expected[top : top + height, left : left + width] = np.asarray(
            picture.resize((width, height), Image.Resampling.BICUBIC)
        )
        assert np.array_equal(pixels(encoded(picture)), expected)

    def test_pads_with_the_models_mean_rounded(self) -> None:
        assert mean_colour((0.48145466, 0.4578275, 0.40821073)) == (123, 117, 104)
        found = pixels(encoded(quarters()))
        assert np.array_equal(found[0, 0], FILL)
        assert np.array_equal(found[-1, -1], FILL)


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
    def test_pixels_are_turned_as_exif_says(self, orientation: int, kind: str) -> None:
        undo = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        stored = quarters() if orientation == 1 else quarters().transpose(undo[orientation])
        exif = Image.Exif()
        exif[0x0112] = orientation
        options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
        found = pixels(encoded(stored, kind, exif=exif, **options))
        for colour, expected in zip(centre_of_quarters(found), (RED, LIME, BLUE, GREY), strict=True):
            assert np.abs(np.subtract(colour, expected)).max() <= 6

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
    @pytest.mark.parametrize("exif", [b"Exif\x00\x00garbage", b"Exif\x00\x00II*\x00\xff\xff\xff\xff", b"Exif\x00\x00"])
    def test_a_broken_exif_block_does_not_cost_the_picture(self, exif: bytes) -> None:
        assert pixels(encoded(quarters(), "JPEG", exif=exif)).shape == (224, 224, 3)


class TestModes:
    def test_transparency_is_laid_over_white(self) -> None:
        half = quarters().convert("RGBA")
        half.putalpha(128)
        found = centre_of_quarters(pixels(encoded(half)))
        assert np.abs(np.subtract(found[0], (255, 127, 127))).max() <= 1
        clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
        assert pixels(encoded(clear)).min() == 255
        assert pixels(encoded(clear, "WEBP", lossless=True)).min() == 255

    def test_a_palette_keeps_its_colours_and_its_transparency(self) -> None:
        palette = quarters().convert("P", palette=Image.Palette.ADAPTIVE)
        assert centre_of_quarters(pixels(encoded(palette, "GIF"))) == [RED, LIME, BLUE, GREY]
        index = palette.getpixel((10, 10))
        found = centre_of_quarters(pixels(encoded(palette, "PNG", transparency=index)))
        assert found == [(255, 255, 255), LIME, BLUE, GREY]

    def test_a_colour_key_is_transparent(self) -> None:
        found = centre_of_quarters(pixels(encoded(quarters(), "PNG", transparency=RED)))
        assert found == [(255, 255, 255), LIME, BLUE, GREY]

    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_sixteen_bits_are_scaled_and_not_clipped(self, kind: str) -> None:
        ramp = np.linspace(0, 65535, 224 * 224).reshape(224, 224).astype(np.uint16)
        found = pixels(encoded(Image.fromarray(ramp), kind))
        assert np.abs(found[..., 0].astype(int) - np.rint(ramp / 257)).max() == 0
        assert len(np.unique(found)) == 256

    @pytest.mark.parametrize("mode", ["L", "LA", "1", "CMYK", "YCbCr"])
    def test_every_mode_gives_its_colours(self, mode: str) -> None:
        kind = {"CMYK": "TIFF", "YCbCr": "JPEG"}.get(mode, "PNG")
        found = pixels(encoded(quarters().convert(mode), kind))
        expected = [RED, LIME, BLUE, GREY]
        if mode in ("L", "LA", "1"):
            grey = np.asarray(quarters().convert("L"))[[25, 25, 75, 75], [50, 150, 150, 50]]
            expected = [(int(value),) * 3 for value in grey]
        tolerance = {"1": 255, "CMYK": 1, "YCbCr": 6}.get(mode, 0)
        assert np.abs(np.subtract(centre_of_quarters(found), expected)).max() <= tolerance

    def test_a_cmyk_jpeg_is_not_inverted(self) -> None:
        found = centre_of_quarters(pixels(encoded(quarters().convert("CMYK"), "JPEG", quality=95)))
        assert np.abs(np.subtract(found, [RED, LIME, BLUE, GREY])).max() <= 12

    def test_lab_is_converted(self) -> None:
        to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        lab = ImageCms.applyTransform(quarters(), to_lab)
        assert lab is not None
        found = centre_of_quarters(pixels(encoded(lab, "TIFF")))
        assert np.abs(np.subtract(found, [RED, LIME, BLUE, GREY])).max() <= 24

    def test_floating_point_is_refused(self) -> None:
        assert refusal(encoded(Image.new("F", (9, 9), 0.5), "TIFF")) is Reason.UNSUPPORTED_PIXELS

    def test_the_first_frame_of_an_animation_counts(self) -> None:
        for kind in ("GIF", "WEBP", "PNG"):
            moving = encoded(quarters(), kind, save_all=True, append_images=[Image.new("RGB", (200, 100), "black")])
            found = centre_of_quarters(pixels(moving))
            assert np.abs(np.subtract(found, [RED, LIME, BLUE, GREY])).max() <= 12

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"])
    def test_every_promised_format_is_read(self, kind: str) -> None:
        found = centre_of_quarters(pixels(encoded(quarters(), kind)))
        assert np.abs(np.subtract(found, [RED, LIME, BLUE, GREY])).max() <= 40


def png_header(width: int, height: int) -> bytes:
    """A PNG of which only the header is there."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(body)) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", Reason.EMPTY),
            (b"hello", Reason.NOT_AN_IMAGE),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.NOT_AN_IMAGE),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Reason.NOT_AN_IMAGE),
            (b"\xff\xd8\xff", Reason.NOT_AN_IMAGE),
            (bytes(1_000_001), Reason.TOO_MANY_BYTES),
            (png_header(50_000, 50_000), Reason.TOO_MANY_PIXELS),
            (png_header(5_000, 10), Reason.SIDE_TOO_LONG),
            (png_header(3_000, 3_000), Reason.TOO_MANY_PIXELS),
            (b"\xff\xd8" + b"\xff\xda\x00" * 101, Reason.TOO_MANY_SCANS),
        ],
    )
    def test_each_has_its_reason(self, data: bytes, reason: Reason) -> None:
        assert refusal(data) is reason

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
    def test_a_truncated_file_is_refused(self, kind: str) -> None:
        noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8))
        data = encoded(noise, kind)
        assert refusal(data[: len(data) // 2]) in (Reason.TRUNCATED, Reason.CORRUPT, Reason.NOT_AN_IMAGE)

    def test_whatever_the_bytes_are_the_answer_is_pixels_or_a_reason(self) -> None:
        chance = random.Random(11)
        seeds = [encoded(quarters(60, 40), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")]
        mutate: list[Callable[[bytearray], None]] = [
            lambda data: data.__setitem__(chance.randrange(len(data)), chance.randrange(256)),
            lambda data: data.__delitem__(slice(chance.randrange(len(data)), None)),
            lambda data: data.insert(chance.randrange(len(data)), chance.randrange(256)),
        ]
        refused = 0
        for _ in range(1500):
            data = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 4)):
                if data:
                    chance.choice(mutate)(data)
            try:
                assert pixels(bytes(data)).shape == (224, 224, 3)
            except UnreadablePicture:
                refused += 1
        assert 100 < refused < 1500
