"""Settings come from the environment, and what they promise holds for the small ones too."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from embedder.cores import usable_cores
from embedder.main import set_library_defaults
from embedder.settings import EmbedderSettings, batch_class_share


def test_names_are_flat_and_capital(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"MODEL_NAME": "ViT-B-32", "BATCH_SIZE": "3", "EMBED_QUEUE_LIMIT": "9", "S3_BUCKET": "b"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = EmbedderSettings()
    assert (settings.model_name, settings.batch_size, settings.embed_queue_limit) == ("ViT-B-32", 3, 9)
    assert settings.s3_bucket == "b"


def test_the_secret_is_not_printed() -> None:
    assert "hush" not in repr(EmbedderSettings(s3_secret_key="hush"))


@pytest.mark.parametrize("limit", [1, 2, 8, 256])
def test_the_largest_request_of_the_batch_class_fits_into_an_empty_queue(limit: int) -> None:
    settings = EmbedderSettings(embed_queue_limit=limit)
    assert 1 <= settings.max_items <= batch_class_share(limit) <= limit


@pytest.mark.parametrize(
    "values",
    [
        {"model_device": "gpu"},
        {"batch_size": 0},
        {"embed_port": 70000},
        {"embed_drain_s": 21},
        {"embed_drain_s": 10, "embed_stop_timeout_s": 17},
    ],
)
def test_what_cannot_work_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EmbedderSettings.model_validate(values)


@pytest.mark.parametrize(
    ("values", "streams", "each"),
    [
        ({"model_threads": 1}, 1, 1),
        ({"model_threads": 2}, 2, 1),
        ({"model_threads": 16}, 4, 4),
        ({"model_threads": 8, "model_streams": 1}, 1, 8),
        ({"model_threads": 2, "model_streams": 3}, 3, 1),
        ({"model_threads": 8, "model_device": "cuda"}, 1, 8),
    ],
)
def test_the_threads_are_shared_out_among_the_streams(values: dict[str, object], streams: int, each: int) -> None:
    settings = EmbedderSettings.model_validate(values)
    assert (settings.streams, settings.threads_per_stream) == (streams, each)


@pytest.mark.parametrize(
    ("values", "images"),
    [({}, 4), ({"model_device": "cuda:1"}, 64), ({"batch_size": 3}, 3), ({"batch_size": 3, "model_device": "cuda"}, 3)],
)
def test_a_batch_is_small_on_a_cpu_and_large_on_a_gpu(values: dict[str, object], images: int) -> None:
    assert EmbedderSettings.model_validate(values).images_per_batch == images


def test_without_a_word_the_model_may_use_the_cores_there_are() -> None:
    assert EmbedderSettings().threads == usable_cores()


@pytest.mark.parametrize(
    ("values", "field", "hint"),
    [
        ({"model_backend": "openvino", "model_device": "cuda"}, "model_backend", "MODEL_DEVICE=cpu"),
        ({"model_precision": "int8"}, "model_precision", "MODEL_BACKEND=openvino"),
        ({"model_precision": "int8", "model_device": "cuda"}, "model_precision", "MODEL_BACKEND=openvino"),
        ({"model_precision": "bf16"}, "model_precision", "MODEL_DEVICE=cuda"),
        ({"model_precision": "bf16", "model_backend": "openvino"}, "model_precision", "MODEL_DEVICE=cuda"),
        ({"model_backend": "onnx"}, "model_backend", "torch"),
        ({"model_precision": "fp16"}, "model_precision", "bf16"),
    ],
)
def test_a_precision_that_backend_or_device_has_not_is_refused(values: dict[str, str], field: str, hint: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EmbedderSettings.model_validate(values)
    [error] = refused.value.errors()
    assert error["loc"] == (field,)
    assert hint in error["msg"]


@pytest.mark.parametrize(
    "values",
    [
        {"model_backend": "openvino", "model_precision": "int8"},
        {"model_backend": "openvino", "model_precision": "fp32"},
        {"model_device": "cuda:1", "model_precision": "bf16"},
    ],
)
def test_pairs_that_work_are_taken(values: dict[str, str]) -> None:
    assert EmbedderSettings.model_validate(values).model_precision == values["model_precision"]


def test_threads_wait_without_spinning_unless_the_operator_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"HF_HUB_VERBOSITY": "info"})
    set_library_defaults()
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"
    assert os.environ["HF_HUB_VERBOSITY"] == "info"


def test_every_setting_is_described() -> None:
    page = (Path(__file__).parents[3] / "docs" / "embedder.md").read_text()
    assert [name for name in EmbedderSettings.model_fields if f"`{name.upper()}`" not in page] == []
