"""The tables of near-duplicates, of their review, and of the ledger's events, read once as the database's owner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, Any]
_QUERIES: Final[Mapping[str, str]] = {
    "edges": "SELECT *, tenant_id::text AS tenant FROM duplicate_edges",
    "probes": "SELECT *, tenant_id::text AS tenant FROM duplicate_probes",
    "groups": "SELECT *, tenant_id::text AS tenant FROM duplicate_groups",
    "runs": "SELECT *, tenant_id::text AS tenant FROM duplicate_runs",
    "verdicts": "SELECT *, tenant_id::text AS tenant FROM duplicate_verdicts",
    "batches": "SELECT *, tenant_id::text AS tenant FROM review_batches",
    "items": "SELECT *, tenant_id::text AS tenant FROM review_items",
    "journal": "SELECT *, tenant_id::text AS tenant FROM review_journal ORDER BY batch_id, seq",
    "kept": "SELECT *, tenant_id::text AS tenant FROM trashed_vectors",
    "events": "SELECT job_id, seq, name FROM job_events ORDER BY job_id, seq",
    "spaces": "SELECT model_version FROM vector_spaces WHERE is_live",
}


@dataclass(frozen=True, slots=True)
class DuplicateRows:
    """The rows by table; `tenant` is their tenant's id as text."""

    edges: list[Row] = field(default_factory=list)
    probes: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    verdicts: list[Row] = field(default_factory=list)
    batches: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    journal: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    spaces: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, rows: Callable[[str], list[Row]]) -> "DuplicateRows":
        """Read everything by a function that answers a query as the database's owner."""
        return cls(**{name: rows(query) for name, query in _QUERIES.items()})
