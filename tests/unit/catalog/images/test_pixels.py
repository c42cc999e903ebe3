"""Pixels come out right whatever way they were written: golden values by arithmetic, not by the code under test."""

from io import BytesIO
from typing import Any, Final

import imagehash
import numpy as np
import pytest
from PIL import Image, ImageCms

from catalog.embeddings.model import Preprocess
from catalog.images.decoding import decode
from catalog.images.inspection import Inspection, inspect
from catalog.images.limits import InspectionLimits
from tests.image_bank.colours import cmyk, grey_16, lab, two_colours_palette, with_alpha
from tests.image_bank.forge import chunk, encoded, exif, find_segment, painted, with_chunk

Levels = np.ndarray[Any, np.dtype[np.int64]]

UPRIGHT: Final = painted(96, 72)
# What a camera held that way would have stored: the inverse of the turn that the tag asks for.
STORED_AS: Final = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}

LOSSLESS: Final[dict[str, dict[str, Any]]] = {"WEBP": {"lossless": True, "exact": True}, "JPEG": {"quality": 100}}


def levels(image: Image.Image) -> Levels:
    return np.asarray(image).astype(np.int64)


def decoded(data: bytes) -> Levels:
    return levels(decode(data, limits=InspectionLimits()).picture)


def model_levels(found: Inspection) -> Levels:
    return np.frombuffer(found.pixels, dtype=np.uint8).reshape(224, 224, 3).astype(np.int64)


def over_white(rgba: Image.Image) -> Levels:
    values = np.asarray(rgba).astype(np.float64)
    alpha = values[..., 3:] / 255
    return np.rint(values[..., :3] * alpha + 255 * (1 - alpha)).astype(np.int64)


class TestOrientation:
    @pytest.mark.parametrize("orientation", STORED_AS)
    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG"])
    def test_is_applied_before_anything(self, kind: str, orientation: int) -> None:
        turn = STORED_AS[orientation]
        stored = UPRIGHT if turn is None else UPRIGHT.transpose(turn)
        tags = Image.Exif()
        tags[0x0112] = orientation
        options = LOSSLESS.get(kind, {})
        data = encoded(stored, kind, exif=tags, **options)
        found = inspect(data)
        assert (found.width, found.height) == UPRIGHT.size
        difference = np.abs(decoded(data) - levels(UPRIGHT))
        assert difference.mean() < 2 if kind == "JPEG" else difference.max() == 0
        reference = Image.fromarray(decoded(data).astype(np.uint8))
        assert found.phash == str(imagehash.phash(reference))

    def test_heic_and_avif_turn_once(self) -> None:
        for kind in ("HEIF", "AVIF"):
            tags = Image.Exif()
            tags[0x0112] = 6
            found = inspect(encoded(UPRIGHT.transpose(Image.Transpose.ROTATE_90), kind, exif=tags.tobytes()))
            assert (found.width, found.height) == UPRIGHT.size

    def test_unreadable_exif_turns_nothing(self) -> None:
        found = inspect(with_chunk(encoded(UPRIGHT, "PNG"), chunk(b"eXIf", exif(6)[6:20])))
        assert (found.width, found.height) == UPRIGHT.size


class TestDepthAndGrey:
    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_16_bit_grey_keeps_its_tones(self, kind: str) -> None:
        expected = np.rint(grey_16() / 257).astype(np.int64)
        seen = decoded(encoded(Image.fromarray(grey_16()), kind))
        assert (seen == expected[..., None]).all()
        assert len(np.unique(seen)) == 256

    def test_16_bit_big_endian_tiff(self) -> None:
        seen = decoded(encoded(Image.fromarray(grey_16().astype(">u2")), "TIFF"))
        assert (seen == np.rint(grey_16() / 257).astype(np.int64)[..., None]).all()

    def test_grey_and_bilevel_are_spread_over_three_channels(self) -> None:
        for mode in ("L", "1"):
            picture = UPRIGHT.convert(mode)
            expected = levels(picture.convert("L"))[..., None].repeat(3, axis=2)
            assert (decoded(encoded(picture, "PNG")) == expected).all()


class TestAlpha:
    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
    def test_is_over_white(self, kind: str) -> None:
        options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
        seen = decoded(encoded(with_alpha(), kind, **options))
        assert np.abs(seen - over_white(with_alpha())).max() <= 1

    def test_grey_with_alpha(self) -> None:
        picture = with_alpha().convert("LA")
        assert np.abs(decoded(encoded(picture, "PNG")) - over_white(picture.convert("RGBA"))).max() <= 1

    def test_the_colour_under_full_transparency_is_not_seen(self) -> None:
        hidden = Image.new("RGBA", (64, 48), (200, 10, 10, 0))
        assert (decoded(encoded(hidden, "PNG")) == 255).all()

    def test_an_opaque_alpha_channel_changes_nothing(self) -> None:
        opaque = UPRIGHT.convert("RGBA")
        assert (decoded(encoded(opaque, "PNG")) == levels(UPRIGHT)).all()
        assert inspect(encoded(opaque, "PNG")).phash == inspect(encoded(UPRIGHT, "PNG")).phash

    def test_a_picture_taller_than_one_band_has_no_seams(self) -> None:
        tall = with_alpha().resize((20, 1000))
        assert np.abs(decoded(encoded(tall, "PNG")) - over_white(tall)).max() <= 1

    @pytest.mark.parametrize("kind", ["PNG", "GIF"])
    def test_a_transparent_palette_entry_is_white(self, kind: str) -> None:
        picture = two_colours_palette()
        entries = np.asarray(picture)
        seen = decoded(encoded(picture, kind, transparency=0))
        assert (seen[entries == 0] == 255).all()
        opaque = picture.copy()
        del opaque.info["transparency"]
        assert (seen[entries != 0] == levels(opaque.convert("RGB"))[entries != 0]).all()

    def test_half_transparent_palette_entries(self) -> None:
        picture = painted().quantize(4)
        seen = decoded(encoded(picture, "PNG", transparency=bytes((0, 128, 255, 255))))
        opaque = levels(picture.convert("RGB"))
        half = np.asarray(picture) == 1
        assert np.abs(seen[half] - (opaque[half] * 128 + 255 * 127) / 255).max() <= 1

    def test_a_transparent_colour_is_white(self) -> None:
        picture = Image.new("RGB", (64, 48), (10, 20, 30))
        picture.paste((200, 100, 50), (0, 0, 32, 48))
        seen = decoded(encoded(picture, "PNG", transparency=(10, 20, 30)))
        assert (seen[:, 32:] == 255).all()
        assert (seen[:, :32] == (200, 100, 50)).all()


