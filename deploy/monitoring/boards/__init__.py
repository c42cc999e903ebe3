"""What the dashboards show."""

from collections.abc import Sequence
from typing import Final

from deploy.monitoring.boards.embedder import EMBEDDER
from deploy.monitoring.boards.jobs import JOBS
from deploy.monitoring.boards.overview import OVERVIEW
from deploy.monitoring.dashboards import Board

BOARDS: Final[Sequence[Board]] = (OVERVIEW, JOBS, EMBEDDER)
