"""The adapters that stand behind the ports, opened from the settings."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextlib import closing as closing_of
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalog.adapters import clamd, embedder_http, rq_bell, s3
from catalog.adapters.breakers import BreakerLimits
from catalog.adapters.clamd import ClamdScanner
from catalog.adapters.inspector import ProcessInspector
from catalog.adapters.postgres.database import Database, open_engine
from catalog.adapters.postgres.spaces import PostgresSpaces
from catalog.adapters.qdrant.collections import QdrantCollections
from catalog.adapters.qdrant.connection import breaker as index_breaker
from catalog.adapters.qdrant.connection import open_client as open_qdrant
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.inventory import QdrantInventory
from catalog.adapters.qdrant.vectors import QdrantVectors
from catalog.embeddings.spaces import Spaces
from catalog.images.inspection import InspectionLimits
from catalog.settings import CatalogSettings


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands behind the ports."""

    bell: rq_bell.RqBell
    database: Database
    blobs: s3.S3Store
    embedder: embedder_http.HttpEmbedder
    index: QdrantIndex
    inventory: QdrantInventory
    vectors: QdrantVectors
    collections: QdrantCollections
    recorded_spaces: PostgresSpaces
    spaces: Spaces
    inspector: ProcessInspector
    scanner: ClamdScanner | None

    def probes(self) -> Mapping[str, Callable[[], None]]:
        """What /readyz asks of each, by the names that operators read."""
        probes = {
            "database": self.database.ping,
            "index": self.index.ping,
            "store": self.blobs.ping,
            "queue": self.bell.ping,
            "embedder": self.embedder.ping,
        }
        return probes | ({"scanner": self.scanner.ping} if self.scanner else {})


def open_parts(settings: CatalogSettings, closing: ExitStack) -> Parts:
    """Open every part; `closing` lets go of them in reverse. Nothing is connected before it is needed."""
    engine = open_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool,
        statement_timeout=timedelta(seconds=settings.database_timeout_s),
    )
    closing.callback(engine.dispose)
    redis = closing.enter_context(closing_of(rq_bell.open_redis(settings.redis_url.get_secret_value())))
    index, inventory, collections, vectors = closing.enter_context(_open_index(settings))
    embedder = closing.enter_context(_open_embedder(settings))
    bell = rq_bell.RqBell(redis)
    database = Database(engine, bell)
    recorded_spaces = PostgresSpaces(database)
    spaces = Spaces(recorded_spaces, collections, embedder)
    return Parts(
        bell=bell,
        database=database,
        blobs=open_store(settings),
        embedder=embedder,
        index=index,
        inventory=inventory,
        vectors=vectors,
        collections=collections,
        recorded_spaces=recorded_spaces,
        spaces=spaces,
        inspector=closing.enter_context(closing_of(_open_inspector(settings, spaces))),
        scanner=_scanner(settings),
    )


@contextmanager
def _open_index(
    settings: CatalogSettings,
) -> Iterator[tuple[QdrantIndex, QdrantInventory, QdrantCollections, QdrantVectors]]:
    """The sides of Qdrant, over one pool of connections and one breaker."""
    key = settings.qdrant_api_key.get_secret_value() if settings.qdrant_api_key else None
    client = open_qdrant(
        settings.qdrant_url, api_key=key, timeout_s=settings.qdrant_timeout_s, connections=settings.database_pool
    )
    with closing_of(client):
        shared = index_breaker(_limits(settings))
        kind = settings.enable_quantization
        yield (
            QdrantIndex(client, kind, shared),
            QdrantInventory(client, shared),
            QdrantCollections(client, kind, shared),
            QdrantVectors(client, kind, shared),
        )


@contextmanager
def _open_embedder(settings: CatalogSettings) -> Iterator[embedder_http.HttpEmbedder]:
    with embedder_http.open_client(
        settings.embed_url, timeout_s=settings.embed_timeout_s, connections=settings.database_pool
    ) as client:
        yield embedder_http.HttpEmbedder(client, embedder_http.breaker(_limits(settings)))


def open_store(settings: CatalogSettings) -> s3.S3Store:
    """The object store alone."""

    def client(endpoint: str) -> Any:
        return s3.open_client(
            endpoint,
            region=settings.s3_region,
            access_key=settings.s3_access_key.get_secret_value(),
            secret_key=settings.s3_secret_key.get_secret_value(),
            connections=settings.database_pool,
        )

    private = client(settings.s3_endpoint)
    public = client(settings.s3_public_endpoint) if settings.s3_public_endpoint else private
    return s3.S3Store(private, public, settings.s3_bucket, s3.breaker(_limits(settings)))


def _limits(settings: CatalogSettings) -> BreakerLimits:
    return BreakerLimits(settings.breaker_failures, settings.breaker_pause_s)


def _open_inspector(settings: CatalogSettings, spaces: Spaces) -> ProcessInspector:
    limits = InspectionLimits(
        max_bytes=settings.max_image_bytes,
        max_pixels=settings.max_image_pixels,
        max_side=settings.max_image_side,
        min_side=settings.min_image_side,
    )
    return ProcessInspector(limits=limits, preprocess=spaces.preprocess, processes=settings.inspector_processes)


def _scanner(settings: CatalogSettings) -> ClamdScanner | None:
    if not settings.clamd_url:
        return None
    return ClamdScanner(settings.clamd_url, settings.clamd_timeout_s, clamd.breaker(_limits(settings)))
