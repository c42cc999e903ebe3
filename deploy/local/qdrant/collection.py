"""One collection: an engine shard on disk, its schema, and the switch to a better indexed copy of it."""

import json
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from deploy.local.layout import write_private
from deploy.local.qdrant.errors import FaceError, from_engine
from deploy.local.qdrant.identifiers import PointId
from deploy.local.qdrant.payload_indexes import report_indexes
from deploy.local.qdrant.queries import QueryParser
from deploy.local.qdrant.schema import Schema, parse_schema

_DESCRIPTION = "collection.json"
_BYTES_PER_NUMBER = 4


class Collection:
    """Reads and writes go to the current shard; while a copy is being indexed, writes are also kept for the copy."""

    def __init__(self, folder: Path, body: Any, shard_name: str, shard: edge.EdgeShard) -> None:
        self.folder = folder
        self.schema: Schema = parse_schema(body)
        self.queries = QueryParser(self.schema.spaces, self._stored_vector)
        self.unindexed_points = 0
        self.indexing = False
        self._body = body
        self._shard_name = shard_name
        self._shard = shard
        self._journal: list[edge.UpdateOperation] | None = None
        self._unflushed = False
        self._operations = 0

    @classmethod
    def create(cls, folder: Path, body: Any) -> "Collection":
        """Make an empty collection in a folder that does not exist yet."""
        schema = parse_schema(body)
        shard_folder = folder / _new_shard_name()
        shard_folder.mkdir(parents=True)
        collection = cls(
            folder, body, shard_folder.name, _engine(edge.EdgeShard.create, str(shard_folder), schema.config)
        )
        collection._describe()
        return collection

    @classmethod
    def load(cls, folder: Path) -> "Collection":
        """Open a collection as it was left, however it was left; copies that were not finished are removed."""
        description = json.loads((folder / _DESCRIPTION).read_text())
        for other in folder.glob("shard-*"):
            if other.name != description["shard"]:
                shutil.rmtree(other, ignore_errors=True)
        shard = edge.EdgeShard.load(str(folder / description["shard"]))
        collection = cls(folder, description["body"], description["shard"], shard)
        info = shard.info()
        # At most so many: a point need not have a vector in every space. Looking once too often does no harm.
        indexed_points = info.indexed_vectors_count // len(collection.schema.spaces)
        collection.unindexed_points = max(0, info.points_count - indexed_points)
        return collection

    def read(self, call: Callable[[edge.EdgeShard], Any]) -> Any:
        """Ask the shard something; the engine's errors become the server's."""
        return _engine(call, self._shard)

    def write(self, operation: edge.UpdateOperation, points: int) -> int:
        """Apply a change to so many points; returns its number.

        It is then in the engine's log, and thus outlives this process.
        """
        _engine(self._shard.update, operation)
        if self._journal is not None:
            self._journal.append(operation)
        self.unindexed_points += points
        self._unflushed = True
        self._operations += 1
        return self._operations

    def flush(self) -> None:
        """Write what is only in memory and in the log to its place, if there is anything."""
        if self._unflushed:
            self._unflushed = False
            _engine(self._shard.flush)

    @property
    def wants_indexing(self) -> bool:
        """Say whether more unindexed vectors have gathered than the collection's threshold allows."""
        threshold = self.schema.indexing_threshold_kb
        widest = max(space.size for space in self.schema.spaces.values())
        return 0 < threshold * 1024 <= self.unindexed_points * widest * _BYTES_PER_NUMBER

    def begin_indexing(self) -> tuple[Path, Path]:
        """Prepare for a copy: returns the shard's folder, now complete on disk, and a folder for the copy.

        No write may come until `keep_writes`.
        """
        self.indexing = True
        self.unindexed_points = 0
        self._unflushed = True
        self.flush()
        return self.folder / self._shard_name, self.folder / _new_shard_name()

    def keep_writes(self) -> None:
        """The copy is made: from now on, remember writes for it."""
        self._journal = []

    def end_indexing(self) -> None:
        """Forget the copy."""
        self._journal, self.indexing = None, False

    def switch_to(self, copy: Path) -> Path:
        """Go over to the indexed copy, with every write since it was made; returns the old folder, now unused."""
        shard = _engine(edge.EdgeShard.load, str(copy))
        for operation in self._journal or ():
            _engine(shard.update, operation)
        old, old_folder = self._shard, self.folder / self._shard_name
        self._shard, self._shard_name = shard, copy.name
        self._describe()
        old.close()
        return old_folder

    def close(self) -> None:
        """Write everything to its place and let go of the files."""
        self.flush()
        self._shard.close()

    def info(self) -> dict[str, Any]:
        """Return what Qdrant answers about a collection."""
        info = self.read(edge.EdgeShard.info)
        busy = self.indexing or self.wants_indexing
        return {
            "status": "yellow" if busy else "green",
            "optimizer_status": "ok",
            "indexed_vectors_count": info.indexed_vectors_count,
            "points_count": info.points_count,
            "segments_count": info.segments_count,
            "config": dict(self.schema.report),
            "payload_schema": report_indexes(info),
        }

    def _stored_vector(self, point_id: PointId, using: str) -> Any:
        found = self.read(lambda shard: shard.retrieve([point_id], False, [using] if using else True))
        return (found[0].vector or {}).get(using) if found else None

    def _describe(self) -> None:
        description = {"body": self._body, "shard": self._shard_name}
        write_private(self.folder / _DESCRIPTION, json.dumps(description))


def _new_shard_name() -> str:
    """Return a name never used before: a copy must not meet the rest of one that was given up."""
    return f"shard-{uuid.uuid4().hex[:12]}"


def _engine(call: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except FaceError:
        raise
    except Exception as error:
        raise from_engine(error) from error
