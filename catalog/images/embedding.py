"""Pictures with their crops as vectors, all in one call to the embedder."""

from collections.abc import Sequence

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import check_same_model
from catalog.images.crops import Crop, CropVector, ImageVectors

View = tuple[bytes, Sequence[Crop]]
"""The model-ready pixels of a whole picture (224 × 224 × 3 uint8), and its crops."""


def embed_views(
    embedder: Embedder, space: VectorSpace, views: Sequence[View], *, urgency: Urgency
) -> list[ImageVectors]:
    """The vectors of each picture and of its crops, in order. Raises EmbedderUnavailable or ModelMismatch."""
    pixels = [one for whole, crops in views for one in (whole, *(crop.pixels for crop in crops))]
    embeddings = iter(embedder.embed_pixels(pixels, urgency=urgency))
    made = []
    for _, crops in views:
        whole, *parts = (next(embeddings) for _ in range(1 + len(crops)))
        for embedding in (whole, *parts):
            check_same_model(space, embedding.model_version)
        vectors = [CropVector(crop.box, part.vector) for crop, part in zip(crops, parts, strict=True)]
        made.append(ImageVectors(whole.vector, tuple(vectors)))
    return made
