"""Embedder over HTTP: pixels and words out, binary vectors in. Away, full or nonsense is EmbedderUnavailable."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from math import ceil
from typing import Any, Final

import httpx
import numpy as np

from catalog.adapters.breakers import DEFAULT_LIMITS, Breaker, BreakerLimits, Verdict, verdict_on_status
from catalog.embeddings.model import Embedding, ModelFacts, Preprocess, PreprocessMode
from catalog.embeddings.ports import Urgency
from catalog.errors import EmbedderUnavailable
from catalog.telemetry import current_request_id
from catalog.tenancy import TenantScope

_VECTORS: Final = "application/x-semblance-vectors"
_PIXELS: Final = "application/x-semblance-pixels"
_PROBLEM: Final = "application/problem+json"
# A unit vector in float32 is this near to length one.
_NORM_TOLERANCE: Final = 1e-3


def open_client(url: str, *, timeout_s: float, connections: int) -> httpx.Client:
    """One pool of connections to the embedder, with bounded waits."""
    return httpx.Client(
        base_url=url,
        timeout=httpx.Timeout(timeout_s, connect=2.0, pool=2.0),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
    )


def breaker(limits: BreakerLimits = DEFAULT_LIMITS) -> Breaker:
    """The embedder's breaker. A full embedder is not an absent one."""
    return Breaker("embedder", EmbedderUnavailable, _verdict, limits)


@dataclass(frozen=True, slots=True)
class HttpEmbedder:
    """Embedder that asks the embedding service."""

    client: httpx.Client
    breaker: Breaker = field(default_factory=breaker)

    def model(self) -> ModelFacts:
        """The model that answers now."""
        facts = self._send("GET", "/model").json()
        preprocess = _preprocess(facts["preprocess"])
        return ModelFacts(facts["model_name"], facts["model_version"], facts["dimension"], preprocess)

    def embed_pixels(self, pixels: Sequence[bytes], *, urgency: Urgency) -> list[Embedding]:
        """One embedding for each model-ready picture, in order."""
        headers = {"Content-Type": _PIXELS, "X-Image-Count": str(len(pixels)), "X-Priority": urgency.value}
        answer = self._send("POST", "/embed/image", content=b"".join(pixels), headers=headers)
        return _embeddings(answer, expected=len(pixels))

    def embed_text(self, scope: TenantScope, text: str) -> Embedding:
        """The embedding of a phrase; the embedder's caches keep what each tenant asked for apart."""
        headers = {"X-Cache-Partition": _partition(scope)}
        [embedding] = _embeddings(
            self._send("POST", "/embed/text", json={"texts": [text]}, headers=headers), expected=1
        )
        return embedding

    def embed_texts(self, texts: Sequence[str], *, urgency: Urgency) -> list[Embedding]:
        """One embedding for each phrase, in order."""
        headers = {"X-Priority": urgency.value}
        answer = self._send("POST", "/embed/text", json={"texts": list(texts)}, headers=headers)
        return _embeddings(answer, expected=len(texts))

    def ping(self) -> None:
        """Raise EmbedderUnavailable unless the service is ready; it is asked whatever the breaker says."""
        with translated():
            self._request("GET", "/readyz")
        self.breaker.found_ready()

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        with translated(self.breaker):
            return self._request(method, path, **more)

    def _request(self, method: str, path: str, *, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        sent = {"Accept": f"{_VECTORS}, application/json", **(headers or {})}
        if (request_id := current_request_id()) is not None:
            sent["X-Request-ID"] = request_id
        if (timeout_s := self.client.timeout.read) is not None:  # after that nobody waits for the answer any more
            sent["X-Timeout-Ms"] = str(ceil(timeout_s * 1000))
        return self.client.request(method, path, headers=sent, **body).raise_for_status()


@contextmanager
def translated(guarded_by: Breaker | None = None) -> Iterator[None]:
    """Turn every answer but a good one into EmbedderUnavailable."""
    try:
        with guarded_by.guard() if guarded_by else nullcontext():
            yield
    except httpx.HTTPStatusError as error:
        answer = error.response
        raise EmbedderUnavailable(
            f"the embedder answered {answer.status_code}", retry_after_s=_retry_after(answer)
        ) from error
    except httpx.HTTPError as error:
        raise EmbedderUnavailable("the embedder does not answer") from error


def _partition(scope: TenantScope) -> str:
    """A name for the tenant that says nothing of it."""
    return blake2b(scope.tenant_id.bytes, digest_size=16).hexdigest()


def _verdict(error: Exception) -> Verdict:
    if isinstance(error, httpx.HTTPStatusError):
        answer = error.response
        # A proxy's 504 says that nobody is there; the embedder's own, that the time was over before the answer.
        is_there = "Retry-After" in answer.headers or answer.headers.get("Content-Type") == _PROBLEM
        return verdict_on_status(answer.status_code, asks_to_wait=is_there)
    # No free connection in our own pool: the embedder was not asked.
    never_sent = isinstance(error, httpx.PoolTimeout | httpx.LocalProtocolError)
    return Verdict.AWAY if isinstance(error, httpx.TransportError) and not never_sent else Verdict.UNCLEAR


def _embeddings(answer: httpx.Response, *, expected: int) -> list[Embedding]:
    dimension = int(answer.headers["X-Dimension"])
    vectors = np.frombuffer(answer.content, dtype="<f4")
    if vectors.size != expected * dimension:
        raise EmbedderUnavailable("the embedder answered with another number of vectors")
    rows = vectors.reshape(expected, dimension)
    if not np.all(np.abs(np.linalg.norm(rows, axis=1) - 1) < _NORM_TOLERANCE):
        raise EmbedderUnavailable("the embedder answered with a vector that is not of length one")
    name, version = answer.headers["X-Model-Name"], answer.headers["X-Model-Version"]
    return [Embedding(row, name, version) for row in rows]


def _preprocess(said: dict[str, Any]) -> Preprocess:
    red, green, blue = (round(mean * 255) for mean in said["mean"])
    try:
        return Preprocess(PreprocessMode(said["mode"]), (red, green, blue))
    except ValueError as error:
        raise EmbedderUnavailable("the embedder wants pictures prepared in a way that is not known here") from error


def _retry_after(answer: httpx.Response) -> float:
    stated = answer.headers.get("Retry-After", "")
    return float(stated) if stated.isdecimal() else 2.0
