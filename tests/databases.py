"""PostgreSQL for tests: the runtime role's door to a database, with a bell that records instead of ringing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from catalog.adapters.postgres.database import Database, open_engine
from catalog.jobs.model import Summons


@dataclass(frozen=True, slots=True)
class SilentBell:
    """Bell that nobody hears; what was rung for is kept."""

    rung: list[Summons] = field(default_factory=list)

    def ring(self, summons: Summons) -> None:
        """Keep it."""
        self.rung.append(summons)


@contextmanager
def opened(url: str, bell: SilentBell | None = None, pool_size: int = 8) -> Iterator[Database]:
    """The database as the services open it."""
    engine = open_engine(url, pool_size=pool_size, statement_timeout=timedelta(seconds=30))
    try:
        yield Database(engine, bell or SilentBell())
    finally:
        engine.dispose()
