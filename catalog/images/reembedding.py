"""Vectors from the originals, a few pictures at a time: what a rebuild puts into a space."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog

from catalog.embeddings.model import Vector, VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import check_same_model
from catalog.errors import ImageRejected, TooLarge
from catalog.images.model import Image
from catalog.images.ports import BlobStore, Inspector

_log = structlog.get_logger(__name__)
_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Reembedding:
    """Reads originals, looks at them and embeds them. No more than `readers` originals are in memory at a time."""

    blobs: BlobStore
    inspector: Inspector
    embedder: Embedder
    max_bytes: int
    readers: int

    def embed(self, space: VectorSpace, images: Sequence[Image]) -> list[tuple[Image, Vector]]:
        """A vector of the space's model for each image whose original is there and can be read.

        Raises Unavailable; ModelMismatch when the embedder has another model.
        """
        made: list[tuple[Image, Vector]] = []
        with ThreadPoolExecutor(self.readers, thread_name_prefix="originals") as pool:
            for some in _in_batches(images):
                pixels = pool.map(lambda image: self._pixels(space, image), some)
                ready = [(image, its) for image, its in zip(some, pixels, strict=True) if its is not None]
                made += self._embedded(space, ready)
        return made

    def _pixels(self, space: VectorSpace, image: Image) -> bytes | None:
        try:
            data = self.blobs.get(image.key, max_bytes=self.max_bytes)
            if data is not None:
                return self.inspector.inspect(data, image.content_type, pad_colour=space.pad_colour).pixels
            why = "the original is not in the store"
        except (ImageRejected, TooLarge) as error:
            why = str(error)
        _log.error("image cannot be embedded", image_id=image.image_id, tenant_id=str(image.tenant_id), why=why)
        return None

    def _embedded(self, space: VectorSpace, ready: Sequence[tuple[Image, bytes]]) -> Iterator[tuple[Image, Vector]]:
        if not ready:
            return
        embeddings = self.embedder.embed_pixels([pixels for _, pixels in ready], urgency=Urgency.BATCH)
        for (image, _), embedding in zip(ready, embeddings, strict=True):
            check_same_model(space, embedding.model_version)
            yield image, embedding.vector


def _in_batches(images: Sequence[Image]) -> Iterator[Sequence[Image]]:
    for start in range(0, len(images), _AT_ONCE):
        yield images[start : start + _AT_ONCE]
