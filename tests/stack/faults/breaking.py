"""How the stack for breaking is set up: quick to notice a death, without grace for orphans."""

from collections.abc import Mapping
from typing import Final

QUICK: Final[Mapping[str, str]] = {
    "LEASE_S": "2",
    "UNHEARD_S": "2",
    "SWEEP_S": "0.5",
    "FINISH_DELAY_S": "1",
    "ORPHAN_GRACE_S": "0",
    "LOCAL_LONGEST_PAUSE_S": "0.5",
}
# With no grace, a sweep in the middle of an upload would take it for an orphan: the hours to come count as swept. So do
# the days for what comes daily, whenever a tenant's day begins: a day's slot is its midnight.
HOLD_SWEEPS: Final = """
    INSERT INTO schedule_slots (tenant_id, name, slot)
    SELECT id, kind, date_trunc('hour', now()) + make_interval(hours => hour)
    FROM tenants, generate_series(-48, 48) AS hour,
        unnest(ARRAY['sweep_orphans', 'purge_trash', 'check_quality', 'sweep_duplicates']) AS kind
    ON CONFLICT DO NOTHING
"""
