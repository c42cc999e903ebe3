"""A small tenant with planted duplicates that many runs share: what it holds, as it was in the beginning, compared."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from PIL import Image, ImageEnhance

from catalog.jobs.model import JobKind
from tests.image_bank.forge import chunk, encoded, painted, with_chunk
from tests.stack.faults.client import Client
from tests.stack.faults.rest import Rest, until

_SEED: Final = 2_000
State = dict[str, list[Any]]
FOUND: Final = ("duplicate_edges", "duplicate_probes", "duplicate_groups", "duplicate_runs")
REVIEWED: Final = ("duplicate_verdicts", "review_batches", "review_items", "review_journal", "trashed_vectors")
_TABLES: Final = (*FOUND, *REVIEWED, "images")
_MOMENTS: Final = ("_at", "_from", "_until")
_FORGET: Final = ("review_journal", "review_items", "review_batches", "duplicate_verdicts", *FOUND)
# The job waits for nobody but the hand that is given it.
_HOLD_BACK: Final = """
    UPDATE jobs SET run_after = now(), rung_at = now() + interval '1 hour'
    WHERE tenant_id = %s AND kind = %s AND dedupe_key = %s AND state = 'queued' RETURNING id
"""
_AGE: Final = """
    UPDATE images SET state = 'trashed', trashed_at = now() - interval '1 year', row_version = row_version + 1
    WHERE image_id = %s
"""
_PUT_BACK: Final = """
    UPDATE jobs SET state = 'queued', attempt = 0, run_after = now(), rung_at = now() + interval '1 hour' WHERE id = %s
"""
_JOB: Final = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state, rung_at, asked_by)
    VALUES (%s, %s, %s, %s, %s, 'queued', now() + interval '1 hour', %s)
"""
_OVER: Final = ("succeeded", "dead", "cancelled", "paused")


def pictured(at: int) -> Image.Image:
    """One of the album's nine pictures of which there are copies, or none, as it was drawn."""
    return painted(128, 96, _SEED + at)


