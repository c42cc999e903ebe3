"""One group with everything that explains it."""

from typing import Any

from catalog.duplicates.views import GroupDetail, Member, Suggestion
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.group_schemas import (
    EdgeOut,
    GroupFacts,
    PairVerdictOut,
    edge_out,
    group_facts,
    verdict_out,
)
from gateway.duplicates.pictures import PictureOut, picture_out
from gateway.schemas import AnswerModel


class MemberOut(AnswerModel):
    """A member and why it is here: the pair that it makes with the medoid; null when a person said so."""

    image: PictureOut
    similarity: float | None
    evidence: EdgeOut | None
    is_new: bool
    is_hub: bool


class SuggestionOut(AnswerModel):
    """Which image to keep and why, by image id; `keeper_id` is null when that is not clear, and `why_not` says why."""

    keeper_id: str | None
    why_not: str | None
    scores: dict[str, float]
    reasons: dict[str, list[str]]


class GroupDetailOut(GroupFacts):
    """A group with its members (the medoid first), all pairs that were compared, and what was said of pairs."""

    members: list[MemberOut]
    pairs: list[EdgeOut]
    verdicts: list[PairVerdictOut]
    suggestion: SuggestionOut


def detail_out(detail: GroupDetail, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """GroupDetailOut as plain data."""
    return {
        **group_facts(detail.group),
        "members": [_member(one, scope, urls) for one in detail.members],
        "pairs": [edge_out(pair) for pair in detail.pairs],
        "verdicts": [verdict_out(said) for said in detail.verdicts],
        "suggestion": suggestion_out(detail.suggestion),
    }


def suggestion_out(suggestion: Suggestion) -> dict[str, Any]:
    """SuggestionOut as plain data."""
    return {
        "keeper_id": suggestion.keeper_id,
        "why_not": suggestion.why_not,
        "scores": dict(suggestion.scores),
        "reasons": {image_id: list(words) for image_id, words in suggestion.reasons.items()},
    }


def _member(member: Member, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    return {
        "image": picture_out(member.image, scope, urls),
        "similarity": member.similarity,
        "evidence": edge_out(member.evidence) if member.evidence else None,
        "is_new": member.is_new,
        "is_hub": member.is_hub,
    }
