"""The operations of feedback, for the table."""

from collections.abc import Mapping
from typing import Final

from catalog.tenancy import Role
from tests.tenancy.row import Kind, Media, Operation, Row

BASE: Final = "/api/feedback"
_PAGE: Final = {"query.limit": Kind.NOTHING, "query.cursor": Kind.FEEDBACK_CURSOR}
FEEDBACK: Final[Mapping[Operation, Row]] = {
    Operation("POST", BASE, Media.JSON): Row(
        Role.EDITOR,
        {
            "body.image_id": Kind.IMAGE,
            "body.query": Kind.QUESTION,
            **dict.fromkeys(["body.action", "body.note", "body.rank", "body.score"], Kind.NOTHING),
        },
        own=201,
    ),
    Operation("GET", BASE): Row(
        Role.VIEWER,
        {"query.image_id": Kind.IMAGE, "query.query": Kind.QUESTION, **_PAGE},
        volatile=("next_cursor", "said_at"),
    ),
    # Who asks first takes it back.
    Operation("DELETE", f"{BASE}/{{feedback_id}}"): Row(
        Role.EDITOR, {"path.feedback_id": Kind.FEEDBACK}, own=204, also=(404,)
    ),
    Operation("GET", f"{BASE}/hard-negatives"): Row(
        Role.VIEWER,
        {"query.max_rank": Kind.NOTHING, "query.limit": Kind.NOTHING, "query.cursor": Kind.HARD_NEGATIVE_CURSOR},
        volatile=("next_cursor",),
    ),
    Operation("GET", f"{BASE}/triplets.jsonl"): Row(Role.VIEWER),
}
