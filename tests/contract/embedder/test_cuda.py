"""The model on a GPU: bf16 against fp32, pictures a second at three batch sizes, and memory that stays as it is."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings, Precision
from tests.random_clip import write_vit_b_32

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no CUDA device here")

BATCHES = (1, 32, 256)
MIB = 1024 * 1024
GFLOP_A_PICTURE = 8.8


@pytest.fixture(scope="module")
def checkpoint() -> Iterator[Path]:
    """ViT-B-32 with random weights."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_vit_b_32(Path(folder))[0]


def loaded(checkpoint: Path, precision: Precision) -> LoadedModel:
    """That model on the GPU."""
    device, path = "cuda", str(checkpoint)
    return load_model(
        EmbedderSettings(
            model_name="ViT-B-32", model_pretrained=path, model_device=device, model_precision=precision, batch_size=256
        )
    )


def test_fp32_is_the_cpus_and_bf16_is_near_it(checkpoint: Path) -> None:
    cpu = load_model(EmbedderSettings(model_name="ViT-B-32", model_pretrained=str(checkpoint)))
    pictures = list(np.random.default_rng(3).integers(0, 256, (8, 224, 224, 3), np.uint8))
    leasts: dict[Precision, float] = {"fp32": 0.99999, "bf16": 0.999}
    for precision, least in leasts.items():
        gpu = loaded(checkpoint, precision)
        print(precision, "parity measured at start:", dict(gpu.facts.parity))
        for ours, theirs in (
            (gpu.encode_images(pictures), cpu.encode_images(pictures)),
            (gpu.encode_texts(["a", "two cats"]), cpu.encode_texts(["a", "two cats"])),
        ):
            assert ours.dtype == np.float32
            assert (ours * theirs).sum(axis=1).min() >= least


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_pictures_a_second_are_printed_and_memory_stays(checkpoint: Path, precision: Precision) -> None:
    model = loaded(checkpoint, precision)
    pictures = list(np.random.default_rng(3).integers(0, 256, (max(BATCHES), 224, 224, 3), np.uint8))
    for size in BATCHES:
        model.encode_images(pictures[:size])
        held, rounds = torch.cuda.memory_allocated(), 20
        started = time.perf_counter()
        for _ in range(rounds):
            model.encode_images(pictures[:size])
        speed = rounds * size / (time.perf_counter() - started)
        peak = torch.cuda.max_memory_allocated() // MIB
        tflops = speed * GFLOP_A_PICTURE / 1000
        print(f"{precision} batch {size}: {speed:.0f} pictures/s, {tflops:.1f} TFLOP/s, at most {peak} MiB")
        assert torch.cuda.memory_allocated() == held