def adobe_ycck() -> bytes:
    """UPRIGHT as Adobe writes YCCK: the inks (255 - RGB, no black) as YCbCr, black stored inverted.

    Pillow inverts the four planes while writing CMYK, so they are inverted here first; then the marker is set.
    """
    inks = Image.fromarray((255 - levels(UPRIGHT)).astype(np.uint8)).convert("YCbCr")
    planes = [plane.point(lambda value: 255 - value) for plane in inks.split()]
    data = bytearray(encoded(Image.merge("CMYK", [*planes, Image.new("L", inks.size, 0)]), "JPEG", quality=98))
    data[find_segment(bytes(data), 0xEE) + 15] = 2
    return bytes(data)


class TestInks:
    @pytest.mark.parametrize("data", [encoded(cmyk(), "JPEG", quality=98), adobe_ycck()], ids=["cmyk", "ycck"])
    def test_jpeg_is_not_inverted(self, data: bytes) -> None:
        with Image.open(BytesIO(data)) as stored:
            assert stored.mode == "CMYK"
        assert np.abs(decoded(data) - levels(UPRIGHT)).mean() < 4

    def test_cmyk_tiff(self) -> None:
        assert np.abs(decoded(encoded(cmyk(), "TIFF")) - levels(UPRIGHT)).max() <= 1

    def test_a_broken_profile_is_no_profile(self) -> None:
        data = encoded(cmyk(), "TIFF", icc_profile=b"not a profile")
        assert np.abs(decoded(data) - levels(UPRIGHT)).max() <= 1

    def test_lab_becomes_what_it_was(self) -> None:
        assert np.abs(decoded(encoded(lab(), "TIFF")) - levels(UPRIGHT)).mean() < 4


def red_and_green_swapped() -> bytes:
    """An RGB profile that differs from sRGB in one thing: its first channel is green and its second red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12):
        swap = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
        profile[at : at + 4] = swap.get(bytes(profile[at : at + 4]), profile[at : at + 4])
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


class TestProfiles:
    def test_pixels_are_moved_to_srgb(self) -> None:
        data = encoded(Image.new("RGB", (64, 64), (220, 30, 40)), "PNG", icc_profile=red_and_green_swapped())
        assert np.abs(model_levels(inspect(data))[100, 100] - (30, 220, 40)).max() <= 3

    def test_srgb_itself_moves_nothing(self) -> None:
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        plain, tagged = (inspect(encoded(UPRIGHT, "PNG", icc_profile=profile)) for profile in (None, srgb))
        assert plain.pixels == tagged.pixels

    def test_the_hash_does_not_depend_on_the_profile(self) -> None:
        tagged = inspect(encoded(UPRIGHT, "PNG", icc_profile=red_and_green_swapped()))
        assert tagged.phash == inspect(encoded(UPRIGHT, "PNG")).phash

    def test_a_profile_for_other_pixels_is_ignored(self) -> None:
        grey = UPRIGHT.convert("L")
        tagged = inspect(encoded(grey, "PNG", icc_profile=red_and_green_swapped()))
        assert tagged.pixels == inspect(encoded(grey, "PNG")).pixels


class TestModelPixels:
    @pytest.mark.parametrize(
        ("size", "inner"), [((96, 72), (224, 168)), ((72, 96), (168, 224)), ((500, 33), (224, 15))]
    )
    def test_fits_and_pads_centred(self, size: tuple[int, int], inner: tuple[int, int]) -> None:
        picture = painted(*size)
        seen = model_levels(inspect(encoded(picture, "PNG"), preprocess=Preprocess(pad_colour=(1, 2, 3))))
        left, top = ((224 - side) // 2 for side in inner)
        expected = np.full((224, 224, 3), (1, 2, 3))
        expected[top : top + inner[1], left : left + inner[0]] = levels(picture.resize(inner, Image.Resampling.BICUBIC))
        assert (seen == expected).all()

    def test_pads_with_the_models_mean_by_default(self) -> None:
        seen = model_levels(inspect(encoded(painted(200, 50), "PNG")))
        assert tuple(seen[0, 0]) == (123, 117, 104)

    def test_the_first_frame_is_what_counts(self) -> None:
        frames = [painted(64, 48, number) for number in range(3)]
        moving = inspect(encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]))
        still = inspect(encoded(frames[0], "PNG"))
        assert moving.animated
        assert not still.animated
        assert (moving.pixels, moving.phash) == (still.pixels, still.phash)
