"""BlobStore on a real S3 server: bytes in and out, what is absent, what is too large, what a signed URL allows."""

from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from catalog.adapters import s3
from catalog.errors import StoreUnavailable, TooLarge

MINUTE = timedelta(minutes=1)


def test_bytes_come_back_as_they_were_put(store: s3.S3Store) -> None:
    data = bytes(range(256)) * 100
    store.put("k/one", data, content_type="image/png")
    assert store.get("k/one", max_bytes=len(data)) == data
    stored = store.head("k/one")
    assert stored is not None
    assert (stored.key, stored.size_bytes, stored.content_type) == ("k/one", len(data), "image/png")
    assert stored.modified.tzinfo is not None
    store.put("k/one", b"other", content_type="image/gif")
    assert store.get("k/one", max_bytes=10) == b"other"


def test_an_empty_object_is_there(store: s3.S3Store) -> None:
    store.put("k/empty", b"", content_type="image/png")
    assert store.get("k/empty", max_bytes=0) == b""


def test_what_is_not_there_is_none_and_can_be_deleted(store: s3.S3Store) -> None:
    assert store.head("k/none") is None
    assert store.get("k/none", max_bytes=10) is None
    store.delete(["k/none"])
    store.delete([])


def test_no_more_than_asked_for_is_read(store: s3.S3Store) -> None:
    store.put("k/large", b"x" * 1001, content_type="image/png")
    with pytest.raises(TooLarge):
        store.get("k/large", max_bytes=1000)


def test_a_prefix_lists_its_own_in_order(store: s3.S3Store) -> None:
    keys = sorted(f"list/a/{sha256(bytes([n])).hexdigest()}" for n in range(30))
    for key in [*keys, "list/b/other", "list/ab"]:
        store.put(key, b"1", content_type="image/png")
    listed = list(store.list_under("list/a/"))
    assert [one.key for one in listed] == keys
    assert all(one.size_bytes == 1 and one.modified.tzinfo for one in listed)
    store.delete(keys)
    assert list(store.list_under("list/a/")) == []
    assert store.head("list/b/other") is not None


def test_an_upload_by_url_is_of_the_signed_type_and_length(store: s3.S3Store) -> None:
    upload = store.presign_put("k/put", content_type="image/png", size_bytes=3, expires_in=MINUTE)
    assert upload.headers == {"Content-Type": "image/png", "Content-Length": "3"}
    wrong_type = httpx.put(upload.url, content=b"abc", headers={"Content-Type": "text/html"}, timeout=30)
    wrong_size = httpx.put(upload.url, content=b"abcd", headers={"Content-Type": "image/png"}, timeout=30)
    assert (wrong_type.status_code, wrong_size.status_code) == (403, 403)
    assert store.head("k/put") is None
    assert httpx.put(upload.url, content=b"abc", headers=upload.headers, timeout=30).status_code == 200
    stored = store.head("k/put")
    assert stored is not None
    assert stored.content_type == "image/png"


def test_a_download_by_url_is_an_attachment_of_no_type(store: s3.S3Store) -> None:
    store.put("k/get", b"<script>", content_type="text/html")
    url = store.presign_get("k/get", filename='a"b\r\nSet-Cookie: x=1/ü.html', expires_in=MINUTE)
    answer = httpx.get(url, timeout=30)
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="a_b__Set-Cookie__x_1__.html"'
    assert "set-cookie" not in answer.headers


def test_a_bucket_is_made_once(store: s3.S3Store) -> None:
    store.ensure_bucket()
    store.ping()
    elsewhere = s3.S3Store(store.client, store.public, "no-such-bucket")
    with pytest.raises(StoreUnavailable):
        elsewhere.ping()
    with pytest.raises(StoreUnavailable):
        elsewhere.put("k", b"", content_type="image/png")


def test_a_store_that_is_away_is_said_to_be() -> None:
    client = s3.open_client("http://127.0.0.1:9", region="r", access_key="a", secret_key="s", connections=1)
    away = s3.S3Store(client, client, "bucket")
    with pytest.raises(StoreUnavailable):
        away.head("k")
    with pytest.raises(StoreUnavailable):
        away.get("k", max_bytes=1)
    with pytest.raises(StoreUnavailable):
        list(away.list_under(""))
    client.close()
