"""Log lines: one JSON object each, with the request's id and with nothing secret."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from catalog.telemetry import (
    REDACTED,
    Redactor,
    accept_request_id,
    bound_request_id,
    configure_logging,
    current_request_id,
)

KNOWN = "the-known-secret-value"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.fixture
def lines() -> Iterator["Lines"]:
    stream = io.StringIO()
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("service", "INFO", secrets=[KNOWN, ""], stream=stream)
    yield Lines(stream)
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


class Lines:
    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    def text(self) -> str:
        return self._stream.getvalue()

    def one(self) -> dict[str, Any]:
        (line,) = self.text().splitlines()
        found: dict[str, Any] = json.loads(line)
        return found


class TestALine:
    def test_carries_the_service_the_level_the_time_and_the_request(self, lines: Lines) -> None:
        with bound_request_id("request-1"):
            structlog.get_logger().info("happened", count=1)
        line = lines.one()
        assert line.pop("time").endswith("Z")
        assert line == {
            "event": "happened",
            "level": "info",
            "service": "service",
            "request_id": "request-1",
            "count": 1,
        }

    def test_of_the_standard_library_has_the_same_form(self, lines: Lines) -> None:
        with bound_request_id("request-1"):
            logging.getLogger("uvicorn.error").warning("port %d", 80)
        line = lines.one()
        assert (line["event"], line["level"], line["logger"], line["request_id"]) == (
            "port 80",
            "warning",
            "uvicorn.error",
            "request-1",
        )

    def test_of_an_exception_holds_its_traceback_on_one_line(self, lines: Lines) -> None:
        try:
            raise RuntimeError(f"with {KNOWN}")
        except RuntimeError:
            structlog.get_logger().exception("failed")
        line = lines.one()
        assert "RuntimeError" in line["exception"]
        assert KNOWN not in line["exception"]

    def test_below_the_level_is_not_written(self, lines: Lines) -> None:
        structlog.get_logger().debug("quiet")
        logging.getLogger("x").debug("quiet")
        assert lines.text() == ""

    @pytest.mark.parametrize(
        "value", ["\ud800", "a\nb\r\n", "\x1b[31m", 10**40, {1: {2: object()}}, b"\xff", float("nan")]
    )
    def test_can_hold_anything_and_stays_one_line(self, lines: Lines, value: object) -> None:
        structlog.get_logger().info("odd", value=value)
        assert lines.one()["event"] == "odd"


class TestSecrets:
    @pytest.mark.parametrize(
        "text",
        [
            "https://s3.test/b/k?X-Amz-Algorithm=A&X-Amz-Signature=canary",
            "GET https://s3.test/b/k?x-amz-signature=canary HTTP/1.1",
            "https://gateway.test/thumb?expires=1&signature=canary",
            "postgresql://user:canary@db/name",
            "redis://:canary@redis:6379/0",
            f"token {TOKEN.replace('c2ln', 'canary')}",
            "Authorization: Bearer canary.canary.canary",
            "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\ncanary cut short",
        ],
    )
    def test_are_known_by_their_look(self, text: str) -> None:
        cleaned = Redactor().text(f"before {text} after")
        assert "canary" not in cleaned
        assert cleaned.startswith("before ")

    @pytest.mark.parametrize(
        "key",
        ["password", "Authorization", "cookie", "set-cookie", "s3_secret_key", "S3_ACCESS_KEY", "api_key", "token"],
    )
    def test_are_known_by_the_name_of_their_key(self, key: str) -> None:
        event = {"event": "x", "deep": {"list": [{key: "canary"}]}, key: "canary"}
        assert "canary" not in str(Redactor()(None, "info", event))

    def test_are_known_by_their_value_wherever_it_stands(self) -> None:
        event = {"event": f"at {KNOWN}!", "list": [f"x{KNOWN}"], "error": RuntimeError(KNOWN)}
        assert KNOWN not in str(Redactor([KNOWN])(None, "info", event))

    def test_too_short_to_be_one_would_blank_out_words(self) -> None:
        assert Redactor(["a", ""]).text("a banana") == "a banana"

    def test_leave_everything_else_as_it_was(self) -> None:
        event = {"event": "searched", "ms": 1.5, "tags": ["a", None, True], "url": "https://a.test/b?limit=3"}
        assert Redactor([KNOWN])(None, "info", dict(event)) == event

    def test_are_shown_to_have_been_there(self) -> None:
        assert Redactor()(None, "info", {"password": "x"}) == {"password": REDACTED}


class TestTheRequestId:
    def test_is_bound_inside_only(self) -> None:
        assert current_request_id() is None
        with bound_request_id("outer-id"):
            with bound_request_id("inner-id"):
                assert current_request_id() == "inner-id"
            assert current_request_id() == "outer-id"
        assert current_request_id() is None

    @pytest.mark.parametrize("offered", ["abcdefgh", "A.b_c-1234", "x" * 64])
    def test_of_the_form_is_accepted(self, offered: str) -> None:
        assert accept_request_id(offered) == offered

    @pytest.mark.parametrize(
        "offered", [None, "", "short", "x" * 65, "line\nbreak", "with space", "naïve-id", "abcdefgh\n"]
    )
    def test_of_another_form_is_replaced(self, offered: str | None) -> None:
        assert accept_request_id(offered) != offered
