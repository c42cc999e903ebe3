"""All routes of near-duplicates: importing this module is what registers those that two routers share."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from gateway.duplicates import (
    check_routes,
    export_routes,
    finding_routes,
    progress_routes,
    resolution_routes,
    review_routes,
)
from gateway.duplicates.both import of_dataset, of_tenant

SHARED: Final = (finding_routes, progress_routes)
ROUTERS: Final[Sequence[APIRouter]] = (
    of_dataset,
    of_tenant,
    check_routes.guarded,
    review_routes.guarded,
    resolution_routes.guarded,
    export_routes.guarded,
)
