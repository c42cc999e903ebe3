"""Finished exports in the model cache: whole or not there, made once, whoever starts at the same time or is killed."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
_UNFINISHED: Final = ".unfinished-"


class ExportCache:
    """Folders of files with a manifest that holds their sizes and digests, each made in a hidden folder and renamed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Path | None:
        """The export of that name; None when there is none, or one that is not as it was written."""
        folder = self._folder / name
        return folder if _is_whole(folder) else None

    def make(self, name: str, write: Callable[[Path], None]) -> Path:
        """The export of that name, written into an empty folder by `write` unless somebody else has done it meanwhile.

        Raises OSError when the cache cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            return self.get(name) or self._written(name, write)

    def _written(self, name: str, write: Callable[[Path], None]) -> Path:
        for left in self._folder.glob(f"{_UNFINISHED}*"):  # by a process that was killed: whoever is alive has the lock
            shutil.rmtree(left, ignore_errors=True)
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder))
        try:
            write(unfinished)
            (unfinished / MANIFEST).write_text(json.dumps(_described(unfinished)))
            unfinished.chmod(0o755)  # other users may read it, as all of the cache
            final = self._folder / name
            shutil.rmtree(final, ignore_errors=True)  # what lies there is damaged
            unfinished.rename(final)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return final

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time; the system lets go of the lock of a process that ends."""
        lock = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _described(folder: Path) -> dict[str, Any]:
    return {file.name: _description(file) for file in sorted(folder.iterdir()) if file.name != MANIFEST}


def _description(file: Path) -> list[Any]:
    with file.open("rb") as opened:
        return [file.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest()]


def _is_whole(folder: Path) -> bool:
    """Whether every file is as it was written: one that was cut short would end the process when it is mapped."""
    try:
        wanted = json.loads((folder / MANIFEST).read_text())
        return bool(wanted) and bool(wanted == _described(folder))
    except (OSError, ValueError):
        return False
