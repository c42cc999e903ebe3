"""How far a tenant's rebuild has come: what its job keeps between slices, and what operators are shown."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from catalog.jobs.model import Payload


class Phase(StrEnum):
    """First every row gets its point, then points without a row go, then both are counted."""

    ROWS = "rows"
    POINTS = "points"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """One tenant's rebuild of one collection. `everything` means that points which are there are embedded anew too.

    `after` is the last image id, then the next point id. `total` and `seen` count searchable images; `indexed` were
    embedded, `failed` cannot be, `removed` points had no row. `rows` and `points` are what there is at the end.
    """

    collection: str
    everything: bool = False
    phase: Phase = Phase.ROWS
    after: str = ""
    total: int = 0
    seen: int = 0
    indexed: int = 0
    failed: int = 0
    removed: int = 0
    rows: int = 0
    points: int = 0

    @classmethod
    def read(cls, payload: Mapping[str, str]) -> Self:
        """The progress that a job's payload holds."""
        facts = json.loads(payload["progress"])
        return cls(**{**facts, "phase": Phase(facts["phase"]), "collection": payload["collection"]})

    def payload(self) -> Payload:
        """The payload of the job that goes on from here."""
        facts = asdict(self)
        return {"collection": facts.pop("collection"), "progress": json.dumps(facts)}
