"""Asking for a scoring, and the run that is in force."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.anomalies.model import AnomalyRun
from catalog.anomalies.scoring import Method
from gateway.anomalies.fields import shown
from gateway.schemas import AnswerModel


class ScoringOut(AnswerModel):
    """A scoring that was asked for, and where to see how far it is."""

    job_id: UUID
    status_url: str
    progress_url: str


class RunOut(AnswerModel):
    """The scores that are in force: `scored` of `images`, each against its `k` nearest, `exact` or nearly so.

    `enough` is false where there are fewer than `needed` images to compare: then nothing is scored. `fences` has the
    score past which a method flags an image, `flagged` how many it flagged; an image within `reach` (1 − cosine) of one
    of the `references` is not flagged. `generation` counts the runs; `job_id` is of one that is under way.
    """

    dataset_id: str | None
    generation: int
    model_version: str
    images: int
    scored: int
    k: int
    needed: int
    exact: bool
    enough: bool
    fences: dict[Method, float]
    flagged: dict[Method, int]
    references: int
    reach: float
    started_at: datetime
    finished_at: datetime
    job_id: UUID | None


def run_out(run: AnomalyRun) -> dict[str, Any]:
    """RunOut as plain data."""
    return {
        "dataset_id": shown(run.dataset_id),
        "generation": run.generation,
        "model_version": run.model_version,
        "images": run.images,
        "scored": run.scored,
        "k": run.k,
        "needed": run.k + 1,
        "exact": run.exact,
        "enough": run.enough,
        "fences": {method.value: fence for method, fence in run.fences.items()},
        "flagged": {method.value: count for method, count in run.flagged.items()},
        "references": run.references,
        "reach": run.reach,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat(),
        "job_id": run.job_id,
    }
