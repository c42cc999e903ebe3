"""The one place that decides what stands behind each port."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalog.accounts.service import AccountService
from catalog.adapters.passwords import Argon2Passwords
from catalog.adapters.postgres.accounts import PostgresAccounts
from catalog.adapters.postgres.anomalies.database import AnomalyDatabase
from catalog.adapters.postgres.clusters.database import ClusterDatabase
from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.adapters.postgres.duplicates.review import ReviewDatabase
from catalog.adapters.postgres.duplicates.shown import PostgresShown
from catalog.adapters.postgres.feedback.database import FeedbackDatabase
from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.job_ledger import PostgresJobLedger
from catalog.adapters.postgres.rebuilds import PostgresRebuilds
from catalog.adapters.probes import probe_all
from catalog.anomalies.service import AnomalyService
from catalog.clusters.asking import Asking
from catalog.clusters.running import ClusterRun
from catalog.clusters.service import ClusterService
from catalog.clusters.vocabulary import Vocabulary
from catalog.duplicates.applying import Applying
from catalog.duplicates.checking import Checking
from catalog.duplicates.detecting import Detecting
from catalog.duplicates.exporting import Exporting
from catalog.duplicates.probing import Probing
from catalog.duplicates.regrouping import Regrouping
from catalog.duplicates.rehashing import Rehashing
from catalog.duplicates.resolving import Resolving
from catalog.duplicates.reviewing import Reviewing
from catalog.duplicates.service import DuplicateService
from catalog.duplicates.showing import Showing
from catalog.duplicates.sweeping import Sweeping
from catalog.duplicates.undoing import Undoing
from catalog.feedback.service import FeedbackService
from catalog.images.indexing import Indexing
from catalog.images.ingest import Ingest
from catalog.images.orphans import OrphanSweep
from catalog.images.quality_service import QualityService
from catalog.images.rebuilding import Rebuilding
from catalog.images.reembedding import Reembedding
from catalog.images.reindexing import Reindexing
from catalog.images.scanning import Scanning
from catalog.images.service import ImageService
from catalog.images.thumbnailing import Thumbnailing
from catalog.images.trash import Trash
from catalog.jobs.handlers import handlers_of
from catalog.jobs.runner import JobRunner
from catalog.jobs.service import JobService
from catalog.jobs.sweeper import Sweeper
from catalog.parts import Parts, open_parts
from catalog.search.examples import ExampleReader
from catalog.search.service import SearchService
from catalog.settings import CatalogSettings
from catalog.telemetry import Redactor


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a route or a job holds while it works. Thread-safe; every method opens the transactions that it needs."""

    images: ImageService
    quality: QualityService
    search: SearchService
    duplicates: DuplicateService
    anomalies: AnomalyService
    feedback: FeedbackService
    clusters: ClusterService
    accounts: AccountService
    jobs: JobService
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
        yield _assemble(settings, open_parts(settings, closing))


def _assemble(settings: CatalogSettings, parts: Parts) -> Catalog:
    images = _images(settings, parts)
    quality = _quality(settings, parts, images.trash)
    duplicates = _duplicates(settings, parts, images.trash)
    ledger = PostgresJobLedger(parts.database)
    anomalies = AnomalyService.over(AnomalyDatabase(parts.database), ledger, parts.spaces, parts.vectors)
    search = SearchService(
        transactions=parts.database,
        inspector=parts.inspector,
        embedder=parts.embedder,
        index=parts.index,
        spaces=parts.spaces,
        max_bytes=settings.max_image_bytes,
        example_reader=ExampleReader(parts.database, parts.vectors),
    )
    clusters = _clusters(parts)
    keeper = PostgresJobKeeper(parts.database)
    runner = JobRunner(
        keeper,
        handlers_of(images, quality, duplicates, anomalies, clusters),
        owner=f"{socket.gethostname()}:{os.getpid()}",
        lease=timedelta(seconds=settings.lease_s),
        without_secrets=Redactor(settings.secrets()).text,
    )
    return Catalog(
        images=images,
        quality=quality,
        search=search,
        duplicates=duplicates,
        anomalies=anomalies,
        feedback=FeedbackService(FeedbackDatabase(parts.database)),
        clusters=clusters,
        accounts=AccountService(PostgresAccounts(parts.database), Argon2Passwords()),
        jobs=JobService(PostgresJobLedger(parts.database)),
        runner=runner,
        sweeper=Sweeper(keeper, parts.bell, timedelta(seconds=settings.unheard_s)),
        rebuilding=_rebuilding(parts),
        probes=parts.probes(),
    )


