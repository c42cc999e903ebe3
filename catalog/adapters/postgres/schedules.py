"""The clock's jobs: a slot is a row, so that however many schedulers look, one of them asks for its job."""

from typing import Final

from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from catalog.jobs.schedules import SCHEDULES, Period, Schedule

# Of the slots that have come, only the newest is looked at: what an outage missed is made up for once.
_HOUR: Final = "date_trunc('hour', now())"
# By a hash of its id: so many seconds after midnight UTC a tenant's day begins.
BEGINS_S: Final = "mod(('x' || left(md5(id::text), 7))::bit(28)::int, 86400)"
_DAY: Final = f"date_trunc('day', now() - make_interval(secs => {BEGINS_S}))"


def _fire(slot: str) -> TextClause:
    # The first scheduler to write the slot asks for the job, the others find it written.
    return text(f"""
        WITH slots AS (
            INSERT INTO schedule_slots (tenant_id, name, slot)
            SELECT id, CAST(:name AS varchar), {slot} FROM tenants
            ON CONFLICT DO NOTHING
            RETURNING tenant_id
        )
        INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
        SELECT tenant_id, gen_random_uuid(), :kind, :dedupe_key, :payload, 'queued' FROM slots
        ON CONFLICT DO NOTHING
    """).bindparams(bindparam("payload", type_=JSONB))  # noqa: S608 - our own words


_FIRE: Final = {Period.HOUR: _fire(_HOUR), Period.DAY: _fire(_DAY)}
_FORGET: Final = text("DELETE FROM schedule_slots WHERE slot < now() - interval '7 days'")


def fire(connection: Connection) -> int:
    """Write the jobs whose slot has come and is not taken; how many. The connection is the system's."""
    fired = sum(_asked(connection, schedule) for schedule in SCHEDULES)
    if fired:
        connection.execute(_FORGET)
    return fired


def _asked(connection: Connection, schedule: Schedule) -> int:
    values = {
        "name": schedule.kind.value,
        "kind": schedule.kind.value,
        "dedupe_key": schedule.dedupe_key,
        "payload": dict(schedule.payload),
    }
    return connection.execute(_FIRE[schedule.period], values).rowcount
