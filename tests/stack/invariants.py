"""What must be true of a stack at rest, whatever died on the way: rows, bytes, points and jobs agree."""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import numpy as np
import psycopg
from botocore.config import Config
from psycopg.rows import dict_row
from qdrant_client import QdrantClient

from catalog.adapters.qdrant.connection import open_client as open_qdrant
from catalog.images.thumbnails import THUMBNAIL_SIDES
from tests.stack.duplicate_invariants import duplicate_violations
from tests.stack.duplicate_rows import DuplicateRows

Row = dict[str, Any]
_NORM_TOLERANCE = 1e-3
_TOLD_OF_POINT = ("sha256", "key", "row_version", "tags", "width", "height", "phash", "model_version")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An upload that was answered with 2xx: what the client was promised."""

    tenant_id: str
    sha256: str
    image_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that the stores hold, read once."""

    rows: list[Row]
    jobs: list[Row]
    objects: dict[str, int]
    points: list[Row]
    duplicates: DuplicateRows = field(default_factory=DuplicateRows)


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores as their owner sees them, with no tenant's walls."""

    env: Mapping[str, str]
    s3: Any
    qdrant: QdrantClient

    def rows(self, query: str, *values: object) -> list[Row]:
        """What the owner of the database is answered."""
        with psycopg.connect(self.env["MIGRATION_DATABASE_URL"], row_factory=dict_row) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def execute(self, statement: str, *values: object) -> None:
        """Change something as the owner."""
        with psycopg.connect(self.env["MIGRATION_DATABASE_URL"]) as connection:
            connection.execute(statement.encode(), values)

    def objects(self) -> dict[str, int]:
        """Every object's key and size in bytes."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.env["S3_BUCKET"], Prefix="t/")
        return {entry["Key"]: entry["Size"] for page in pages for entry in page.get("Contents", [])}

    def points(self) -> list[Row]:
        """Every point of the live collection: its payload, and its vectors under `vectors`."""
        live = self.rows("SELECT collection FROM vector_spaces WHERE is_live")
        if not live:
            return []
        found: list[Row] = []
        offset: Any = None
        while True:
            some, offset = self.qdrant.scroll(live[0]["collection"], limit=256, offset=offset, with_vectors=True)
            found += [{**(point.payload or {}), "point_id": point.id, "vectors": point.vector} for point in some]
            if offset is None:
                return found

    def found(self) -> Found:
        """Read everything."""
        return Found(
            rows=self.rows("SELECT *, tenant_id::text AS tenant FROM images"),
            jobs=self.rows("SELECT *, lease_until < now() AS lease_expired FROM jobs"),
            objects=self.objects(),
            points=self.points(),
            duplicates=DuplicateRows.read(self.rows),
        )


@contextmanager
def open_stores(env: Mapping[str, str]) -> Iterator[Stores]:
    """The stores of the stack that has these variables."""
    s3 = boto3.client(
        "s3",
        endpoint_url=env["S3_ENDPOINT"],
        region_name=env["S3_REGION"],
        aws_access_key_id=env["S3_ACCESS_KEY"],
        aws_secret_access_key=env["S3_SECRET_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    with (
        closing(s3),
        closing(open_qdrant(env["QDRANT_URL"], api_key=env["QDRANT_API_KEY"], timeout_s=30)) as qdrant,
    ):
        yield Stores(env, s3, qdrant)


def violations(found: Found, acknowledged: Collection[Acknowledged] = ()) -> list[str]:
    """Every broken promise, in words; none when all is well. The stack must be at rest: no job due or running."""
    return [
        *_of_promises(found, acknowledged),
        *_of_points(found),
        *_of_vectors(found),
        *_of_objects(found),
        *_of_jobs(found),
        *duplicate_violations(found.rows, found.jobs, found.duplicates),
    ]


def _of_promises(found: Found, acknowledged: Collection[Acknowledged]) -> Iterator[str]:
    rows = {(row["tenant"], row["sha256"]): row for row in found.rows}
    if len(rows) != len(found.rows):
        yield "the same bytes have two rows in one tenant"
    for promise in acknowledged:
        row = rows.get((promise.tenant_id, promise.sha256))
        if row is None:
            yield f"acknowledged image {promise.image_id} has no row"
        elif (row["image_id"], row["state"]) != (promise.image_id, "searchable"):
            yield f"acknowledged image {promise.image_id} is {row['image_id']}, {row['state']} ({row['failure']})"
    for row in found.rows:
        if row["state"] == "uploaded":
            yield f"image {row['image_id']} was accepted and never became searchable"


def _of_points(found: Found) -> Iterator[str]:
    searchable = {(row["tenant"], row["image_id"]): row for row in found.rows if row["state"] == "searchable"}
    points: dict[tuple[str, str], list[Row]] = {}
    for point in found.points:
        points.setdefault((str(point.get("tenant_id")), str(point.get("image_id"))), []).append(point)
    for name in searchable.keys() - points.keys():
        yield f"searchable image {name[1]} has no point"
    for name, same in points.items():
        row = searchable.get(name)
        if row is None:
            yield f"point {same[0]['point_id']} stands for no searchable image of tenant {name[0]}"
        elif len(same) > 1:
            yield f"image {name[1]} has {len(same)} points"
        elif differing := [fact for fact in _TOLD_OF_POINT if same[0].get(fact) != row[fact]]:
            yield f"the point of image {name[1]} differs from its row in {json.dumps(differing)}"


def _of_vectors(found: Found) -> Iterator[str]:
    rows = {row["image_id"]: row for row in found.rows}
    for point in found.points:
        vector = np.asarray(point["vectors"]["clip_global"], dtype=np.float64)
        if not np.isfinite(vector).all() or abs(np.linalg.norm(vector) - 1) > _NORM_TOLERANCE:
            yield f"point {point['point_id']} has a vector that is not finite and of length one"
        row = rows.get(str(point.get("image_id")))
        expected = None if row is None or row["flat"] else f"{int(row['phash'], 16):064b}"
        told = point["vectors"].get("phash")
        if row is not None and (None if told is None else "".join(str(int(bit)) for bit in told)) != expected:
            yield f"point {point['point_id']} has another pHash than its row"


def _of_objects(found: Found) -> Iterator[str]:
    rows = {row["key"]: row for row in found.rows}
    thumbs = {
        f"t/{row['tenant']}/thumbs/{row['sha256']}/{side}.webp": row for row in found.rows for side in THUMBNAIL_SIDES
    }
    for key, size in found.objects.items():
        if key in rows:
            if size != rows[key]["size_bytes"]:
                yield f"{key} has {size} bytes and its row says {rows[key]['size_bytes']}"
        elif key not in thumbs:
            yield f"{key} belongs to no row"
    for key in rows.keys() - found.objects.keys():
        yield f"the bytes {key} of image {rows[key]['image_id']} are gone"
    for key, row in thumbs.items():
        if not row["has_thumbnails"] or key not in found.objects:
            yield f"image {row['image_id']} has no thumbnail {key}"


def _of_jobs(found: Found) -> Iterator[str]:
    for job in found.jobs:
        if job["state"] == "running" and job["lease_expired"]:
            yield f"job {job['kind']} {job['id']} is running with an expired lease"
        elif job["kind"] == "score_newcomers" and job["state"] in ("queued", "running", "retry"):
            continue  # a probe asks for it when it ends, whenever that is, and nobody waits for it
        elif job["kind"] == "probe_duplicates" and job["state"] in ("queued", "retry"):
            continue  # it waits some seconds for more images to probe, and nobody waits for it
        elif job["state"] in ("queued", "running", "retry"):
            yield f"job {job['kind']} {job['id']} is still {job['state']}"
        elif job["state"] == "dead":
            yield f"job {job['kind']} {job['id']} is dead: {job['error']}"
