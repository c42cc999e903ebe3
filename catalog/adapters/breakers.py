"""Circuit breakers: while a dependency is away, one caller now and then asks it and all others are told at once.

Closed: all may ask; so many failures in a row open it. Open: nobody may, for a pause. Half open: one caller may, and
what becomes of that call closes it or opens it again.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Final

import structlog
from prometheus_client import Counter, Gauge

from catalog.errors import Unavailable

_log = structlog.get_logger(__name__)

STATE: Final = Gauge("semblance_breaker_state", "0 closed, 1 half open, 2 open.", ["dependency"])
OPENED: Final = Counter("semblance_breaker_opened_total", "How often callers were cut off.", ["dependency"])

_JITTER: Final = 0.2
# For callers that come while another asks: the answer is a moment away.
_SOON_S: Final = 1.0
# What a proxy or a starting server answers for a whole service. A 500 is about one request, and it comes at once.
_AWAY_STATUSES: Final = frozenset({502, 503, 504})


class State(IntEnum):
    """The values of the gauge."""

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2


class Verdict(Enum):
    """What a failed call says of the dependency."""

    AWAY = auto()  # nobody is there: refused, silent, or a proxy says so
    ANSWERED = auto()  # it is there, and did not like this call or is busy
    UNCLEAR = auto()  # it was not even asked


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """So many failures in a row open a breaker, for so many seconds, give or take a fifth."""

    failures: int = 5
    pause_s: float = 5.0


DEFAULT_LIMITS: Final = BreakerLimits()


class Breaker:
    """The breaker of one dependency in this process. Thread-safe; it never holds its lock while the call runs.

    `unavailable` is what callers get while it is open; `judge` says what a call's exception means.
    """

    def __init__(
        self,
        dependency: str,
        unavailable: type[Unavailable],
        judge: Callable[[Exception], Verdict],
        limits: BreakerLimits = DEFAULT_LIMITS,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._dependency = dependency
        self._unavailable = unavailable
        self._judge = judge
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._state = State.CLOSED
        # Counts the changes of state: a call that began before the last one says nothing of now.
        self._era = 0
        self._failures = 0
        self._open_until = 0.0
        self._probing = False
        self._gauge = STATE.labels(dependency)
        self._opened = OPENED.labels(dependency)
        self._gauge.set(self._state)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """One call to the dependency. Raises `unavailable` at once, with what is left of the pause, while open."""
        era = self._admit()
        verdict = Verdict.UNCLEAR
        try:
            yield
            verdict = Verdict.ANSWERED
        except Exception as error:
            verdict = self._judge(error)
            raise
        finally:
            self._settle(era, verdict)

    def found_ready(self) -> None:
        """Close it, because a readiness probe, which no breaker holds back, was answered.

        Being ready is less than doing the work: the first failure opens it again.
        """
        with self._lock:
            if self._state is not State.CLOSED:
                self._turn(State.CLOSED)
                self._failures = self._limits.failures - 1

    def _admit(self) -> int:
        with self._lock:
            if self._state is State.CLOSED:
                return self._era
            left = self._open_until - self._clock()
            if self._state is State.OPEN and left <= 0:
                self._turn(State.HALF_OPEN)
            if self._state is State.HALF_OPEN and not self._probing:
                self._probing = True
                return self._era
        raise self._unavailable(f"{self._dependency} is taken to be away", retry_after_s=max(left, _SOON_S))

    def _settle(self, era: int, verdict: Verdict) -> None:
        with self._lock:
            if era != self._era:
                return
            self._probing = False
            if verdict is Verdict.AWAY:
                self._failures += 1
                if self._state is State.HALF_OPEN or self._failures >= self._limits.failures:
                    self._open()
            elif verdict is Verdict.ANSWERED:
                self._failures = 0
                if self._state is State.HALF_OPEN:
                    self._turn(State.CLOSED)

    def _open(self) -> None:
        # Processes that lost the same dependency together do not all come back to it in the same moment.
        pause = self._limits.pause_s * random.uniform(1 - _JITTER, 1 + _JITTER)
        self._open_until = self._clock() + pause
        self._turn(State.OPEN)
        self._opened.inc()

    def _turn(self, state: State) -> None:
        self._state = state
        self._era += 1
        self._failures = 0
        self._gauge.set(state)
        tell = _log.warning if state is State.OPEN else _log.info
        tell("breaker changed", dependency=self._dependency, state=state.name.lower())


def verdict_on_status(status: int, *, asks_to_wait: bool) -> Verdict:
    """What an error status says; with a Retry-After, or the like, it is there and merely full."""
    return Verdict.AWAY if status in _AWAY_STATUSES and not asks_to_wait else Verdict.ANSWERED
