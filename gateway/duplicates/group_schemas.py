"""Groups as they are answered: in lists with their first pictures, one by one with all the evidence."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from catalog.duplicates.model import Edge, Group, GroupStatus, PairVerdict, Tier, Verdict
from catalog.images.model import Image
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.fields import shown
from gateway.duplicates.pictures import PictureOut, picture_out
from gateway.schemas import AnswerModel

SHOWN: Final = 10
"""How many pictures of a group stand in a list."""


class WorstOut(AnswerModel):
    """The two members that are least alike."""

    low_id: str
    high_id: str
    similarity: float


class GroupFacts(AnswerModel):
    """A group of near-duplicates; `dataset_id` is null for a group of the whole tenant."""

    dataset_id: str | None
    group_id: str
    size: int
    tier: Tier
    threshold: float
    medoid_id: str
    worst: WorstOut
    reclaimable_bytes: int
    member_ids: list[str]
    new_ids: list[str]
    near_apart_ids: list[str]
    hub_ids: list[str]
    capped: bool
    contradictory: bool
    status: GroupStatus
    decided_by: UUID | None
    decided_at: datetime | None
    batch_id: UUID | None
    row_version: int


class GroupOut(GroupFacts):
    """A group with its first members, the medoid before the others."""

    images: list[PictureOut]


class GroupsOut(AnswerModel):
    """A page of groups. `next_cursor` is null on the last page."""

    groups: list[GroupOut]
    next_cursor: str | None


class EdgeOut(AnswerModel):
    """Two images and the evidence. `turn` is what is done to the first to get the second."""

    low_id: str
    high_id: str
    tier: Tier
    hamming: int | None
    cosine: float
    turn: str
    model_version: str


class PairVerdictOut(AnswerModel):
    """What somebody said of two contents."""

    low_sha256: str
    high_sha256: str
    verdict: Verdict
    decided_by: UUID
    decided_at: datetime
    note: str | None


def group_facts(group: Group) -> dict[str, Any]:
    """GroupFacts as plain data."""
    return {
        "dataset_id": shown(group.dataset_id),
        "group_id": group.group_id,
        "size": len(group.member_ids),
        "tier": group.tier.value,
        "threshold": group.threshold,
        "medoid_id": group.medoid_id,
        "worst": {
            "low_id": group.worst.low_id,
            "high_id": group.worst.high_id,
            "similarity": group.worst.similarity,
        },
        "reclaimable_bytes": group.reclaimable_bytes,
        "member_ids": list(group.member_ids),
        "new_ids": list(group.new_ids),
        "near_apart_ids": list(group.near_apart_ids),
        "hub_ids": list(group.hub_ids),
        "capped": group.capped,
        "contradictory": group.contradictory,
        "status": group.status.value,
        "decided_by": group.decided_by,
        "decided_at": group.decided_at,
        "batch_id": group.batch_id,
        "row_version": group.row_version,
    }


def shown_ids(groups: Sequence[Group]) -> list[str]:
    """The ids of the images that a list of these groups shows, each once."""
    return list(dict.fromkeys(image_id for group in groups for image_id in group.member_ids[:SHOWN]))


def group_out(group: Group, images: Mapping[str, Image], scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """GroupOut as plain data; a member that has no row any more is not shown."""
    found = [images[image_id] for image_id in group.member_ids[:SHOWN] if image_id in images]
    return {**group_facts(group), "images": [picture_out(image, scope, urls) for image in found]}


def edge_out(edge: Edge) -> dict[str, Any]:
    """EdgeOut as plain data."""
    return {
        "low_id": edge.low_id,
        "high_id": edge.high_id,
        "tier": edge.tier.value,
        "hamming": edge.hamming,
        "cosine": edge.cosine,
        "turn": edge.turn.name.lower(),
        "model_version": edge.model_version,
    }


def verdict_out(said: PairVerdict) -> dict[str, Any]:
    """PairVerdictOut as plain data."""
    return {
        "low_sha256": said.low_sha256,
        "high_sha256": said.high_sha256,
        "verdict": said.verdict.value,
        "decided_by": said.decided_by,
        "decided_at": said.decided_at,
        "note": said.note,
    }
