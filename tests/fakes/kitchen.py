"""The catalog's use cases over parts in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from structlog.testing import capture_logs

from catalog.embeddings.spaces import Spaces
from catalog.images.indexing import Indexing
from catalog.images.ingest import Ingest
from catalog.images.model import Image, Ingested, NewImage, Source
from catalog.images.orphans import OrphanSweep
from catalog.images.quality_service import QualityService
from catalog.images.thumbnailing import Thumbnailing
from catalog.images.trash import Trash
from catalog.jobs.model import JobKind
from catalog.search.examples import ExampleReader
from catalog.search.service import SearchService
from catalog.tenancy import TenantScope, job_scope
from tests.fakes.database import MemoryDatabase
from tests.fakes.handle import FreeHandle
from tests.fakes.happenings import Happenings
from tests.fakes.images import OWNER
from tests.fakes.inventory import MemoryInventory
from tests.fakes.parts import MemoryBlobs, MemoryEmbedder, MemoryIndex, MemoryInspector, MemorySpaces
from tests.fakes.reader import MemoryReader

DATA = b"a picture"
MAX_BYTES = 1000
DELAY = timedelta(seconds=20)


@dataclass(slots=True)
class Kitchen:
    """Every part, and what is made of them. All effects land in one list."""

    happenings: Happenings = field(default_factory=Happenings)
    scope: TenantScope = field(default_factory=lambda: job_scope(uuid4()))
    spaces: MemorySpaces = field(default_factory=MemorySpaces)
    database: MemoryDatabase = field(init=False)
    blobs: MemoryBlobs = field(init=False)
    inspector: MemoryInspector = field(init=False)
    embedder: MemoryEmbedder = field(init=False)
    index: MemoryIndex = field(init=False)

    def __post_init__(self) -> None:
        self.database = MemoryDatabase(self.happenings)
        self.blobs = MemoryBlobs(self.happenings)
        self.inspector = MemoryInspector(self.happenings)
        self.embedder = MemoryEmbedder(self.happenings)
        self.index = MemoryIndex(self.happenings)

    @property
    def indexing(self) -> Indexing:
        """Indexing over these parts."""
        spaces = Spaces(self.spaces, self.spaces, self.embedder)
        return Indexing(self.database, self.embedder, self.index, spaces)

    @property
    def ingest(self) -> Ingest:
        """Ingest over these parts."""
        hour = timedelta(hours=1)
        return Ingest(
            self.database, self.blobs, self.inspector, self.indexing, MAX_BYTES, hour, DELAY, trash=self.trash
        )

    @property
    def search(self) -> SearchService:
        """Search over these parts."""
        spaces = self.indexing.spaces
        examples = ExampleReader(self.database, MemoryReader(self.index))
        return SearchService(self.database, self.inspector, self.embedder, self.index, spaces, MAX_BYTES, examples)

    @property
    def thumbnails(self) -> Thumbnailing:
        """Thumbnailing over these parts."""
        return Thumbnailing(self.database, self.blobs, self.inspector, MAX_BYTES)

    @property
    def trash(self) -> Trash:
        """The trash over these parts."""
        inventory = MemoryInventory(self.index)
        spaces, days = self.indexing.spaces, timedelta(days=30)
        return Trash(self.database, self.index, inventory, inventory, self.blobs, spaces, days)

    @property
    def quality(self) -> QualityService:
        """Quality checks over these parts."""
        parts = self.database, self.blobs, self.inspector, self.trash
        return QualityService(*parts, max_bytes=MAX_BYTES, readers=2, sync_delay=DELAY)

    def sweep(self, grace: timedelta = timedelta(0)) -> int:
        """Sweep for orphans."""
        return OrphanSweep(self.database, self.blobs, grace).sweep(self.scope, FreeHandle())

    def stage(self, data: bytes) -> str:
        """Presign and put; the key."""
        upload = self.ingest.presign(self.scope, content_type="image/png", size_bytes=len(data))
        self.blobs.put(upload.key, data, content_type="image/png")
        self.happenings.effects.clear()
        return upload.key

    def added(self, data: bytes, *tags: str) -> Image:
        """Ingest bytes without a thought; the image."""
        image = self.ingest.from_bytes(self.scope, data, declared_type=None, new=new_image(*tags)).image
        self.happenings.effects.clear()
        return image

    @property
    def rows(self) -> list[Image]:
        """All rows."""
        return list(self.database.held.images.values())

    @property
    def jobs(self) -> list[JobKind]:
        """The kinds of the jobs that stand."""
        return [kind for kind, _ in self.database.held.jobs.standing]


def new_image(*tags: str) -> NewImage:
    """What an uploader says."""
    return NewImage(OWNER, Source.UPLOAD, tags=tags)


def add(kitchen: Kitchen, data: bytes = DATA, *tags: str) -> Ingested:
    """Send bytes in one call; what is logged on the way is kept quiet."""
    with capture_logs():
        return kitchen.ingest.from_bytes(kitchen.scope, data, declared_type=None, new=new_image(*tags))


def ingest(kitchen: Kitchen, key: str, *tags: str) -> Ingested:
    """Have what was staged under the key taken in; what is logged on the way is kept quiet."""
    with capture_logs():
        return kitchen.ingest.from_staging(kitchen.scope, bucket="semblance", key=key, new=new_image(*tags))
