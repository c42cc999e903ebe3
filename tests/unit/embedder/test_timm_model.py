"""A model of timm, such as DINOv2, behind the same port: its vectors are timm's own, and a misfit is said in a line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from huggingface_hub import constants
from safetensors.torch import save_file

from embedder.backends.loading import load_model
from embedder.errors import CannotStart, NoTextTower
from embedder.ports import Pixels, Vectors
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators
from tests.random_timm import DINO, TINY, write_checkpoint, write_dino_folder

declare_missing_operators()

import timm  # noqa: E402  its import asks for torchvision's operators
from timm.layers import resample_abs_pos_embed  # noqa: E402

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def settings(name: Path | str, **more: Any) -> EmbedderSettings:
    """Two threads, so that a test does not take the machine."""
    return EmbedderSettings(model_name=str(name), model_threads=2, batch_size=2, **more)


def pictures() -> list[Pixels]:
    """Noise, and two that are nothing like it."""
    noise = np.random.default_rng(1).integers(0, 256, (224, 224, 3), np.uint8)
    dark, bright = np.zeros_like(noise), noise // 2 + 128
    dark[:, 112:] = (250, 40, 10)
    bright[:112] = 255
    return [noise, dark, bright]


@torch.inference_mode()
def timms_own(net: Any) -> Vectors:
    """The unit vectors of the pictures by timm's forward pass, normalised as its data config says."""
    mean, std = (torch.tensor(net.pretrained_cfg[key]).view(3, 1, 1) for key in ("mean", "std"))
    batch = torch.stack([(torch.from_numpy(one).permute(2, 0, 1) / 255 - mean) / std for one in pictures()])
    unit: Vectors = torch.nn.functional.normalize(net(batch), dim=-1).numpy()
    return unit


def assert_same(ours: Vectors, theirs: Vectors) -> None:
    """Cosine above 0.99999 row by row, of vectors that differ from picture to picture."""
    assert (ours * theirs).sum(axis=1).min() > 0.99999
    assert (theirs @ theirs.T - np.eye(len(theirs))).max() < 0.9999, "pictures that look alike would prove nothing"


class TestDinoInAFolder:
    def test_is_timms_forward_on_resampled_positions(self, tmp_path: Path) -> None:
        folder, trained = write_dino_folder(tmp_path / "dino", embed_dim=768, num_heads=12)
        state = trained.state_dict()
        assert state["pos_embed"].shape[1] == 37 * 37 + 1
        state["pos_embed"] = resample_abs_pos_embed(state["pos_embed"], [16, 16], num_prefix_tokens=1)
        reference = timm.create_model(DINO, img_size=224, depth=1).eval()
        reference.load_state_dict(state)
        loaded = load_model(settings(folder))
        assert_same(loaded.encode_images(pictures()), timms_own(reference))
        facts = loaded.facts
        assert (facts.name, facts.dimension, facts.image_size, facts.context_length) == ("dino", 768, 224, 0)
        assert (facts.mean, facts.std) == IMAGENET

    def test_vectors_are_unit_float32_whatever_the_batch(self, tmp_path: Path) -> None:
        loaded = load_model(settings(write_dino_folder(tmp_path / "dino")[0]))
        together = loaded.encode_images(pictures())
        alone = np.concatenate([loaded.encode_images([one]) for one in pictures()])
        assert together.dtype == np.float32
        assert together.shape == (3, TINY["embed_dim"])
        assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-5
        assert (together * alone).sum(axis=1).min() > 0.99999

    def test_is_the_same_by_openvino(self, tmp_path: Path) -> None:
        folder, _ = write_dino_folder(tmp_path / "dino")
        by_torch = load_model(settings(folder))
        by_openvino = load_model(settings(folder, model_backend="openvino", model_cache=tmp_path))
        assert_same(by_openvino.encode_images(pictures()), by_torch.encode_images(pictures()))
        assert by_openvino.facts.context_length == 0
        with pytest.raises(NoTextTower):
            by_openvino.tokenize(["a"])

    def test_takes_no_texts(self, tmp_path: Path) -> None:
        loaded = load_model(settings(write_dino_folder(tmp_path / "dino")[0]))
        with pytest.raises(NoTextTower):
            loaded.tokenize(["a"])

    def test_the_version_changes_with_the_weights(self, tmp_path: Path) -> None:
        one, other = (load_model(settings(write_dino_folder(tmp_path / str(seed), seed=seed)[0])) for seed in (1, 2))
        assert one.facts.version != other.facts.version

    def test_weights_that_do_not_fit_the_config_are_refused(self, tmp_path: Path) -> None:
        folder, _ = write_dino_folder(tmp_path / "dino")
        config = json.loads((folder / "config.json").read_text())
        config["model_args"]["depth"] = 2
        (folder / "config.json").write_text(json.dumps(config))
        with pytest.raises(CannotStart, match=r"model\.safetensors cannot be loaded as dino: .*blocks\.1"):
            load_model(settings(folder))

    def test_an_architecture_that_timm_has_not_is_refused(self, tmp_path: Path) -> None:
        folder, _ = write_dino_folder(tmp_path / "dino")
        (folder / "config.json").write_text(json.dumps({"architecture": "no_such_model"}))
        with pytest.raises(CannotStart, match="no_such_model"):
            load_model(settings(folder))


