"""Each limit holds at its own border."""

from dataclasses import replace

import pytest

from catalog.errors import ImageRejected, RejectionReason
from catalog.images.inspection import InspectionLimits, inspect
from tests.image_bank.forge import chunk, encoded, painted, scan_bomb, with_chunk

LIMITS = InspectionLimits()
PNG = encoded(painted(96, 72), "PNG")


def reason(data: bytes, limits: InspectionLimits) -> RejectionReason | None:
    try:
        inspect(data, limits=limits)
    except ImageRejected as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize(
    ("at_border", "beyond", "expected"),
    [
        (replace(LIMITS, max_bytes=len(PNG)), replace(LIMITS, max_bytes=len(PNG) - 1), RejectionReason.TOO_MANY_BYTES),
        (replace(LIMITS, max_pixels=96 * 72), replace(LIMITS, max_pixels=96 * 72 - 1), RejectionReason.TOO_MANY_PIXELS),
        (replace(LIMITS, max_side=96), replace(LIMITS, max_side=95), RejectionReason.SIDE_TOO_LONG),
        (replace(LIMITS, min_side=72), replace(LIMITS, min_side=73), RejectionReason.SIDE_TOO_SHORT),
        (replace(LIMITS, max_aspect=96 / 72), replace(LIMITS, max_aspect=1.3), RejectionReason.ASPECT_TOO_EXTREME),
    ],
)
def test_borders(at_border: InspectionLimits, beyond: InspectionLimits, expected: RejectionReason) -> None:
    assert reason(PNG, at_border) is None
    assert reason(PNG, beyond) is expected


def test_the_hundredth_scan_is_the_last() -> None:
    own = scan_bomb(0).count(b"\xff\xda")
    assert reason(scan_bomb(100 - own), LIMITS) is None
    assert reason(scan_bomb(101 - own), LIMITS) is RejectionReason.TOO_MANY_SCANS


def test_scans_of_a_picture_inside_the_metadata_do_not_count() -> None:
    data = encoded(painted(), "JPEG", comment=b"\xff\xda" * 500)
    assert reason(data, LIMITS) is None


def test_chunks_with_pixels_are_counted_apart() -> None:
    few = replace(LIMITS, max_chunks=5)
    assert reason(with_chunk(PNG, chunk(b"tEXt", b"k\0v") * 4), few) is None
    assert reason(with_chunk(PNG, chunk(b"tEXt", b"k\0v") * 5), few) is RejectionReason.TOO_MANY_CHUNKS
