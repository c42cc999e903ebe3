"""Which class of admission a request is in, and which routes take uploads. One table, read by both guards."""

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
ADMIN_PREFIX: Final = "/api/admin/"
LOGIN_ROUTE: Final = ("POST", "/api/auth/login")
UNLIMITED: Final = frozenset({"/healthz", "/readyz", "/metrics"})


def is_upload(scope: Scope) -> bool:
    """True for multipart to a route that takes pictures; its body may be large."""
    if (scope["method"], scope["path"]) not in UPLOAD_ROUTES:
        return False
    return any(name == b"content-type" and value[:10].lower() == b"multipart/" for name, value in scope["headers"])


def class_of(scope: Scope) -> AdmissionClass | None:
    """The class; None for health and metrics, which are always let in."""
    path = scope["path"]
    if path in UNLIMITED:
        return None
    route = (scope["method"], path)
    if route == LOGIN_ROUTE:
        return AdmissionClass.LOGIN
    if route in HEAVY_ROUTES or is_upload(scope):
        return AdmissionClass.UPLOAD
    return AdmissionClass.ADMIN if path.startswith(ADMIN_PREFIX) else AdmissionClass.INTERACTIVE
