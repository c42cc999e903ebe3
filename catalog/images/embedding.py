"""Pictures with their crops as vectors, all in one call to the embedder."""

from collections.abc import Sequence

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import check_same_model, check_same_preprocess
from catalog.images.crops import CropVector, ImageVectors
from catalog.images.inspection import Inspection


def embed_seen(
    embedder: Embedder, space: VectorSpace, seen: Sequence[Inspection], *, urgency: Urgency
) -> list[ImageVectors]:
    """The vectors of each picture and of its crops, in order.

    Raises EmbedderUnavailable, or ModelMismatch when the embedder has another model than the space or the pixels were
    made for another one.
    """
    for one in seen:
        check_same_preprocess(space, one.preprocess)
    pixels = [part for one in seen for part in (one.pixels, *(crop.pixels for crop in one.crops))]
    embeddings = iter(embedder.embed_pixels(pixels, urgency=urgency))
    made = []
    for one in seen:
        whole, *parts = (next(embeddings) for _ in range(1 + len(one.crops)))
        for embedding in (whole, *parts):
            check_same_model(space, embedding.model_version)
        vectors = [CropVector(crop.box, part.vector) for crop, part in zip(one.crops, parts, strict=True)]
        made.append(ImageVectors(whole.vector, tuple(vectors)))
    return made
