"""OpenVINO, imported so that its telemetry cannot run: import `openvino` from here and nowhere else.

The package `openvino_telemetry`, which OpenVINO depends on, would write a consent file into the home folder and report
conversions over the network. Where it cannot be imported OpenVINO does without.
"""

import sys
from typing import Any

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own way to say "not importable"

import openvino as _openvino  # type: ignore[import-untyped]  # noqa: E402  only after that

openvino: Any = _openvino
