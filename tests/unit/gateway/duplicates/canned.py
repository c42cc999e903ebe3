"""Near-duplicates that answer what they were told to, and groups made of nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.duplicates.model import Edge, Group, Tier, Turn, WorstPair
from catalog.duplicates.views import Batch, BatchKind, BatchState, Outcome
from catalog.images.model import Image
from catalog.tenancy import job_scope
from tests.fakes.images import an_image
from tests.token_bank.forge import TENANT, USER
from tests.unit.gateway.canned import Canned
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

SCOPE = job_scope(TENANT)
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
GROUP_ID = "0123456789abcdef" * 2
BATCH_ID = UUID("5f3c1f7e-0a4e-4f57-9a5e-6f9d8a3b2c11")
JOB_ID = UUID("7d9a2c30-1b7f-4a3e-8c55-0e6f1d2c3b4a")


@dataclass
class CannedDuplicates(Canned):
    """The service of near-duplicates."""

    @property
    def exporting(self) -> "CannedDuplicates":
        """The part that exports."""
        return self


@dataclass
class CatalogOfDuplicates(FakeCatalog):
    """A catalog that has near-duplicates, and jobs where a test gives it some."""

    duplicates: CannedDuplicates = field(default_factory=CannedDuplicates)
    jobs: Any = None


def a_catalog_of(**answers: Any) -> CatalogOfDuplicates:
    """A catalog whose near-duplicates answer so."""
    return CatalogOfDuplicates(a_catalog().accounts, duplicates=CannedDuplicates(answers))


def images(count: int, **facts: Any) -> list[Image]:
    """Images of the caller's tenant."""
    return [an_image(SCOPE, **facts) for _ in range(count)]


def a_group(members: list[Image], **facts: Any) -> Group:
    """A group of these images, the first one its medoid."""
    ids = tuple(image.image_id for image in members)
    values: dict[str, Any] = {
        "dataset_id": "drawings",
        "group_id": GROUP_ID,
        "member_ids": ids,
        "tier": Tier.EDITED,
        "medoid_id": ids[0],
        "worst": WorstPair(min(ids[0], ids[-1]), max(ids[0], ids[-1]), 0.961),
        "threshold": 0.95,
        "reclaimable_bytes": 100,
    }
    return Group(**(values | facts))


def an_edge(one: Image, other: Image, **facts: Any) -> Edge:
    """The pair of these two."""
    low, high = sorted((one.image_id, other.image_id))
    values: dict[str, Any] = {
        "low_id": low,
        "high_id": high,
        "tier": Tier.EDITED,
        "hamming": 2,
        "cosine": 0.97,
        "turn": Turn.UPRIGHT,
        "model_version": "tiny-1",
    }
    return Edge(**(values | facts))


def a_batch(**facts: Any) -> Batch:
    """A batch that was applied."""
    values: dict[str, Any] = {
        "batch_id": BATCH_ID,
        "kind": BatchKind.VERDICT,
        "state": BatchState.APPLIED,
        "dataset_id": "",
        "rule": {},
        "asked_by": USER,
        "created_at": WHEN,
        "applied_at": WHEN,
        "undone_at": None,
        "undone_by": None,
        "expires_at": None,
        "groups": 1,
        "trashed": 0,
        "trashed_bytes": 0,
        "outcomes": {Outcome.DONE: 1},
    }
    return Batch(**(values | facts))


def pages(*each: Any) -> Iterator[Any]:
    """An iterator that cannot be gone through twice."""
    return iter(each)
