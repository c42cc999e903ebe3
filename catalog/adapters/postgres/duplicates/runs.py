"""The last grouping of each dataset of one tenant."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.duplicate_tables import duplicate_runs
from catalog.duplicates.model import Run
from catalog.tenancy import TenantScope

_FIELDS = tuple(Run.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class PostgresRuns:
    """RunRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def find(self, dataset_id: str) -> Run | None:
        """The run, or None before the first."""
        return next((run for run in self._runs(duplicate_runs.c.dataset_id == dataset_id)), None)

    def all(self) -> list[Run]:
        """Every dataset's, in the order of their ids."""
        return self._runs()

    def put(self, run: Run) -> None:
        """Make it the dataset's run."""
        row = {**asdict(run), "tenant_id": self.scope.tenant_id, "random_pairs": dict(run.random_pairs)}
        statement = insert(duplicate_runs).values(row)
        key = [duplicate_runs.c.tenant_id, duplicate_runs.c.dataset_id]
        self.connection.execute(statement.on_conflict_do_update(index_elements=key, set_=row))

    def _runs(self, *conditions: object) -> list[Run]:
        own = duplicate_runs.c.tenant_id == self.scope.tenant_id
        statement = select(*(duplicate_runs.c[name] for name in _FIELDS)).where(own, *conditions)  # type: ignore[arg-type]
        return [Run(*row) for row in self.connection.execute(statement.order_by(duplicate_runs.c.dataset_id))]
