"""What can be wrong with a request before it reaches the catalog.

RequestRefused
├── MalformedRequest
├── MalformedJson
├── ValidationFailed
├── RouteNotFound
├── MethodNotAllowed
├── OriginNotAllowed
├── NotRenewable
├── BodyTooSlow
├── MediaTypeUnsupported
├── TooManyAttempts
├── TooManyStreams
├── HeadersTooLarge
├── Overloaded
└── ServerFault
"""

from collections.abc import Sequence
from dataclasses import dataclass


class RequestRefused(Exception):
    """The request was refused."""


class MalformedRequest(RequestRefused):
    """The request is not well-formed."""


class MalformedJson(RequestRefused):
    """The body is not JSON that can be accepted."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """Where in the request something is wrong, and what. `msg` never repeats what was sent."""

    loc: tuple[str | int, ...]
    msg: str


class ValidationFailed(RequestRefused):
    """A field is missing, unknown, or not of its documented form."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__()
        self.errors = tuple(errors)


class RouteNotFound(RequestRefused):
    """There is no such route."""


class MethodNotAllowed(RequestRefused):
    """The route does not take this method."""

    def __init__(self, allow: str = "") -> None:
        super().__init__()
        self.allow = allow


class OriginNotAllowed(RequestRefused):
    """Pages of this origin may not call the API."""


class NotRenewable(RequestRefused):
    """The token is good, but not one that can be renewed."""


class BodyTooSlow(RequestRefused):
    """The body did not arrive in time."""


class MediaTypeUnsupported(RequestRefused):
    """The route does not take a body of this media type."""


class TooManyAttempts(RequestRefused):
    """Too many failed attempts; wait before the next."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class TooManyStreams(RequestRefused):
    """Too many event streams are open; close one, or wait for one to end."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class HeadersTooLarge(RequestRefused):
    """The request has too many headers, or too long ones."""


class Overloaded(RequestRefused):
    """The service is at its capacity; the same request can be sent again later."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class ServerFault(RequestRefused):
    """Something went wrong on our side."""
