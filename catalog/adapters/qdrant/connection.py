"""One pooled connection to Qdrant whose every wait is bounded and whose faults are the catalog's."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final

import httpx
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from catalog.adapters.breakers import DEFAULT_LIMITS, Breaker, BreakerLimits, Verdict, verdict_on_status
from catalog.errors import IndexUnavailable

_TOO_MANY: Final = 429


def open_client(url: str, *, api_key: str | None, timeout_s: int, connections: int = 12) -> QdrantClient:
    """A REST client with one pool of kept connections; versions are checked by the deployment, not at each start."""
    # Said outright, because qdrant-client opens a new connection for each call to a server on this machine.
    # They are let go before Qdrant lets go of them (after 5 s), so that no request meets a closing one.
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=3)
    with warnings.catch_warnings():
        # Inside the house Qdrant is reached over plain HTTP on a private network; the deployment guide says so.
        warnings.filterwarnings("ignore", message="Api key is used with an insecure connection")
        return QdrantClient(
            url=url,
            api_key=api_key,
            timeout=timeout_s,
            check_compatibility=False,
            prefer_grpc=False,
            limits=limits,
        )


def breaker(limits: BreakerLimits = DEFAULT_LIMITS) -> Breaker:
    """Qdrant's breaker; all adapters over one Qdrant share it."""
    return Breaker("index", IndexUnavailable, _verdict, limits)


@contextmanager
def translated(guarded_by: Breaker | None = None) -> Iterator[None]:
    """Turn "not there" and "too busy" into IndexUnavailable; a request that Qdrant calls wrong is our bug."""
    try:
        with guarded_by.guard() if guarded_by else nullcontext():
            yield
    except UnexpectedResponse as error:
        status = error.status_code or 0
        if status >= 500 or status == _TOO_MANY or status == 404:
            raise IndexUnavailable(f"Qdrant answered {status}") from error
        raise
    except ResourceExhaustedResponse as error:
        raise IndexUnavailable("Qdrant is full", retry_after_s=error.retry_after_s) from error
    except (ResponseHandlingException, ApiException, ConnectionError, TimeoutError) as error:
        raise IndexUnavailable("Qdrant does not answer") from error


def _verdict(error: Exception) -> Verdict:
    if isinstance(error, UnexpectedResponse):
        return verdict_on_status(error.status_code or 0, asks_to_wait="Retry-After" in error.headers)
    if isinstance(error, ResourceExhaustedResponse):
        return Verdict.ANSWERED
    cause = error.source if isinstance(error, ResponseHandlingException) else error
    # No free connection in our own pool: Qdrant was not asked.
    never_sent = isinstance(cause, httpx.PoolTimeout | httpx.LocalProtocolError)
    return Verdict.AWAY if isinstance(cause, httpx.TransportError) and not never_sent else Verdict.UNCLEAR
