"""`python -m deploy.local.qdrant_server --path FOLDER`: Qdrant's REST API over Qdrant's engine.

Everything is kept in the folder. QDRANT__SERVICE__API_KEY is the key that callers need, as with Qdrant itself.
"""

import argparse
import os
import resource
from pathlib import Path

import uvicorn

from deploy.local.qdrant.app import App
from deploy.local.qdrant.server import Server


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.qdrant_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=6333)
    parser.add_argument("--path", type=Path, required=True)
    options = parser.parse_args()
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # each segment keeps dozens open
    server = Server(options.path)
    uvicorn.run(
        App(server, os.environ.get("QDRANT__SERVICE__API_KEY", "")),
        host=options.host,
        port=options.port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
