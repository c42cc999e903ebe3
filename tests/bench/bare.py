"""The same query straight to Qdrant by qdrant-client, from as many threads, in a process of its own: the yardstick."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from qdrant_client import QdrantClient, models

from catalog.adapters.qdrant.connection import open_client
from catalog.adapters.qdrant.filters import as_condition
from catalog.adapters.qdrant.points import GLOBAL, PHASH, phash_vector, point_id
from catalog.embeddings.model import VectorSpace
from catalog.filters.parsing import parse_filter
from catalog.tenancy import TenantScope
from tests.bench.generator import Outcome
from tests.bench.population import Drawn
from tests.bench.questions import LIMIT

# The gateway asks for some more than it answers, as rows may have gone since; so does the yardstick.
_ASKED: Final = ceil(LIMIT * 1.3)
_GATE_CANDIDATES: Final = 5_000


@dataclass(frozen=True, slots=True)
class BareLoad:
    """Arguments of query_points calls, made once each by `clients` threads."""

    url: str
    api_key: str
    collection: str
    queries: Sequence[dict[str, Any]]
    clients: int


def run(load: BareLoad) -> Outcome:
    """Make every call; an error of the client is raised."""
    client = open_client(load.url, api_key=load.api_key, timeout_s=60)
    with ThreadPoolExecutor(load.clients) as threads:
        list(threads.map(lambda _: client.get_collections(), range(load.clients)))
        started, cpu = time.perf_counter(), time.process_time()
        latencies = list(threads.map(lambda query: _timed(client, load.collection, query), load.queries))
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    client.close()
    return Outcome(latencies, Counter({200: len(latencies)}), seconds, cpu_s)


def query_about(
    drawn: Drawn, scope: TenantScope, space: VectorSpace, *, filter_: dict[str, Any] | None, phash_gate: int | None
) -> dict[str, Any]:
    """query_points' arguments for what the gateway asks when the question is this image."""
    tenant = models.FieldCondition(key="tenant_id", match=models.MatchValue(value=str(scope.tenant_id)))
    itself = models.HasIdCondition(has_id=[point_id(scope, space, drawn.image.image_id)])
    passing = models.Filter(must=[tenant, as_condition(parse_filter(filter_))], must_not=[itself])
    return {
        "query": drawn.vector.tolist(),
        "using": GLOBAL,
        "query_filter": passing,
        "prefetch": _gate(drawn, phash_gate, passing),
        "limit": _ASKED,
        "search_params": models.SearchParams(exact=False),
        "with_payload": models.PayloadSelectorInclude(include=["tenant_id", "image_id"]),
    }


def _gate(drawn: Drawn, furthest: int | None, passing: models.Filter) -> models.Prefetch | None:
    if furthest is None:
        return None
    return models.Prefetch(
        query=phash_vector(drawn.image.phash),
        using=PHASH,
        filter=passing,
        score_threshold=furthest + 0.5,
        limit=_GATE_CANDIDATES,
        params=models.SearchParams(exact=True),
    )


def _timed(client: QdrantClient, collection: str, query: dict[str, Any]) -> float:
    started = time.perf_counter()
    client.query_points(collection, **query)
    return (time.perf_counter() - started) * 1e3
