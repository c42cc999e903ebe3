"""From a batch to one outcome for each who waits: a batch that fails is halved until the bad item fails alone."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import numpy as np
import structlog

from embedder.batching.questions import Group, Outcome
from embedder.errors import NotEmbedded, Reason
from embedder.outcomes import is_unit
from embedder.ports import Vectors

log = structlog.get_logger(__name__)

Ask = Callable[[list[Any]], Awaitable[Vectors]]
Settle = Callable[[Group, Outcome], None]


async def answer(groups: Sequence[Group], ask: Ask, settle: Settle) -> None:
    """Ask the model and settle each group. One bad item among n costs about 2·log2(n) calls more."""
    try:
        vectors = await ask([group[0].question.payload for group in groups])
        _check_shape(vectors, len(groups))
    except Exception as error:
        await _answer_halves(groups, ask, settle, error)
        return
    lengths = np.linalg.norm(vectors, axis=1)
    for group, vector, length in zip(groups, vectors, lengths, strict=True):
        settle(group, _checked(vector, float(length)))


async def _answer_halves(groups: Sequence[Group], ask: Ask, settle: Settle, error: Exception) -> None:
    if len(groups) == 1:
        log.warning("model_failed", error=type(error).__name__)
        settle(groups[0], NotEmbedded(Reason.MODEL_FAILED, "the model failed on this item"))
        return
    middle = len(groups) // 2
    for half in (groups[:middle], groups[middle:]):
        await answer(half, ask, settle)


def _check_shape(vectors: Vectors, expected: int) -> None:
    if vectors.ndim != 2 or len(vectors) != expected:
        raise ValueError("the model gave another number of vectors than it was asked for")


def _checked(vector: Vectors, length: float) -> Outcome:
    """The vector when it has length 1; NaN, infinity and zero have not."""
    if is_unit(length):
        return vector
    return NotEmbedded(Reason.NOT_FINITE, "the model gave no unit vector for this item")
