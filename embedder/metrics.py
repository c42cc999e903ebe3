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


class _Lanes:
    """The instruments of all lanes; a lane is a kind and a class."""

    def __init__(self, registry: CollectorRegistry) -> None:
        lane = ("kind", "class")
        self.items = Gauge("embedder_lane_items", "Items that wait for a free thread", lane, registry=registry)
        self.rate = Gauge("embedder_lane_items_per_second", "Measured while busy", lane, registry=registry)
        self.late = Counter("embedder_late_items_total", "Given up for their deadline", lane, registry=registry)
        self.wait = Histogram(
            "embedder_queue_wait_seconds", "From queue to model", lane, buckets=SECONDS, registry=registry
        )
        self.batch = Histogram("embedder_batch_items", "Items in one batch", lane, buckets=SIZES, registry=registry)
        self.embed = Histogram(
            "embedder_embed_seconds", "Model time of one batch", lane, buckets=SECONDS, registry=registry
        )


class LaneMetrics:
    """What one lane of one model counts. The lanes of two models add up; the rate is that of the last batch's."""

    def __init__(self, lanes: _Lanes, kind: str, priority: str) -> None:
        self._length = 0
        self._items = lanes.items.labels(kind, priority)
        self._rate = lanes.rate.labels(kind, priority)
        self._late = lanes.late.labels(kind, priority)
        self._wait = lanes.wait.labels(kind, priority)
        self._batch = lanes.batch.labels(kind, priority)
        self._embed = lanes.embed.labels(kind, priority)

    def queued(self, length: int) -> None:
        """So many items wait now."""
        self._items.inc(length - self._length)
        self._length = length

    def waited(self, seconds: float) -> None:
        """One item left the queue for the model."""
        self._wait.observe(seconds)

    def too_late(self, items: int) -> None:
        """So many items were given up: their client waits no more."""
        self._late.inc(items)

    def batch_done(self, *, items: int, seconds: float, per_second: float) -> None:
        """The model finished one batch; the lane's rate is now `per_second`."""
        self._batch.observe(items)
        self._embed.observe(seconds)
        self._rate.set(per_second)


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
        self._lanes = _Lanes(self.registry)
        self._rejected = Counter(
            "embedder_rejected_total", "Items and requests refused, by reason", ["reason"], registry=self.registry
        )
        self._decoders_lost = Counter(
            "embedder_decoders_lost_total", "Decoding processes that ended early", ["cause"], registry=self.registry
        )
        self._cached = Counter(
            "embedder_text_cache_hits_total", "Texts answered from a cache", ["cache"], registry=self.registry
        )
        self._table_failures = Counter(
            "embedder_shared_texts_failures_total", "Misses for the table's fault", ["reason"], registry=self.registry
        )
        self._ready = Gauge("embedder_ready", "1 when the model is warm", registry=self.registry)
        self._model = Info("embedder_model", "The models that answer", ["name"], registry=self.registry)
        self._parity = Gauge(
            "embedder_parity_cosine", "To torch in fp32, at start", ["name", "tower"], registry=self.registry
        )

    def answered(self, *, route: str, method: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def watch(self, *, queue: Callable[[], int], ready: Callable[[], bool]) -> None:
        """Read the queue's length and the readiness whenever metrics are asked for."""
        self._queue.set_function(queue)
        self._ready.set_function(ready)

    def limit_is(self, items: int) -> None:
        """Say how many items may be without an answer in a queue at most; each model has one, and they add up."""
        self._limit.inc(items)

    def lane(self, kind: str, priority: str) -> "LaneMetrics":
        """The counts of one lane."""
        return LaneMetrics(self._lanes, kind, priority)

    def rejected(self, reason: str) -> None:
        """An item or a request was refused for `reason`, a word of a closed list."""
        self._rejected.labels(reason).inc()

    def decoder_lost(self, cause: str) -> None:
        """A decoding process was lost to a picture or to a stranger; `cause` is a word of a closed list."""
        self._decoders_lost.labels(cause).inc()

    def cache_hits(self, cache: str, texts: int) -> None:
        """The vectors of so many texts were known already: to this `process`, or in the `shared` table."""
        self._cached.labels(cache).inc(texts)

    def shared_texts_failed(self, reason: str) -> None:
        """The shared table, or a value in it, was of no use; `reason` is a word of a closed list."""
        self._table_failures.labels(reason).inc()

    def model_is(self, facts: ModelFacts) -> None:
        """Say that this model answers."""
        kind = {"device": facts.device, "backend": facts.backend, "precision": facts.precision}
        self._model.labels(facts.name).info({"version": facts.version} | kind)
        for tower, cosine in facts.parity.items():
            self._parity.labels(facts.name, tower).set(cosine)

    def page(self) -> bytes:
        """The Prometheus text page."""
        return generate_latest(self.registry)