class TestACheckpoint:
    @pytest.mark.parametrize(("architecture", "arguments"), [("test_vit", {"img_size": 224}), ("test_convnext", {})])
    def test_equals_timm_without_its_classifier(
        self, architecture: str, arguments: dict[str, int], tmp_path: Path
    ) -> None:
        saved = write_checkpoint(tmp_path / "weights.pt", architecture, num_classes=7, **arguments)
        saved.reset_classifier(0)
        loaded = load_model(settings(f"timm/{architecture}", model_pretrained=str(tmp_path / "weights.pt")))
        assert loaded.facts.name == architecture
        assert_same(loaded.encode_images(pictures()), timms_own(saved))

    def test_of_another_model_is_refused(self, tmp_path: Path) -> None:
        write_checkpoint(tmp_path / "weights.pt", "test_resnet")
        with pytest.raises(CannotStart, match=r"weights\.pt cannot be loaded as test_vit: .*pos_embed"):
            load_model(settings("timm/test_vit", model_pretrained=str(tmp_path / "weights.pt")))

    def test_with_a_weight_missing_is_refused(self, tmp_path: Path) -> None:
        state = write_checkpoint(tmp_path / "weights.pt", "test_vit").state_dict()
        del state["blocks.0.norm1.weight"]
        save_file(state, tmp_path / "weights.safetensors")
        with pytest.raises(CannotStart, match=r"Missing key.*norm1\.weight"):
            load_model(settings("timm/test_vit", model_pretrained=str(tmp_path / "weights.safetensors")))

    def test_that_is_none_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "weights.pt").write_bytes(b"garbage")
        with pytest.raises(CannotStart, match=r"weights\.pt cannot be loaded as test_vit"):
            load_model(settings("timm/test_vit", model_pretrained=str(tmp_path / "weights.pt")))


class TestTheHub:
    def test_weights_downloaded_once_are_found_without_it(self, tmp_path: Path) -> None:
        saved = write_checkpoint(tmp_path / "weights.pt", "test_vit")
        folder = tmp_path / "models--timm--test_vit.r160_in1k"
        (folder / "refs").mkdir(parents=True)
        (folder / "refs" / "main").write_text("0" * 40)
        (folder / "snapshots" / ("0" * 40)).mkdir(parents=True)
        save_file(saved.state_dict(), folder / "snapshots" / ("0" * 40) / "model.safetensors")
        loaded = load_model(settings("timm/test_vit.r160_in1k", model_cache=tmp_path))
        assert (loaded.facts.name, loaded.facts.dimension) == ("test_vit.r160_in1k", saved.num_features)

    def test_without_it_the_way_out_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(CannotStart, match=r"MODEL_CACHE \(.*allow the network once, or .* MODEL_PRETRAINED"):
            load_model(settings("timm/vit_base_patch14_dinov2.lvd142m", model_cache=tmp_path))

    @pytest.mark.parametrize(
        ("name", "pretrained", "hints"),
        [
            ("timm/no_such_model", "", ["MODEL_NAME", "vit_base_patch14_dinov2.lvd142m"]),
            ("timm/vit_base_patch14_dinov2.nosuchtag", "", ["MODEL_NAME", "vit_base_patch14_dinov2.lvd142m"]),
            ("timm/vit_base_patch14_dinov2.lvd142m", "no/such/file.pt", ["MODEL_PRETRAINED", "checkpoint"]),
            ("timm/gcvit_base.in1k", "", ["no weights", "MODEL_PRETRAINED"]),
        ],
    )
    def test_a_name_that_cannot_be_meant_is_refused(self, name: str, pretrained: str, hints: list[str]) -> None:
        with pytest.raises(CannotStart) as failure:
            load_model(settings(name, model_pretrained=pretrained))
        assert all(hint in str(failure.value) for hint in hints)
