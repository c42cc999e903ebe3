"""A good request for every operation of near-duplicates, about what the world has settled with."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.stack.api.pictures import picture
from tests.tenancy.duplicate_table import BATCHES, CHECK, DUPLICATES, GROUPS, OF_DATASET, OF_TENANT, RESOLUTIONS
from tests.tenancy.row import Media, Operation
from tests.tenancy.worlds import SHARED, World

Parts = dict[str, Mapping[str, Any]]
_NO_VERSION: Final = 2**40
_UNMADE_BATCH: Final = "00000000-0000-4000-8000-000000000000"
_UNMADE_GROUPS: Final = ("0" * 31 + "1", "0" * 31 + "2")


def parts_of(operation: Operation, world: World) -> Parts:
    """The path, the query and the body of a good request."""
    for base in (OF_DATASET, OF_TENANT):
        if operation.path.startswith(base):
            path = {"dataset_id": world.label} if base == OF_DATASET else {}
            return {"path": path, **_FINDING.get(operation.path.removeprefix(base), {})}
    return _OTHERS[operation](world)


def _group_ids(world: World) -> list[str]:
    return list(world.group_ids or _UNMADE_GROUPS)


def _in_dataset(world: World) -> dict[str, str]:
    return {"dataset_id": world.label}


def _one_group(world: World, **body: Any) -> Parts:
    return {"path": {"group_id": _group_ids(world)[0]}, "query": _in_dataset(world), "body": body}


def _groups(world: World, **body: Any) -> Parts:
    return {"body": {**_in_dataset(world), "group_ids": _group_ids(world), **body}}


def _stale(world: World) -> dict[str, int]:
    return dict.fromkeys(_group_ids(world), _NO_VERSION)


def _batch(world: World) -> Parts:
    return {"path": {"batch_id": world.batch_id or _UNMADE_BATCH}}


_FINDING: Final[Mapping[str, Parts]] = {
    "/preview": {"query": {"threshold": "0.9"}},
    "/threshold": {"body": {"threshold": 0.95}},
}
_SUGGESTED: Final = {"rule": {"keep": "suggested"}}
_OTHERS: Final[Mapping[Operation, Callable[[World], Parts]]] = {
    Operation("GET", GROUPS): lambda world: {"query": {**_in_dataset(world), "limit": "1"}},
    Operation("GET", f"{GROUPS}/{{group_id}}"): _one_group,
    Operation("POST", f"{GROUPS}/{{group_id}}/verdict", Media.JSON): lambda world: _one_group(
        world, verdict="skip", row_version=_NO_VERSION
    ),
    Operation("POST", f"{GROUPS}/{{group_id}}/split", Media.JSON): lambda world: _one_group(
        world, row_version=_NO_VERSION
    ),
    Operation("POST", f"{GROUPS}/merge", Media.JSON): lambda world: _groups(world, row_versions=_stale(world)),
    Operation("POST", f"{GROUPS}/tags", Media.JSON): lambda world: _groups(world, add=["shared"]),
    Operation("POST", f"{RESOLUTIONS}/preview", Media.JSON): lambda world: _groups(world, **_SUGGESTED),
    Operation("POST", RESOLUTIONS, Media.JSON): lambda world: _groups(world, **_SUGGESTED, row_versions=_stale(world)),
    Operation("GET", BATCHES): lambda world: {"query": {"limit": "1"}},
    Operation("GET", f"{BATCHES}/{{batch_id}}"): lambda world: {**_batch(world), "query": {"limit": "1"}},
    Operation("POST", f"{BATCHES}/{{batch_id}}/undo"): _batch,
    Operation("POST", CHECK, Media.JSON): lambda world: {"body": {"sha256": "0" * 64}},
    Operation("POST", CHECK, Media.FORM): lambda world: {"body": {"file": picture(SHARED[0])}},
    **{
        operation: lambda world: {"query": _in_dataset(world)}
        for operation in DUPLICATES
        if operation.path.endswith((".csv", ".json"))
    },
}
