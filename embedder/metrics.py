"""What the service counts, in one registry of its own. Labels are closed sets: routes, kinds, reasons; never input."""

from collections.abc import Callable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)

from embedder.ports import ModelFacts

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)
SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nothing reads


class Metrics:
    """The instruments; one object per app, so that two apps in one process do not share counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "embedder_requests_total",
            "Answers by route and status",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "embedder_request_seconds", "Time to answer", ["route"], buckets=SECONDS, registry=self.registry
        )
        self._queue = Gauge("embedder_queue_items", "Accepted items without an answer", registry=self.registry)
        self._limit = Gauge("embedder_queue_limit", "The most items that are accepted at once", registry=self.registry)
        self._wait = Histogram(
            "embedder_queue_wait_seconds", "From queue to device", ["kind"], buckets=SECONDS, registry=self.registry
        )
        self._batch = Histogram(
            "embedder_batch_items", "Items in one batch", ["kind"], buckets=SIZES, registry=self.registry
        )
        self._embed = Histogram(
            "embedder_embed_seconds", "Model time of one batch", ["kind"], buckets=SECONDS, registry=self.registry
        )
        self._rejected = Counter(
            "embedder_rejected_total", "Items and requests refused, by reason", ["reason"], registry=self.registry
        )
        self._cached = Counter(
            "embedder_text_cache_hits_total", "Texts answered from the cache", registry=self.registry
        )
        self._ready = Gauge("embedder_ready", "1 when the model is warm", registry=self.registry)
        self._model = Info("embedder_model", "The model that answers", registry=self.registry)

    def answered(self, *, route: str, method: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def watch(self, *, queue: Callable[[], int], ready: Callable[[], bool]) -> None:
        """Read the queue's length and the readiness whenever metrics are asked for."""
        self._queue.set_function(queue)
        self._ready.set_function(ready)

    def limit_is(self, items: int) -> None:
        """Say how many items may be without an answer at most."""
        self._limit.set(items)

    def waited(self, kind: str, seconds: float) -> None:
        """One item left the queue for the device."""
        self._wait.labels(kind).observe(seconds)

    def batch_done(self, kind: str, *, items: int, seconds: float) -> None:
        """The device finished one batch."""
        self._batch.labels(kind).observe(items)
        self._embed.labels(kind).observe(seconds)

    def rejected(self, reason: str) -> None:
        """An item or a request was refused for `reason`, a word of a closed list."""
        self._rejected.labels(reason).inc()

    def cache_hit(self) -> None:
        """A text's vector was known already."""
        self._cached.inc()

    def model_is(self, facts: ModelFacts) -> None:
        """Say which model answers."""
        self._model.info({"name": facts.name, "version": facts.version, "device": facts.device})

    def page(self) -> bytes:
        """The Prometheus text page."""
        return generate_latest(self.registry)
