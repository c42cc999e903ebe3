"""The crop mode gives what open_clip's own transform gives, whatever the shape, without scaling what is cut off."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image

from embedder.backends.loading import load_model
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, model_pixels
from embedder.ports import Pixels
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators
from tests.random_clip import write_folder
from tests.unit.embedder.photographs import SOURCES, psnr
from tests.unit.embedder.stub_app import with_stub
from tests.unit.embedder.stub_model import FACTS, StubModel, vector_of

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators

LIMITS = DecodeLimits(max_bytes=25_000_000, max_pixels=40_000_000, max_side=16_384)
CROP = Framing(224, (0, 0, 0), "crop")
# Resize to the shorter side of 224 (bicubic, antialiased) and CenterCrop, with nothing to normalise.
THEIRS = open_clip.image_transform(224, is_train=False, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def png(picture: Image.Image) -> bytes:
    """The picture's file, without loss."""
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def ours(picture: Image.Image) -> Pixels:
    """Through the service's own door."""
    return model_pixels(png(picture), CROP, limits=LIMITS)


def theirs(picture: Image.Image) -> Pixels:
    """Through open_clip's."""
    pixels: Pixels = np.rint(np.asarray(THEIRS(picture)) * 255).astype(np.uint8).transpose(1, 2, 0)
    return pixels


@pytest.mark.parametrize(
    "size",
    [
        (640, 480),
        (480, 640),
        (224, 224),
        (225, 224),
        (223, 224),
        (500, 333),
        (1001, 667),
        (230, 3000),
        (900, 3),
        (1, 1),
    ],
)
def test_noise_of_any_shape_is_cropped_as_by_open_clip(size: tuple[int, int]) -> None:
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3), np.uint8))
    assert np.abs(ours(noise).astype(int) - theirs(noise)).max() <= 1
    assert psnr(ours(noise), theirs(noise)) > 70


@pytest.mark.parametrize("name", SOURCES)
def test_photographs_are_cropped_as_by_open_clip(name: str) -> None:
    picture = SOURCES[name]().convert("RGB")
    assert psnr(ours(picture), theirs(picture)) > 80


def test_a_narrow_strip_is_enlarged_along_the_other_axis_first() -> None:
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 256, (1500, 17, 3), np.uint8))
    # Pillow chooses by size, and rounds to eight bits in between: noise, which is nothing but edges, shows it most.
    assert psnr(ours(noise), theirs(noise)) > 45


@pytest.mark.parametrize("size", [(16_384, 1), (2, 16_000)])
def test_a_strip_costs_no_more_than_its_middle(size: tuple[int, int]) -> None:
    strip = Image.new("RGB", size, (10, 20, 30))
    middle = (size[0] // 2 - 2, size[1] // 2 - 2, size[0] // 2 + 2, size[1] // 2 + 2)
    strip.paste((200, 100, 50), middle)
    found = ours(strip)
    assert found.shape == (224, 224, 3)
    assert found[112, 112].tolist() == [200, 100, 50]


def test_a_model_that_crops_has_a_version_of_its_own(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tiny-random")
    padding, cropping = (
        load_model(EmbedderSettings.model_validate({"model_name": str(folder), "model_preprocess": mode})).facts
        for mode in ("pad", "crop")
    )
    assert (padding.preprocess, cropping.preprocess) == ("pad", "crop")
    assert cropping == replace(padding, preprocess="crop", version=padding.version.replace("-pad", "-crop"))


def test_the_service_says_that_it_crops_and_does() -> None:
    wide = SOURCES["coffee"]()

    async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
        assert (await client.get("/model")).json()["preprocess"]["mode"] == "crop"
        answer = await client.post("/embed/image", content=png(wide), headers={"Content-Type": "image/png"})
        [embedding] = answer.json()["embeddings"]
        assert np.allclose(embedding["vector"], vector_of(ours(wide).tobytes()))

    with_stub(story, StubModel(facts=replace(FACTS, preprocess="crop")))
