"""The whole queue as a table, streamed page by page."""

from typing import Annotated

from fastapi import Query, Response

from gateway.anomalies.fields import WantedQuery
from gateway.anomalies.listing import pages_of
from gateway.anomalies.tables import anomalies_csv
from gateway.deps import AnomaliesDep, CallerDep
from gateway.exports import AS_CSV, CSV, begun, streamed
from gateway.routing import guarded_router

guarded = guarded_router("/api/qa", "anomalies")


@guarded.get("/anomalies.csv", response_class=Response, responses=AS_CSV)
def export_anomalies(wanted: Annotated[WantedQuery, Query()], caller: CallerDep, anomalies: AnomaliesDep) -> Response:
    """A line for each image that the queue would show, the oddest first."""
    pages = begun(pages_of(anomalies, caller.scope, wanted))
    return streamed(anomalies_csv(pages), CSV, "anomalies.csv")
