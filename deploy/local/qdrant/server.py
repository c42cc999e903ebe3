"""The server behind the paths: finds the collection, runs the call, and keeps the calls that span collections."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from deploy.local.qdrant.errors import BadRequest, NotFound
from deploy.local.qdrant.optimizer import Optimizer
from deploy.local.qdrant.routes import ROUTES, Route
from deploy.local.qdrant.storage import Storage

VERSION = "1.18.0"


class Server:
    """Answers calls by method and path; to be used from one event loop."""

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder)
        self._optimizer = Optimizer()
        self._watch: asyncio.Task[None] | None = None
        self._global: dict[tuple[str, str], Callable[[], Any]] = {
            ("GET", "collections"): self._collections,
            ("GET", "aliases"): lambda: {"aliases": self._aliases(None)},
        }

    def start(self) -> None:
        """Begin to look after the collections."""
        self._watch = asyncio.create_task(self._optimizer.watch(self._storage.collections))

    async def stop(self) -> None:
        """Write everything to its place."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        self._storage.close()

    async def answer(self, method: str, path: str, body: Any) -> Any:
        """Return the result of a call. Raises FaceError for whatever goes wrong."""
        whole = self._global.get((method, path))
        if whole is not None:
            return whole()
        first, _, rest = path.partition("/")
        if first != "collections" or not rest:
            raise NotFound(f"Not found: {method} /{path}")
        name, _, below = rest.partition("/")
        return await self._on_collection(method, unquote(name), below, body)

    async def _on_collection(self, method: str, name: str, below: str, body: Any) -> Any:
        if (method, below) in (("PUT", ""), ("DELETE", "")) or name == "aliases":
            async with self._optimizer.copying:
                return self._change_collections(method, name, body)
        if (method, below) == ("GET", "exists"):
            return {"exists": name in self._storage.collections or name in self._storage.aliases}
        if (method, below) == ("GET", "aliases"):
            self._storage.find(name)
            return {"aliases": self._aliases(name)}
        route, argument = _find_route(method, below)
        if route.writes:
            async with self._optimizer.copying:
                return route.answer(self._storage.find(name), body, argument)
        return route.answer(self._storage.find(name), body, argument)

    def _change_collections(self, method: str, name: str, body: Any) -> bool:
        if method == "PUT":
            self._storage.create(name, body)
        elif method == "DELETE":
            return self._storage.delete(name)
        elif method == "POST":
            self._storage.change_aliases(body)
        else:
            raise NotFound(f"Not found: {method} /collections/{name}")
        return True

    def _collections(self) -> Any:
        return {"collections": [{"name": name} for name in sorted(self._storage.collections)]}

    def _aliases(self, of: str | None) -> list[dict[str, str]]:
        aliases = sorted(self._storage.aliases.items())
        return [{"alias_name": alias, "collection_name": name} for alias, name in aliases if of in (None, name)]

    def metrics(self) -> str:
        """Return numbers for Prometheus."""
        lines = ["# TYPE collections_total gauge", f"collections_total {len(self._storage.collections)}"]
        lines.append("# TYPE collection_points gauge")
        for name, collection in sorted(self._storage.collections.items()):
            points = collection.info()["points_count"]
            lines.append(f'collection_points{{id="{name}"}} {points}')
        return "\n".join(lines) + "\n"


def _find_route(method: str, below: str) -> tuple[Route, str]:
    """Return the call and the last part of its path, where the call takes one."""
    route = ROUTES.get((method, below))
    if route is not None:
        return route, ""
    above, _, last = below.rpartition("/")
    route = ROUTES.get((method, f"{above}/*"))
    if route is None or not last:
        raise NotFound(f"Not found: {method} on `{below}` is not supported by this server")
    return route, unquote(last)


def parse_query_string(text: str) -> None:
    """Refuse parameters that change what a call means; those about waiting and consistency hold anyway."""
    for pair in filter(None, text.split("&")):
        name = pair.partition("=")[0]
        if name not in ("wait", "ordering", "timeout", "consistency"):
            raise BadRequest(f"Wrong input: unsupported query parameter `{name}`")
