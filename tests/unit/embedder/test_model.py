"""The model behind the port: any folder, any open_clip checkpoint, and a clear word when there is neither."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.errors import CannotStart
from embedder.settings import EmbedderSettings
from tests.random_clip import write_folder, write_vit_b_32

TEXTS = ["a", "a red circle", "two small dogs, one sleeping, on a striped sofa", "word " * 200]


def settings(name: Path | str, **more: Any) -> EmbedderSettings:
    """Two threads, so that a test does not take the machine."""
    return EmbedderSettings(model_name=str(name), model_threads=2, batch_size=2, **more)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A tiny model with random weights in half precision."""
    with tempfile.TemporaryDirectory() as parent:
        yield write_folder(Path(parent) / "tiny-random")


@pytest.fixture(scope="module")
def model(folder: Path) -> LoadedModel:
    """That model, loaded."""
    return load_model(settings(folder))


def cosines(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Row by row."""
    return np.asarray((ours * theirs).sum(axis=1))


class TestAFolder:
    def test_says_what_it_is(self, model: LoadedModel, folder: Path) -> None:
        facts = model.facts
        assert (facts.name, facts.dimension, facts.image_size, facts.context_length) == ("tiny-random", 512, 224, 77)
        assert facts.mean == pytest.approx((0.5, 0.4, 0.3))
        assert len(facts.version) == len("0123456789ab-pad")
        assert facts.version.endswith("-pad")

    def test_the_version_changes_with_the_weights(self, model: LoadedModel, tmp_path: Path) -> None:
        other = load_model(settings(write_folder(tmp_path / "tiny-random", seed=2)))
        assert other.facts.version != model.facts.version

    def test_vectors_are_unit_float32_of_each_input_whatever_the_batch(self, model: LoadedModel) -> None:
        noise = list(np.random.default_rng(1).integers(0, 256, (5, 224, 224, 3), np.uint8))
        for vectors, alone in (
            (model.encode_images(noise), [model.encode_images([one])[0] for one in noise]),
            (model.encode_texts(TEXTS), [model.encode_texts([one])[0] for one in TEXTS]),
        ):
            assert vectors.dtype == np.float32
            assert vectors.shape == (len(alone), 512)
            assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
            assert cosines(vectors, np.stack(alone)).min() > 0.99999

    def test_equals_open_clips_own_pipeline(self, model: LoadedModel, folder: Path) -> None:
        import open_clip
        import torch
        from torchvision.transforms import Normalize, ToTensor

        net = open_clip.create_model("tiny-random", pretrained=str(folder / "weights.safetensors")).eval()
        tokens = open_clip.get_tokenizer("tiny-random")(TEXTS)
        noise = np.random.default_rng(1).integers(0, 256, (3, 224, 224, 3), np.uint8)
        normalise = Normalize(model.facts.mean, model.facts.std)
        with torch.inference_mode():
            images = net.encode_image(torch.stack([normalise(ToTensor()(one)) for one in noise]), normalize=True)
            texts = net.encode_text(tokens, normalize=True)
        assert cosines(model.encode_images(list(noise)), images.numpy()).min() > 0.99999
        assert cosines(model.encode_texts(TEXTS), texts.numpy()).min() > 0.99999

    def test_texts_are_cut_to_their_own_length_and_nothing_changes(self, model: LoadedModel) -> None:
        assert model.tokenizer.trims
        short = model.encode_texts(TEXTS[:3])
        model.tokenizer.trims = False
        full = model.encode_texts(TEXTS[:3])
        model.tokenizer.trims = True
        assert cosines(short, full).min() > 0.99999

    def test_the_tokenizers_memory_is_bounded(self, model: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("embedder.backends.tokens._REMEMBERED_WORDS", 100)
        before = model.encode_texts(["again"])
        model.encode_texts([" ".join(f"word{number}" for number in range(60)) for _ in range(3)])
        model.encode_texts([" ".join(f"other{number}" for number in range(60))])
        assert len(model.tokenizer._tokenizer.cache) <= 100
        assert np.allclose(model.encode_texts(["again"]), before, atol=1e-6)


class TestTheModelThatShips:
    def test_loads_by_its_name_and_gives_unit_vectors(self) -> None:
        shipped = load_model(settings("semblance-tiny"))
        assert (shipped.facts.name, shipped.facts.dimension, shipped.facts.image_size) == ("semblance-tiny", 512, 224)
        red = np.full((224, 224, 3), (230, 20, 20), np.uint8)
        for vectors in (shipped.encode_images([red, 255 - red]), shipped.encode_texts(TEXTS)):
            assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
            assert cosines(vectors[:1], vectors[1:2]).max() < 0.999


class TestACheckpoint:
    def test_vit_b_32_with_random_weights_saved_and_loaded(self, tmp_path: Path) -> None:
        checkpoint, picture, expected = write_vit_b_32(tmp_path)
        loaded = load_model(settings("ViT-B-32", model_pretrained=str(checkpoint)))
        assert (loaded.facts.name, loaded.facts.dimension) == ("ViT-B-32", 512)
        assert cosines(loaded.encode_images([picture]), expected).min() > 0.999

    def test_weights_downloaded_once_are_found_without_the_hub(self, tmp_path: Path) -> None:
        revision = tmp_path / "models--laion--CLIP-ViT-B-32-laion2B-s34B-b79K"
        (revision / "refs").mkdir(parents=True)
        (revision / "refs" / "main").write_text("0" * 40)
        (revision / "snapshots" / ("0" * 40)).mkdir(parents=True)
        kept = revision / "snapshots" / ("0" * 40) / "open_clip_model.safetensors"
        kept.write_bytes(b"not weights")
        with pytest.raises(CannotStart, match=r"open_clip_model\.safetensors cannot be loaded as ViT-B-32"):
            load_model(settings("ViT-B-32", model_pretrained="laion2b_s34b_b79k", model_cache=tmp_path))


class TestCannotStart:
    @pytest.mark.parametrize(
        ("name", "pretrained", "hints"),
        [
            ("ViT-B-32", "", ["MODEL_PRETRAINED", "laion2b_s34b_b79k", "semblance-tiny"]),
            ("ViT-B-32", "no/such/file.pt", ["MODEL_PRETRAINED", "checkpoint"]),
            ("no-such-model", "", ["MODEL_NAME", "semblance-tiny", "ViT-B-32"]),
            ("./no-such-folder", "", ["MODEL_NAME", "config.json"]),
        ],
    )
    def test_the_message_says_what_to_do(self, name: str, pretrained: str, hints: list[str]) -> None:
        with pytest.raises(CannotStart) as failure:
            load_model(settings(name, model_pretrained=pretrained))
        assert all(hint in str(failure.value) for hint in hints)

    def test_an_incomplete_folder_says_what_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match=r"no config\.json"):
            load_model(settings(tmp_path))
        (tmp_path / "config.json").write_text("[]")
        with pytest.raises(CannotStart, match="not a JSON object"):
            load_model(settings(tmp_path))
        (tmp_path / "config.json").write_text(json.dumps({"embed_dim": 512}))
        with pytest.raises(CannotStart, match="text_cfg, vision_cfg missing"):
            load_model(settings(tmp_path))
        (tmp_path / "config.json").write_text(json.dumps({"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}))
        with pytest.raises(CannotStart, match=r"weights\.safetensors"):
            load_model(settings(tmp_path))

    def test_weights_that_do_not_fit_are_not_loaded(self, folder: Path, tmp_path: Path) -> None:
        wider = (folder / "config.json").read_text().replace('"width": 64', '"width": 96')
        (tmp_path / "config.json").write_text(wider)
        (tmp_path / "weights.safetensors").write_bytes((folder / "weights.safetensors").read_bytes())
        with pytest.raises(CannotStart, match="cannot be loaded"):
            load_model(settings(tmp_path))
        (tmp_path / "weights.safetensors").write_bytes(b"garbage")
        with pytest.raises(CannotStart, match="cannot be loaded"):
            load_model(settings(tmp_path))

    def test_a_model_for_other_pictures_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match="224"):
            load_model(settings(write_folder(tmp_path / "wide", image_size=256)))

    def test_a_missing_gpu_is_said(self) -> None:
        import torch

        if torch.cuda.is_available():
            pytest.skip("there is a GPU here")
        with pytest.raises(CannotStart, match="MODEL_DEVICE"):
            load_model(settings("semblance-tiny", model_device="cuda"))
