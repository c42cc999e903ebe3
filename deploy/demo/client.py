"""A client of the API as any program would write it: log in, upload by presigned URL, ask."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx

_MOST_TRIES: Final = 8
_LONGEST_WAIT_S: Final = 30.0
_BUSY: Final = 503
_RUNNING_ALREADY: Final = 409


class Refused(Exception):
    """The API answered with a problem; the text is its detail."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What ingest answered: 201 searchable now, 202 searchable soon, 200 here already."""

    image_id: str
    status: int
    preview_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """One hit."""

    image_id: str
    score: float
    preview_url: str


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """A group of near-duplicates, the medoid first; the first ten have a small picture."""

    tier: str
    member_ids: tuple[str, ...]
    worst_similarity: float
    preview_urls: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a detection or a scoring is."""

    status: str
    scanned: int
    total: int
    message: str


@dataclass(frozen=True, slots=True)
class Freed:
    """What resolving all groups by the suggested rule would do."""

    resolved: int
    abstained: int
    trashed: int
    trashed_bytes: int


class Client:
    """Talks to one gateway as one user. May be used by several threads."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=_LONGEST_WAIT_S)
        self._store = httpx.Client(timeout=_LONGEST_WAIT_S)
        token = self._asked("POST", "/api/auth/login", json={"username": username, "password": password})
        self._http.headers["Authorization"] = f"Bearer {token['access_token']}"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()
        self._store.close()

    def upload(self, path: Path, content_type: str, facts: Mapping[str, Any]) -> Uploaded:
        """Presign, PUT, ingest. Raises Refused."""
        data = path.read_bytes()
        wanted = {"filename": path.name, "content_type": content_type, "size_bytes": len(data)}
        presigned = self._asked("POST", "/api/images/presign", json=wanted)
        self._put(presigned["url"], data, presigned["headers"])
        place = {"bucket": presigned["bucket"], "key": presigned["key"], "filename": path.name}
        answer = self._answer("POST", "/api/images/ingest", json={**place, **facts})
        image = answer.json()
        return Uploaded(image["image_id"], answer.status_code, image["preview_url"])

    def search(self, question: Mapping[str, Any]) -> list[Found]:
        """Ask in words (`text_query`) or by `image_id`. Raises Refused."""
        return _found(self._asked("POST", "/api/search/similar", json={**question, "include_payload": False}))

    def search_file(self, name: str, data: bytes, params: Mapping[str, str]) -> list[Found]:
        """Ask by a picture that is not kept. Raises Refused."""
        fields = {**params, "include_payload": "false"}
        return _found(self._asked("POST", "/api/search/similar", files={"file": (name, data)}, data=fields))

    def detect_duplicates(self, threshold: float) -> Iterator[Step]:
        """Detect near-duplicates among all images of the tenant: each step, until it is complete. Raises Refused."""
        return self._watched(f"/api/near-duplicates/detect?threshold={threshold}", "/api/near-duplicates/progress")

    def score_anomalies(self, dataset: str | None) -> Iterator[Step]:
        """Score how odd each image of the dataset is (None: of the tenant): each step. Raises Refused."""
        where = f"?{urlencode({'dataset_id': dataset})}" if dataset else ""
        return self._watched(f"/api/qa/anomalies/score{where}", f"/api/qa/anomalies/score/progress{where}")

    def anomalies(self, dataset: str | None, *, flagged: bool, limit: int = 200) -> list[str]:
        """The ids of the oddest images by `knn`, the oddest first. Raises Refused."""
        where = {"dataset_id": dataset} if dataset else {}
        params = {"method": "knn", "flagged": str(flagged).lower(), "limit": str(limit), **where}
        page = self._asked("GET", "/api/qa/anomalies", params=params)
        return [one["image"]["image_id"] for one in page["anomalies"]]

    def duplicate_groups(self) -> Iterator[DuplicateGroup]:
        """Every group that nobody has decided on. Raises Refused."""
        cursor: str | None = ""
        while cursor is not None:
            params = {"status": "open", "limit": "100", **({"cursor": cursor} if cursor else {})}
            page = self._asked("GET", "/api/duplicates/groups", params=params)
            yield from (_group(told) for told in page["groups"])
            cursor = page["next_cursor"]

    def preview_resolution(self) -> Freed:
        """What resolving every group by the suggested keeper would do; nothing is changed. Raises Refused."""
        told = self._asked("POST", "/api/duplicates/resolutions/preview", json={"rule": {"keep": "suggested"}})
        return Freed(told["resolved"], told["abstained"], told["trashed"], told["trashed_bytes"])

    def picture(self, url: str) -> bytes | None:
        """The bytes behind a preview URL, None while its thumbnail is still to be made."""
        answer = self._store.get(url)
        return answer.content if answer.status_code == httpx.codes.OK else None

    def _watched(self, path: str, progress: str) -> Iterator[Step]:
        """Ask for a job, unless it runs already, and tell of each step until it is over."""
        asked = self._http.post(path)
        if asked.is_error and asked.status_code != _RUNNING_ALREADY:
            raise Refused(asked.json()["detail"])
        for event in self._events(progress):
            done = event["scanned"] if "scanned" in event else event["scored"]
            step = Step(event["status"], done, event["total"], event["message"])
            if step.status == "error":
                raise Refused(step.message)
            yield step

    def _events(self, path: str) -> Iterator[Any]:
        """The data of every event; a stream that ends before its last event is taken up again behind the last seen."""
        seen: dict[str, str] = {}
        while True:
            with self._http.stream("GET", path, headers=seen) as stream:
                if stream.status_code == httpx.codes.NO_CONTENT:
                    return
                for line in stream.iter_lines():
                    name, _, value = line.partition(": ")
                    if name == "id":
                        seen["Last-Event-ID"] = value
                    elif name == "data":
                        yield json.loads(value)

    def _put(self, url: str, data: bytes, headers: Mapping[str, str]) -> None:
        """PUT to the store, which may answer 5xx for a moment, as any S3 may: the same request is sent again."""
        for attempt in range(_MOST_TRIES):
            answer = self._store.put(url, content=data, headers=dict(headers))
            if not answer.is_server_error:
                break
            time.sleep(0.1 * attempt)
        answer.raise_for_status()

    def _asked(self, method: str, path: str, **body: Any) -> Any:
        return self._answer(method, path, **body).json()

    def _answer(self, method: str, path: str, **body: Any) -> httpx.Response:
        """The answer; while the service says that it is busy, wait as long as it says and ask again."""
        for attempt in range(_MOST_TRIES):
            answer = self._http.request(method, path, **body)
            if answer.status_code != _BUSY or attempt == _MOST_TRIES - 1:
                break
            time.sleep(min(float(answer.headers.get("Retry-After", "1")), 5.0))
        if answer.is_error:
            problem = answer.json()
            raise Refused(problem["detail"])
        return answer


def _group(told: Mapping[str, Any]) -> DuplicateGroup:
    previews = {image["image_id"]: image["preview_url"] for image in told["images"]}
    return DuplicateGroup(told["tier"], tuple(told["member_ids"]), told["worst"]["similarity"], previews)


def _found(answer: Mapping[str, Any]) -> list[Found]:
    return [Found(hit["image_id"], hit["score"], hit["preview_url"]) for hit in answer["hits"]]
