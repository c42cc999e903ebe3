"""One pooled connection to Qdrant whose every wait is bounded and whose faults are the catalog's."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

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


@contextmanager
def translated() -> Iterator[None]:
    """Turn "not there" and "too busy" into IndexUnavailable; a request that Qdrant calls wrong is our bug."""
    try:
        yield
    except UnexpectedResponse as error:
        status = error.status_code or 0
        if status >= 500 or status == _TOO_MANY or status == 404:
            raise IndexUnavailable(f"Qdrant answered {status}") from error
        raise
    except (ResponseHandlingException, ApiException, ConnectionError, TimeoutError) as error:
        raise IndexUnavailable("Qdrant does not answer") from error
