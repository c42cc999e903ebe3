"""The catalog's other ports in memory: bytes, eyes, an index and spaces, writing down what happens to them."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from catalog.embeddings.model import PADDED, Embedding, ModelFacts, Preprocess, Vector, VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.errors import NotFound, TooLarge
from catalog.images.crops import Box, Crop, CropVector
from catalog.images.inspection import Inspection
from catalog.images.model import Image
from catalog.images.ports import IndexedImage, IndexQuery, Match, PresignedUpload, StoredObject
from catalog.tenancy import TenantScope
from tests.fakes.happenings import Happenings
from tests.fakes.images import an_inspection, sha256_of

MODEL = ModelFacts("tiny", "v1", 8)


@dataclass(slots=True)
class MemoryBlobs:
    """BlobStore over a dict; `modified` says when each object was put."""

    happenings: Happenings = field(default_factory=Happenings)
    objects: dict[str, bytes] = field(default_factory=dict)
    modified: dict[str, datetime] = field(default_factory=dict)
    bucket: str = "semblance"

    def presign_put(self, key: str, *, content_type: str, size_bytes: int, expires_in: timedelta) -> PresignedUpload:
        """A URL of nowhere."""
        headers = {"Content-Type": content_type, "Content-Length": str(size_bytes)}
        return PresignedUpload(self.bucket, key, f"memory:{key}", headers, datetime.now(UTC) + expires_in)

    def presign_get(self, key: str, *, filename: str, expires_in: timedelta) -> str:
        """A URL of nowhere."""
        return f"memory:{key}?{filename}"

    def head(self, key: str) -> StoredObject | None:
        """What is there."""
        self.happenings.happen(f"head {_kind(key)}")
        return self._stored(key) if key in self.objects else None

    def get(self, key: str, *, max_bytes: int) -> bytes | None:
        """The bytes. Raises TooLarge."""
        data = self.objects.get(key)
        if data is not None and len(data) > max_bytes:
            raise TooLarge(f"the object has more than {max_bytes} bytes")
        return data

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Store the bytes."""
        self.happenings.happen(f"put {_kind(key)}")
        self.objects[key], self.modified[key] = data, datetime.now(UTC)

    def delete(self, keys: Sequence[str]) -> None:
        """Delete what is there."""
        for key in keys:
            self.happenings.happen(f"delete {_kind(key)}")
            self.objects.pop(key, None)

    def list_under(self, prefix: str) -> Iterator[StoredObject]:
        """In key order."""
        return (self._stored(key) for key in sorted(self.objects) if key.startswith(prefix))

    def _stored(self, key: str) -> StoredObject:
        return StoredObject(key, len(self.objects[key]), "image/png", self.modified[key])


@dataclass(slots=True)
class MemoryInspector:
    """Inspector that takes every bytes for a picture, but for those whose effect is to fail."""

    happenings: Happenings = field(default_factory=Happenings)

    def inspect(
        self, data: bytes, declared_type: str | None = None, *, preprocess: Preprocess | None = None, crops: int = 0
    ) -> Inspection:
        """The pixels are the bytes themselves; those of a crop end with its number."""
        self.happenings.happen("inspect")
        parts = [Crop(Box(0.1 * at, 0.0, 0.1 * at + 0.1, 0.5), data + str(at).encode()) for at in range(crops)]
        return an_inspection(data, preprocess=preprocess or PADDED, crops=tuple(parts))

    def thumbnails(self, data: bytes) -> dict[int, bytes]:
        """Two sizes of nothing."""
        return {256: b"small", 1024: b"large"}


@dataclass(slots=True)
class MemoryEmbedder:
    """Embedder whose vectors come from the hash of what it is given."""

    happenings: Happenings = field(default_factory=Happenings)
    facts: ModelFacts = MODEL
    asked: list[tuple[str, Urgency]] = field(default_factory=list)

    def model(self) -> ModelFacts:
        """The model that answers."""
        self.happenings.happen("model")
        return self.facts

    def embed_pixels(self, pixels: Sequence[bytes], *, urgency: Urgency) -> list[Embedding]:
        """One for each."""
        self.happenings.happen("embed")
        self.asked += [("pixels", urgency) for _ in pixels]
        return [self._embedding(one) for one in pixels]

    def embed_text(self, scope: TenantScope, text: str) -> Embedding:
        """Of the words."""
        self.happenings.happen(f"embed {text!r} for {scope.tenant_id}")
        return self._embedding(text.encode())

    def _embedding(self, data: bytes) -> Embedding:
        return Embedding(vector_of(data), self.facts.name, self.facts.version)


