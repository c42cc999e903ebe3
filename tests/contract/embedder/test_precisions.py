"""Less exact numbers: bf16 as on a GPU, weights in int8, and the check that refuses what is too far from fp32."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from embedder.backends import parity
from embedder.backends.checkpoints import find_weights
from embedder.backends.int8_weights import compress_weights
from embedder.backends.loading import load_model
from embedder.backends.networks import build
from embedder.backends.quiet_openvino import openvino
from embedder.backends.torch_model import TorchModel
from embedder.errors import CannotStart, NoTextTower
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators
from tests.random_clip import tiny_config, write_folder
from tests.random_timm import write_dino_folder

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators


def test_bf16_is_near_fp32_and_says_so(tmp_path: Path) -> None:
    weights = find_weights(EmbedderSettings(model_name=str(write_folder(tmp_path / "tiny-random"))))
    net, tokenizer = build(weights, "cpu")
    model = TorchModel(net, tokenizer, name="tiny", version="v", device="cpu", precision="bf16")
    reference = parity.reference(model)
    assert parity.measured(model, reference) == pytest.approx({"image": 1.0, "text": 1.0}, abs=1e-6)
    model.lower()
    assert {value.dtype for value in net.parameters()} == {torch.bfloat16}
    lowered = parity.measured(model, reference)
    parity.check(lowered, what="bf16", instead="fp32")
    assert max(lowered.values()) < 0.999999
    vectors = model.encode_texts(["a red circle"])
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


@pytest.mark.parametrize("cosine", [0.9989, -1.0, float("nan")])
def test_what_is_too_far_is_refused_with_the_figure_and_the_way_out(cosine: float) -> None:
    parity.check({"image": 0.999, "text": 1.0}, what="a model", instead="MODEL_PRECISION=fp32")
    with pytest.raises(CannotStart, match=rf"a model .* text .* {cosine:.4f} .* 0\.999 .* set MODEL_PRECISION=fp32"):
        parity.check({"image": 1.0, "text": cosine}, what="a model", instead="MODEL_PRECISION=fp32")


def test_the_probes_are_pictures_and_captions_of_all_lengths(tmp_path: Path) -> None:
    model = load_model(EmbedderSettings(model_name=str(write_folder(tmp_path / "tiny-random")), model_threads=1))
    reference = parity.reference(model)
    lengths = [len(row) for row in reference.tokens]
    assert (min(lengths), max(lengths)) == (3, 77)
    assert {tuple(np.unique(one)) for one in reference.pixels if one.min() == one.max()} == {(0,), (255,)}
    reference.save(tmp_path / "reference.npz")
    again = parity.Reference.load(tmp_path / "reference.npz")
    assert [row.tolist() for row in again.tokens] == [row.tolist() for row in reference.tokens]
    assert (again.images == reference.images).all()


def test_weights_of_products_become_int8_and_nothing_else() -> None:
    rows = (np.random.default_rng(1).normal(size=(64, 128)) * np.arange(64)[:, None]).astype(np.float32)
    opset = openvino.opset16
    given = opset.parameter([-1, 128], np.float32)
    product = opset.matmul(given, opset.constant(rows), False, True)
    shifted = opset.add(product, opset.constant(np.ones((64, 64), np.float32)))
    network = openvino.Model([shifted], [given])
    assert compress_weights(network) == 1
    kinds = [node.get_element_type() for node in network.get_ops() if node.get_type_name() == "Constant"]
    assert kinds.count(openvino.Type.i8) == 1
    asked = np.eye(64, 128, dtype=np.float32)
    exact = {"DYNAMIC_QUANTIZATION_GROUP_SIZE": "0", "INFERENCE_PRECISION_HINT": "f32"}
    answer = openvino.compile_model(network, "CPU", exact)([asked])[0]
    assert np.abs(answer - 1 - rows[:, :64].T).max() <= np.abs(rows).max() / 127 / 2 + 1e-3


def test_a_text_tower_that_may_not_be_shortened_is_exported_at_full_length(tmp_path: Path) -> None:
    folder = tmp_path / "custom-text"
    folder.mkdir()
    torch.manual_seed(3)
    net = open_clip.CustomTextCLIP(**tiny_config()).eval()
    save_file(net.state_dict(), folder / "weights.safetensors")
    (folder / "config.json").write_text(json.dumps(tiny_config() | {"custom_text": True}))
    model = load_model(EmbedderSettings(model_name=str(folder), model_cache=tmp_path, model_backend="openvino"))
    assert {len(row) for row in model.tokenize(["a", "word " * 99])} == {77}
    assert min(model.facts.parity.values()) > 0.99999
    assert model.encode_texts(["a", "two cats"]).shape == (2, 512)


def test_a_model_of_pictures_alone_is_exported_too(tmp_path: Path) -> None:
    folder, *_ = write_dino_folder(tmp_path / "dino")
    model = load_model(EmbedderSettings(model_name=str(folder), model_cache=tmp_path, model_backend="openvino"))
    assert (set(model.facts.parity), model.facts.context_length) == ({"image"}, 0)
    assert model.facts.parity["image"] > 0.99999
    with pytest.raises(NoTextTower):
        model.encode_tokens([np.zeros(3, np.int64)])
