"""Which errors of each driver mean that nobody is there: those open the breaker, all others never do."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

import httpx
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse
from structlog.testing import capture_logs

from catalog.adapters import embedder_http, s3
from catalog.adapters.breakers import Breaker, BreakerLimits
from catalog.adapters.qdrant import connection
from catalog.errors import EmbedderUnavailable, IndexUnavailable, StoreUnavailable, Unavailable

LIMITS = BreakerLimits(failures=3, pause_s=60)
NOWHERE = {"endpoint_url": "http://nowhere"}


@dataclass(frozen=True, slots=True)
class Side:
    """One adapter: how it asks under a breaker, and what it raises."""

    breaker: Callable[[BreakerLimits], Breaker]
    asking: Callable[[Breaker], AbstractContextManager[None]]
    unavailable: type[Unavailable]

    def is_cut_off_by(self, error: Exception) -> bool:
        """Whether so many of these in a row open the breaker."""
        breaker = self.breaker(LIMITS)
        with capture_logs():
            for _ in range(LIMITS.failures):
                with suppress(type(error), self.unavailable), self.asking(breaker):
                    raise error
            try:
                with self.asking(breaker):
                    return False
            except self.unavailable:
                return True


SIDES = {
    "embedder": Side(embedder_http.breaker, embedder_http.translated, EmbedderUnavailable),
    "index": Side(connection.breaker, connection.translated, IndexUnavailable),
    "store": Side(s3.breaker, s3.translated, StoreUnavailable),
}


def http(status: int, **headers: str) -> httpx.HTTPStatusError:
    request = httpx.Request("GET", "http://nowhere")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.HTTPStatusError("", request=request, response=httpx.Response(status, headers=named, request=request))


def qdrant(status: int, **headers: str) -> UnexpectedResponse:
    return UnexpectedResponse(status, "", b"", http(status, **headers).response.headers)


def store(status: int, code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "GetObject")  # type: ignore[typeddict-item]  # the rest of the metadata is not looked at


def unsent(error: Exception) -> ResponseHandlingException:
    return ResponseHandlingException(error)


AWAY: list[tuple[str, Exception]] = [
    ("embedder", httpx.ConnectError("")),
    ("embedder", httpx.ConnectTimeout("")),
    ("embedder", httpx.ReadTimeout("")),
    ("embedder", httpx.ReadError("")),
    ("embedder", httpx.RemoteProtocolError("")),
    ("embedder", http(502)),
    ("embedder", http(503)),
    ("embedder", http(504)),
    ("index", unsent(httpx.ConnectError(""))),
    ("index", unsent(httpx.ReadTimeout(""))),
    ("index", qdrant(502)),
    ("index", qdrant(503)),
    ("store", EndpointConnectionError(**NOWHERE)),
    ("store", ConnectTimeoutError(**NOWHERE)),
    ("store", ReadTimeoutError(**NOWHERE)),
    ("store", ConnectionClosedError(**NOWHERE)),
    ("store", store(503, "ServiceUnavailable")),
]
THERE: list[tuple[str, Exception]] = [
    ("embedder", httpx.PoolTimeout("")),
    ("embedder", http(503, Retry_After="2")),
    ("embedder", http(504, Content_Type="application/problem+json")),
    ("embedder", http(500)),
    ("embedder", http(422)),
    ("embedder", http(413)),
    ("index", unsent(httpx.PoolTimeout(""))),
    ("index", unsent(ValueError("an answer that cannot be parsed"))),
    ("index", ResourceExhaustedResponse("", 1)),
    ("index", qdrant(503, Retry_After="2")),
    ("index", qdrant(500)),
    ("index", qdrant(429)),
    ("index", qdrant(404)),
    ("index", qdrant(400)),
    ("store", store(503, "SlowDown")),
    ("store", store(500, "InternalError")),
    ("store", store(403, "AccessDenied")),
    ("store", store(404, "NoSuchBucket")),
    ("store", ParamValidationError(report="")),
    ("store", BotoCoreError()),
]


def named(value: object) -> str:
    return value if isinstance(value, str) else f"{type(value).__name__}-{value}"[:60]


@pytest.mark.parametrize(("side", "error"), AWAY, ids=named)
def test_nobody_is_there(side: str, error: Exception) -> None:
    assert SIDES[side].is_cut_off_by(error)


@pytest.mark.parametrize(("side", "error"), THERE, ids=named)
def test_it_is_there(side: str, error: Exception) -> None:
    assert not SIDES[side].is_cut_off_by(error)


def test_a_full_qdrant_says_for_how_long() -> None:
    with pytest.raises(IndexUnavailable) as told, connection.translated():
        raise ResourceExhaustedResponse("", 7)
    assert told.value.retry_after_s == 7
