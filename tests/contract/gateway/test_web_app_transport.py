"""The web app's files behind a real uvicorn: what only raw bytes on a socket can ask for."""

from collections.abc import Iterator

import pytest

from tests.contract.gateway.conftest import serving
from tests.contract.gateway.serving import Answer, Served

PAGE = b"<!doctype html><title>The app</title>"
SCRIPT = b"export const one = 1;\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    above = tmp_path_factory.mktemp("web")
    root = above / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_bytes(PAGE)
    (root / "assets" / "app-1a2b3c4d.js").write_bytes(SCRIPT)
    (above / "key.pem").write_text("a secret")
    (root / "assets" / "link.pem").symlink_to(above / "key.pem")
    with serving(web_root=root) as found:
        yield found


def asked(served: Served, target: bytes, method: bytes = b"GET", headers: bytes = b"") -> Answer:
    return served.ask(b"%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n" % (method, target, headers))


@pytest.mark.parametrize(
    "target",
    [
        *(b"/../key.pem", b"/assets/../../key.pem", b"/%2e%2e/key.pem", b"/assets/%2e%2e%2f%2e%2e%2fkey.pem"),
        *(b"/assets%2f..%2f..%2fkey.pem", b"/..%5ckey.pem", b"//key.pem", b"/assets//link.pem", b"/assets/link.pem"),
        *(b"/%252e%252e/key.pem", b"/.%00./key.pem", b"/%c0%ae%c0%ae/key.pem", b"/assets/..;/..;/key.pem"),
        *(b"http://x/../key.pem", b"*", b"/" + b"a" * 20_000, b"/" + b"%41" * 5000, b"/?" + b"a" * 9000),
    ],
)
def test_no_target_finds_what_is_beside_the_folder(served: Served, target: bytes) -> None:
    answer = asked(served, target)
    assert answer.status in {200, 400, 404}
    assert b"secret" not in answer.body
    assert (answer.status == 200) is (answer.body == PAGE)


def test_an_encoded_slash_is_one_to_the_server_too(served: Served) -> None:
    assert asked(served, b"/assets%2Fapp-1a2b3c4d.js").body == SCRIPT


def test_a_head_has_no_body(served: Served) -> None:
    answer = asked(served, b"/search", b"HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(len(PAGE)), b"")


def test_what_is_there_already_is_not_sent(served: Served) -> None:
    tag = asked(served, b"/assets/app-1a2b3c4d.js").headers["etag"].encode()
    answer = asked(served, b"/assets/app-1a2b3c4d.js", headers=b"If-None-Match: %s\r\n" % tag)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (
        304,
        b"",
        "public, max-age=31536000, immutable",
    )


def test_a_range_is_answered_whole(served: Served) -> None:
    answer = asked(served, b"/assets/app-1a2b3c4d.js", headers=b"Range: bytes=0-2\r\n")
    assert (answer.status, answer.body) == (200, SCRIPT)
