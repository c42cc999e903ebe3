"""Tables that are streamed as they are read, so that a million rows need no more memory than a thousand.

When something fails on the way the answer breaks off without its end, which every HTTP client takes for an error.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, TypeVar

from fastapi import Response
from fastapi.responses import StreamingResponse

CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json"
AS_CSV: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
AS_JSON: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {JSON: {"schema": {"type": "object"}}}}}
PageT = TypeVar("PageT")


def begun(pages: Iterator[PageT]) -> Iterator[PageT]:
    """The same pages, the first one read now: what is wrong is then still answered as a problem."""
    first = next(pages, None)
    return iter(()) if first is None else chain([first], pages)


def streamed(body: Iterator[bytes], media_type: str, filename: str) -> Response:
    """The pieces as a download of that name."""
    header = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return StreamingResponse(body, media_type=media_type, headers=header)
