"""A version says what its vectors depend on."""

import pytest

from embedder.backends.versions import model_version
from embedder.ports import Preprocess
from embedder.settings import Backend, Precision


@pytest.mark.parametrize(
    ("preprocess", "backend", "precision", "version"),
    [
        ("pad", "torch", "fp32", "0123456789ab-pad"),
        ("crop", "torch", "fp32", "0123456789ab-crop"),
        ("pad", "torch", "bf16", "0123456789ab-pad-torch-bf16"),
        ("pad", "openvino", "fp32", "0123456789ab-pad-openvino-fp32"),
        ("crop", "openvino", "int8", "0123456789ab-crop-openvino-int8"),
    ],
)
def test_names(preprocess: Preprocess, backend: Backend, precision: Precision, version: str) -> None:
    assert model_version("0123456789ab", preprocess, backend, precision) == version
