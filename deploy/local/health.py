"""Is a service well? One small check for each kind; each returns, or raises Unwell with the reason."""

import http.client
import socket
import urllib.error
import urllib.request

import psycopg

_TIMEOUT_S = 2


class Unwell(Exception):
    """The service does not answer as it should; the text says what it did."""


def postgres(url: str) -> None:
    """The server accepts this role's log-in and answers a query."""
    try:
        with psycopg.connect(url, connect_timeout=_TIMEOUT_S) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise Unwell(str(error).strip()) from error


def redis(port: int, password: str) -> None:
    """The server accepts the password and has finished loading its data."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_S) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                answer += part
    except OSError as error:
        raise Unwell(str(error)) from error
    if answer != b"+OK\r\n+PONG\r\n":
        raise Unwell(answer.decode(errors="replace").strip() or "closed the connection")


def http_ok(url: str) -> None:
    """The address answers a GET with a success."""
    status, body = _get(url)
    if status >= 400:
        raise Unwell(f"{status} {body}")


def http_answers(url: str) -> None:
    """The address answers a GET with anything that is not the server's own failure; refusing a stranger is well."""
    status, body = _get(url)
    if status >= 500:
        raise Unwell(f"{status} {body}")


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310 — our own http:// address
            return answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise Unwell(str(error)) from error
