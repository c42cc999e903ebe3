"""The operations of anomalies, for the table. Scorings go on meanwhile: what they leave differs by when alone."""

from collections.abc import Mapping
from typing import Final

from catalog.tenancy import Role
from tests.tenancy.row import EVERYTHING, Kind, Media, Operation, Row

QUEUE: Final = "/api/qa/anomalies"
_WHERE: Final = {"query.dataset_id": Kind.SCORED_LABEL}
_WANTED: Final = {
    **_WHERE,
    "query.filter": Kind.FILTER,
    **dict.fromkeys(["query.method", "query.reviewed", "query.flagged"], Kind.NOTHING),
}
_ONE: Final = {"path.image_id": Kind.SCORED, **_WHERE}
_OF_RUN: Final = ("generation", "started_at", "finished_at", "job_id", "scored_at")
_OF_REVIEW: Final = ("scored_at", "reviewed_at", "turn")

ANOMALIES: Final[Mapping[Operation, Row]] = {
    Operation("GET", QUEUE): Row(
        Role.VIEWER,
        {**_WANTED, "query.limit": Kind.NOTHING, "query.cursor": Kind.ANOMALY_CURSOR},
        volatile=("next_cursor", *_OF_RUN),
    ),
    Operation("GET", f"{QUEUE}.csv"): Row(Role.VIEWER, _WANTED),
    # Whether one is under way hangs on how fast the one before was.
    Operation("POST", f"{QUEUE}/score"): Row(Role.EDITOR, _WHERE, own=202, also=(409,), volatile=EVERYTHING),
    Operation("GET", f"{QUEUE}/score/progress"): Row(
        Role.VIEWER, {**_WHERE, "header.Last-Event-ID": Kind.NOTHING}, volatile=EVERYTHING
    ),
    Operation("GET", f"{QUEUE}/run"): Row(Role.VIEWER, _WHERE, volatile=_OF_RUN),
    Operation("GET", f"{QUEUE}/review-progress"): Row(Role.VIEWER, {**_WHERE, "query.method": Kind.NOTHING}),
    Operation("PUT", f"{QUEUE}/budget", Media.JSON): Row(Role.EDITOR, {**_WHERE, "body.budget": Kind.NOTHING}),
    Operation("GET", f"{QUEUE}/{{image_id}}"): Row(
        Role.VIEWER, {**_ONE, "query.method": Kind.NOTHING}, volatile=_OF_REVIEW
    ),
    Operation("GET", f"{QUEUE}/{{image_id}}/reviews"): Row(Role.VIEWER, _ONE),
    Operation("POST", f"{QUEUE}/{{image_id}}/review", Media.JSON): Row(
        Role.EDITOR,
        {**_ONE, "body.verdict": Kind.NOTHING, "body.note": Kind.NOTHING},
        volatile=_OF_REVIEW,
    ),
    Operation("DELETE", f"{QUEUE}/{{image_id}}/review"): Row(Role.EDITOR, _ONE, volatile=_OF_REVIEW),
}
