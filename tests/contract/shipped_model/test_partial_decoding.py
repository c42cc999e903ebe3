"""What a partial decode of a large JPEG changes in a vector is less than what an edit or another JPEG quality does."""

import math

import numpy as np
import pytest

from embedder import pixels
from embedder.backends.loading import load_model
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.ports import Preprocess
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.unit.embedder.photographs import SOURCES, jpeg

LIMITS = DecodeLimits(max_bytes=25_000_000, max_pixels=40_000_000, max_side=16_384)


@pytest.mark.parametrize("mode", ["pad", "crop"])
def test_the_vector_stays_where_it_is(mode: Preprocess, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model(EmbedderSettings(model_name=NAME, model_threads=2))
    framing = Framing(model.facts.image_size, mean_colour(model.facts.mean), mode)
    files = [
        jpeg(make(), (1801, 1349), quality=quality, subsampling=subsampling)
        for make in SOURCES.values()
        for quality, subsampling in ((60, 2), (95, 0))
    ]
    partly = [model_pixels(data, framing, limits=LIMITS) for data in files]
    monkeypatch.setattr(pixels, "DRAFT_MARGIN", math.inf)
    full = [model_pixels(data, framing, limits=LIMITS) for data in files]
    assert not any(np.array_equal(one, other) for one, other in zip(partly, full, strict=True))
    cosines = (model.encode_images(partly) * model.encode_images(full)).sum(axis=1)
    assert cosines.min() > 0.9995
