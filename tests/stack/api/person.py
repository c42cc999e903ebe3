"""One user at the gateway: logs in by password, speaks HTTP, and waits its turn when the answer is 503."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

import httpx

Document = dict[str, Any]
Found = TypeVar("Found")
_TURNS: Final = 60
_TOKEN_S: Final = 600  # tokens are good for fifteen minutes
_BACK_S: Final = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A presigned upload as it was answered."""

    bucket: str
    key: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class Person:
    """A user of a tenant. `watch` sees every answer before the test does."""

    http: httpx.Client
    username: str
    password: str = field(repr=False)
    tenant_id: UUID
    user_id: UUID
    role: str
    watch: Callable[[httpx.Response], None] = lambda answer: None
    _token: str = field(default="", repr=False)
    _token_from: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        """The Authorization header, by a log-in that is at most ten minutes old."""
        if not self._token or time.monotonic() - self._token_from > _TOKEN_S:
            body = {"username": self.username, "password": self.password}
            answer = patient(lambda: self.http.post("/api/auth/login", json=body))
            assert answer.status_code == 200, answer.text
            self._token, self._token_from = answer.json()["access_token"], time.monotonic()
        return {"Authorization": f"Bearer {self._token}"}

    def send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
        """Send with the token; an answer of 503 is taken as "later"."""
        sent = {**self.headers, **(headers or {})}
        answer = patient(lambda: self.http.request(method, path, headers=sent, **body))
        self.watch(answer)
        return answer

    def presign(self, size_bytes: int, content_type: str = "image/png", filename: str = "a.png") -> Upload:
        """Ask for a URL that takes one upload."""
        wanted = {"filename": filename, "content_type": content_type, "size_bytes": size_bytes}
        told = good(self.send("POST", "/api/images/presign", json=wanted))
        assert told["method"] == "PUT"
        return Upload(told["bucket"], told["key"], told["url"], told["headers"])

    def stage(self, data: bytes, content_type: str = "image/png") -> Upload:
        """Upload the bytes to the store by a presigned URL."""
        upload = self.presign(len(data), content_type)
        answer = httpx.put(upload.url, content=data, headers=upload.headers, timeout=30)
        assert answer.status_code == 200, answer.text
        return upload

    def ingest(self, upload: Upload, **said: Any) -> httpx.Response:
        """Ask for a finished upload to be taken in."""
        return self.send("POST", "/api/images/ingest", json={"bucket": upload.bucket, "key": upload.key, **said})

    def add(self, data: bytes, content_type: str = "image/png", **said: Any) -> httpx.Response:
        """Upload and ingest in one call."""
        return self.send("POST", "/api/images", files={"file": ("a.png", data, content_type)}, data=said)

    def take_in(self, data: bytes, content_type: str = "image/png", **said: Any) -> Document:
        """Presign, PUT and ingest: what was answered for an image that is searchable now."""
        return good(self.ingest(self.stage(data, content_type), **said))

    def get(self, image_id: str) -> Document:
        """The image."""
        return good(self.send("GET", f"/api/images/{image_id}"))

    def page(self, *, filter: Document | None = None, **query: Any) -> Document:  # noqa: A002 - its name in the API
        """One page of the list."""
        spelled = {} if filter is None else {"filter": json.dumps(filter)}
        return good(self.send("GET", "/api/images", params={**spelled, **query}))

    def listed(self, **query: Any) -> list[str]:
        """The ids of the first page."""
        return [image["image_id"] for image in self.page(**query)["images"]]

    def search(self, **question: Any) -> Document:
        """Ask about an image that is here, or in words."""
        return good(self.send("POST", "/api/search/similar", json=question))

    def search_file(self, data: bytes, content_type: str = "image/png", **asked: Any) -> Document:
        """Ask about a picture that is not kept."""
        texts = {name: json.dumps(value) for name, value in asked.items()}
        files = {"file": ("q.png", data, content_type)}
        return good(self.send("POST", "/api/search/similar", files=files, data=texts))

    def detect(self, base: str = "/api/near-duplicates", **figures: Any) -> Document:
        """Detect near-duplicates there, and wait until that is done: the last event of its progress."""
        return self._completed(self.send("POST", f"{base}/detect", params=figures))

    def score(self, **where: str) -> Document:
        """Score anomalies there, after a nightly scoring if there is one, and wait: the last event of the progress."""
        ask = partial(self.send, "POST", "/api/qa/anomalies/score", params=where)
        return self._completed(wait_until(ask, lambda answer: answer.status_code != 409))

    def _completed(self, asked: httpx.Response) -> Document:
        assert asked.status_code == 202, asked.text
        told = self.send("GET", asked.json()["progress_url"]).text
        last: Document = json.loads(told.rpartition("\ndata: ")[2].partition("\n")[0])
        assert last["status"] == "complete", told
        return last

    def wait_searchable(self, image_id: str) -> Document:
        """The image once its state says so."""
        return wait_until(lambda: self.get(image_id), lambda image: image["state"] == "searchable")


def ids(found: Document) -> list[str]:
    """The ids of a search's hits, best first."""
    return [hit["image_id"] for hit in found["hits"]]


def good(answer: httpx.Response) -> Document:
    """The body of an answer that is no problem."""
    assert answer.status_code in (200, 201), f"{answer.status_code} {answer.text}"
    told: Document = answer.json()
    return told


def problem(answer: httpx.Response) -> Document:
    """The body of an answer that is a well-formed problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told: Document = answer.json()
    assert told["status"] == answer.status_code
    assert told["type"].startswith("/problems/")
    assert told["title"]
    assert told["detail"]
    assert told["request_id"] == answer.headers["x-request-id"]
    return told


def slug(answer: httpx.Response) -> str:
    """Which problem it is."""
    kind: str = problem(answer)["type"]
    return kind.removeprefix("/problems/")


def patient(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer, or the one after it when it was 503 and named a time to come back."""
    for _ in range(_TURNS):
        answer = ask()
        if answer.status_code != 503:
            return answer
        time.sleep(min(1.0, float(answer.headers["Retry-After"])))
    return answer


def wait_until(ask: Callable[[], Found], done: Callable[[Found], bool]) -> Found:
    """What `ask` gives once `done` says so; its last word after two minutes."""
    deadline = time.monotonic() + _BACK_S
    while not done(found := ask()):
        assert time.monotonic() < deadline, f"it never came to that: {found}"
        time.sleep(0.1)
    return found
