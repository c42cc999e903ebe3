"""JSON answers by orjson, without a second validation."""

from collections.abc import Mapping

import orjson
from fastapi.responses import Response

_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


class FastJson(Response):
    """An answer built once and sent as bytes.

    A route that returns one documents its form with `response_model=`; a test holds the two together. NaN and the
    infinities are written as null.
    """

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The content as UTF-8 JSON."""
        return orjson.dumps(content, option=_OPTIONS)


class ProblemJson(FastJson):
    """An error, as RFC 9457 has it."""

    media_type = "application/problem+json"

    def __init__(self, content: Mapping[str, object], status: int, headers: Mapping[str, str]) -> None:
        super().__init__(content, status, dict(headers))
