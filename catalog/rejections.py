"""Why bytes are refused."""

from enum import StrEnum


class RejectionReason(StrEnum):
    """Why bytes were refused; the list is closed and part of the API."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    UNSUPPORTED_FORMAT = "unsupported_format"
    FORMAT_MISMATCH = "format_mismatch"
    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    SIDE_TOO_LONG = "side_too_long"
    SIDE_TOO_SHORT = "side_too_short"
    ASPECT_TOO_EXTREME = "aspect_too_extreme"
    TOO_MANY_SCANS = "too_many_scans"
    TOO_MANY_CHUNKS = "too_many_chunks"
    UNSUPPORTED_PIXELS = "unsupported_pixels"
    DECODE_LIMIT = "decode_limit"
