"""A client that takes every answer as it comes: it neither waits nor tries again by itself."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from tests.image_bank.forge import encoded, painted
from tests.stack.plugin import User

# A request that has no answer by then hangs.
PATIENCE_S = 15.0
_seeds = count(time.time_ns())


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that looks like no other, and its hash."""

    data: bytes
    sha256: str

    @classmethod
    def new(cls, side: int = 96) -> "Picture":
        """Draw one that no stack has seen."""
        data = encoded(painted(side, side * 3 // 4, next(_seeds)), "PNG")
        return cls(data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Client:
    """One user at one gateway."""

    http: httpx.Client

    def log_in(self, user: User) -> httpx.Response:
        """Take the token for all that follows, if there is one."""
        answer = self.http.post("/api/auth/login", json={"username": user.username, "password": user.password})
        if answer.is_success:
            self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def tenant_id(self) -> str:
        """The user's tenant."""
        return str(self.http.get("/api/auth/me").json()["tenant_id"])

    def add(self, picture: Picture, **form: Any) -> httpx.Response:
        """Upload and ingest in one call."""
        return self.http.post("/api/images", files={"file": ("a.png", picture.data, "image/png")}, data=form)

    def presign(self, picture: Picture) -> httpx.Response:
        """Ask for an upload URL."""
        wanted = {"filename": "a.png", "content_type": "image/png", "size_bytes": len(picture.data)}
        return self.http.post("/api/images/presign", json=wanted)

    def stage(self, picture: Picture) -> dict[str, str]:
        """Presign and PUT; the place to ingest from."""
        presigned = self.presign(picture).raise_for_status().json()
        put = httpx.put(presigned["url"], content=picture.data, headers=presigned["headers"], timeout=PATIENCE_S)
        put.raise_for_status()
        return {"bucket": presigned["bucket"], "key": presigned["key"]}

    def ingest(self, place: Mapping[str, str], **facts: Any) -> httpx.Response:
        """Ingest what was staged there."""
        return self.http.post("/api/images/ingest", json={**place, **facts})

    def search(self, **question: Any) -> httpx.Response:
        """Ask in words or by image id."""
        return self.http.post("/api/search/similar", json=question)

    def search_file(self, picture: Picture) -> httpx.Response:
        """Ask by a picture that is not kept."""
        return self.http.post("/api/search/similar", files={"file": ("a.png", picture.data, "image/png")})

    def get(self, path: str) -> httpx.Response:
        """GET a route."""
        return self.http.get(path)


def open_client(url: str) -> Client:
    """A client that is nobody yet; close its `http` at the end."""
    return Client(httpx.Client(base_url=url, timeout=PATIENCE_S))
