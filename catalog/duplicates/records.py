"""Rows as JSON, as the journal keeps them: what is written is read back to the last digit."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from catalog.duplicates.model import Group, GroupStatus, PairVerdict, Tier, Verdict, WorstPair
from catalog.images.model import Image, ImageState

Record = Mapping[str, Any]
_LISTS: Final = ("member_ids", "new_ids", "near_apart_ids", "hub_ids")


def image_record(image: Image) -> dict[str, Any]:
    """What batches change of an image; the rest of its row is not theirs to put back."""
    return {"tags": list(image.tags), "state": image.state.value, "trashed_at": _moment(image.trashed_at)}


def image_put_back(image: Image, record: Record) -> Image:
    """The image with the fields that the record has."""
    known: dict[str, Any] = {}
    if "tags" in record:
        known["tags"] = tuple(record["tags"])
    if "state" in record:
        known["state"] = ImageState(record["state"])
    if "trashed_at" in record:
        known["trashed_at"] = _read_moment(record["trashed_at"])
    return replace(image, **known)


def group_record(group: Group) -> dict[str, Any]:
    """The whole row but its version, which counts on and is never put back."""
    plain = {field.name: getattr(group, field.name) for field in fields(Group) if field.name != "row_version"}
    return plain | {
        **{name: list(plain[name]) for name in _LISTS},
        "tier": group.tier.value,
        "worst": [group.worst.low_id, group.worst.high_id, group.worst.similarity],
        "status": group.status.value,
        "decided_by": None if group.decided_by is None else str(group.decided_by),
        "decided_at": _moment(group.decided_at),
        "batch_id": None if group.batch_id is None else str(group.batch_id),
    }


def group_of_record(record: Record, *, row_version: int) -> Group:
    """The group of which the record was made, at another version."""
    known = dict(record) | {
        **{name: tuple(record[name]) for name in _LISTS},
        "tier": Tier(record["tier"]),
        "worst": WorstPair(*record["worst"]),
        "status": GroupStatus(record["status"]),
        "decided_by": None if record["decided_by"] is None else UUID(record["decided_by"]),
        "decided_at": _read_moment(record["decided_at"]),
        "batch_id": None if record["batch_id"] is None else UUID(record["batch_id"]),
    }
    return Group(**known, row_version=row_version)


def verdict_record(said: PairVerdict) -> dict[str, Any]:
    """The whole row."""
    return {
        "low_sha256": said.low_sha256,
        "high_sha256": said.high_sha256,
        "verdict": said.verdict.value,
        "decided_by": str(said.decided_by),
        "decided_at": _moment(said.decided_at),
        "note": said.note,
    }


def verdict_of_record(record: Record) -> PairVerdict:
    """The verdict of which the record was made."""
    at = datetime.fromisoformat(record["decided_at"])
    by = UUID(record["decided_by"])
    verdict = Verdict(record["verdict"])
    return PairVerdict(record["low_sha256"], record["high_sha256"], verdict, by, at, record["note"])


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
