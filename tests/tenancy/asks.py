"""A good request for every operation of the table, and the same request with one field changed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import httpx

from tests.stack.api.person import Person, patient
from tests.stack.api.pictures import picture
from tests.tenancy import anomaly_asks, cluster_asks, duplicate_asks
from tests.tenancy.anomaly_table import ANOMALIES
from tests.tenancy.cluster_table import CLUSTERS
from tests.tenancy.duplicate_table import DUPLICATES
from tests.tenancy.feedback_asks import feedback_parts
from tests.tenancy.feedback_table import FEEDBACK
from tests.tenancy.row import Media, Operation
from tests.tenancy.table import TABLE
from tests.tenancy.worlds import JOBS, LISTING, SHARED, World

REQUEST_ID: Final = "tenancy-matrix"  # given by us, so that answers that say the same are the same bytes
_UNMADE: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_UNMADE_JOB: Final = "00000000-0000-4000-8000-000000000000"
_NO_THUMBNAIL: Final = {"sha256": "0" * 64, "side": "256", "expires": "1", "signature": "A" * 22}


# Only one of the two questions can be asked at once.
_EITHER: Final = (("image_id", "text_query"), ("phash", "sha256"))


@dataclass(frozen=True, slots=True)
class Ask:
    """A request; `path`, `query`, `header` and `body` are fields by name."""

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def changed(self, position: str, value: Any) -> "Ask":
        """The same with one field set: `path.image_id`, `body.key`."""
        part, _, name = position.partition(".")
        fields: Mapping[str, Any] = getattr(self, part)
        kept = {key: one for key, one in fields.items() if (name, key) not in _EITHER}
        spelled = json.dumps(value) if part == "query" and isinstance(value, dict) else value
        changes: dict[str, Any] = {part: {**kept, name: spelled}}
        return replace(self, **changes)

    def send(self, person: Person, *, token: bool) -> httpx.Response:
        """Ask as that person, or as nobody."""
        header = {"X-Request-ID": REQUEST_ID, **self.header, **(person.headers if token else {})}
        url = self.operation.path.format(**self.path)
        body = self._body()
        answer = patient(
            lambda: person.http.request(self.operation.method, url, params=self.query, headers=header, **body)
        )
        person.watch(answer)
        return answer

    def _body(self) -> dict[str, Any]:
        if self.operation.media is Media.JSON:
            return {"json": self.body}
        if self.operation.media is Media.FORM:
            texts = {name: value for name, value in self.body.items() if name != "file"}
            search = self.operation.path.startswith("/api/search")
            spelled = {name: json.dumps(value) for name, value in texts.items()} if search else texts
            return {"files": {"file": ("a.png", self.body["file"], "image/png")}, "data": spelled}
        return {}


def _thumbnail(world: World) -> Ask:
    parts = world.thumbnail() if world.images else {**_NO_THUMBNAIL, "tenant_id": str(world.tenant.tenant_id)}
    query = {name: parts.pop(name) for name in ("expires", "signature")}
    return Ask(Operation("GET", "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp"), path=parts, query=query)


def _ingest(world: World) -> Ask:
    upload = world.taken
    body = (
        {"bucket": upload.bucket, "key": upload.key}
        if upload
        else {"bucket": "semblance", "key": f"t/{world.tenant.tenant_id}/staging/{_UNMADE}"}
    )
    return Ask(Operation("POST", "/api/images/ingest", Media.JSON), body=body)


def _get(world: World) -> Ask:
    image_id = world.images[0]["image_id"] if world.images else _UNMADE
    return Ask(Operation("GET", "/api/images/{image_id}"), path={"image_id": image_id})


def _watch(world: World) -> Ask:
    return Ask(Operation("GET", "/api/images/{image_id}/events"), path=_get(world).path)


def _job(world: World, method: str, path: str) -> Ask:
    return Ask(Operation(method, path), path={"job_id": world.job_ids[0] if world.job_ids else _UNMADE_JOB})


def _about_duplicates(world: World, operation: Operation) -> Ask:
    return Ask(operation, **duplicate_asks.parts_of(operation, world))


def _about_anomalies(world: World, operation: Operation) -> Ask:
    return Ask(operation, **anomaly_asks.parts_of(operation, world))


def _quality(world: World) -> Ask:
    return Ask(Operation("GET", "/api/qa/quality"), query={"dataset_id": world.label})


def _about_clusters(world: World, operation: Operation) -> Ask:
    return Ask(operation, **cluster_asks.parts_of(operation, world))


def _about_feedback(world: World, operation: Operation) -> Ask:
    return Ask(operation, **feedback_parts(operation, world))


def _login(world: World) -> Ask:
    body = {"username": world.tenant.viewer.username, "password": "not the password"}
    return Ask(Operation("POST", "/api/auth/login", Media.JSON), body=body)


def _always(operation: Operation, **fields: Mapping[str, Any]) -> Callable[[World], Ask]:
    return lambda world: Ask(operation, **fields)


_FORM: Final = {"file": picture(SHARED[0])}
_PRESIGN: Final = {"filename": "a.png", "content_type": "image/png", "size_bytes": 10}
_MADE: Final[list[tuple[Operation, Callable[[World], Ask]]]] = [
    (Operation("POST", "/api/auth/login", Media.JSON), _login),
    (Operation("POST", "/api/images/ingest", Media.JSON), _ingest),
    (Operation("GET", "/api/images/{image_id}"), _get),
    (Operation("GET", "/api/images/{image_id}/events"), _watch),
    (Operation("GET", "/api/thumbnails/{tenant_id}/{sha256}/{side}.webp"), _thumbnail),
    (Operation("GET", "/api/qa/quality"), _quality),
    *(
        (operation, partial(_job, method=operation.method, path=operation.path))
        for operation in TABLE
        if operation.path.startswith("/api/jobs/")
    ),
]
_FIXED: Final[dict[Operation, dict[str, Mapping[str, Any]]]] = {
    Operation("GET", "/healthz"): {},
    Operation("GET", "/readyz"): {},
    Operation("GET", "/metrics"): {},
    Operation("POST", "/api/auth/renew"): {},
    Operation("GET", "/api/auth/me"): {},
    Operation("POST", "/api/images/presign", Media.JSON): {"body": _PRESIGN},
    Operation("POST", "/api/images", Media.FORM): {"body": _FORM},
    Operation("GET", "/api/images"): {"query": LISTING},
    Operation("GET", "/api/jobs"): {"query": JOBS},
    Operation("POST", "/api/search/similar", Media.JSON): {"body": {"text_query": "a picture", "limit": 200}},
    Operation("POST", "/api/search/similar", Media.FORM): {"body": {**_FORM, "limit": 200}},
}
BASES: Final[Mapping[Operation, Callable[[World], Ask]]] = {
    **dict(_MADE),
    **{operation: partial(_about_feedback, operation=operation) for operation in FEEDBACK},
    **{operation: partial(_about_duplicates, operation=operation) for operation in DUPLICATES},
    **{operation: partial(_about_clusters, operation=operation) for operation in CLUSTERS},
    **{operation: partial(_about_anomalies, operation=operation) for operation in ANOMALIES},
    **{operation: _always(operation, **fields) for operation, fields in _FIXED.items()},
}
