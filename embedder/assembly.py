"""A loaded model and the settings to the service in front of it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from embedder.batching.batcher import Batcher
from embedder.batching.questions import Kind, Priority, Tower
from embedder.decoding.decoders import Decoders
from embedder.framing import Framing
from embedder.known_texts import KnownTexts
from embedder.metrics import Metrics
from embedder.objects import object_reader
from embedder.pixel_gate import PixelGate
from embedder.pixels import DecodeLimits, mean_colour
from embedder.ports import Model, ModelFacts
from embedder.preparing import Preparer
from embedder.redis_hash import redis_hash
from embedder.service import EmbedService
from embedder.settings import EmbedderSettings, batch_class_share
from embedder.shared_texts import SharedTexts
from embedder.text_cache import TextCache

# A text costs a fraction of a picture, so more of them fit into the time of one batch.
TEXTS_PER_IMAGE: Final = 4
# Padding included: a batch of the longest texts takes no longer then than one of pictures (in ViT-B-32, 512 tokens are
# 38 GFLOP, and four pictures 35).
TOKENS_PER_TEXT: Final = 32


def assemble(
    model: Model,
    settings: EmbedderSettings,
    *,
    metrics: Metrics,
    threads: Mapping[Priority, ThreadPoolExecutor],
    gates: Mapping[Priority, PixelGate],
) -> EmbedService:
    """The service of one model. Call it inside the running loop: the queue is served from then on."""
    batcher = Batcher(
        _towers(model, settings.images_per_batch),
        limit=settings.embed_queue_limit,
        streams=model.streams,
        metrics=metrics,
    )
    decoders = _decoders(model.facts, settings, metrics)
    preparer = Preparer(model, threads=threads, gates=gates, decoders=decoders, objects=object_reader(settings))
    return EmbedService(
        facts=model.facts,
        batcher=batcher,
        preparer=preparer,
        texts=_known_texts(model.facts, settings, metrics),
        metrics=metrics,
    )


def decoding_gates(settings: EmbedderSettings) -> dict[Priority, PixelGate]:
    """The gates that all models' decoders share. A large batch does not stand in front of a person's one picture."""
    of_batches = batch_class_share(settings.embed_max_inflight_pixels)
    return {
        Priority.BATCH: PixelGate(of_batches),
        Priority.INTERACTIVE: PixelGate(settings.embed_max_inflight_pixels - of_batches),
    }


def _towers(model: Model, images: int) -> dict[Kind, Tower]:
    texts = images * TEXTS_PER_IMAGE
    return {
        Kind.IMAGE: Tower(model.encode_images, images),
        Kind.TEXT: Tower(model.encode_tokens, texts, padded=texts * TOKENS_PER_TEXT),
    }


def _decoders(facts: ModelFacts, settings: EmbedderSettings, metrics: Metrics) -> Decoders:
    framing = Framing(facts.image_size, mean_colour(facts.mean), facts.preprocess)
    limits = DecodeLimits(settings.embed_max_image_bytes, settings.embed_max_pixels, settings.embed_max_side)
    return Decoders(framing, limits, cpu_s=settings.embed_decode_cpu_s, metrics=metrics)


def _known_texts(facts: ModelFacts, settings: EmbedderSettings, metrics: Metrics) -> KnownTexts:
    return KnownTexts(TextCache(settings.embed_text_cache), _shared_texts(facts, settings, metrics), metrics)


def _shared_texts(facts: ModelFacts, settings: EmbedderSettings, metrics: Metrics) -> SharedTexts | None:
    url, size = settings.embed_redis_url.get_secret_value(), settings.embed_shared_text_cache
    if not (url and size and facts.context_length):
        return None
    table = redis_hash(url, size=size, life_s=settings.embed_shared_text_cache_s)
    return SharedTexts(table, facts, size=size, timeout_s=settings.embed_shared_text_timeout_s, metrics=metrics)
