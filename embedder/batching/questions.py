"""What is asked, by whom, until when, and how one kind of it is encoded."""

import asyncio
import math
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from embedder.errors import NotEmbedded
from embedder.ports import Vectors


class Kind(StrEnum):
    """What is embedded."""

    IMAGE = "image"
    TEXT = "text"


class Priority(StrEnum):
    """Who asks: a person who waits, or a job that does not."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a request wants to be served: its class, and until when (on the monotonic clock) its client waits."""

    priority: Priority = Priority.INTERACTIVE
    deadline: float = math.inf

    @property
    def seconds_left(self) -> float:
        """How long the client will still wait; negative when it is too late, infinite when it did not say."""
        return self.deadline - time.monotonic()


@dataclass(frozen=True, slots=True)
class Question:
    """One input; two questions with the same key have the same answer. `size` is a text's length in tokens."""

    key: Hashable
    payload: Any
    size: int = 1


Outcome = Vectors | NotEmbedded
Encode = Callable[[Sequence[Any]], Vectors]


@dataclass(frozen=True, slots=True)
class Tower:
    """How one kind is encoded. A batch has at most `items`, and `padded` as the longest's size times their number."""

    encode: Encode
    items: int
    padded: float = math.inf


@dataclass(slots=True, eq=False)
class Waiting:
    """A question in the queue, and where its answer goes; done when it is answered or its client has gone."""

    question: Question
    answer: asyncio.Future[Outcome]
    since: float
    deadline: float


Group = list[Waiting]
"""Those who wait for the answer to the same question; never empty."""
