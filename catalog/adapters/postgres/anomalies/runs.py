"""The run of each dataset of one tenant, the generations that were begun, and what people set."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import Connection, Row, select, text
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.anomaly_tables import anomaly_runs, anomaly_settings
from catalog.anomalies.model import DEFAULT_BUDGET, AnomalyRun
from catalog.anomalies.scoring import Method
from catalog.tenancy import TenantScope

_FIELDS: Final = tuple(field.name for field in fields(AnomalyRun) if field.name != "job_id")
_RUN, _SET = anomaly_runs.c, anomaly_settings.c
_HOLD: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('anomalies ' || :own || ' ' || :dataset, 0))")


@dataclass(frozen=True, slots=True)
class PostgresRuns:
    """AnomalyRuns over one connection."""

    connection: Connection
    scope: TenantScope

    def hold(self, dataset_id: str) -> None:
        """Keep other switches and reviews of the dataset out until this transaction ends."""
        self.connection.execute(_HOLD, {"own": str(self.scope.tenant_id), "dataset": dataset_id})

    def new_generation(self, dataset_id: str) -> int:
        """The number of a new generation, higher than any before."""
        self.hold(dataset_id)
        key = {"tenant_id": self.scope.tenant_id, "dataset_id": dataset_id}
        statement = insert(anomaly_settings).values(**key, generations=1)
        further = statement.on_conflict_do_update(
            index_elements=[_SET.tenant_id, _SET.dataset_id], set_={"generations": _SET.generations + 1}
        )
        return int(self.connection.execute(further.returning(_SET.generations)).scalar_one())

    def find(self, dataset_id: str) -> AnomalyRun | None:
        """The run that counts, or None before the first."""
        return next((run for run in self._runs(_RUN.dataset_id == dataset_id)), None)

    def all(self) -> list[AnomalyRun]:
        """Every dataset's, in the order of their ids."""
        return self._runs()

    def switch(self, run: AnomalyRun) -> bool:
        """Make it the run that counts; False, and nothing is changed, when a newer generation was begun."""
        if self._setting(run.dataset_id, _SET.generations) != run.generation:
            return False
        row = {name: getattr(run, name) for name in _FIELDS} | {"tenant_id": self.scope.tenant_id}
        row |= {name: {method.value: value for method, value in row[name].items()} for name in ("fences", "flagged")}
        statement = insert(anomaly_runs).values(row)
        key = [_RUN.tenant_id, _RUN.dataset_id]
        self.connection.execute(statement.on_conflict_do_update(index_elements=key, set_=row))
        return True

    def budget(self, dataset_id: str) -> int:
        """How many images a night; DEFAULT_BUDGET where nobody said."""
        found = self._setting(dataset_id, _SET.budget)
        return DEFAULT_BUDGET if found is None else int(found)

    def set_budget(self, dataset_id: str, budget: int) -> None:
        """Note it."""
        row = {"tenant_id": self.scope.tenant_id, "dataset_id": dataset_id, "budget": budget}
        key = [_SET.tenant_id, _SET.dataset_id]
        self.connection.execute(
            insert(anomaly_settings).values(row).on_conflict_do_update(index_elements=key, set_={"budget": budget})
        )

    def _setting(self, dataset_id: str, column: Any) -> Any:
        own = (_SET.tenant_id == self.scope.tenant_id, _SET.dataset_id == dataset_id)
        return self.connection.execute(select(column).where(*own)).scalar()

    def _runs(self, *conditions: Any) -> list[AnomalyRun]:
        own = _RUN.tenant_id == self.scope.tenant_id
        statement = select(*(_RUN[name] for name in _FIELDS)).where(own, *conditions).order_by(_RUN.dataset_id)
        return [_run_of(row) for row in self.connection.execute(statement)]


def _run_of(row: Row[Any]) -> AnomalyRun:
    values = dict(row._mapping)
    return AnomalyRun(**(values | {name: _by_method(values[name]) for name in ("fences", "flagged")}))


def _by_method(told: Mapping[str, Any]) -> dict[Method, Any]:
    return {method: told[method.value] for method in Method if method.value in told}
