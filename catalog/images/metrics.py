"""What operators see of what comes in."""

from typing import Final

from prometheus_client import Counter

INFECTED: Final = Counter("semblance_infected_uploads_total", "Uploads that the virus scanner refused.")
