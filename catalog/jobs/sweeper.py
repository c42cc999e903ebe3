"""Keeps the ledger moving: what nobody heard is rung again, what died is put back in line, schedules fire."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from catalog.errors import QueueUnavailable
from catalog.jobs.metrics import EXPIRED, LEDGER, RUNG, LedgerGauges
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
    gauges: LedgerGauges = LEDGER

    def sweep(self) -> Swept:
        """Do one pass. Raises DatabaseUnavailable; an absent queue is left for the next pass."""
        try:
            return self._sweep()
        except Exception:
            self.gauges.forget()
            raise

    def _sweep(self) -> Swept:
        expired = self.keeper.release_expired(limit=_AT_ONCE)
        scheduled = self.keeper.fire_schedules()
        swept = Swept(expired, self._ring_due(), scheduled)
        EXPIRED.inc(swept.expired)
        RUNG.inc(swept.rung)
        self.gauges.show(self.keeper.backlog())
        return swept

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
