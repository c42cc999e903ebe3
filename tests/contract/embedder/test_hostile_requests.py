"""Drawn and crafted requests at every endpoint: documented answers, problems that repeat nothing, no fault logged."""

import json
from collections import Counter
from random import Random

import pytest

from tests.contract.embedder.raw import Answer, head, line, post
from tests.contract.embedder.speech import PIXELS, VECTORS, picture
from tests.contract.embedder.watching import Watched

REQUESTS = 700
CANARY = "canary~4711"
DOCUMENTED = {200, 404, 405, 408, 413, 415, 422, 503, 504}
PATHS = ["/embed/image"] * 6 + ["/embed/text"] * 6 + ["/model", "/models", "/readyz", f"/{CANARY}"]
PATHS += [f"/embed/text?model={CANARY}"]
TYPES = [
    "application/json",
    "application/json; charset=utf-7",
    "image/png",
    "image/*",
    "application/octet-stream",
    PIXELS,
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'b' * 300}",
    f"text/{CANARY}",
    ";;;",
    "",
]
NAMES = ["X-Priority", "X-Timeout-Ms", "X-Image-Count", "X-Request-ID", "X-Cache-Partition", "Accept"]
NAMES += ["Accept-Encoding", "Content-Encoding", "Expect", "Range", "If-None-Match", "traceparent", "Cookie", "TE"]
VALUES = ["batch", "interactive", "1", "0", "-1", "999999999999", "1e3", "nan", CANARY, f"{CANARY} \x7f", ""]
VALUES += ["x" * 4_000, VECTORS, "*/*", "gzip", "identity", "bytes=0-1,2-3", "é", "\t,", "%00", "\x1b[2J"]
SCALARS = ["null", "true", "-0", "1e999", "NaN", "9" * 400, '"\\ud800"', '"\\u0000"', f'"{CANARY}"', '""', "[]", "{}"]


def drawn_json(random: Random, depth: int = 0) -> str:
    """Something like JSON, with the words of our own schemas in it."""
    kind = random.random()
    if depth > 3 or kind < 0.4:
        return random.choice(SCALARS)
    if kind < 0.6:
        return "[" + ",".join(drawn_json(random, depth + 1) for _ in range(random.randrange(4))) + "]"
    names = [random.choice(["texts", "objects", "bucket", "key", CANARY, ""]) for _ in range(random.randrange(4))]
    return "{" + ",".join(f'"{name}":{drawn_json(random, depth + 1)}' for name in names) + "}"


def drawn_form(random: Random) -> bytes:
    """Something like a multipart body."""
    pieces = [b"--x\r\n", b"--x--\r\n", b"\r\n\r\n", b"--", picture(random.randrange(9)), random.randbytes(50)]
    pieces += [b'Content-Disposition: form-data; name="files"; filename="%s"\r\n\r\n' % CANARY.encode(), b"X: y\r\n"]
    return b"".join(random.choice(pieces) for _ in range(random.randrange(12)))


def drawn_body(random: Random) -> bytes:
    kind = random.randrange(5)
    if kind == 0:
        return drawn_json(random).encode("utf-8", "surrogatepass")
    if kind == 1:
        return json.dumps({"texts": [random.choice(["a", "", CANARY, "\0", "é" * 3_000]) for _ in range(3)]}).encode()
    if kind == 2:
        return drawn_form(random)
    return random.randbytes(random.choice((0, 1, 100, 20_000))) if kind == 3 else picture(random.randrange(9))


def drawn(random: Random) -> bytes:
    """A request of the right shape with wrong things in it."""
    headers = {random.choice(NAMES).replace("-", "_"): random.choice(VALUES) for _ in range(random.randrange(4))}
    request = post(random.choice(PATHS), drawn_body(random), Content_Type=random.choice(TYPES), **headers)
    return request if random.random() < 0.95 else request.replace(b"POST", random.choice([b"GET", b"PUT", b"TRACE"]), 1)


def assert_sound(answer: Answer) -> None:
    """A documented status, a problem that repeats nothing; or the plain 400 that headers of control characters get."""
    if answer.status == 400:
        assert answer.body == b"Invalid HTTP request received."
        return
    assert answer.status in DOCUMENTED
    assert CANARY.encode() not in answer.body
    if answer.status not in (200, 503):
        assert answer.problem["status"] == answer.status
        assert answer.problem["request_id"] == answer.headers["x-request-id"]


@pytest.fixture
def port(embedder: Watched) -> int:
    found = embedder.client.base_url.port
    assert found is not None
    return found


class TestRequests:
    def test_drawn_ones_get_documented_answers(self, embedder: Watched, port: int) -> None:
        random, said = Random(4711), Counter[int]()
        for number in range(REQUESTS):
            with line(port) as client:
                client.say(drawn(random))
                answer = client.hear()
            try:
                assert_sound(answer)
            except AssertionError as error:
                raise AssertionError(f"request {number}: {answer}") from error
            said[answer.status] += 1
        assert {200, 404, 405, 415, 422} <= set(said)
        assert embedder.is_well()

    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"\r\n\r\n",
            b"GET /healthz\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"CONNECT canary~4711:443 HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET http://canary~4711/readyz HTTP/1.1\r\nHost: x\r\n\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            b"POST /embed/text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: canary~4711\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 70_000 + b"\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 2_000 + b"\r\n",
            b"GET /healthz?" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /%00%ff/..;/embed HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            head("/embed/text", 100, Content_Type="application/json") + b"{",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 50,
        ],
        ids=lambda said: f"{said[:30]!r}-{len(said)}",
    )
    def test_what_is_hardly_http_harms_nobody(self, embedder: Watched, port: int, said: bytes) -> None:
        with line(port) as client:
            client.say(said)
            answers = client.rest()
        assert CANARY.encode() not in answers
        statuses = {int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]}
        assert statuses <= DOCUMENTED | {400}
        assert embedder.is_well()

    def test_the_log_repeats_nothing_and_tells_of_no_fault(self, embedder: Watched, port: int) -> None:
        with line(port) as client:
            client.say(post(f"/embed/text?{CANARY}", CANARY.encode(), Content_Type="application/json"))
            assert client.hear().status == 422
        log = embedder.log.read_text()
        assert CANARY not in log
        assert "Traceback" not in log
        assert all(isinstance(json.loads(entry), dict) for entry in log.splitlines())
