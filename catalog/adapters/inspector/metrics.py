"""What operators see of the processes that look at pictures."""

from typing import Final

from prometheus_client import Counter

LOST: Final = Counter(
    "semblance_inspector_children_lost_total", "Processes that had to be replaced while they looked.", ["cause"]
)
