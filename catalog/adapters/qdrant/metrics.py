"""What operators see of the index. The guard's counter is an alarm: it never moves while the filters hold."""

from typing import Final

from prometheus_client import Counter

GUARD_TRIPS: Final = Counter("semblance_tenant_guard_trips_total", "Foreign points that the index answered with.")
