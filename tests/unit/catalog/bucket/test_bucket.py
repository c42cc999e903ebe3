"""The bucket as one stream: what was saved is loaded byte by byte, and what is no backup is refused."""

import io
import tarfile
from datetime import UTC, datetime
from typing import cast

import pytest

from catalog.adapters.s3 import S3Store
from catalog.bucket import BucketNotEmpty, NotABackup, load, save
from tests.fakes.parts import MemoryBlobs

TENANT = "t/0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11"
KEPT = {
    f"{TENANT}/originals/{'a' * 64}": b"original",
    f"{TENANT}/thumbs/{'a' * 64}/256.webp": b"",
    f"{TENANT}/thumbs/{'a' * 64}/1024.webp": b"x" * 100_000,
}


class MemoryStore(MemoryBlobs):
    """The part of S3Store that a backup needs."""

    def ensure_bucket(self) -> None:
        """It is there."""


def a_store(**objects: bytes) -> tuple[S3Store, MemoryBlobs]:
    blobs = MemoryStore()
    for key, data in objects.items():
        blobs.objects[key], blobs.modified[key] = data, datetime(2026, 1, 1, tzinfo=UTC)
    return cast(S3Store, blobs), blobs


def saved(**objects: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    save(a_store(**objects)[0], stream)
    return io.BytesIO(stream.getvalue())


def test_what_is_saved_is_loaded() -> None:
    store, blobs = a_store()
    assert load(store, saved(**KEPT)) == (3, 100_008)
    assert blobs.objects == KEPT


def test_staging_is_left_out() -> None:
    store, blobs = a_store()
    load(store, saved(**KEPT, **{f"{TENANT}/staging/01ARZ3NDEKTSV4RRFFQ69G5FAV": b"upload under way"}))
    assert blobs.objects == KEPT


def test_bucket_with_objects_is_loaded_into_only_when_forced() -> None:
    store, blobs = a_store(**{f"{TENANT}/originals/{'b' * 64}": b"other"})
    with pytest.raises(BucketNotEmpty):
        load(store, saved(**KEPT))
    assert len(blobs.objects) == 1
    load(store, saved(**KEPT), force=True)
    assert len(blobs.objects) == 4


def test_broken_stream_is_told() -> None:
    whole = saved(**KEPT).getvalue()
    for broken in (b"", b"no tar at all" * 100, whole[: len(whole) // 2]):
        with pytest.raises(NotABackup):
            load(a_store()[0], io.BytesIO(broken))


@pytest.mark.parametrize("name", ["etc/passwd", f"{TENANT}/staging/x", f"{TENANT}/originals/../../x", "t/x"])
def test_key_that_no_backup_has_is_refused(name: str) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    store, blobs = a_store()
    with pytest.raises(NotABackup):
        load(store, io.BytesIO(stream.getvalue()))
    assert blobs.objects == {}
