"""Anomalies that answer what they were told to; runs and odd images made of nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.anomalies.model import Anomaly, AnomalyRun, Neighbour, Review, Score, Verdict
from catalog.anomalies.scoring import Method
from catalog.images.model import Image
from catalog.tenancy import job_scope
from tests.fakes.images import an_image
from tests.token_bank.forge import TENANT, USER
from tests.unit.gateway.canned import Canned
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

SCOPE = job_scope(TENANT)
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
JOB_ID = UUID("7d9a2c30-1b7f-4a3e-8c55-0e6f1d2c3b4a")


@dataclass
class CatalogOfAnomalies(FakeCatalog):
    """A catalog that has anomalies, and jobs where a test gives it some."""

    anomalies: Canned = field(default_factory=Canned)
    jobs: Any = None


def a_catalog_of(**answers: Any) -> CatalogOfAnomalies:
    """A catalog whose anomalies answer so."""
    return CatalogOfAnomalies(a_catalog().accounts, anomalies=Canned(answers))


def a_run(**facts: Any) -> AnomalyRun:
    """A run over 40 images, of which three are flagged."""
    values: dict[str, Any] = {
        "dataset_id": "drawings",
        "generation": 3,
        "model_version": "tiny-1",
        "images": 40,
        "scored": 40,
        "k": 10,
        "exact": True,
        "enough": True,
        "references": 0,
        "reach": 0.2,
        "fences": {Method.DNN: 0.31, Method.KNN: 0.42, Method.LOF: 1.6},
        "flagged": {Method.DNN: 1, Method.KNN: 3, Method.LOF: 2},
        "started_at": WHEN,
        "finished_at": WHEN,
    }
    return AnomalyRun(**(values | facts))


def an_anomaly(image: Image | None = None, **facts: Any) -> Anomaly:
    """An odd image with two neighbours, the second of which is gone, and one review."""
    near = an_image(SCOPE, filename="near.png")
    values: dict[str, Any] = {
        "image": image or an_image(SCOPE),
        "method": Method.KNN,
        "score": 0.5,
        "percentile": 99.0,
        "robust_z": 7.5,
        "flagged": True,
        "scores": {Method.KNN: Score(0.5, 99.0, 7.5), Method.LOF: Score(2.25, 97.5, 4.0)},
        "evidence": (Neighbour(near.image_id, 0.25, near), Neighbour("0" * 26, 0.75)),
        "reviews": (Review(USER, Verdict.UNSURE, "blurred", WHEN, 1),),
        "in_reference_set": False,
        "later": False,
        "scored_at": WHEN,
    }
    return Anomaly(**(values | facts))


def odd(count: int, score: float = 1.0) -> list[Anomaly]:
    """Anomalies of falling scores."""
    return [an_anomaly(score=score - number / 1_000) for number in range(count)]
