"""A browser's way of uploading, from several threads in a process of its own: presign, PUT to the store, ingest."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import local
from typing import Any
from urllib.parse import urlsplit

from tests.bench.generator import Outcome
from tests.bench.wire import Address

# A store may answer 5xx for a moment; clients of S3 send the same request again.
_PUTS = 4


@dataclass(frozen=True, slots=True)
class PresignedLoad:
    """JPEGs, each uploaded once by one of `clients` threads. What is answered 503 is sent again later."""

    gateway: Address
    token: str
    pictures: Sequence[bytes]
    clients: int


def run(load: PresignedLoad) -> Outcome:
    """Upload them all. The latency is of the three calls together."""
    uploader = _Uploader(load)
    with ThreadPoolExecutor(load.clients) as threads:
        started, cpu = time.perf_counter(), time.process_time()
        latencies = [one for one in threads.map(uploader.upload, load.pictures) if one is not None]
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    return Outcome(latencies, Counter(uploader.statuses), seconds, cpu_s)


@dataclass(frozen=True, slots=True)
class _Uploader:
    load: PresignedLoad
    statuses: list[int] = field(default_factory=list)
    _kept: local = field(default_factory=local)

    def upload(self, picture: bytes) -> float | None:
        """Milliseconds from the first call to the last answer; None when one was refused."""
        started = time.perf_counter()
        wanted = {"filename": "bench.jpg", "content_type": "image/jpeg", "size_bytes": len(picture)}
        place = self._post("/api/images/presign", wanted)
        if place is None:
            return None
        url = urlsplit(place["url"])
        store = Address(url.hostname or "", url.port or 80)
        status = 500
        for _ in range(_PUTS):
            if status >= 500:
                status, _, _ = self._call(store, "PUT", f"{url.path}?{url.query}", picture, place["headers"])
        if status >= 400:
            self.statuses.append(status)
            return None
        ingested = self._post("/api/images/ingest", {"bucket": place["bucket"], "key": place["key"]})
        return None if ingested is None else (time.perf_counter() - started) * 1e3

    def _post(self, path: str, document: Mapping[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {self.load.token}", "Content-Type": "application/json"}
        while True:
            status, wait_s, body = self._call(self.load.gateway, "POST", path, json.dumps(document).encode(), headers)
            self.statuses.append(status)
            if status < 400:
                return json.loads(body)
            if status != 503:
                return None
            time.sleep(wait_s)

    def _call(
        self, to: Address, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, float, bytes]:
        connection = self._connection(to)
        connection.request(method, target, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, float(answer.headers.get("Retry-After", "1")), answer.read()

    def _connection(self, to: Address) -> http.client.HTTPConnection:
        """This thread's own connection to that service."""
        connections: dict[Address, http.client.HTTPConnection] = self._kept.__dict__.setdefault("connections", {})
        if to not in connections:
            connections[to] = http.client.HTTPConnection(to.host, to.port, timeout=60)
        return connections[to]
