"""Building search indexes without stopping the server: on a copy, in a child process, switched to when it is done.

`python -m deploy.local.qdrant.optimizer FOLDER` is that child.
"""

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path

import qdrant_edge as edge

from deploy.local.process import dies_with_parent
from deploy.local.qdrant.collection import Collection
from deploy.local.qdrant.errors import FaceError

_LOOK_EVERY_S = 0.25
_FLUSH_EVERY_S = 5.0
_NICENESS = 15
_NOTHING_TO_DO = 3


class Optimizer:
    """Looks at every collection again and again: flushes it, and has it indexed when it wants to be."""

    def __init__(self) -> None:
        self.copying = asyncio.Lock()
        """Held while a shard is copied; every write takes it, so that the copy is of one moment."""

    async def watch(self, collections: dict[str, Collection]) -> None:
        """Run until cancelled."""
        loop = asyncio.get_running_loop()
        next_flush = loop.time() + _FLUSH_EVERY_S
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            for name, collection in list(collections.items()):
                if collection.wants_indexing:
                    await self._index(name, collection, collections)
            if loop.time() >= next_flush:
                next_flush = loop.time() + _FLUSH_EVERY_S
                for collection in list(collections.values()):
                    collection.flush()

    async def _index(self, name: str, collection: Collection, collections: dict[str, Collection]) -> None:
        async with self.copying:
            source, copy = collection.begin_indexing()
            status = await _run("cp", "--archive", "--sparse=always", "--reflink=auto", str(source), str(copy))
            collection.keep_writes()
        unused = copy
        try:
            status = status or await _run(sys.executable, "-m", __spec__.name, str(copy))
            if status not in (0, _NOTHING_TO_DO):
                print(f"qdrant: indexing of {name} ended with status {status}", flush=True)
            if status == 0 and collections.get(name) is collection:
                unused = collection.switch_to(copy)
        except FaceError as error:  # searches stay right without the index; the next writes try again
            print(f"qdrant: indexing of {name} was given up: {error}", flush=True)
        finally:
            collection.end_indexing()
            await asyncio.to_thread(shutil.rmtree, unused, ignore_errors=True)


async def _run(*command: str) -> int:
    """Run a command to its end and return its status; it ends with us, however we end. It prints to our log."""
    child = await asyncio.create_subprocess_exec(*command, preexec_fn=dies_with_parent(signal.SIGKILL))
    try:
        return await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def main(folder: Path) -> int:
    """Build every index that the shard in this folder lacks, giving way to everybody else on the machine."""
    os.nice(_NICENESS)
    shard = edge.EdgeShard.load(str(folder))
    changed = shard.optimize()
    shard.flush()
    shard.close()
    return 0 if changed else _NOTHING_TO_DO


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
