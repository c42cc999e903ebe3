"""Hostile and wrong requests: each is a clear problem that repeats nothing that was sent, and the service goes on."""

import json
from zlib import crc32

import httpx
import pytest

from tests.contract.embedder.speech import PIXELS, assert_problem, picture, vectors

# A good PNG whose header now says 65,535 × 65,535 pixels; the checksum fits.
_HEADER = b"IHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"
BOMB = picture()[:12] + _HEADER + crc32(_HEADER).to_bytes(4) + picture()[33:]
JSON = {"Content-Type": "application/json"}
TEXT_BODIES: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("not json", b"{"),
    ("an array", b"[]"),
    ("null", b"null"),
    ("no texts", b"{}"),
    ("texts empty", b'{"texts": []}'),
    ("text empty", b'{"texts": [""]}'),
    ("a string", b'{"texts": "a"}'),
    ("numbers", b'{"texts": [1]}'),
    ("null text", b'{"texts": [null]}'),
    ("unknown field", b'{"texts": ["a"], "secret-field": 1}'),
    ("unknown with NaN", b'{"texts": ["a"], "x": NaN}'),
    ("deep", b'{"texts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    ("deep objects", b'{"texts":' * 5_000 + b"1" + b"}" * 5_000),
    ("lone surrogate", b'{"texts": ["\\ud800"]}'),
    ("not utf-8", b'{"texts": ["\xff\xfe"]}'),
    ("utf-16", '{"texts": ["a"]}'.encode("utf-16")),
    ("two documents", b'{"texts": ["a"]}{"texts": ["a"]}'),
    ("long text", json.dumps({"texts": ["secret-text" * 1000]}).encode()),
    ("too many", json.dumps({"texts": ["secret-text"] * 41}).encode()),
    ("huge number", b'{"texts": [' + b"9" * 5000 + b"]}"),
]
OBJECT_BODIES: list[tuple[str, bytes]] = [
    ("unknown field", b'{"objects": [{"bucket": "pictures", "key": "a", "secret-field": 1}]}'),
    ("no key", b'{"objects": [{"bucket": "pictures"}]}'),
    ("control character", b'{"objects": [{"bucket": "pictures", "key": "a\\u0000"}]}'),
    ("long key", json.dumps({"objects": [{"bucket": "pictures", "key": "k" * 1025}]}).encode()),
    ("too many", json.dumps({"objects": [{"bucket": "pictures", "key": "k"}] * 41}).encode()),
    ("foreign bucket", b'{"objects": [{"bucket": "secret-bucket", "key": "a"}]}'),
]


class TestBadInput:
    @pytest.mark.parametrize("body", [body for _, body in TEXT_BODIES], ids=[name for name, _ in TEXT_BODIES])
    def test_texts(self, client: httpx.Client, body: bytes) -> None:
        answer = client.post("/embed/text", content=body, headers=JSON)
        assert_problem(answer, 422, "request-invalid")
        assert "secret" not in answer.text

    @pytest.mark.parametrize("body", [body for _, body in OBJECT_BODIES], ids=[name for name, _ in OBJECT_BODIES])
    def test_objects(self, client: httpx.Client, body: bytes) -> None:
        answer = client.post("/embed/image", content=body, headers=JSON)
        assert_problem(answer, 422)
        assert "secret" not in answer.text

    @pytest.mark.parametrize(
        ("count", "size"),
        [("1", 10), ("0", 0), ("-1", 10), ("", 150_528), ("2", 150_528), ("1e0", 150_528), ("²", 150_528), ("41", 0)],
    )
    def test_pixels_of_the_wrong_count(self, client: httpx.Client, count: str, size: int) -> None:
        headers = [("Content-Type", PIXELS), ("X-Image-Count", count)]
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        assert_problem(client.post("/embed/image", content=bytes(size), headers=raw), 422, "request-invalid")

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"garbage", "not_an_image"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff", "truncated"),
            (BOMB, "too_many_pixels"),
            (picture()[:-30], "truncated"),
            (b"\xff\xd8" + b"\xff\xda\x00" * 200, "too_many_scans"),
        ],
    )
    def test_what_is_no_picture(self, client: httpx.Client, data: bytes, reason: str) -> None:
        body = assert_problem(
            client.post("/embed/image", content=data, headers={"Content-Type": "image/png"}), 422, "all-items-failed"
        )
        assert body["reason"] == reason
        assert [(item["index"], item["reason"]) for item in body["items"]] == [(0, reason)]

    def test_multipart_that_is_not_as_it_should_be(self, client: httpx.Client) -> None:
        for parts in (
            [("other", ("a.png", picture()))],
            [("files", (None, "words"))],
            [("files", (f"{number}", b"x")) for number in range(41)],
        ):
            assert_problem(client.post("/embed/image", files=parts), 422, "request-invalid")
        for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
            answer = client.post("/embed/image", content=b"--y\r\n", headers={"Content-Type": content_type})
            assert_problem(answer, 422, "request-invalid")

    def test_types_sizes_priorities_and_paths(self, client: httpx.Client) -> None:
        for content_type in ("", "text/plain", "application/xml", "image", "application/json-patch+json"):
            answer = client.post("/embed/image", content=b"x", headers={"Content-Type": content_type})
            assert_problem(answer, 415, "unsupported-body")
        assert_problem(client.post("/embed/text", content=b"{}", headers={"Content-Type": "text/plain"}), 415)
        packed = {"Content-Type": "image/png", "Content-Encoding": "gzip"}
        assert_problem(client.post("/embed/image", content=b"x", headers=packed), 415)
        hurried = {"Content-Type": "image/png", "X-Priority": "now"}
        assert_problem(client.post("/embed/image", content=b"x", headers=hurried), 422, "request-invalid")
        large = bytes(64 * 1024 * 1024 + 1)
        image = {"Content-Type": "image/png"}
        assert_problem(client.post("/embed/image", content=large, headers=image), 413, "body-too-large")
        chunks = (large[:1_000_000] for _ in range(70))
        assert_problem(client.post("/embed/image", content=chunks, headers=image), 413, "body-too-large")
        assert_problem(client.get("/embed/image"), 405)
        assert client.get("/embed/image").headers["allow"] == "POST"
        for path in ("/", "/embed", "/embed/image/", "/docs", "/model/%00"):
            assert_problem(client.get(path), 404)

    def test_after_all_that_it_still_answers(self, client: httpx.Client) -> None:
        assert client.get("/readyz").json()["status"] == "ready"
        assert vectors(client.post("/embed/text", json={"texts": ["a"]})).shape == (1, 512)
        assert "embedder_queue_items 0.0" in client.get("/metrics").text
