"""A model that crops is given the middle of every picture; nothing else that is found of it changes."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from catalog.embeddings.model import Preprocess, PreprocessMode, VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.errors import ModelMismatch
from catalog.images.embedding import embed_seen
from catalog.images.inspection import inspect
from tests.fakes.images import an_inspection
from tests.fakes.parts import MemoryEmbedder
from tests.image_bank.forge import encoded, painted

CROP = Preprocess(PreprocessMode.CROP)


@pytest.mark.parametrize(
    ("size", "scaled"),
    [((96, 72), (298, 224)), ((72, 95), (224, 295)), ((500, 333), (336, 224)), ((60, 60), (224, 224))],
)
def test_crops_to_the_middle(size: tuple[int, int], scaled: tuple[int, int]) -> None:
    picture = painted(*size)
    found = inspect(encoded(picture, "PNG"), preprocess=Preprocess(PreprocessMode.CROP), crops=2)
    left, top = (round((side - 224) / 2) for side in scaled)
    whole = np.asarray(picture.resize(scaled, Image.Resampling.BICUBIC), np.int64)
    seen = np.frombuffer(found.pixels, np.uint8).reshape(224, 224, 3)
    assert np.abs(seen - whole[top : top + 224, left : left + 224]).max() <= 1


def test_cropping_changes_the_models_pixels_alone() -> None:
    data = encoded(painted(400, 300), "PNG")
    padded, cropped = (inspect(data, preprocess=Preprocess(mode), crops=3) for mode in PreprocessMode)
    assert padded.pixels != cropped.pixels
    assert [crop.box for crop in padded.crops] == [crop.box for crop in cropped.crops]
    assert replace(cropped, pixels=padded.pixels, crops=padded.crops, preprocess=padded.preprocess) == padded


def test_pixels_that_were_made_for_the_model_before_are_not_embedded_by_this_one() -> None:
    space, embedder = VectorSpace("images_tiny_1", "tiny", "v1", 8, CROP), MemoryEmbedder()
    padded, cropped = an_inspection(b"padded"), an_inspection(b"cropped", preprocess=CROP)
    with pytest.raises(ModelMismatch):
        embed_seen(embedder, space, [cropped, padded], urgency=Urgency.BATCH)
    assert embedder.asked == []
    assert len(embed_seen(embedder, space, [cropped], urgency=Urgency.BATCH)) == 1
