"""JSON as narrow as the API needs it, read before any model sees it.

Refused: what is not UTF-8, a byte order mark, NaN and the infinities (1e999 too), a name twice in one object, more than
20 levels, integers beyond 64 bits, NUL and lone surrogates in texts. Each of these once made some layer below fail.
"""

import json
import math
import re
from typing import Final

from gateway.errors import MalformedJson

DEEPEST: Final = 20
_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_BRACKETS: Final = re.compile(r"[\[\]{}]")
_LONGEST_INTEGER: Final = 20  # a sign and the 19 digits of 2⁶³
_INT64: Final = range(-(2**63), 2**63)


def strict_json(body: bytes) -> object:
    """The value that the body holds. Raises MalformedJson, with words that repeat nothing of the body."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedJson("the body is not UTF-8") from None
    _refuse_depth(text)
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"not JSON at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise MalformedJson("not JSON") from None
    # Only an escape can bring NUL or half a surrogate pair: raw ones are refused by the steps above.
    if "\\u" in text:
        _refuse_bad_text(value)
    return value


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(_STRINGS.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > DEEPEST:
            raise MalformedJson(f"more than {DEEPEST} levels")


def _refuse_bad_text(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value or not _is_encodable(value):
            raise MalformedJson("a text has a NUL or half a surrogate pair")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _refuse_bad_text(name)
            _refuse_bad_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_bad_text(inner)


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise MalformedJson("a name stands twice in one object")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER or (value := int(digits)) not in _INT64:
        raise MalformedJson("an integer does not fit 64 bits")
    return value


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise MalformedJson("a number is too large")
    return value


def _constant(_name: str) -> float:
    raise MalformedJson("NaN and Infinity are not JSON")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_constant
)
