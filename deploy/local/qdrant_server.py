"""`python -m deploy.local.qdrant_server`: Qdrant's REST API on loopback, over Qdrant's engine.

QDRANT_STORAGE is the folder it keeps everything in; QDRANT_HOST, QDRANT_PORT and QDRANT_API_KEY say where and to whom.
"""

import os
import resource
from pathlib import Path

import uvicorn

from deploy.local.qdrant.app import App
from deploy.local.qdrant.server import Server


def main() -> None:
    """Serve until told to stop."""
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # each segment keeps dozens open
    server = Server(Path(os.environ["QDRANT_STORAGE"]))
    uvicorn.run(
        App(server, os.environ.get("QDRANT_API_KEY", "")),
        host=os.environ.get("QDRANT_HOST", "127.0.0.1"),
        port=int(os.environ.get("QDRANT_PORT", "6333")),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
