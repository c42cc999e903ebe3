"""Weights of an exported tower to int8: symmetric, one scale a row, so that a product's output channel has its own.

Only the weights: with them alone the CPU plugin quantises the other factor while it runs, by groups of each row
(DYNAMIC_QUANTIZATION_GROUP_SIZE), which needs no calibration and makes no row depend on another.
"""

from typing import Any, Final

import numpy as np

from embedder.backends.quiet_openvino import openvino

_LEVELS: Final = 127
_SMALLEST: Final = 4096


def compress_weights(network: Any) -> int:
    """Replace the weight matrices of all products in place; how many there were."""
    found = [node for node in network.get_ops() if _is_weights(node)]
    for node in found:
        uses = list(node.output(0).get_target_inputs())
        replacement = _scaled_int8(node.data)
        for use in uses:
            use.replace_source_output(replacement.output(0))
    network.validate_nodes_and_infer_types()
    return len(found)


def _is_weights(node: Any) -> bool:
    """A constant float32 matrix, rows the output channels, that is used as the second factor of products alone."""
    if node.get_type_name() != "Constant" or node.get_element_type() != openvino.Type.f32:
        return False
    shape = tuple(node.get_output_shape(0))
    if len(shape) != 2 or shape[0] * shape[1] < _SMALLEST:
        return False
    return all(_is_second_factor(use) for use in node.output(0).get_target_inputs())


def _is_second_factor(use: Any) -> bool:
    product = use.get_node()
    if product.get_type_name() != "MatMul" or use.get_index() != 1:
        return False
    return bool(product.get_attributes()["transpose_b"])


def _scaled_int8(matrix: np.ndarray) -> Any:
    """The matrix as int8, converted and multiplied by its rows' scales: the form that the CPU plugin computes in."""
    scales = np.abs(matrix).max(axis=1, keepdims=True).astype(np.float32) / _LEVELS
    scales[scales == 0] = 1
    steps = openvino.opset16.constant(np.round(matrix / scales).astype(np.int8))
    return openvino.opset16.multiply(openvino.opset16.convert(steps, "f32"), openvino.opset16.constant(scales))
