"""The rule that unit tests reach no network is in force."""

import socket

import pytest
from pytest_socket import SocketBlockedError


def test_sockets_are_closed() -> None:
    with pytest.warns(UserWarning, match="tried to use socket"), pytest.raises(SocketBlockedError):
        socket.create_connection(("127.0.0.1", 9))
