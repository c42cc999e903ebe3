"""The files of the built web app, held in memory: a path is looked up among what was read, never on the disk."""

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

INDEX: Final = "/index.html"
ASSETS: Final = "/assets/"
LARGEST_APP: Final = 64 * 1024 * 1024
_STILL_S: Final = 2.0
_SHORTEST_GZIPPED: Final = 1024
_TEXTS: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
_OTHERS: Final = {
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


class FolderUnusable(ValueError):
    """There is no built app in the folder; the text says why."""


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file as it is sent. `gzipped` is empty where it would not be shorter."""

    media_type: str
    content: bytes = field(repr=False)
    gzipped: bytes = field(repr=False)
    tag: str


class WebFolder:
    """The app as it was built last. A new build is taken over once it has been still for two seconds."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.time) -> None:
        """Read it. Raises FolderUnusable."""
        self._root = root
        self._clock = clock
        self._built_at = _built_at(root)
        self._files = read_folder(root)

    def find(self, path: str) -> WebFile | None:
        """The file of that path, which begins with a slash."""
        return self._files.get(path)

    def is_old(self) -> bool:
        """Whether there is another build in the folder than the one that was read, and nobody writes to it now."""
        try:
            built_at = _built_at(self._root)
        except FolderUnusable:  # it is being built anew
            return False
        return built_at != self._built_at and max(built_at) < self._clock() - _STILL_S

    def read_again(self) -> None:
        """Take the new build over; where that cannot be, the old one stays. It is old no longer while it is read."""
        before = self._built_at
        try:
            self._built_at = _built_at(self._root)
            self._files = read_folder(self._root)
        except FolderUnusable:
            self._built_at = before


def check_folder(root: Path) -> None:
    """Raise FolderUnusable unless an app of a believable size is there."""
    if not (root / "index.html").is_file():
        raise FolderUnusable("there is no index.html in it")
    if sum(path.stat().st_size for path in _paths(root)) > LARGEST_APP:
        raise FolderUnusable("this is no web app: more than 64 MiB")


def read_folder(root: Path) -> Mapping[str, WebFile]:
    """Every file by its path in URLs. Links and names that begin with a dot are left out. Raises FolderUnusable."""
    try:
        check_folder(root)
        return {f"/{path.relative_to(root).as_posix()}": _read(path) for path in _paths(root)}
    except OSError as error:
        raise FolderUnusable(f"a file of it cannot be read: {error.strerror}") from None


def _paths(root: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(root, followlinks=False):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _read(path: Path) -> WebFile:
    content, suffix = path.read_bytes(), path.suffix.lower()
    gzipped = b""
    if suffix in _TEXTS and len(content) >= _SHORTEST_GZIPPED:
        gzipped = gzip.compress(content, 9, mtime=0)
    media_type = _TEXTS.get(suffix) or _OTHERS.get(suffix, "application/octet-stream")
    shorter = gzipped if len(gzipped) < len(content) else b""
    return WebFile(media_type, content, shorter, hashlib.sha256(content).hexdigest()[:24])


def _built_at(root: Path) -> tuple[float, float]:
    """When the page was written, and when a file was last added to the folder of assets."""
    try:
        page = (root / "index.html").stat().st_mtime
        assets = root / "assets"
        return page, assets.stat().st_mtime if assets.is_dir() else 0.0
    except OSError:
        raise FolderUnusable("there is no index.html in it") from None
