"""A gateway on a loopback port, and raw conversations with it."""

import socket
from dataclasses import dataclass


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    port: int

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def raw(self, *parts: bytes) -> bytes:
        """Everything that comes back until the server closes or has answered."""
        with self.open() as connection:
            for part in parts:
                connection.sendall(part)
            return read_all(connection)

    def ask(self, request: bytes) -> Answer:
        return parsed(self.raw(request))

    def is_well(self) -> bool:
        return self.ask(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status == 200


def read_all(connection: socket.socket) -> bytes:
    found = b""
    try:
        while chunk := connection.recv(65_536):
            found += chunk
            head, mark, body = found.partition(b"\r\n\r\n")
            if mark and b"content-length: %d\r\n" % len(body) in head.lower() + b"\r\n":
                break
    except ConnectionResetError:
        pass
    return found


def parsed(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return Answer(int(first.split()[1]), headers, body)
