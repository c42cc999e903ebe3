"""Pairs and groups as tables and as JSON, a piece at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import orjson

from catalog.duplicates.exporting import ExportedGroup
from catalog.duplicates.model import Edge
from catalog.duplicates.views import Member
from gateway.csv_cells import Cell, lines
from gateway.duplicates.fields import shown
from gateway.duplicates.group_schemas import group_facts

PAIRS_HEADER: Final = ("from", "to", "distance")
EVIDENCE_HEADER: Final = ("tier", "hamming", "cosine", "turn", "model_version")
GROUPS_HEADER: Final = (
    "group_id",
    "image_id",
    "filename",
    "tier",
    "similarity",
    "keeper",
    "status",
    "size_bytes",
    "width",
    "height",
    "sha256",
)
_DIGITS: Final = 6


def pairs_csv(pages: Iterable[Sequence[Edge]], *, evidence: bool) -> Iterator[bytes]:
    """A line for each pair; `distance` is 1 − cosine, 0..2. With `evidence`, why the pair is one."""
    header = PAIRS_HEADER + EVIDENCE_HEADER if evidence else PAIRS_HEADER
    yield lines([header])
    for page in pages:
        yield lines(_pair(edge, evidence=evidence) for edge in page)


def groups_csv(pages: Iterable[Sequence[ExportedGroup]]) -> Iterator[bytes]:
    """A line for each member of each group; `similarity` is that to the medoid, which is the group's first line."""
    yield lines([GROUPS_HEADER])
    for page in pages:
        yield lines(_member(one, member) for one in page for member in one.members)


def groups_json(dataset_id: str, pages: Iterable[Sequence[ExportedGroup]]) -> Iterator[bytes]:
    """One JSON object whose `groups` has the facts, the members and the keeper of each."""
    yield b'{"dataset_id":%b,"groups":[' % orjson.dumps(shown(dataset_id))
    separator = b""
    for page in pages:
        yield separator + b",".join(orjson.dumps(_group(one)) for one in page)
        separator = b","
    yield b"]}"


def _pair(edge: Edge, *, evidence: bool) -> Sequence[Cell]:
    # A cosine of float32 vectors may be a little above 1.
    told = (edge.low_id, edge.high_id, round(max(0.0, 1.0 - edge.cosine), _DIGITS))
    if not evidence:
        return told
    return (
        *told,
        edge.tier.value,
        edge.hamming,
        round(edge.cosine, _DIGITS),
        edge.turn.name.lower(),
        edge.model_version,
    )


def _member(one: ExportedGroup, member: Member) -> Sequence[Cell]:
    image = member.image
    return (
        one.group.group_id,
        image.image_id,
        image.filename,
        one.group.tier.value,
        None if member.similarity is None else round(member.similarity, _DIGITS),
        "yes" if image.image_id == one.keeper_id else "no",
        one.group.status.value,
        image.size_bytes,
        image.width,
        image.height,
        image.sha256,
    )


def _group(one: ExportedGroup) -> dict[str, Any]:
    return {
        **group_facts(one.group),
        "keeper_id": one.keeper_id,
        "members": [
            {
                "image_id": member.image.image_id,
                "filename": member.image.filename,
                "sha256": member.image.sha256,
                "size_bytes": member.image.size_bytes,
                "similarity": member.similarity,
                "is_new": member.is_new,
                "is_hub": member.is_hub,
            }
            for member in one.members
        ],
    }
