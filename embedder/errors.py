"""Everything that can go wrong in the embedder, as a tree on one page. Knows no HTTP; embedder.problems maps it.

EmbedderError
├── RequestInvalid
│   └── NoTextTower
├── UnknownModel
├── BodyTooLarge
├── BodyTooSlow
├── UnsupportedBody
├── ClientGone
├── DeadlinePassed
├── ItemFailed
│   ├── UnreadablePicture
│   ├── ObjectUnreadable
│   └── NotEmbedded
├── AllItemsFailed
├── Unavailable
│   ├── Busy
│   ├── NotReady
│   ├── ShuttingDown
│   └── StoreUnavailable
├── TableUnavailable
└── CannotStart
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class EmbedderError(Exception):
    """Something went wrong in the embedder."""


class RequestInvalid(EmbedderError):
    """The request cannot be understood."""


class NoTextTower(RequestInvalid):
    """The model takes no texts."""


class UnknownModel(EmbedderError):
    """No model of that name is served here."""


class BodyTooLarge(EmbedderError):
    """The body is larger than the limit."""


class BodyTooSlow(EmbedderError):
    """The body did not arrive in time."""


class UnsupportedBody(EmbedderError):
    """The body is of a type that this endpoint does not read."""


class ClientGone(EmbedderError):
    """The client closed the connection before the answer was ready."""


class DeadlinePassed(EmbedderError):
    """The time that the client gave was over before the answer was ready."""


class Reason(StrEnum):
    """Why one item of a request has no vector; the list is closed and part of the API."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    SIDE_TOO_LONG = "side_too_long"
    TOO_MANY_SCANS = "too_many_scans"
    DECODE_LIMIT = "decode_limit"
    UNSUPPORTED_PIXELS = "unsupported_pixels"
    WRONG_BUCKET = "wrong_bucket"
    OBJECT_MISSING = "object_missing"
    MODEL_FAILED = "model_failed"
    NOT_FINITE = "not_finite"


class ItemFailed(EmbedderError):
    """One item of a request has no vector; its neighbours are not touched."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class UnreadablePicture(ItemFailed):
    """The bytes hold no picture that can be embedded."""


class ObjectUnreadable(ItemFailed):
    """The object is not one that can be read."""


class NotEmbedded(ItemFailed):
    """The model gave no usable vector for this item."""


@dataclass(frozen=True, slots=True)
class FailedItem:
    """Which item of a request failed, and why."""

    index: int
    reason: Reason
    detail: str


class AllItemsFailed(EmbedderError):
    """No item of the request could be embedded."""

    def __init__(self, items: Sequence[FailedItem]) -> None:
        super().__init__(items[0].detail if len(items) == 1 else f"none of the {len(items)} items could be embedded")
        self.items = tuple(items)

    @property
    def ours(self) -> bool:
        """True when the model failed rather than the input."""
        return any(item.reason in (Reason.MODEL_FAILED, Reason.NOT_FINITE) for item in self.items)


class Unavailable(EmbedderError):
    """The embedder cannot answer now; the same request can be sent again later."""

    def __init__(self, detail: str, *, retry_after_s: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class Busy(Unavailable):
    """The queue is full."""


class NotReady(Unavailable):
    """The model is still loading."""


class ShuttingDown(Unavailable):
    """The service is stopping."""


class StoreUnavailable(Unavailable):
    """The object store does not answer."""


class TableUnavailable(EmbedderError):
    """The table of shared texts cannot be asked; no request fails for it. `reason` is a word of a closed list."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the table of shared texts cannot be asked: {reason}")
        self.reason = reason


class CannotStart(EmbedderError):
    """The model cannot be loaded; the message says what to do."""
