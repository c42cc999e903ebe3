"""The gateway behind a real uvicorn on loopback: what only raw bytes on a socket can do to it."""

import json
import socket

import pytest

from tests.contract.gateway.serving import Served, parsed, read_all
from tests.token_bank.bank import hostile_tokens
from tests.token_bank.forge import Forge

ECHO = b"POST /api/open/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
ITEM = b"/api/open/items/0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11"


class TestABodyOnTheWire:
    def test_that_never_comes_is_408(self, served: Served) -> None:
        answer = served.ask(ECHO + b"Content-Length: 50\r\n\r\n{")
        assert (answer.status, answer.headers["connection"]) == (408, "close")
        assert json.loads(answer.body)["type"] == "/problems/body-too-slow"

    def test_that_says_it_is_large_is_refused_before_it_is_sent(self, served: Served) -> None:
        answer = served.ask(ECHO + b"Content-Length: 100000000\r\n\r\n")
        assert (answer.status, answer.headers["connection"]) == (413, "close")

    def test_that_grows_without_saying_is_cut_off(self, served: Served) -> None:
        chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        assert served.ask(ECHO + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 5).status == 413

    def test_in_chunks_is_taken(self, served: Served) -> None:
        body = b'4\r\n{"te\r\n9\r\nxt": "a"}\r\n0\r\n\r\n'
        answer = served.ask(ECHO + b"Transfer-Encoding: chunked\r\n\r\n" + body)
        assert (answer.status, json.loads(answer.body)["text"]) == (200, "a")

    def test_of_ten_megabytes_is_refused(self, served: Served) -> None:
        assert b" 413 " in served.raw(ECHO + b"Content-Length: 10000000\r\n\r\n")[:20]

    @pytest.mark.parametrize(
        "framing",
        [
            b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            b"Content-Length: -1\r\n\r\n{}",
            b"Content-Length: 99999999999999999999999999\r\n\r\n{}",
            b"Content-Length: 2x\r\n\r\n{}",
            b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            b"Transfer-Encoding: gzip, chunked\r\nContent-Encoding: gzip\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: xchunked\r\n\r\n{}",
        ],
    )
    def test_of_no_clear_frame_is_the_clients_fault(self, served: Served, framing: bytes) -> None:
        assert 400 <= parsed(served.raw(ECHO + framing)).status < 500

    def test_whose_sender_leaves_harms_nobody(self, served: Served) -> None:
        for _ in range(20):
            with served.open() as connection:
                connection.sendall(ECHO + b"Content-Length: 50\r\n\r\n{")

    def test_whose_sender_stops_talking_is_answered_or_let_go(self, served: Served) -> None:
        with served.open() as connection:
            connection.sendall(ECHO + b"Content-Length: 2\r\n\r\n{}")
            connection.shutdown(socket.SHUT_WR)
            answer = read_all(connection)
        assert answer == b"" or parsed(answer).status == 200


class TestAnUpload:
    HEAD = b"POST /api/images HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"

    def test_without_a_token_is_refused_before_a_byte_of_it(self, served: Served) -> None:
        assert served.ask(self.HEAD + b"Content-Length: 90000\r\n\r\n").status == 401

    def test_with_a_token_that_never_comes_is_408(self, served: Served) -> None:
        token = f"Authorization: Bearer {Forge().token(role='editor')}\r\n".encode()
        answer = served.ask(self.HEAD + token + b"Content-Length: 90000\r\n\r\n--x\r\n")
        assert (answer.status, json.loads(answer.body)["type"]) == (408, "/problems/body-too-slow")

    def test_with_a_token_that_grows_is_413(self, served: Served) -> None:
        token = f"Authorization: Bearer {Forge().token(role='editor')}\r\n".encode()
        part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        chunks = b"%x\r\n%s\r\n" % (len(part), part) + b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        more = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        answer = parsed(served.raw(self.HEAD + token + b"Transfer-Encoding: chunked\r\n\r\n", chunks, more * 2))
        assert (answer.status, json.loads(answer.body)["type"]) == (413, "/problems/too-large")


class TestAHeadOnTheWire:
    @pytest.mark.parametrize(
        ("request_line_and_headers", "status"),
        [
            (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
            (b"GET /healthz HTTP/1.0\r\n\r\n", 400),
            (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n", 431),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X-A: 1\r\n" * 1000 + b"\r\n", 431),
            (b"GET " + ITEM + b"?q=%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            (b"GET " + ITEM + b"?q=" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            (b"GET " + ITEM + b"?q=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 200),
            (b"GET /api/..;/x HTTP/1.1\r\nHost: x\r\n\r\n", 404),
            (b"GET //healthz HTTP/1.1\r\nHost: x\r\n\r\n", 404),
            (b"GET http://other.test/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200),
            (b"TRACE /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            (b"GET /api/closed/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\n\r\n", 401),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\nRange: bytes=" + b"0-1," * 3000 + b"0-1\r\n\r\n", 200),
            (b'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-ID: {"a":1}\xff\r\n\r\n', 200),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 200),
            (b"GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n", 200),
        ],
        ids=lambda value: str(value)[:60],
    )
    def test_is_answered_by_a_clear_status(self, served: Served, request_line_and_headers: bytes, status: int) -> None:
        answer = served.ask(request_line_and_headers)
        assert answer.status == status
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(json.loads(answer.body)["request_id"]) == 32

    @pytest.mark.parametrize(
        "noise",
        [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
            b"GET /\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\r\n\r\n\r\n\r\nnonsense\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n folded: yes\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nA\x00B: 1\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: 1\x00\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-ID: \x1b[31mred\r\n\r\n",
            b"GET /h\x00ealthz HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
            b"CONNECT other.test:443 HTTP/1.1\r\nHost: x\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\x00" * 1000,
        ],
    )
    def test_that_is_noise_is_never_our_fault(self, served: Served, noise: bytes) -> None:
        with served.open() as connection:
            connection.sendall(noise)
            connection.shutdown(socket.SHUT_WR)
            answer = read_all(connection)
        assert not answer or 400 <= parsed(answer).status < 500

    def test_after_another_on_one_connection_is_answered_too(self, served: Served) -> None:
        one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        with served.open() as connection:
            connection.sendall(one + one + last)
            found = b""
            while chunk := connection.recv(65_536):
                found += chunk
        assert found.count(b"HTTP/1.1 200 OK") == 3

    def test_says_nothing_about_the_server(self, served: Served) -> None:
        assert "server" not in served.ask(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").headers


def test_the_bank_of_tokens_over_the_wire_is_401_alike(served: Served) -> None:
    forge, answers = Forge(), set()
    head = b"GET /api/closed/me HTTP/1.1\r\nHost: x\r\nX-Request-ID: the-same-for-all\r\nAuthorization: Bearer "
    with served.open() as connection:
        for token in hostile_tokens(forge).values():
            connection.sendall(head + token.encode() + b"\r\n\r\n")
            answers.add(without_date(read_all(connection)))
    assert len(answers) == 1
    assert parsed(answers.pop()).status == 401


def without_date(answer: bytes) -> bytes:
    return b"\r\n".join(line for line in answer.split(b"\r\n") if not line.lower().startswith(b"date: "))
