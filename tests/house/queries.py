"""What an expression of Prometheus names: its metrics and its labels, found by taking everything else away."""

import re
from typing import Final

_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_MATCHERS: Final = re.compile(r"\{([^{}]*)\}")
_RANGE: Final = re.compile(r"\[[^\]]*\]")
_GROUPING: Final = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^()]*)\)")
_FUNCTION: Final = re.compile(r"\b[a-z_0-9]+(?=\s*\()")
_NAME: Final = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_WORDS: Final = frozenset({"and", "or", "unless", "bool", "offset", "inf", "nan"})


def metrics_in(expression: str) -> set[str]:
    """The names of the metrics that the expression asks for."""
    bare = _GROUPING.sub(" ", _RANGE.sub(" ", _MATCHERS.sub(" ", _TEXT.sub('""', expression))))
    return {name for name in _NAME.findall(_FUNCTION.sub(" ", bare)) if name not in _WORDS}


def labels_in(expression: str) -> set[str]:
    """The labels that the expression matches on or groups by."""
    bare = _TEXT.sub('""', expression)
    return {name for part in (*_MATCHERS.findall(bare), *_GROUPING.findall(bare)) for name in _NAME.findall(part)}
