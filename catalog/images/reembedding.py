"""Vectors from the originals, a few pictures at a time: what a rebuild puts into a space."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.errors import ImageRejected, TooLarge
from catalog.images.crops import ImageVectors
from catalog.images.embedding import embed_seen
from catalog.images.inspection import Inspection
from catalog.images.model import Image
from catalog.images.ports import BlobStore, Inspector

_log = structlog.get_logger(__name__)
# Pictures and crops that go to the embedder in one call.
_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Reembedding:
    """Reads originals, looks at them and embeds them with at most `crops` parts each.

    No more than `readers` originals are in memory at a time.
    """

    blobs: BlobStore
    inspector: Inspector
    embedder: Embedder
    max_bytes: int
    readers: int
    crops: int = 0

    def embed(self, space: VectorSpace, images: Sequence[Image]) -> list[tuple[Image, ImageVectors]]:
        """Vectors of the space's model for each image whose original is there and can be read.

        Raises Unavailable; ModelMismatch when the embedder has another model.
        """
        made: list[tuple[Image, ImageVectors]] = []
        with ThreadPoolExecutor(self.readers, thread_name_prefix="originals") as pool:
            for some in _in_batches(images, max(1, _AT_ONCE // (1 + self.crops))):
                looks = pool.map(lambda image: self._look(space, image), some)
                ready = [(image, its) for image, its in zip(some, looks, strict=True) if its is not None]
                if ready:
                    seen = [its for _, its in ready]
                    vectors = embed_seen(self.embedder, space, seen, urgency=Urgency.BATCH)
                    made += zip((image for image, _ in ready), vectors, strict=True)
        return made

    def _look(self, space: VectorSpace, image: Image) -> Inspection | None:
        try:
            data = self.blobs.get(image.key, max_bytes=self.max_bytes)
            if data is not None:
                return self.inspector.inspect(data, image.content_type, preprocess=space.preprocess, crops=self.crops)
            why = "the original is not in the store"
        except (ImageRejected, TooLarge) as error:
            why = str(error)
        _log.error("image cannot be embedded", image_id=image.image_id, tenant_id=str(image.tenant_id), why=why)
        return None


def _in_batches(images: Sequence[Image], size: int) -> Iterator[Sequence[Image]]:
    for start in range(0, len(images), size):
        yield images[start : start + size]