def planted() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of 16 pictures: five families (T1, T2 three times, T3) and four that are like no other."""
    bases = [pictured(at) for at in range(9)]
    for at, base in enumerate(bases):
        yield f"base-{at}.png", encoded(base, "PNG")
    again = encoded(bases[0], "PNG")
    yield "same-pixels.png", with_chunk(again, chunk(b"tEXt", b"Comment\0again"))
    yield "good.jpg", encoded(bases[1], "JPEG", quality=92)
    yield "poor.jpg", encoded(bases[1], "JPEG", quality=60)
    yield "brighter.png", encoded(ImageEnhance.Brightness(bases[2]).enhance(1.1), "PNG")
    yield "smaller.png", encoded(bases[3].resize((96, 72), Image.Resampling.LANCZOS), "PNG")
    yield "turned.png", encoded(bases[4].transpose(Image.Transpose.ROTATE_90), "PNG")
    yield "mirrored.png", encoded(bases[4].transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG")


@dataclass(frozen=True, slots=True)
class Album:
    """The tenant, by ids; `vectors` are its points' as they were in the beginning."""

    rest: Rest
    client: Client
    tenant_id: UUID
    user_id: UUID
    names: Mapping[str, str]
    vectors: dict[str, Any] = field(default_factory=dict)

    @property
    def image_ids(self) -> list[str]:
        """All its images."""
        return sorted(self.names)

    def ask(self, kind: JobKind, payload: Mapping[str, str], dedupe_key: str = "") -> UUID:
        """Write a job of which no worker hears until it has been begun once."""
        job_id = uuid4()
        key = dedupe_key or payload.get("batch", payload.get("dataset_id", ""))
        self.rest.stores.execute(_JOB, self.tenant_id, job_id, kind, key, json.dumps(payload), self.user_id)
        return job_id

    def held_back(self, kind: JobKind, dedupe_key: str) -> UUID:
        """The same of a job that is put off: it may be begun now, and no worker hears of it; its id."""
        [job] = self.rest.stores.rows(_HOLD_BACK, self.tenant_id, kind, dedupe_key)
        return UUID(str(job["id"]))

    def put_back(self, job_id: UUID) -> None:
        """Have a job that stands still go on, of which no worker hears until it has been begun again."""
        self.rest.stores.execute(_PUT_BACK, job_id)

    def ring(self, job_id: UUID) -> None:
        """Have a worker called for it."""
        self.rest.stores.execute("UPDATE jobs SET rung_at = NULL WHERE id = %s", job_id)

    def job(self, job_id: UUID) -> dict[str, Any]:
        """The job's row."""
        return dict(self.rest.stores.rows("SELECT * FROM jobs WHERE id = %s", job_id)[0])

    def wait_over(self, job_id: UUID, state: str = "succeeded") -> dict[str, Any]:
        """Wait for the job's end, which must be this one; its row."""
        until(lambda: self.job(job_id)["state"] in _OVER, f"job {job_id} ended")
        job = self.job(job_id)
        assert job["state"] == state, job
        return job

    def state(self, *tables: str) -> State:
        """The rows of these tables (all without any), of which moments and batches' ids are left out."""
        return {table: self._rows(table) for table in tables or _TABLES}

    def groups(self) -> list[Any]:
        """The groups' rows."""
        return self.state("duplicate_groups")["duplicate_groups"]

    def take_in(self, name: str, data: bytes) -> str:
        """Upload one more and come to rest; its id."""
        answer = self.client.http.post("/api/images", files={"file": (name, data)})
        assert answer.status_code == 201, answer.text
        self.rest.come()
        return str(answer.json()["image_id"])

    def age_in_trash(self, image_id: str) -> None:
        """Have the image lie in the trash since long ago."""
        self.rest.stores.execute(_AGE, image_id)

    def points(self) -> dict[str, Any]:
        """Every point's vectors by image id."""
        own = str(self.tenant_id)
        return {one["image_id"]: one["vectors"] for one in self.rest.stores.points() if one["tenant_id"] == own}

    def copied(self, *tables: str) -> dict[str, str]:
        """The rows of these tables whole, to be put back by `reset`."""
        told = "SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS rows FROM {} t WHERE tenant_id = %s"
        return {one: self.rest.stores.rows(told.format(one), self.tenant_id)[0]["rows"] for one in tables}

    def reset(self, back: Mapping[str, str] | None = None) -> None:
        """Forget all that was found and decided, and put these rows there. What lies in the trash fails the test."""
        self.rest.come()
        stores = self.rest.stores
        lying = stores.rows(
            "SELECT image_id FROM images WHERE tenant_id = %s AND state <> 'searchable'", self.tenant_id
        )
        if lying:
            self._bring_back()
        for table in (*_FORGET, "jobs"):
            stores.execute(f"DELETE FROM {table} WHERE tenant_id = %s", self.tenant_id)  # noqa: S608 - our own words
        for table, rows in (back or {}).items():
            whole = f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(null::{table}, %s)"  # noqa: S608
            stores.execute(whole, rows)
        assert not lying, f"the run before has left {lying}"

    def check(self) -> None:
        """Come to rest, and find every promise kept and every vector as it was."""
        self.rest.come()
        self.rest.judge()
        now = self.points()
        assert all(now[one] == self.vectors[one] for one in now)

    def _bring_back(self) -> None:
        """For the runs to come, after one that has failed."""
        self.rest.stores.execute(
            "UPDATE images SET state = 'searchable', trashed_at = NULL, row_version = row_version + 1 "
            "WHERE tenant_id = %s AND state = 'trashed'",
            self.tenant_id,
        )
        self.ask(JobKind.SYNC_POINTS, {"image_ids": " ".join(self.image_ids)}, "test")
        self.rest.stores.execute("UPDATE jobs SET rung_at = NULL WHERE tenant_id = %s", self.tenant_id)
        self.rest.come()

    def _rows(self, table: str) -> list[Any]:
        told = f"SELECT to_jsonb(t) - 'tenant_id' AS row FROM {table} t WHERE tenant_id = %s"  # noqa: S608
        rows = [_without_moments(one["row"], table) for one in self.rest.stores.rows(told, self.tenant_id)]
        return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _without_moments(told: Any, table: str = "") -> Any:
    """What two runs have in common: of moments and batches only whether there is one."""
    if isinstance(told, dict):
        kept = {name: value for name, value in told.items() if (table, name) != ("images", "row_version")}
        return {
            name: (value is not None if _differs(name, table) else _without_moments(value))
            for name, value in kept.items()
        }
    return [_without_moments(one) for one in told] if isinstance(told, list) else told


def _differs(name: str, table: str) -> bool:
    return name.endswith(_MOMENTS) or name == "batch_id" or (table, name) == ("review_batches", "id")
