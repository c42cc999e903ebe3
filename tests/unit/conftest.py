"""Unit tests reach no network: a socket that is not the event loop's own is an error."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Close the sockets for the test. Unix sockets stay: event loops and child processes wake each other by them."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
