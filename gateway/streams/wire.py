"""The form of an event stream on the wire: "Server-sent events" of the HTML standard, with JSON in one line as data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import orjson
from starlette.types import Message

MEDIA_TYPE: Final = "text/event-stream"
# The last of these asks nginx not to hold back what has come until there is more of it.
HEADERS: Final = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
HEARTBEAT: Final = b": \n\n"
_PLAIN: Final = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Event:
    """One state of what is watched.

    `id` names the state, so that whoever has seen it is not told again. After one that is `last` nothing follows.
    """

    id: str
    name: str
    data: Mapping[str, object]
    last: bool = False

    def __post_init__(self) -> None:
        if not (_PLAIN.fullmatch(self.id) and _PLAIN.fullmatch(self.name)):
            raise ValueError("the id and the name of an event are 1 to 64 of A-Z a-z 0-9 . _ -")


def spelled(event: Event) -> bytes:
    """The event as it is sent. JSON has no line break outside of its texts, and escapes those within."""
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.name.encode(), orjson.dumps(event.data))


def retry(milliseconds: int) -> bytes:
    """How long the client is to wait after the end of this answer before it asks again."""
    return b"retry: %d\n\n" % milliseconds


def begins_stream(message: Message) -> bool:
    """True for the head of an answer that is an event stream."""
    return message["type"] == "http.response.start" and any(
        name.lower() == b"content-type" and value.startswith(MEDIA_TYPE.encode())
        for name, value in message.get("headers", ())
    )
