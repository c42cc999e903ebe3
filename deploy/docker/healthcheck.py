"""A container's health: 0 when HEALTH_URL answers 200. Standard library only: it runs every ten seconds."""

import os
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit


def main() -> int:
    """The exit status that Docker reads; one line says why it is not healthy."""
    url = urlsplit(os.environ["HEALTH_URL"])
    try:
        connection = HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=4)
        connection.request("GET", url.path)
        answer = connection.getresponse()
        text = answer.read(2000).decode(errors="replace")
    except OSError as error:
        text, status = str(error), 0
    else:
        status = answer.status
    sys.stdout.write(f"{status} {text}\n")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
