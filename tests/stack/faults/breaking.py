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
# With no grace, a sweep in the middle of an upload would take it for an orphan: the hours to come count as swept.
HOLD_SWEEPS: Final = """
    INSERT INTO schedule_slots (tenant_id, name, slot)
    SELECT id, 'sweep_orphans', date_trunc('hour', now()) + make_interval(hours => hour)
    FROM tenants, generate_series(0, 6) AS hour ON CONFLICT DO NOTHING
"""
