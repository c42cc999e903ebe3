"""The one place that decides what stands behind each port."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextlib import closing as closing_of
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalog.accounts.service import AccountService
from catalog.adapters import embedder_http, rq_bell, s3
from catalog.adapters.breakers import BreakerLimits
from catalog.adapters.inspector import ProcessInspector
from catalog.adapters.passwords import Argon2Passwords
from catalog.adapters.postgres.accounts import PostgresAccounts
from catalog.adapters.postgres.database import Database, open_engine
from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.rebuilds import PostgresRebuilds
from catalog.adapters.postgres.spaces import PostgresSpaces
from catalog.adapters.probes import probe_all
from catalog.adapters.qdrant.collections import QdrantCollections
from catalog.adapters.qdrant.connection import breaker as index_breaker
from catalog.adapters.qdrant.connection import open_client as open_qdrant
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.inventory import QdrantInventory
from catalog.embeddings.spaces import Spaces
from catalog.images.indexing import Indexing
from catalog.images.ingest import Ingest
from catalog.images.inspection import InspectionLimits
from catalog.images.orphans import OrphanSweep
from catalog.images.rebuilding import Rebuilding
from catalog.images.reembedding import Reembedding
from catalog.images.reindexing import Reindexing
from catalog.images.service import ImageService
from catalog.images.thumbnailing import Thumbnailing
from catalog.jobs.model import JobKind, Payload
from catalog.jobs.runner import Handler, JobRunner
from catalog.jobs.sweeper import Sweeper
from catalog.search.service import SearchService
from catalog.settings import CatalogSettings
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands behind the ports."""

    bell: rq_bell.RqBell
    database: Database
    blobs: s3.S3Store
    embedder: embedder_http.HttpEmbedder
    index: QdrantIndex
    collections: QdrantCollections
    spaces: Spaces
    inspector: ProcessInspector


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a route or a job holds while it works. Thread-safe; every method opens the transactions that it needs."""

    images: ImageService
    search: SearchService
    accounts: AccountService
    runner: JobRunner
    sweeper: Sweeper
    rebuilding: Rebuilding
    probes: Mapping[str, Callable[[], None]]

    def health(self) -> Mapping[str, Mapping[str, Any]]:
        """Each dependency by name: whether it answers, what it said, how many milliseconds it took."""
        return probe_all(self.probes)


@contextmanager
def open_catalog(settings: CatalogSettings) -> Iterator[Catalog]:
    """A catalog over the real parts. Nothing is connected before it is needed, so this works while parts are away."""
    with ExitStack() as closing:
        yield _assemble(settings, _connect(settings, closing))


def _connect(settings: CatalogSettings, closing: ExitStack) -> Parts:
    """Open every part; `closing` lets go of them in reverse."""
    engine = open_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool,
        statement_timeout=timedelta(seconds=settings.database_timeout_s),
    )
    closing.callback(engine.dispose)
    redis = closing.enter_context(closing_of(rq_bell.open_redis(settings.redis_url.get_secret_value())))
    index, collections = closing.enter_context(_open_index(settings))
    embedder = closing.enter_context(_open_embedder(settings))
    bell = rq_bell.RqBell(redis)
    database = Database(engine, bell)
    spaces = Spaces(PostgresSpaces(database), collections, embedder)
    return Parts(
        bell=bell,
        database=database,
        blobs=open_store(settings),
        embedder=embedder,
        index=index,
        collections=collections,
        spaces=spaces,
        inspector=closing.enter_context(closing_of(_open_inspector(settings, spaces))),
    )


@contextmanager
def _open_index(settings: CatalogSettings) -> Iterator[tuple[QdrantIndex, QdrantCollections]]:
    """The two sides of Qdrant, over one pool of connections and one breaker."""
    key = settings.qdrant_api_key.get_secret_value() if settings.qdrant_api_key else None
    client = open_qdrant(
        settings.qdrant_url, api_key=key, timeout_s=settings.qdrant_timeout_s, connections=settings.database_pool
    )
    with closing_of(client):
        shared = index_breaker(_limits(settings))
        kind = settings.enable_quantization
        yield QdrantIndex(client, kind, shared), QdrantCollections(client, kind, shared)


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
    return ProcessInspector(limits=limits, pad_colour=spaces.pad_colour, processes=settings.inspector_processes)


def _assemble(settings: CatalogSettings, parts: Parts) -> Catalog:
    images = _images(settings, parts)
    search = SearchService(
        parts.database, parts.inspector, parts.embedder, parts.index, parts.spaces, settings.max_image_bytes
    )
    keeper = PostgresJobKeeper(parts.database)
    runner = JobRunner(
        keeper,
        _handlers(images),
        owner=f"{socket.gethostname()}:{os.getpid()}",
        lease=timedelta(seconds=settings.lease_s),
    )
    return Catalog(
        images=images,
        search=search,
        accounts=AccountService(PostgresAccounts(parts.database), Argon2Passwords()),
        runner=runner,
        sweeper=Sweeper(keeper, parts.bell, timedelta(seconds=settings.unheard_s)),
        rebuilding=_rebuilding(parts),
        probes={
            "database": parts.database.ping,
            "index": parts.index.ping,
            "store": parts.blobs.ping,
            "queue": parts.bell.ping,
            "embedder": parts.embedder.ping,
        },
    )


def _images(settings: CatalogSettings, parts: Parts) -> ImageService:
    indexing = Indexing(parts.database, parts.embedder, parts.index, parts.spaces)
    return ImageService(
        transactions=parts.database,
        blobs=parts.blobs,
        taking_in=Ingest(
            transactions=parts.database,
            blobs=parts.blobs,
            inspector=parts.inspector,
            indexing=indexing,
            max_bytes=settings.max_image_bytes,
            presign_for=timedelta(seconds=settings.presign_s),
            finish_delay=timedelta(seconds=settings.finish_delay_s),
        ),
        indexing=indexing,
        thumbnails=Thumbnailing(parts.database, parts.blobs, parts.inspector, settings.max_image_bytes),
        reindexing=Reindexing(
            transactions=parts.database,
            index=parts.index,
            inventory=QdrantInventory(parts.index.client, parts.index.breaker),
            spaces=PostgresSpaces(parts.database),
            reembedding=Reembedding(
                parts.blobs, parts.inspector, parts.embedder, settings.max_image_bytes, settings.inspector_processes
            ),
            finish_delay=timedelta(seconds=settings.finish_delay_s),
        ),
        orphans=OrphanSweep(parts.database, parts.blobs, timedelta(seconds=settings.orphan_grace_s)),
        original_url_for=timedelta(seconds=settings.original_url_s),
    )


def _rebuilding(parts: Parts) -> Rebuilding:
    return Rebuilding(
        ledger=PostgresRebuilds(parts.database),
        spaces=PostgresSpaces(parts.database),
        keeper=parts.collections,
        census=QdrantInventory(parts.index.client, parts.index.breaker),
        embedder=parts.embedder,
    )


def _handlers(images: ImageService) -> Mapping[JobKind, Handler]:
    """The method of each kind's own name, called with the payload's fields."""

    def handler(kind: JobKind) -> Handler:
        method = getattr(images, kind.value)

        def handle(scope: TenantScope, payload: Payload) -> Payload | None:
            left: Payload | None = method(scope, **payload)
            return left

        return handle

    return {kind: handler(kind) for kind in JobKind}
