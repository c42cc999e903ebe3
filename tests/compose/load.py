"""Five requests a second against the web container: searches and uploads by turns, each outcome kept."""

import io
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import httpx
from PIL import Image, ImageDraw

_EVERY_S: Final = 0.2
_PATIENCE_S: Final = 15.0
_UNAUTHORISED: Final = 401


@dataclass
class Tally:
    """What came back: by class of status, `none` where no answer came, and the ids that were accepted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)


class Load:
    """A thread for each request, so that a slow one does not hold up the next."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._login = {"username": username, "password": password}
        limits = httpx.Limits(max_connections=200)
        self._http = httpx.Client(base_url=url, timeout=_PATIENCE_S, limits=limits)
        self._random = random.Random(time.time_ns())
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._sending = threading.Thread(target=self._send_all, name="load")
        self._in_flight: list[threading.Thread] = []
        self.tally = Tally()
        self._log_in()

    def start(self) -> None:
        """Begin to send."""
        self._sending.start()

    def stop(self) -> None:
        """Send no more, and wait for every answer."""
        self._stopping.set()
        self._sending.join()
        for one in self._in_flight:
            one.join()

    def take(self) -> Counter[str]:
        """The outcomes since the last time."""
        with self._lock:
            taken, self.tally.outcomes = self.tally.outcomes, Counter()
        return taken

    def is_searchable(self, image_id: str) -> bool:
        """Whether the image is there and a search by it is answered: its vector is then in the index."""
        question = {"image_id": image_id, "limit": 1}
        answer = self._http.post("/api/search/similar", json=question)
        if answer.status_code == _UNAUTHORISED:
            self._log_in()
            answer = self._http.post("/api/search/similar", json=question)
        return answer.is_success

    def _log_in(self) -> None:
        answer = self._http.post("/api/auth/login", json=self._login)
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _send_all(self) -> None:
        turn = 0
        while not self._stopping.wait(_EVERY_S):
            work = self._upload if turn % 2 else self._search
            one = threading.Thread(target=work, name=f"request-{turn}")
            one.start()
            self._in_flight.append(one)
            turn += 1

    def _search(self) -> None:
        self._send(lambda: self._http.post("/api/search/similar", json={"text_query": "three green stars"}))

    def _upload(self) -> None:
        files = {"file": ("drawn.png", self._picture(), "image/png")}
        answer = self._send(lambda: self._http.post("/api/images", files=files))
        if answer is not None and answer.is_success:
            with self._lock:
                self.tally.accepted.append(answer.json()["image_id"])

    def _send(self, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        answer: httpx.Response | None = None
        with suppress(httpx.TransportError):
            answer = ask()
        with self._lock:
            self.tally.outcomes[str(answer.status_code) if answer is not None else "no answer"] += 1
        return answer

    def _picture(self) -> bytes:
        """A picture that was never sent before."""
        picture = Image.new("RGB", (96, 96), tuple(self._random.randrange(256) for _ in range(3)))
        draw = ImageDraw.Draw(picture)
        for _ in range(6):
            corner = [self._random.randrange(80) for _ in range(2)]
            colour = tuple(self._random.randrange(256) for _ in range(3))
            draw.ellipse((*corner, corner[0] + 16, corner[1] + 16), fill=colour)
        held = io.BytesIO()
        picture.save(held, "PNG")
        return held.getvalue()
