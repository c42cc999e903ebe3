"""Routers whose routes are closed by default: a caller is known and the body is strict JSON before anything else runs.

A router's prefix is given to the router itself: the app takes the routes as they are, so that metrics and logs see
whole templates.
"""

from collections.abc import Callable, Coroutine, Sequence
from operator import attrgetter
from typing import Any, Final

from fastapi import APIRouter, Request, Response, params
from fastapi.routing import APIRoute

from catalog.errors import NotAuthentic
from catalog.tenancy import Caller
from gateway.auth.tokens import LONGEST_TOKEN, TokenVerifier
from gateway.errors import MediaTypeUnsupported
from gateway.strict_json import strict_json

CALLER_KEY: Final = "semblance.caller"
_SCHEME: Final = "bearer "
_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRequest(Request):
    """A request whose `json()` is strict_json's."""

    async def json(self) -> Any:
        """The body's value; raises MalformedJson."""
        if not hasattr(self, "_json"):
            self._json = strict_json(await self.body())
        return self._json


class PublicRoute(APIRoute):
    """A route that anybody may call: log-in, health, and what is protected by a signature in its URL."""

    def get_route_handler(self) -> Handler:
        """The framework's handler behind a check of the body's media type and a strict parse."""
        handler = super().get_route_handler()
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, params.Form)
        takes_form = self.body_field is not None and not takes_json

        async def handle(request: Request) -> Response:
            self.admit(request)
            strict = StrictRequest(request.scope, request.receive, request._send)
            if takes_form:
                require_media_type(request, *_FORMS)
            elif takes_json and await strict.body():
                require_media_type(request, "application/json")
                await strict.json()
            return await handler(strict)

        return handle

    def admit(self, request: Request) -> None:
        """Let everybody in."""


class GuardedRoute(PublicRoute):
    """A route for callers with a valid token. The token is checked before a byte of an upload is read."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        options["openapi_extra"] = {"security": [{"bearer": []}], **(options.get("openapi_extra") or {})}
        super().__init__(path, endpoint, **options)

    def admit(self, request: Request) -> None:
        """Put the caller where CallerDep finds it. Raises NotAuthentic."""
        request.scope[CALLER_KEY] = authenticate(request)


def guarded_router(prefix: str, *tags: str) -> APIRouter:
    """A router for callers with a token."""
    return _router(prefix, tags, GuardedRoute)


def public_router(prefix: str, *tags: str) -> APIRouter:
    """A router for everybody; each of its routes is on the list in tests/house/test_open_routes.py."""
    return _router(prefix, tags, PublicRoute)


def _router(prefix: str, tags: Sequence[str], route_class: type[APIRoute]) -> APIRouter:
    """The name of a route's function is its operationId, and so the name of the client's function."""
    return APIRouter(
        prefix=prefix, tags=list(tags), route_class=route_class, generate_unique_id_function=attrgetter("name")
    )


def authenticate(request: Request) -> Caller:
    """The caller that the token stands for. Raises NotAuthentic."""
    verifier: TokenVerifier = request.app.state.verifier
    return verifier.caller(token_of(request))


def token_of(request: Request) -> str:
    """The one Authorization header's; a token in the query or in a cookie does not count. Raises NotAuthentic."""
    offered = request.headers.getlist("authorization")
    if len(offered) != 1 or len(offered[0]) > LONGEST_TOKEN + len(_SCHEME):
        raise NotAuthentic
    if offered[0][: len(_SCHEME)].lower() != _SCHEME:
        raise NotAuthentic
    return offered[0][len(_SCHEME) :]


def require_media_type(request: Request, *accepted: str) -> None:
    """Raise MediaTypeUnsupported unless the one Content-Type is one of these, and of no other charset than UTF-8."""
    given = request.headers.getlist("content-type")
    media_type, _, parameters = (given[0] if len(given) == 1 else "").partition(";")
    wrong_charset = "charset" in parameters.lower() and "utf-8" not in parameters.lower()
    if media_type.strip().lower() not in accepted or wrong_charset:
        raise MediaTypeUnsupported(f"send {' or '.join(accepted)}")
