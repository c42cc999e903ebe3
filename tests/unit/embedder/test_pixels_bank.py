"""The bank of odd and hostile pictures, given to the embedder: each gives pixels or a reason, and nothing else."""

import warnings

import pytest

from catalog.images.formats import ImageFormat
from embedder.errors import UnreadablePicture
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, model_pixels
from tests.image_bank import CASES, BankCase

LIMITS = DecodeLimits(max_bytes=25 * 1024 * 1024, max_pixels=40_000_000, max_side=16_384)


@pytest.mark.parametrize("case", [case for case in CASES if case.safe], ids=str)
def test_each_gets_pixels_or_a_reason(case: BankCase) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            pixels = model_pixels(case.make(), Framing(224, (123, 117, 104)), limits=LIMITS)
        except UnreadablePicture:
            pixels = None
    if isinstance(case.verdict, ImageFormat) and case.declared_type is None:
        assert pixels is not None
    assert pixels is None or pixels.shape == (224, 224, 3)
