"""All routes of anomalies. Those of one image come last: they would take any other name for an id."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from gateway.anomalies import export_routes, queue_routes, scoring_routes

ROUTERS: Final[Sequence[APIRouter]] = (export_routes.guarded, scoring_routes.guarded, queue_routes.guarded)
