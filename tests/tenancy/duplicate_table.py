"""The operations of near-duplicates, for the table; answers over a whole tenant move with every upload."""

from collections.abc import Mapping
from typing import Final

from catalog.tenancy import Role
from tests.tenancy.row import EVERYTHING, Kind, Media, Operation, Row

OF_DATASET: Final = "/api/datasets/{dataset_id}/near-duplicates"
OF_TENANT: Final = "/api/near-duplicates"
GROUPS: Final = "/api/duplicates/groups"
RESOLUTIONS: Final = "/api/duplicates/resolutions"
BATCHES: Final = "/api/duplicates/batches"
_PAGE: Final = dict.fromkeys(["query.threshold", "query.limit", "query.offset"], Kind.NOTHING)
_FIGURES: Final = dict.fromkeys(["query.threshold", "query.max_hamming"], Kind.NOTHING)
_ONE_GROUP: Final = {"path.group_id": Kind.GROUP, "query.dataset_id": Kind.LABEL}
_RESOLUTION: Final = {
    "body.dataset_id": Kind.LABEL,
    "body.group_ids": Kind.GROUPS,
    "body.tiers": Kind.NOTHING,
    "body.tag": Kind.LABEL,
    "body.rule": Kind.NOTHING,  # it is repeated in the batch, and looked up nowhere
    "body.merge_tags": Kind.NOTHING,
    "body.row_versions": Kind.NOTHING,
}
_OF_BATCH: Final = ("batch_id", "group_id", "created_at", "applied_at", "expires_at", "next_cursor")


def _finding(base: str, path: Mapping[str, Kind], volatile: tuple[str, ...]) -> dict[Operation, Row]:
    last_seen = {"header.Last-Event-ID": Kind.NOTHING}
    return {
        # Whether one is under way hangs on how fast the one before was.
        Operation("POST", f"{base}/detect"): Row(
            Role.EDITOR, {**path, **_FIGURES}, own=202, also=(409,), volatile=EVERYTHING
        ),
        Operation("GET", f"{base}/progress"): Row(Role.VIEWER, {**path, **last_seen}, volatile=EVERYTHING),
        Operation("GET", base): Row(Role.VIEWER, {**path, **_PAGE}, volatile=volatile),
        Operation("GET", f"{base}/histogram"): Row(Role.VIEWER, path, volatile=volatile),
        Operation("GET", f"{base}/preview"): Row(
            Role.VIEWER, {**path, "query.threshold": Kind.NOTHING}, volatile=volatile
        ),
        Operation("PUT", f"{base}/threshold", Media.JSON): Row(
            Role.EDITOR, {**path, "body.threshold": Kind.NOTHING}, volatile=volatile or ("grouped_at",)
        ),
    }


_REVIEW: Final[Mapping[Operation, Row]] = {
    Operation("GET", GROUPS): Row(
        Role.VIEWER,
        {
            "query.dataset_id": Kind.LABEL,
            "query.tag": Kind.LABEL,
            "query.image_id": Kind.IMAGE,
            "query.cursor": Kind.GROUP_CURSOR,
            **dict.fromkeys(["query.sort", "query.tier", "query.status", "query.limit"], Kind.NOTHING),
        },
        volatile=("next_cursor",),
    ),
    Operation("GET", f"{GROUPS}/{{group_id}}"): Row(Role.VIEWER, _ONE_GROUP),
    # Asked of a version that no group has: what is there is a conflict, what is not is not found.
    Operation("POST", f"{GROUPS}/{{group_id}}/verdict", Media.JSON): Row(
        Role.EDITOR,
        {**_ONE_GROUP, **dict.fromkeys(["body.verdict", "body.note", "body.row_version"], Kind.NOTHING)},
        own=409,
    ),
    Operation("POST", f"{GROUPS}/{{group_id}}/split", Media.JSON): Row(
        Role.EDITOR, {**_ONE_GROUP, "body.row_version": Kind.NOTHING}, own=409
    ),
    Operation("POST", f"{GROUPS}/merge", Media.JSON): Row(
        Role.EDITOR,
        {"body.dataset_id": Kind.LABEL, "body.group_ids": Kind.GROUPS, "body.row_versions": Kind.NOTHING},
        own=409,
    ),
    Operation("POST", f"{GROUPS}/tags", Media.JSON): Row(
        Role.EDITOR,
        {
            "body.dataset_id": Kind.LABEL,
            "body.group_ids": Kind.GROUPS,
            "body.add": Kind.WORDS,
            "body.remove": Kind.WORDS,
        },
        volatile=_OF_BATCH,
    ),
}
_RESOLVING: Final[Mapping[Operation, Row]] = {
    Operation("POST", f"{RESOLUTIONS}/preview", Media.JSON): Row(
        Role.VIEWER, {**_RESOLUTION, "body.rule": Kind.RULE, "body.row_versions": Kind.VERSIONS}, volatile=_OF_BATCH
    ),
    Operation("POST", RESOLUTIONS, Media.JSON): Row(Role.EDITOR, _RESOLUTION, volatile=_OF_BATCH),
    Operation("GET", BATCHES): Row(
        Role.VIEWER, {"query.limit": Kind.NOTHING, "query.cursor": Kind.BATCH_CURSOR}, volatile=("next_cursor",)
    ),
    Operation("GET", f"{BATCHES}/{{batch_id}}"): Row(
        Role.VIEWER,
        {"path.batch_id": Kind.BATCH, "query.limit": Kind.NOTHING, "query.cursor": Kind.ITEM_CURSOR},
    ),
    # It has been taken back already.
    Operation("POST", f"{BATCHES}/{{batch_id}}/undo"): Row(Role.EDITOR, {"path.batch_id": Kind.BATCH}, own=409),
}
_EXPORTS: Final[Mapping[Operation, Row]] = {
    Operation("GET", "/api/duplicates/pairs.csv"): Row(
        Role.VIEWER,
        {"query.dataset_id": Kind.LABEL, "query.threshold": Kind.NOTHING, "query.evidence": Kind.NOTHING},
    ),
    Operation("GET", "/api/duplicates/groups.csv"): Row(Role.VIEWER, {"query.dataset_id": Kind.LABEL}),
    Operation("GET", "/api/duplicates/groups.json"): Row(Role.VIEWER, {"query.dataset_id": Kind.LABEL}),
}
CHECK: Final = "/api/duplicates/check"
DUPLICATES: Final[Mapping[Operation, Row]] = {
    **_finding(OF_DATASET, {"path.dataset_id": Kind.LABEL}, ()),
    **_finding(OF_TENANT, {}, EVERYTHING),
    **_REVIEW,
    **_RESOLVING,
    **_EXPORTS,
    Operation("POST", CHECK, Media.JSON): Row(Role.VIEWER, {"body.sha256": Kind.CONTENT, "body.phash": Kind.PHASH}),
    Operation("POST", CHECK, Media.FORM): Row(Role.VIEWER, {"body.file": Kind.PICTURE}),
}