@dataclass(slots=True)
class MemoryIndex:
    """VectorIndex by brute force; the filter and the gate are for the real one."""

    happenings: Happenings = field(default_factory=Happenings)
    points: dict[str, tuple[Image, Vector]] = field(default_factory=dict)
    crops: dict[str, tuple[CropVector, ...]] = field(default_factory=dict)
    queries: list[IndexQuery] = field(default_factory=list)

    def put(
        self, scope: TenantScope, space: VectorSpace, image: Image, vector: Vector, crops: Sequence[CropVector] = ()
    ) -> None:
        """Write the point, unless a newer one is there."""
        self.happenings.happen("upsert")
        if image.image_id not in self.points or self.points[image.image_id][0].row_version <= image.row_version:
            self.points[image.image_id], self.crops[image.image_id] = (image, vector), tuple(crops)

    def set_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace what is said of the image, unless it is newer."""
        self.happenings.happen("payload")
        kept = self.points.get(image.image_id)
        if kept is not None and kept[0].row_version <= image.row_version:
            self.points[image.image_id] = (image, kept[1])

    def find(self, scope: TenantScope, space: VectorSpace, image_id: str) -> IndexedImage | None:
        """The image's own vector."""
        image, vector = self.points.get(image_id, (None, None))
        if image is None or vector is None or image.tenant_id != scope.tenant_id:
            return None
        return IndexedImage(vector, None if image.flat else image.phash)

    def query(self, scope: TenantScope, space: VectorSpace, query: IndexQuery) -> list[Match]:
        """The nearest."""
        self.happenings.happen("query")
        self.queries.append(query)
        matches = [
            Match(image_id, max(float(vector @ query.vector) for vector in self._compared(image_id, query)))
            for image_id, (image, _) in self.points.items()
            if image.tenant_id == scope.tenant_id and image_id != query.without_image_id
            if self._compared(image_id, query)
        ]
        return sorted(matches, key=lambda match: (-match.similarity, match.image_id))[: query.limit]

    def nearest_crops(
        self, scope: TenantScope, space: VectorSpace, vector: Vector, image_ids: Sequence[str]
    ) -> dict[str, Box]:
        """Where the nearest crop of each is."""
        cropped = {one: self.crops[one] for one in image_ids if self.crops.get(one)}
        return {one: max(crops, key=lambda crop: float(crop.vector @ vector)).box for one, crops in cropped.items()}

    def delete(self, scope: TenantScope, space: VectorSpace, image_ids: Iterable[str]) -> None:
        """Remove the points."""
        for image_id in image_ids:
            self.points.pop(image_id, None)

    def _compared(self, image_id: str, query: IndexQuery) -> list[Vector]:
        """The vectors of the image that the query is compared with."""
        return [crop.vector for crop in self.crops.get(image_id, ())] if query.by_crops else [self.points[image_id][1]]


@dataclass(slots=True)
class MemorySpaces:
    """SpaceRegistry, SpaceHistory and SpaceKeeper: the row that is live, those that are not, and the collections."""

    row: VectorSpace | None = None
    created: list[str] = field(default_factory=list)
    others: list[VectorSpace] = field(default_factory=list)
    alias: str | None = None
    asked: int = 0
    made: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def live(self) -> VectorSpace | None:
        """The live space."""
        self.asked += 1
        return self.row

    def make_live(self, space: VectorSpace) -> VectorSpace:
        """The first one stands."""
        with self._lock:
            self.made += 1
            self.row = self.row or space
            return self.row

    def create(self, space: VectorSpace) -> None:
        """Note the collection."""
        self.created.append(space.collection)

    def all(self) -> list[VectorSpace]:
        """Those that are not live, then the live one."""
        return [*self.others, *([self.row] if self.row else [])]

    def find(self, collection: str) -> VectorSpace:
        """The space of that collection. Raises NotFound."""
        for space in self.all():
            if space.collection == collection:
                return space
        raise NotFound(collection)

    def add(self, space: VectorSpace) -> None:
        """Record one that is not live."""
        if space not in self.all():
            self.others.append(space)

    def switch_to(self, space: VectorSpace) -> None:
        """Make it the live one."""
        self.others = [one for one in self.all() if one != space]
        self.row = space

    def forget(self, space: VectorSpace) -> None:
        """Strike it out."""
        self.others.remove(space)

    def point_alias_at(self, space: VectorSpace) -> None:
        """Note where to."""
        self.alias = space.collection

    def drop(self, space: VectorSpace) -> None:
        """Forget the collection."""
        self.created.remove(space.collection)


def vector_of(data: bytes) -> Vector:
    """A unit vector of eight dimensions, the same for the same bytes."""
    seed = int(sha256_of(data)[:8], 16)
    vector = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _kind(key: str) -> str:
    return key.split("/")[2]
