"""Every operation of the API, who may call it, and which of its fields can name something that belongs to a tenant.

A route or a field that is missing here fails tests/house/test_routes_classified.py; a field that is here is tried with
the ids of other tenants by tests/stack/test_tenancy_matrix.py.
"""

from collections.abc import Mapping
from typing import Final

from catalog.tenancy import Role
from tests.tenancy.anomaly_table import ANOMALIES
from tests.tenancy.cluster_table import CLUSTERS
from tests.tenancy.duplicate_table import DUPLICATES
from tests.tenancy.feedback_table import FEEDBACK
from tests.tenancy.row import EVERYTHING, Kind, Media, Operation, Row

_EXAMPLES: Final = dict.fromkeys(["body.positive_ids", "body.negative_ids"], Kind.IMAGES)
_PARAMS: Final = _EXAMPLES | dict.fromkeys(
    [
        "body.limit",
        "body.offset",
        "body.score_threshold",
        "body.phash_gate",
        "body.include_payload",
        "body.hnsw_ef",
        "body.exact",
        "body.use_crops",
        "body.use_feedback",
    ],
    Kind.NOTHING,
)

TABLE: Final[Mapping[Operation, Row]] = {
    Operation("GET", "/healthz"): Row(None),
    Operation("GET", "/readyz"): Row(None, volatile=("ms",)),
    Operation("GET", "/metrics"): Row(None, volatile=EVERYTHING),
    Operation("POST", "/api/auth/login", Media.JSON): Row(
        None, {"body.username": Kind.USERNAME, "body.password": Kind.NOTHING}, own=401
    ),
    Operation("POST", "/api/auth/renew"): Row(Role.VIEWER, volatile=("access_token",)),
    Operation("GET", "/api/auth/me"): Row(Role.VIEWER),
    Operation("POST", "/api/images/presign", Media.JSON): Row(
        Role.EDITOR,
        dict.fromkeys(["body.filename", "body.content_type", "body.size_bytes"], Kind.NOTHING),
        volatile=("key", "url", "expires"),
    ),
    Operation("POST", "/api/images/ingest", Media.JSON): Row(
        Role.EDITOR,
        {
            "body.bucket": Kind.BUCKET,
            "body.key": Kind.KEY,
            "body.filename": Kind.NOTHING,
            "body.owner_user_id": Kind.OWNER,
            "body.tags": Kind.WORDS,
            "body.dataset_id": Kind.LABEL,
            "body.category_id": Kind.LABEL,
            "body.source": Kind.NOTHING,
        },
    ),
    Operation("POST", "/api/images", Media.FORM): Row(
        Role.EDITOR,
        {
            "body.file": Kind.PICTURE,
            "body.owner_user_id": Kind.OWNER,
            "body.tags": Kind.WORDS,
            "body.dataset_id": Kind.LABEL,
            "body.category_id": Kind.LABEL,
        },
    ),
    Operation("GET", "/api/images"): Row(
        Role.VIEWER,
        {
            "query.filter": Kind.FILTER,
            "query.state": Kind.NOTHING,
            "query.sort": Kind.NOTHING,
            "query.limit": Kind.NOTHING,
            "query.cursor": Kind.CURSOR,
        },
        volatile=("next_cursor",),  # it holds the filter that it is good for
    ),
    Operation("GET", "/api/images/{image_id}"): Row(
        Role.VIEWER, {"path.image_id": Kind.IMAGE}, volatile=("original_url",)
    ),
    Operation("GET", "/api/qa/quality"): Row(Role.VIEWER, {"query.dataset_id": Kind.LABEL}),
    Operation("GET", "/api/images/{image_id}/events"): Row(
        Role.VIEWER, {"path.image_id": Kind.IMAGE, "header.Last-Event-ID": Kind.NOTHING}
    ),
    Operation("GET", "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp"): Row(
        None,
        {
            "path.tenant_id": Kind.TENANT,
            "path.sha256": Kind.SHA256,
            "path.side": Kind.NOTHING,
            "query.expires": Kind.NOTHING,
            "query.signature": Kind.SIGNATURE,
        },
    ),
    Operation("POST", "/api/search/similar", Media.JSON): Row(
        Role.VIEWER,
        {**_PARAMS, "body.filter": Kind.FILTER, "body.image_id": Kind.IMAGE, "body.text_query": Kind.NOTHING},
    ),
    Operation("GET", "/api/jobs"): Row(
        Role.VIEWER,
        {
            "query.kind": Kind.NOTHING,
            "query.state": Kind.NOTHING,
            "query.limit": Kind.NOTHING,
            "query.cursor": Kind.JOB_CURSOR,
        },
    ),
    Operation("GET", "/api/jobs/{job_id}"): Row(Role.VIEWER, {"path.job_id": Kind.JOB}),
    Operation("GET", "/api/jobs/{job_id}/events"): Row(
        Role.VIEWER, {"path.job_id": Kind.JOB, "header.Last-Event-ID": Kind.NOTHING}
    ),
    # The jobs are over, and of a kind that goes on by itself.
    **{
        Operation("POST", f"/api/jobs/{{job_id}}/{order}"): Row(Role.EDITOR, {"path.job_id": Kind.JOB}, own=409)
        for order in ("pause", "resume", "cancel", "retry")
    },
    Operation("POST", "/api/search/similar", Media.FORM): Row(
        Role.VIEWER, {**_PARAMS, "body.filter": Kind.FILTER, "body.file": Kind.PICTURE}
    ),
    **DUPLICATES,
    **CLUSTERS,
    **FEEDBACK,
    **ANOMALIES,
}

# Places where nobody asked for an id; what is put there must change nothing, or be refused whatever it names.
SMUGGLED: Final = {
    "header.X-Tenant-Id": Kind.TENANT,
    "header.X-User-Id": Kind.OWNER,
    "query.tenant_id": Kind.TENANT,
    "query.image_id": Kind.IMAGE,
    "body.tenant_id": Kind.TENANT,
}
