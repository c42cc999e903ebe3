"""Admission: as many at once as there are slots, a short wait, then away; and bodies that come too slowly."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from gateway.guards.admission import Admission
from gateway.guards.bodies import BodyGuard, BodyLimits
from gateway.guards.classes import AdmissionClass, class_of


def a_scope(method: str = "GET", path: str = "/api/x", **headers: str) -> dict[str, Any]:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""}


async def answer_of(app: Callable[[Scope, Receive, Send], Awaitable[None]], scope: Scope, receive: Receive) -> Message:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]


async def nothing() -> Message:
    return {"type": "http.disconnect"}


class Gate:
    """An app that answers when it is let."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        try:
            await self.open.wait()
        finally:
            self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})


def slots(count: int) -> dict[AdmissionClass, int]:
    return dict.fromkeys(AdmissionClass, count)


class TestAdmission:
    def test_turns_away_what_finds_no_slot_in_time(self) -> None:
        async def story() -> None:
            gate = Gate()
            app = Admission(gate, slots=slots(2), longest_wait_s=0.01)
            first = [asyncio.create_task(answer_of(app, a_scope(), nothing)) for _ in range(2)]
            await asyncio.sleep(0)
            away = await answer_of(app, a_scope(), nothing)
            assert (away["status"], gate.inside) == (503, 2)
            assert 1 <= int(dict(away["headers"])[b"retry-after"]) <= 3
            gate.open.set()
            assert [one["status"] for one in await asyncio.gather(*first)] == [200, 200]
            assert (await answer_of(app, a_scope(), nothing))["status"] == 200

        asyncio.run(story())

    def test_lets_the_next_in_as_soon_as_a_slot_is_free(self) -> None:
        async def story() -> None:
            gate = Gate()
            app = Admission(gate, slots=slots(1), longest_wait_s=30)
            both = [asyncio.create_task(answer_of(app, a_scope(), nothing)) for _ in range(2)]
            await asyncio.sleep(0)
            gate.open.set()
            assert [one["status"] for one in await asyncio.gather(*both)] == [200, 200]

        asyncio.run(story())

    def test_gives_a_slot_back_when_the_app_fails(self) -> None:
        async def failing(scope: Scope, receive: Receive, send: Send) -> None:
            raise RuntimeError

        async def story() -> None:
            app = Admission(failing, slots=slots(1), longest_wait_s=0.01)
            for _ in range(3):
                with pytest.raises(RuntimeError):
                    await answer_of(app, a_scope(), nothing)

        asyncio.run(story())

    def test_of_one_class_does_not_hold_up_another_nor_health(self) -> None:
        async def story() -> None:
            gate = Gate()
            app = Admission(gate, slots=slots(1), longest_wait_s=0.01)
            upload = asyncio.create_task(answer_of(app, a_scope("POST", "/api/images/ingest"), nothing))
            others = [
                asyncio.create_task(answer_of(app, a_scope(path=path), nothing))
                for path in ("/api/images", "/healthz", "/healthz", "/readyz")
            ]
            await asyncio.sleep(0)
            assert gate.inside == 5
            gate.open.set()
            assert {one["status"] for one in await asyncio.gather(upload, *others)} == {200}

        asyncio.run(story())


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (a_scope("POST", "/api/images", content_type="multipart/form-data; boundary=x"), AdmissionClass.UPLOAD),
        (a_scope("POST", "/api/search/similar", content_type="Multipart/Form-Data"), AdmissionClass.UPLOAD),
        (a_scope("POST", "/api/search/similar", content_type="application/json"), AdmissionClass.INTERACTIVE),
        (a_scope("POST", "/api/images/ingest", content_type="application/json"), AdmissionClass.UPLOAD),
        (a_scope("GET", "/api/images", content_type="multipart/form-data"), AdmissionClass.INTERACTIVE),
        (a_scope("POST", "/api/auth/login"), AdmissionClass.LOGIN),
        (a_scope("GET", "/api/admin/users"), AdmissionClass.ADMIN),
        (a_scope("POST", "/api/duplicates/check", content_type="multipart/form-data"), AdmissionClass.UPLOAD),
        (a_scope("POST", "/api/duplicates/check", content_type="application/json"), AdmissionClass.INTERACTIVE),
        (a_scope("GET", "/api/duplicates/groups.csv"), AdmissionClass.BATCH),
        (a_scope("GET", "/api/duplicates/groups"), AdmissionClass.INTERACTIVE),
        (a_scope("POST", "/api/duplicates/resolutions"), AdmissionClass.BATCH),
        (a_scope("POST", "/api/duplicates/batches/x/undo"), AdmissionClass.BATCH),
        (a_scope("GET", "/api/datasets/a/near-duplicates/preview"), AdmissionClass.BATCH),
        (a_scope("PUT", "/api/near-duplicates/threshold"), AdmissionClass.BATCH),
        (a_scope("GET", "/api/near-duplicates") | {"query_string": b"limit=1&threshold=0.9"}, AdmissionClass.BATCH),
        (a_scope("GET", "/api/near-duplicates") | {"query_string": b"limit=1"}, AdmissionClass.INTERACTIVE),
        (a_scope("GET", "/metrics"), None),
        (a_scope("GET", "/assets/index-BYyb5sX2.js"), None),
        (a_scope("GET", "/images/01M7ZNG4YSQJFFWHB61A4R4WJ2"), None),
    ],
)
def test_each_request_has_its_class(scope: dict[str, Any], expected: AdmissionClass | None) -> None:
    assert class_of(scope) is expected


class TestASlowBody:
    LIMITS = BodyLimits(upload_bytes=100, upload_s=0.05, other_s=0.05, other_bytes=10)

    @staticmethod
    async def _never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    def test_that_is_small_is_408_before_the_app_sees_it(self) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            raise AssertionError("it was let in")

        scope = a_scope("POST", "/api/x", content_length="5")
        answer = asyncio.run(answer_of(BodyGuard(app, limits=self.LIMITS), scope, self._never))
        assert (answer["status"], dict(answer["headers"])[b"connection"]) == (408, b"close")

    def test_that_drips_is_408_in_all(self) -> None:
        async def drip() -> Message:
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b"", "more_body": True}

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            raise AssertionError("it was let in")

        scope = a_scope("POST", "/api/x", content_length="5")
        assert asyncio.run(answer_of(BodyGuard(app, limits=self.LIMITS), scope, drip))["status"] == 408

    def test_whose_sender_leaves_never_reaches_the_app(self) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            raise AssertionError("it was let in")

        async def send(message: Message) -> None:
            raise AssertionError("nobody is left to be answered")

        scope = a_scope("POST", "/api/x", content_length="5")
        asyncio.run(BodyGuard(app, limits=self.LIMITS)(scope, nothing, send))

    @pytest.mark.parametrize(("size", "status"), [(100, 200), (101, 413)])
    def test_of_an_upload_streams_and_is_counted(self, size: int, status: int) -> None:
        chunks = [b"x" * 50, b"x" * (size - 50)]

        async def receive() -> Message:
            return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                while (await receive())["more_body"]:
                    pass
                answered = 200
            except Exception as error:
                answered = error.status_code  # type: ignore[attr-defined]  # starlette's HTTPException
            await send({"type": "http.response.start", "status": answered, "headers": []})

        scope = a_scope("POST", "/api/images", content_type="multipart/form-data", transfer_encoding="chunked")
        assert asyncio.run(answer_of(BodyGuard(app, limits=self.LIMITS), scope, receive))["status"] == status
