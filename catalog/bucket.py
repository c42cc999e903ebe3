"""`python -m catalog.bucket save > FILE` and `load < FILE`: the bucket's originals and thumbnails as one tar stream.

Needs the same environment as the gateway, and memory for one object. Uploads in staging are left out: they are sent
again. For buckets too large for one stream, the store's own replication does the same (docs/OPERATIONS.md).
"""

import argparse
import sys
import tarfile
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO, Final

from pydantic import ValidationError

from catalog.adapters.s3 import S3Store
from catalog.errors import CatalogError
from catalog.parts import open_store
from catalog.settings import CatalogSettings, one_line

_ALL: Final = "t/"
_LARGEST: Final = 1024**3

parser = argparse.ArgumentParser(prog="python -m catalog.bucket", description="Copy the bucket to a tar, or back.")
parser.add_argument("what", choices=["save", "load"])
parser.add_argument("--force", action="store_true", help="load over the objects that the bucket has")


class BucketNotEmpty(Exception):
    """There are objects where a backup is to be loaded."""


class NotABackup(Exception):
    """The stream is no tar of a bucket."""


def save(store: S3Store, out: BinaryIO) -> tuple[int, int]:
    """Write every kept object; how many, and how many bytes they have. Raises StoreUnavailable."""
    objects = size = 0
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for stored in store.list_under(_ALL):
            # One that is gone since it was listed was nobody's.
            if not _is_kept(stored.key) or (data := store.get(stored.key, max_bytes=_LARGEST)) is None:
                continue
            member = tarfile.TarInfo(stored.key)
            member.size, member.mtime = len(data), int(stored.modified.timestamp())
            tar.addfile(member, BytesIO(data))
            objects, size = objects + 1, size + len(data)
    return objects, size


def load(store: S3Store, source: BinaryIO, *, force: bool = False) -> tuple[int, int]:
    """Store what was saved; how many objects, and bytes. Raises BucketNotEmpty, NotABackup or StoreUnavailable."""
    store.ensure_bucket()
    if not force and next(iter(store.list_under(_ALL)), None) is not None:
        raise BucketNotEmpty("the bucket has objects already; --force loads into it all the same")
    objects = size = 0
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is None or not _is_kept(member.name):
                    raise NotABackup(f"{member.name!r} is no key of an original or a thumbnail")
                data = file.read()
                store.put(member.name, data, content_type=_type_of(member.name))
                objects, size = objects + 1, size + len(data)
    except tarfile.TarError as error:
        raise NotABackup(f"the stream is broken after {objects} objects: {error}") from error
    return objects, size


def _is_kept(key: str) -> bool:
    parts = key.split("/")
    return len(parts) >= 4 and parts[0] == "t" and parts[2] in ("originals", "thumbs") and ".." not in parts


def _type_of(key: str) -> str:
    """What the store is told; the type of an original is in its row, and only that one is believed."""
    return "image/webp" if key.endswith(".webp") else "application/octet-stream"


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask with the settings of the environment; the exit status."""
    asked = parser.parse_args(arguments)
    try:
        store = open_store(CatalogSettings.model_validate({}))
        if asked.what == "save":
            objects, size = save(store, sys.stdout.buffer)
        else:
            objects, size = load(store, sys.stdin.buffer, force=asked.force)
    except ValidationError as error:
        sys.stderr.write(f"bucket: {one_line(error)}\n")
        return 1
    except (CatalogError, BucketNotEmpty, NotABackup) as error:
        sys.stderr.write(f"bucket: {type(error).__name__}: {error}\n")
        return 1
    sys.stderr.write(f"bucket: {objects} objects, {size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
