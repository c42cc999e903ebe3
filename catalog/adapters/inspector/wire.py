"""What the pool and its children say to each other: frames of a JSON header and a body of bytes, never pickles."""

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, Final

from catalog.embeddings.model import Preprocess, PreprocessMode
from catalog.images.crops import Box, Crop
from catalog.images.formats import ImageFormat
from catalog.images.inspection import Inspection
from catalog.images.limits import InspectionLimits
from catalog.images.model_pixels import MODEL_SIDE
from catalog.images.quality import QualityMeasures

LENGTHS: Final = struct.Struct(">II")
MOST_HEADER: Final = 64 * 1024
MOST_ANSWER: Final = 16 * 1024 * 1024
_PICTURE: Final = MODEL_SIDE * MODEL_SIDE * 3

Header = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a child is told once, before it sees a picture. Seconds of CPU are for each picture."""

    limits: InspectionLimits
    cpu_s: float
    memory_bytes: int
    most_pictures: int


def packed(header: Header, body: bytes = b"") -> bytes:
    """One frame: two lengths, the header, the body."""
    text = json.dumps(header, separators=(",", ":")).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def unpacked_header(text: bytes) -> Header:
    """The header of a frame. Raises ValueError."""
    header = json.loads(text)
    if not isinstance(header, dict):
        raise ValueError("a header must be an object")
    return header


def terms_to_header(terms: Terms) -> Header:
    """The terms as JSON."""
    return asdict(terms)


def terms_from_header(header: Header) -> Terms:
    """The terms again."""
    limits = InspectionLimits(**header["limits"])
    return Terms(limits, header["cpu_s"], header["memory_bytes"], header["most_pictures"])


def preprocess_to_header(preprocess: Preprocess) -> Header:
    """What the model is given, as JSON."""
    return asdict(preprocess)


def preprocess_from_header(header: Header) -> Preprocess:
    """The same again."""
    red, green, blue = header["pad_colour"]
    return Preprocess(PreprocessMode(header["mode"]), (red, green, blue))


def inspection_to_frame(found: Inspection) -> bytes:
    """An inspection as a frame; its pixels are the body, those of its crops after them."""
    header = {name: getattr(found, name) for name in _PLAIN_FIELDS}
    boxes = [crop.box.edges for crop in found.crops]
    body = b"".join([found.pixels, *(crop.pixels for crop in found.crops)])
    header |= {name: asdict(header[name]) for name in _COMPOSED_FIELDS}
    return packed({"found": header, "boxes": boxes}, body)


def inspection_from_frame(header: Header, body: bytes) -> Inspection:
    """The inspection again. Raises ValueError, KeyError or TypeError when a child answers nonsense."""
    found = header["found"]
    boxes = [Box.of(edges) for edges in header["boxes"]]
    pixels, *parts = [body[at : at + _PICTURE] for at in range(0, len(body), _PICTURE)]
    if len(body) != _PICTURE * (1 + len(boxes)) or set(found) != set(_PLAIN_FIELDS):
        raise ValueError("not an inspection")
    found["format"] = ImageFormat(found["format"])
    found["quality_measures"] = QualityMeasures(**found["quality_measures"])
    found["preprocess"] = preprocess_from_header(found["preprocess"])
    crops = tuple(Crop(box, part) for box, part in zip(boxes, parts, strict=True))
    return Inspection(**found, pixels=pixels, crops=crops)


def thumbnails_to_frame(thumbnails: dict[int, bytes]) -> bytes:
    """Thumbnails as a frame; their bytes follow each other in the body."""
    sides = [(side, len(encoded)) for side, encoded in thumbnails.items()]
    return packed({"sides": sides}, b"".join(thumbnails.values()))


def thumbnails_from_frame(header: Header, body: bytes) -> dict[int, bytes]:
    """The thumbnails again. Raises ValueError, KeyError or TypeError when a child answers nonsense."""
    thumbnails, at = {}, 0
    for side, length in header["sides"]:
        thumbnails[int(side)] = body[at : at + length]
        at += length
    if at != len(body):
        raise ValueError("not thumbnails")
    return thumbnails


_PLAIN_FIELDS: Final = tuple(name for name in Inspection.__dataclass_fields__ if name not in {"pixels", "crops"})
_COMPOSED_FIELDS: Final = ("quality_measures", "preprocess")
