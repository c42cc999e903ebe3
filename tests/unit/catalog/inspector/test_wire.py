"""What is sent between the pool and a child arrives as it was, and nonsense is told from an answer."""

from dataclasses import replace
from math import nan

import pytest

from catalog.adapters.inspector import wire
from catalog.images.inspection import InspectionLimits, inspect
from tests.image_bank.forge import encoded, painted

FOUND = inspect(encoded(painted(), "PNG"))
WHOLE = [0, 0, 1, 1]
CROPPED = inspect(encoded(painted(400, 300), "PNG"), crops=3)


def parts(frame: bytes) -> tuple[wire.Header, bytes]:
    header, body = wire.LENGTHS.unpack_from(frame)
    start = wire.LENGTHS.size
    assert len(frame) == start + header + body
    return wire.unpacked_header(frame[start : start + header]), frame[start + header :]


def test_inspections_arrive_as_they_were() -> None:
    assert wire.inspection_from_frame(*parts(wire.inspection_to_frame(FOUND))) == FOUND


def test_crops_arrive_as_they_were() -> None:
    assert len(CROPPED.crops) == 3
    assert wire.inspection_from_frame(*parts(wire.inspection_to_frame(CROPPED))) == CROPPED


def test_thumbnails_arrive_as_they_were() -> None:
    made = {256: b"small", 1024: b"larger"}
    assert wire.thumbnails_from_frame(*parts(wire.thumbnails_to_frame(made))) == made


def test_terms_arrive_as_they_were() -> None:
    terms = wire.Terms(replace(InspectionLimits(), max_side=99), 0.5, 1 << 30, 7)
    assert wire.terms_from_header(parts(wire.packed(wire.terms_to_header(terms)))[0]) == terms


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({"found": {}, "boxes": []}, FOUND.pixels),
        ({"found": None, "boxes": []}, FOUND.pixels),
        ({}, FOUND.pixels),
        (parts(wire.inspection_to_frame(FOUND))[0], b"too short"),
        ({"found": parts(wire.inspection_to_frame(FOUND))[0]["found"] | {"format": "exe"}, "boxes": []}, FOUND.pixels),
        ({"found": parts(wire.inspection_to_frame(FOUND))[0]["found"] | {"more": 1}, "boxes": []}, FOUND.pixels),
    ],
)
def test_nonsense_is_no_inspection(header: wire.Header, body: bytes) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        wire.inspection_from_frame(header, body)


@pytest.mark.parametrize(
    "boxes",
    [[], [WHOLE], [WHOLE, WHOLE, [0, 0, 2, 1]], [[0, 0, 1]] * 3, [["a", 0, 1, 1]] * 3, [[nan, 0, 1, 1]] * 3, 5, None],
)
def test_nonsense_is_no_crops(boxes: object) -> None:
    header, body = parts(wire.inspection_to_frame(CROPPED))
    with pytest.raises((LookupError, TypeError, ValueError)):
        wire.inspection_from_frame(header | {"boxes": boxes}, body)


@pytest.mark.parametrize("sides", [[[256, 3]], [[256, 9]], [["x", 5]], 5, [[256]]])
def test_nonsense_is_no_thumbnails(sides: object) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        wire.thumbnails_from_frame({"sides": sides}, b"bytes")


@pytest.mark.parametrize("text", [b"[]", b"null", b"{", b"\xff", b'"text"'])
def test_a_header_is_an_object(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        wire.unpacked_header(text)
