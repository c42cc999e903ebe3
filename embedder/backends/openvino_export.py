"""A torch module to a file that OpenVINO runs, in fp32 or with weights in int8."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import torch

from embedder.backends.int8_weights import compress_weights
from embedder.backends.quiet_openvino import openvino
from embedder.settings import Precision


def export_tower(
    graph: torch.nn.Module, example: torch.Tensor, shape: Sequence[int], path: Path, precision: Precision
) -> None:
    """Write the module, which takes one tensor, to `path` (.xml, the weights beside it as .bin).

    `shape` is the input's, -1 for any; `example` an input of that shape, its axes of any size longer than one.
    """
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # torch warns of tracing, which the conversion does
        network = openvino.convert_model(
            graph.eval(), example_input=example, input=[openvino.PartialShape(list(shape))]
        )
    if precision == "int8":
        compress_weights(network)
    openvino.save_model(network, path, compress_to_fp16=False)
