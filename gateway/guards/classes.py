"""Which class of admission a request is in, and which routes take uploads. One table, read by both guards."""

import re
from enum import StrEnum
from typing import Final

from starlette.types import Scope


class AdmissionClass(StrEnum):
    """Requests of one class compete for slots with each other only."""

    INTERACTIVE = "interactive"
    UPLOAD = "upload"
    BATCH = "batch"
    ADMIN = "admin"
    LOGIN = "login"


# Routes that take a picture as multipart; the same routes with JSON are interactive.
UPLOAD_ROUTES: Final = frozenset(
    {("POST", "/api/images"), ("POST", "/api/search/similar"), ("POST", "/api/duplicates/check")}
)
# Ingest reads, decodes and embeds a picture: as heavy as an upload, though its body is small.
HEAVY_ROUTES: Final = frozenset({("POST", "/api/images/ingest")})
# Group all pairs anew, go through all groups, or write out everything: each may take as long as many others together.
BATCH_ROUTES: Final = frozenset(
    {
        ("POST", "/api/duplicates/resolutions/preview"),
        ("POST", "/api/duplicates/resolutions"),
        ("GET", "/api/duplicates/pairs.csv"),
        ("GET", "/api/duplicates/groups.csv"),
        ("GET", "/api/duplicates/groups.json"),
        ("GET", "/api/feedback/triplets.jsonl"),
        ("GET", "/api/qa/anomalies.csv"),
    }
)
_BATCH_PATHS: Final = re.compile(r"/near-duplicates/(preview|threshold)$|^/api/duplicates/batches/[^/]+/undo$")
ADMIN_PREFIX: Final = "/api/admin/"
LOGIN_ROUTE: Final = ("POST", "/api/auth/login")
_LIMITED: Final = "/api/"


def is_upload(scope: Scope) -> bool:
    """True for multipart to a route that takes pictures; its body may be large."""
    if (scope["method"], scope["path"]) not in UPLOAD_ROUTES:
        return False
    return any(name == b"content-type" and value[:10].lower() == b"multipart/" for name, value in scope["headers"])


def class_of(scope: Scope) -> AdmissionClass | None:
    """The class; None for health, metrics and the web app's files, which cost little and are always let in."""
    path = scope["path"]
    if not path.startswith(_LIMITED):
        return None
    route = (scope["method"], path)
    if route == LOGIN_ROUTE:
        return AdmissionClass.LOGIN
    if route in HEAVY_ROUTES or is_upload(scope):
        return AdmissionClass.UPLOAD
    if route in BATCH_ROUTES or _BATCH_PATHS.search(path) or _regroups(scope):
        return AdmissionClass.BATCH
    return AdmissionClass.ADMIN if path.startswith(ADMIN_PREFIX) else AdmissionClass.INTERACTIVE


def _regroups(scope: Scope) -> bool:
    """True for the groups of another threshold than the kept one."""
    path: str = scope["path"]
    return path.endswith("/near-duplicates") and b"threshold=" in scope.get("query_string", b"")