def _images(settings: CatalogSettings, parts: Parts) -> ImageService:
    indexing = Indexing(parts.database, parts.embedder, parts.index, parts.spaces)
    trash = _trash(settings, parts)
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
            scanning=Scanning(parts.scanner) if parts.scanner else None,
            trash=trash,
            crops=settings.crops_per_image,
        ),
        indexing=indexing,
        thumbnails=Thumbnailing(parts.database, parts.blobs, parts.inspector, settings.max_image_bytes),
        reindexing=Reindexing(
            transactions=parts.database,
            index=parts.index,
            inventory=parts.inventory,
            spaces=parts.recorded_spaces,
            reembedding=Reembedding(
                parts.blobs,
                parts.inspector,
                parts.embedder,
                settings.max_image_bytes,
                settings.inspector_processes,
                settings.crops_per_image,
            ),
            finish_delay=timedelta(seconds=settings.finish_delay_s),
        ),
        orphans=OrphanSweep(parts.database, parts.blobs, timedelta(seconds=settings.orphan_grace_s)),
        trash=trash,
        original_url_for=timedelta(seconds=settings.original_url_s),
    )


def _quality(settings: CatalogSettings, parts: Parts, trash: Trash) -> QualityService:
    most, readers = settings.max_image_bytes, settings.inspector_processes
    delay = timedelta(seconds=settings.finish_delay_s)
    return QualityService(parts.database, parts.blobs, parts.inspector, trash, most, readers, delay)


def _trash(settings: CatalogSettings, parts: Parts) -> Trash:
    return Trash(
        transactions=parts.database,
        index=parts.index,
        inventory=parts.inventory,
        reader=parts.inventory,
        blobs=parts.blobs,
        spaces=parts.spaces,
        keep_for=timedelta(days=settings.trash_days),
    )


def _duplicates(settings: CatalogSettings, parts: Parts, trash: Trash) -> DuplicateService:
    rows, spaces, reader = FindingDatabase(parts.database), parts.spaces, parts.vectors
    most, readers = settings.max_image_bytes, settings.inspector_processes
    regrouping, detecting = Regrouping(rows, reader), Detecting(rows, PostgresJobLedger(parts.database))
    shown = PostgresShown(parts.database)
    rehashing = Rehashing(rows, parts.blobs, parts.inspector, most, readers)
    review, delay = ReviewDatabase(parts.database), timedelta(seconds=settings.finish_delay_s)
    applying = Applying(review, trash, delay)
    return DuplicateService(
        reviewing=Reviewing(review, applying),
        resolving=Resolving(review, applying, Undoing(review, trash, delay)),
        spaces=spaces,
        detecting=detecting,
        sweeping=Sweeping(rows, spaces, reader, rehashing, regrouping),
        regrouping=regrouping,
        probing=Probing(rows, spaces, reader, regrouping),
        checking=Checking(rows, parts.inspector, parts.embedder, spaces, reader, most),
        showing=Showing(rows, spaces, detecting, shown),
        exporting=Exporting(detecting, shown, review),
    )


def _clusters(parts: Parts) -> ClusterService:
    rows = ClusterDatabase(parts.database)
    return ClusterService(
        transactions=rows,
        ledger=PostgresJobLedger(parts.database),
        asking=Asking(rows),
        running=ClusterRun(rows, parts.spaces, parts.vectors, Vocabulary(parts.embedder)),
    )


def _rebuilding(parts: Parts) -> Rebuilding:
    return Rebuilding(
        ledger=PostgresRebuilds(parts.database),
        spaces=parts.recorded_spaces,
        keeper=parts.collections,
        census=parts.inventory,
        embedder=parts.embedder,
    )
