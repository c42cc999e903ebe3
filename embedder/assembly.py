"""A loaded model and the settings to the service in front of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from embedder.batcher import Batcher, Kind, Tower
from embedder.metrics import Metrics
from embedder.objects import object_reader
from embedder.pixels import DecodeLimits
from embedder.ports import Model
from embedder.preparing import Preparer
from embedder.service import EmbedService
from embedder.settings import EmbedderSettings
from embedder.text_cache import TextCache

# A text costs a fraction of a picture, so more of them fit into the time of one batch.
TEXTS_PER_IMAGE: Final = 4


def assemble(
    model: Model,
    settings: EmbedderSettings,
    *,
    metrics: Metrics,
    device: ThreadPoolExecutor,
    threads: ThreadPoolExecutor,
) -> EmbedService:
    """The service of one model. Call it inside the running loop: the queue is served from then on."""
    batcher = Batcher(
        {
            Kind.IMAGE: Tower(model.encode_images, settings.batch_size),
            Kind.TEXT: Tower(model.encode_tokens, settings.batch_size * TEXTS_PER_IMAGE),
        },
        limit=settings.embed_queue_limit,
        device=device,
        metrics=metrics,
    )
    limits = DecodeLimits(settings.embed_max_image_bytes, settings.embed_max_pixels, settings.embed_max_side)
    preparer = Preparer(model, threads=threads, limits=limits, objects=object_reader(settings))
    return EmbedService(
        facts=model.facts,
        batcher=batcher,
        preparer=preparer,
        texts=TextCache(settings.embed_text_cache),
        metrics=metrics,
    )
