"""How a request wants to be served, from its headers."""

import re
import time
from typing import Final

from fastapi import Request

from embedder.batching.questions import Priority, Terms
from embedder.errors import RequestInvalid

LONGEST_TIMEOUT_MS: Final = 600_000
_DIGITS: Final = re.compile(r"[0-9]{1,6}")


async def read_terms(request: Request) -> Terms:
    """The class of `X-Priority`, and the deadline that `X-Timeout-Ms` sets from now on. Raises RequestInvalid."""
    try:
        priority = Priority(request.headers.get("x-priority", Priority.INTERACTIVE))
    except ValueError:
        raise RequestInvalid("X-Priority has to be interactive or batch") from None
    timeout = request.headers.get("x-timeout-ms")
    if timeout is None:
        return Terms(priority)
    if not _DIGITS.fullmatch(timeout) or not 1 <= int(timeout) <= LONGEST_TIMEOUT_MS:
        raise RequestInvalid(f"X-Timeout-Ms has to be a whole number from 1 to {LONGEST_TIMEOUT_MS}")
    return Terms(priority, time.monotonic() + int(timeout) / 1000)
