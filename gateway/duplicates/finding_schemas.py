"""What detecting and regrouping take and answer."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from catalog.duplicates.hamming import MOST_HAMMING
from catalog.duplicates.histogram import BUCKETS, THRESHOLDS, Histogram
from catalog.duplicates.model import Run, Tier
from catalog.duplicates.probing import DEFAULT_HAMMING
from catalog.duplicates.views import Preview
from gateway.duplicates.fields import Threshold
from gateway.duplicates.group_schemas import GroupOut
from gateway.schemas import AnswerModel, StrictModel


class DetectQuery(BaseModel):
    """How alike two images have to be: the least cosine (by default the model's), the largest distance of pHashes."""

    model_config = ConfigDict(extra="forbid")

    threshold: Threshold | None = None
    max_hamming: int = Field(default=DEFAULT_HAMMING, ge=0, le=MOST_HAMMING)


class FoundQuery(BaseModel):
    """Which groups: the kept ones, or those of another threshold. The largest come first."""

    model_config = ConfigDict(extra="forbid")

    threshold: Threshold | None = None
    limit: int = Field(default=100, ge=1, le=1_000)
    offset: int = Field(default=0, ge=0, le=10_000_000)


ThresholdQuery = Annotated[Threshold, Query()]


class ThresholdIn(StrictModel):
    """The threshold that the kept groups are to have."""

    threshold: Threshold


class DetectionOut(AnswerModel):
    """A detection that was asked for, and where to see how far it is."""

    job_id: UUID
    status_url: str
    progress_url: str


class FoundOut(AnswerModel):
    """Groups, how many there are in all, how many images could go, and the threshold that they were grouped at."""

    groups: list[GroupOut]
    total_groups: int
    total_duplicates: int
    threshold: float


class PreviewOut(AnswerModel):
    """What grouping at that threshold finds; `by_tier` counts groups."""

    threshold: float
    groups: int
    duplicates: int
    images: int
    reclaimable_bytes: int
    by_tier: dict[Tier, int]


class HistogramOut(AnswerModel):
    """Counts of pairs: by tier in `buckets`, each a hundredth wide and named by where it begins; those of at least each
    of `thresholds`; and `random_pairs`, drawn from all, in the same buckets and below them.
    """

    bounds: list[str]
    buckets: dict[Tier, dict[str, int]]
    thresholds: list[float]
    at_least: dict[Tier, list[int]]
    random_pairs: dict[str, int]
    random_total: int


class RunOut(AnswerModel):
    """A grouping that was kept."""

    threshold: float
    max_hamming: int
    model_version: str
    images: int
    edges: int
    groups: int
    duplicates: int
    grouped_at: str


def preview_out(preview: Preview) -> dict[str, Any]:
    """PreviewOut as plain data."""
    return {
        "threshold": preview.threshold,
        "groups": preview.groups,
        "duplicates": preview.duplicates,
        "images": preview.images,
        "reclaimable_bytes": preview.reclaimable_bytes,
        "by_tier": {tier.value: count for tier, count in preview.by_tier.items()},
    }


def histogram_out(histogram: Histogram) -> dict[str, Any]:
    """HistogramOut as plain data."""
    return {
        "bounds": list(BUCKETS),
        "buckets": {tier.value: dict(counts) for tier, counts in histogram.buckets.items()},
        "thresholds": list(THRESHOLDS),
        "at_least": {tier.value: list(counts) for tier, counts in histogram.at_least.items()},
        "random_pairs": dict(histogram.random_pairs),
        "random_total": histogram.random_total,
    }


def run_out(run: Run) -> dict[str, Any]:
    """RunOut as plain data."""
    return {
        "threshold": run.threshold,
        "max_hamming": run.max_hamming,
        "model_version": run.model_version,
        "images": run.images,
        "edges": run.edges,
        "groups": run.groups,
        "duplicates": run.duplicates,
        "grouped_at": run.grouped_at.isoformat(),
    }
