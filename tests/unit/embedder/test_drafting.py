"""A large JPEG is decoded at a fraction of its size, and the model's pixels stay what a full decode gives."""

import math
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from embedder import pixels
from embedder.errors import Reason, UnreadablePicture
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, model_pixels
from embedder.ports import Pixels, Preprocess
from tests.unit.embedder.photographs import LEAST_PSNR, SOURCES, jpeg, psnr

LIMITS = DecodeLimits(max_bytes=25_000_000, max_pixels=40_000_000, max_side=16_384)
FILL = (123, 117, 104)
PAD, CROP = Framing(224, FILL), Framing(224, FILL, "crop")


class Seen:
    """A gate that lets everything in and remembers how many pixels came."""

    def __init__(self) -> None:
        self.held: list[int] = []

    def hold(self, held: int) -> AbstractContextManager[None]:
        """Nobody waits."""
        self.held.append(held)
        return nullcontext()


def in_full(data: bytes, framing: Framing, monkeypatch: pytest.MonkeyPatch) -> Pixels:
    """The pixels when every picture is decoded whole."""
    with monkeypatch.context() as patch:
        patch.setattr(pixels, "DRAFT_MARGIN", math.inf)
        return model_pixels(data, framing, limits=LIMITS)


def difference(data: bytes, framing: Framing, monkeypatch: pytest.MonkeyPatch, *, share: float = 1.0) -> float:
    """PSNR between the pixels of a partial and of a full decode; they are not the same ones."""
    drafted, full = model_pixels(data, framing, limits=LIMITS), in_full(data, framing, monkeypatch)
    assert not np.array_equal(drafted, full)
    return psnr(drafted, full, share=share)


def held(data: bytes, framing: Framing = PAD) -> int:
    """How many pixels the decoder holds."""
    seen = Seen()
    model_pixels(data, framing, limits=LIMITS, gate=seen)
    [count] = seen.held
    return count


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(("mode", "size"), [("pad", (1345, 1009)), ("pad", (2689, 673)), ("crop", (1349, 1345))])
def test_at_the_least_margin_the_pixels_are_those_of_a_full_decode(
    name: str, mode: Preprocess, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    framing, picture = Framing(224, FILL, mode), SOURCES[name]().resize(size, Image.Resampling.LANCZOS)
    for quality, subsampling, progressive in ((60, 2, True), (95, 0, False)):
        data = jpeg(picture, size, quality=quality, subsampling=subsampling, progressive=progressive)
        share = size[1] / size[0] if mode == "pad" else 1.0
        assert difference(data, framing, monkeypatch, share=share) > LEAST_PSNR[name]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("mode", "size"), [("pad", (5377, 673)), ("crop", (1349, 1345))])
def test_a_last_row_and_column_of_which_a_part_counts_are_turned_with_the_picture(
    orientation: int, mode: Preprocess, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = jpeg(SOURCES["coffee"](), size, exif=exif)
    share = size[1] / size[0] if mode == "pad" else 1.0
    assert difference(data, Framing(224, FILL, mode), monkeypatch, share=share) > 49


@pytest.mark.parametrize("framing", [PAD, CROP], ids=["pad", "crop"])
@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_cmyk_keep_their_colours(mode: str, framing: Framing, monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg(SOURCES["astronaut"]().convert(mode), (1401, 1347), quality=90)
    assert held(data, framing) == 701 * 674
    assert difference(data, framing, monkeypatch) > 49


class TestWhatIsDrafted:
    @pytest.mark.parametrize(
        ("size", "decoded"),
        [
            ((1343, 900), (1343, 900)),
            ((1344, 900), (672, 450)),
            ((900, 2687), (450, 1344)),
            ((2688, 2000), (672, 500)),
            ((5376, 40), (672, 5)),
            ((5377, 5), (1345, 2)),
            ((16384, 1), (16384, 1)),
        ],
    )
    def test_the_longer_side_keeps_three_pixels_for_each_of_the_models(
        self, size: tuple[int, int], decoded: tuple[int, int]
    ) -> None:
        assert held(jpeg(SOURCES["chelsea"](), size)) == math.prod(decoded)

    @pytest.mark.parametrize(("size", "decoded"), [((4000, 1343), (4000, 1343)), ((1344, 2600), (672, 1300))])
    def test_when_cropping_the_shorter_one_does(self, size: tuple[int, int], decoded: tuple[int, int]) -> None:
        assert held(jpeg(SOURCES["chelsea"](), size), CROP) == math.prod(decoded)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF"])
    def test_other_formats_are_decoded_in_full(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        file = BytesIO()
        SOURCES["chelsea"]().resize((1400, 90)).save(file, kind)
        assert held(file.getvalue()) == 1400 * 90
        drafted = model_pixels(file.getvalue(), PAD, limits=LIMITS)
        assert np.array_equal(drafted, in_full(file.getvalue(), PAD, monkeypatch))

    def test_coefficients_that_are_kept_until_the_last_scan_count_too(self) -> None:
        small = SOURCES["chelsea"]()
        assert held(jpeg(small, (1344, 900), progressive=True)) == 672 * 450 + 1344 * 900
        thumbnail = jpeg(small, (160, 120))
        with_thumbnail: dict[str, Any] = {"exif": b"Exif\0\0" + thumbnail}
        assert held(jpeg(small, (1344, 900), **with_thumbnail)) == 672 * 450

    def test_limits_are_those_of_the_whole_picture(self) -> None:
        data = jpeg(SOURCES["chelsea"](), (1400, 700))
        for limits, reason in (
            (DecodeLimits(10**6, 1400 * 700 - 1, 16_384), Reason.TOO_MANY_PIXELS),
            (DecodeLimits(10**6, 10**7, 1399), Reason.SIDE_TOO_LONG),
        ):
            with pytest.raises(UnreadablePicture) as refused:
                model_pixels(data, PAD, limits=limits)
            assert refused.value.reason is reason

    def test_half_a_file_is_still_refused(self) -> None:
        data = jpeg(SOURCES["chelsea"](), (2800, 1400))
        with pytest.raises(UnreadablePicture) as refused:
            model_pixels(data[: len(data) // 2], PAD, limits=LIMITS)
        assert refused.value.reason is Reason.TRUNCATED
