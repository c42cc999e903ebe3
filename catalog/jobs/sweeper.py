"""Keeps the ledger moving: what nobody heard is rung again, what died is put back in line, schedules fire."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from catalog.errors import QueueUnavailable
from catalog.jobs.metrics import DUE, EXPIRED, OLDEST_DUE_SECONDS, RUNG
from catalog.jobs.ports import Bell, JobKeeper

_log = structlog.get_logger(__name__)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What one pass found."""

    expired: int
    rung: int
    scheduled: int


@dataclass(frozen=True, slots=True)
class Sweeper:
    """One pass over the ledger; any number of processes may run it at the same time."""

    keeper: JobKeeper
    bell: Bell
    unheard: timedelta

    def sweep(self) -> Swept:
        """Do one pass. Raises DatabaseUnavailable; an absent queue is left for the next pass."""
        expired = self.keeper.release_expired(limit=_AT_ONCE)
        scheduled = self.keeper.fire_schedules()
        swept = Swept(expired, self._ring_due(), scheduled)
        self._measure(swept)
        return swept

    def _measure(self, swept: Swept) -> None:
        EXPIRED.inc(swept.expired)
        RUNG.inc(swept.rung)
        backlog = self.keeper.backlog()
        DUE.set(backlog.due)
        OLDEST_DUE_SECONDS.set(backlog.oldest_s)

    def _ring_due(self) -> int:
        rung = 0
        for summons in self.keeper.due(unheard=self.unheard, limit=_AT_ONCE):
            try:
                self.bell.ring(summons)
            except QueueUnavailable as error:
                _log.warning("bell not rung", error=str(error))
                break
            rung += 1
        return rung
