"""Logs as lines of JSON with the request's id in each, and with nothing secret in any.

`configure_logging` is called once at the door of a process; everything else is `structlog.get_logger()` or `logging`.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TextIO
from uuid import uuid4

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
_ACCEPTABLE_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

REDACTED: Final = "[redacted]"
_SECRET_KEY: Final = re.compile(
    r"passw|secret|token(?!_type)|authorization|cookie|api_?key|access_key|private_key|signature|credential", re.I
)
_SECRET_TEXT: Final = (
    # The query of a presigned or signed URL: whoever reads it can use it until it expires.
    (re.compile(r"\?[^\s\"'<>]*(?:X-Amz-|[?&]sig(?:nature)?=)[^\s\"'<>]*", re.I), "?" + REDACTED),
    (re.compile(r"://[^/\s:@]*:[^/\s@]+@"), "://" + REDACTED + "@"),
    (re.compile(r"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"), REDACTED),
    (re.compile(r"(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}", re.I), r"\1 " + REDACTED),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.S), REDACTED),
)
_SUSPICIOUS: Final = re.compile(r"X-Amz-|[?&]sig|://[^/\s:@]*:|eyJ|bearer\s|basic\s|PRIVATE KEY", re.I)
_SHORTEST_SECRET: Final = 6
_DEEPEST: Final = 6


def current_request_id() -> str | None:
    """The id of the request (or of the request that asked for this job) that this code runs for."""
    return _REQUEST_ID.get()


def accept_request_id(offered: str | None) -> str:
    """The offered id when it is 8 to 64 of A-Z a-z 0-9 . _ -, else a fresh one; anything else could forge log lines."""
    return offered if offered is not None and _ACCEPTABLE_ID.fullmatch(offered) else uuid4().hex


@contextmanager
def bound_request_id(request_id: str | None) -> Iterator[None]:
    """Everything logged and asked for inside belongs to this request."""
    mark = _REQUEST_ID.set(request_id)
    try:
        yield
    finally:
        _REQUEST_ID.reset(mark)


def configure_logging(
    service: str, level: str = "INFO", *, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send structlog's and the standard library's records to standard output (or `stream`), one JSON object a line.

    `secrets` are values that must never appear, wherever they come from; each is replaced wherever it stands in a text.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _Stamp(service),
        structlog.processors.format_exc_info,
        Redactor(secrets),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(_to_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(_to_json),
            ],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "botocore", "boto3", "urllib3", "s3transfer"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


class _Stamp:
    """Adds the service's name and the request's id."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = self._service
        request_id = _REQUEST_ID.get()
        if request_id is not None:
            event.setdefault("request_id", request_id)
        return event


class Redactor:
    """Takes secrets out of a log record: by the key's name, by the text's look, and the known ones by value."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({one for one in secrets if len(one) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(key, value, 0) for key, value in event.items()}

    def text(self, text: str) -> str:
        """The text without what looks like a secret or is a known one."""
        if _SUSPICIOUS.search(text):
            for pattern, instead in _SECRET_TEXT:
                text = pattern.sub(instead, text)
        return self._known.sub(REDACTED, text) if self._known else text

    def _clean(self, key: str, value: object, depth: int) -> object:
        if value is not None and not isinstance(value, bool | int | float) and _SECRET_KEY.search(key):
            return REDACTED
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping) and depth < _DEEPEST:
            return {str(name): self._clean(str(name), inner, depth + 1) for name, inner in value.items()}
        if isinstance(value, list | tuple) and depth < _DEEPEST:
            return [self._clean("", inner, depth + 1) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.text(str(value))


def _to_json(event: EventDict, **_: object) -> str:
    """One line. A text that is not valid Unicode or a number too large is written escaped, never an error."""
    try:
        return orjson.dumps(event, option=orjson.OPT_NON_STR_KEYS).decode()
    except orjson.JSONEncodeError:
        return json.dumps(event, default=str)
