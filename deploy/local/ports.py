"""Ports: picked once, kept while they are free, replaced when somebody else has them."""

import json
import socket
import zlib
from collections.abc import Iterable
from pathlib import Path

from deploy.local.layout import write_private

# Below 32768, where Linux begins to hand out ports for outgoing connections.
_FIRST, _LAST = 18100, 31900
_SPAN = 20


def is_free(port: int) -> bool:
    """Say whether a service could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick_ports(path: Path, names: Iterable[str], stack: str) -> dict[str, int]:
    """Return a free port for each name, those in `path` first, and write the choice there.

    Two stacks begin to look at different places, so that they seldom meet.
    Raises RuntimeError when no port in the range is free.
    """
    kept: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    places = (_LAST - _FIRST) // _SPAN
    candidate = _FIRST + (0 if stack == "dev" else zlib.crc32(stack.encode()) % places * _SPAN)
    chosen: dict[str, int] = {}
    for name in names:
        port = kept.get(name)
        if port is None or port in chosen.values() or not is_free(port):
            port = candidate = _next_free(candidate, {*chosen.values(), *kept.values()})
        chosen[name] = port
    write_private(path, json.dumps({**kept, **chosen}, indent=2))
    return chosen


def _next_free(start: int, taken: set[int]) -> int:
    for step in range(_LAST - _FIRST):
        port = _FIRST + (start - _FIRST + step) % (_LAST - _FIRST)
        if port not in taken and is_free(port):
            return port
    raise RuntimeError(f"no loopback port between {_FIRST} and {_LAST} is free")
