"""The one route of the web app: its files, and its page at every other path, where the app's own router takes over.

Public: the files are the same for everybody, and say nothing of anybody.
"""

import re
from collections.abc import Mapping
from typing import Final

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from gateway.errors import RouteNotFound
from gateway.web.folder import ASSETS, INDEX, WebFile, WebFolder

TEMPLATE: Final = "/{path:path}"
_NOT_THE_APPS: Final = re.compile(r"/(?:api|healthz|readyz|metrics)(?:/|\Z)")
_LONGEST_PATH: Final = 2048
_NO_PAGE: Final = re.compile(r"(?:\A|/)\.\.?(?:/|\Z)|[\\\x00-\x1f\x7f]")
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"


class WebRoute(Route):
    """Serves the folder at every path that is not the API's or an operator's."""

    def __init__(self, folder: WebFolder, headers: Mapping[str, str]) -> None:
        super().__init__(TEMPLATE, self._serve, methods=["GET"], name="web_app", include_in_schema=False)
        self._folder = folder
        self._headers = headers

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Nothing under the prefixes that are not the app's, so that an unknown route of the API stays unknown."""
        if _NOT_THE_APPS.match(scope.get("path", "")):
            return Match.NONE, {}
        match, found = super().matches(scope)
        return match, {**found, "route": self} if found else found  # logs and metrics see the template

    async def _serve(self, request: Request) -> Response:
        path: str = request.scope["path"]
        if self._folder.is_old():
            await run_sync(self._folder.read_again)
        file = self._folder.find(path)
        if file is None:
            file = self._folder.find(INDEX) if _is_page(path) else None
        if file is None:
            raise RouteNotFound
        return self._answer(request, file, _FOREVER if path.startswith(ASSETS) else _ASK_AGAIN)

    def _answer(self, request: Request, file: WebFile, cached: str) -> Response:
        zipped = bool(file.gzipped) and _takes_gzip(request.headers.get("accept-encoding", ""))
        tag = f'"{file.tag}-gz"' if zipped else f'"{file.tag}"'
        headers = {**self._headers, "Cache-Control": cached, "ETag": tag, "Content-Type": file.media_type}
        if file.gzipped:
            headers["Vary"] = "Accept-Encoding"
        if tag in _tags(request.headers.get("if-none-match", "")):
            return Response(None, 304, headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        return Response(file.gzipped if zipped else file.content, 200, headers)


def _is_page(path: str) -> bool:
    """Whether the app's own router may know the path."""
    return len(path) <= _LONGEST_PATH and not path.startswith(ASSETS) and _NO_PAGE.search(path) is None


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.lower().split(","):
        name, _, weight = (part.strip() for part in one.partition(";"))
        if name == "gzip":
            return re.fullmatch(r"q\s*=\s*0(\.0*)?", weight) is None
    return False


def _tags(offered: str) -> list[str]:
    return [one.strip().removeprefix("W/") for one in offered.split(",")]
