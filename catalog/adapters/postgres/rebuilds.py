"""The jobs of rebuilds over all tenants."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import jobs, tenants
from catalog.images.rebuilding import TenantRebuild
from catalog.images.reindex_progress import Progress
from catalog.jobs.model import ACTIVE, JobKind, JobState, Summons
from catalog.tenancy import SystemScope

_KIND: Final = JobKind.REBUILD_INDEX
# A tenant whose rebuild of the collection is under way keeps it: asking twice changes nothing.
_ASK: Final = text("""
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, rung_at)
    SELECT id, gen_random_uuid(), :kind, :collection, :payload, 'queued', now() FROM tenants
    ON CONFLICT DO NOTHING
    RETURNING id
""").bindparams(bindparam("payload", type_=JSONB))


@dataclass(frozen=True, slots=True)
class PostgresRebuilds:
    """RebuildLedger over the jobs table."""

    database: Database

    def tenants(self, scope: SystemScope) -> set[UUID]:
        """Every tenant there is."""
        with self.database.connection(scope) as connection:
            return set(connection.execute(select(tenants.c.id)).scalars())

    def ask(self, scope: SystemScope, progress: Progress) -> tuple[list[UUID], int]:
        """Write a job for each tenant that has none active for the collection; ids of all active, how many are new."""
        asked = {"kind": _KIND.value, "collection": progress.collection, "payload": progress.payload()}
        ours = (jobs.c.kind == _KIND, jobs.c.dedupe_key == progress.collection, jobs.c.state.in_(ACTIVE))
        with self.database.connection(scope) as connection:
            new = list(connection.execute(_ASK, asked).scalars())
            active = list(connection.execute(select(jobs.c.id).where(*ours)).scalars())
        self.database.ring([Summons(job_id, 0, _KIND) for job_id in new])
        return active, len(new)

    def look(self, scope: SystemScope, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        """How far these jobs are, by tenant name."""
        statement = (
            select(tenants.c.name, jobs.c.state, jobs.c.payload, jobs.c.error)
            .join_from(jobs, tenants, jobs.c.tenant_id == tenants.c.id)
            .where(jobs.c.id.in_(job_ids))
            .order_by(tenants.c.name)
        )
        with self.database.connection(scope) as connection:
            rows = connection.execute(statement).all()
        return [TenantRebuild(row.name, JobState(row.state), Progress.read(row.payload), row.error) for row in rows]
