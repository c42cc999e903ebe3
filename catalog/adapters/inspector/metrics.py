"""What operators see of the processes that look at pictures."""

from typing import Final

from prometheus_client import Counter

from catalog.adapters.inspector.process import Cause

LOST: Final = Counter(
    "semblance_inspector_children_lost_total", "Processes that had to be replaced while they looked.", ["cause"]
)
# A series that begins at 1 has not risen: every cause is there from the start, at 0.
for _cause in Cause:
    LOST.labels(_cause.value)
