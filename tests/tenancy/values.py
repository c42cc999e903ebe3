"""What is put into a field: things of the caller's own, things of other tenants, and things that nobody has."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final
from uuid import uuid4

from ulid import ULID

from tests.stack.api.pictures import picture
from tests.tenancy.row import Kind
from tests.tenancy.worlds import World

OTHER_BUCKET: Final = "matrix-other-bucket"


@dataclass(frozen=True, slots=True)
class Values:
    """What is put into one position (a filter has one for each of its fields); foreign is compared with unknown."""

    position: str
    own: Sequence[Any]
    foreign: Sequence[Any]
    unknown: Sequence[Any]


def values_for(kind: Kind, position: str, caller: World, others: Sequence[World]) -> Iterator[Values]:
    """Everything that is tried in one field."""
    if kind is Kind.NOTHING:
        return
    if kind is Kind.FILTER:
        for name, (inner, wrap) in _FILTERS.items():
            [values] = values_for(inner, f"{position}: {name}", caller, others)
            yield _wrapped(values, wrap, refused=inner is Kind.TENANT)
        return
    theirs, unknown = _OF_A_WORLD[kind], _OF_NOBODY[kind]
    own = theirs(caller)[:1] if caller.images else []
    foreign = [value for other in others if other.images for value in theirs(other)]
    yield Values(position, own, foreign + _OF_ANOTHER.get(kind, []), unknown(caller))


def _wrapped(values: Values, wrap: Callable[[Any], Any], *, refused: bool) -> Values:
    """The values inside a filter; what no filter takes, not even with the caller's own value, is compared alike."""
    foreign = [*values.foreign, *values.own] if refused else values.foreign
    own, foreign, unknown = ([wrap(one) for one in some] for some in (values.own, foreign, values.unknown))
    return Values(values.position, [] if refused else own, foreign, unknown)


def _keys(world: World) -> list[str]:
    """Every kind of key that a tenant has objects under; only the first is an upload."""
    assert world.taken is not None
    assert world.waiting is not None
    payload = world.images[0]["payload"]
    thumbnail = f"t/{world.tenant.tenant_id}/thumbs/{payload['sha256']}/256.webp"
    return [world.taken.key, world.waiting.key, payload["key"], thumbnail, _unmade_upload(str(world.tenant.tenant_id))]


def _unmade_upload(tenant_id: str) -> str:
    return f"t/{tenant_id}/staging/{ULID()}"


_OF_A_WORLD: Final[Mapping[Kind, Callable[[World], list[Any]]]] = {
    Kind.IMAGE: lambda world: [image["image_id"] for image in world.images[:2]],
    Kind.IMAGES: lambda world: [[image["image_id"]] for image in world.images[:2]],
    Kind.QUESTION: lambda world: [{"image_id": image["image_id"]} for image in world.images[:2]],
    Kind.FEEDBACK: lambda world: [world.feedback_id],
    Kind.FEEDBACK_CURSOR: lambda world: [world.feedback_cursor],
    Kind.HARD_NEGATIVE_CURSOR: lambda world: [world.hard_negative_cursor],
    Kind.OWNER: lambda world: [str(world.tenant.editor.user_id), str(world.tenant.admin.user_id)],
    Kind.LABEL: lambda world: [world.label],
    Kind.TAGS: lambda world: [[world.label]],
    Kind.WORDS: lambda world: [["shared"]],
    Kind.CURSOR: lambda world: [world.cursor],
    Kind.JOB: lambda world: list(world.job_ids[:2]),
    Kind.JOB_CURSOR: lambda world: [world.job_cursor],
    Kind.GROUP: lambda world: list(world.group_ids[:1]),
    Kind.GROUPS: lambda world: [list(world.group_ids)],
    Kind.GROUP_CURSOR: lambda world: [world.group_cursor],
    Kind.VERSIONS: lambda world: [dict.fromkeys(world.group_ids, 2**40)],
    Kind.RULE: lambda world: [{"keep": "owner_first", "owner_user_ids": [str(world.tenant.editor.user_id)]}],
    Kind.BATCH: lambda world: [world.batch_id],
    Kind.BATCH_CURSOR: lambda world: [world.batch_cursor],
    Kind.ITEM_CURSOR: lambda world: [world.item_cursor],
    Kind.SCORED: lambda world: list(world.scored_ids[:2]),
    Kind.SCORED_LABEL: lambda world: [world.scored_label],
    Kind.ANOMALY_CURSOR: lambda world: [world.anomaly_cursor],
    Kind.CLUSTERING: lambda world: list(world.clustering_ids[-1:]),
    Kind.GONE_CLUSTERING: lambda world: list(world.clustering_ids),
    Kind.CLUSTERING_CURSOR: lambda world: [world.clustering_cursor],
    Kind.CLUSTER_CURSOR: lambda world: [world.cluster_cursor],
    Kind.MEMBER_CURSOR: lambda world: [world.member_cursor],
    Kind.CLUSTERED_IMAGES: lambda world: [[image["image_id"] for image in world.images[:2]]],
    # Of a picture that is sent by nobody but its owner, who names it by its hash.
    Kind.CONTENT: lambda world: [world.images[3]["payload"]["sha256"]],
    Kind.PHASH: lambda world: [world.images[3]["payload"]["phash"]],
    Kind.BUCKET: lambda world: [],
    Kind.KEY: _keys,
    Kind.TENANT: lambda world: [str(world.tenant.tenant_id)],
    Kind.SHA256: lambda world: [image["payload"]["sha256"] for image in world.images[:1]],
    Kind.SIGNATURE: lambda world: [world.thumbnail()["signature"]],
    Kind.USERNAME: lambda world: [person.username for person in world.tenant.people[:1]],
    Kind.PICTURE: lambda world: [world.own_picture],
}
_OF_NOBODY: Final[Mapping[Kind, Callable[[World], list[Any]]]] = {
    Kind.IMAGE: lambda world: [str(ULID())],
    Kind.IMAGES: lambda world: [[str(ULID())]],
    Kind.QUESTION: lambda world: [{"image_id": str(ULID())}],
    Kind.FEEDBACK: lambda world: [str(uuid4())],
    Kind.FEEDBACK_CURSOR: lambda world: ["AAAA" * 16],
    Kind.HARD_NEGATIVE_CURSOR: lambda world: ["AAAA" * 16],
    Kind.OWNER: lambda world: [str(uuid4())],
    Kind.LABEL: lambda world: [f"canary-{token_hex(16)}"],
    Kind.TAGS: lambda world: [[f"canary-{token_hex(16)}"]],
    Kind.WORDS: lambda world: [["nobody's"]],
    Kind.CURSOR: lambda world: ["AAAA" * 16],
    Kind.JOB: lambda world: [str(uuid4())],
    Kind.JOB_CURSOR: lambda world: ["AAAA" * 16],
    Kind.GROUP: lambda world: [token_hex(16)],
    Kind.GROUPS: lambda world: [[token_hex(16), token_hex(16)]],
    Kind.GROUP_CURSOR: lambda world: ["AAAA" * 16],
    Kind.VERSIONS: lambda world: [{token_hex(16): 2**40, token_hex(16): 2**40}],
    Kind.RULE: lambda world: [{"keep": "owner_first", "owner_user_ids": [str(uuid4())]}],
    Kind.BATCH: lambda world: [str(uuid4())],
    Kind.BATCH_CURSOR: lambda world: ["AAAA" * 16],
    Kind.ITEM_CURSOR: lambda world: ["AAAA" * 16],
    Kind.SCORED: lambda world: [str(ULID())],
    Kind.SCORED_LABEL: lambda world: [f"canary-{token_hex(16)}-odd"],
    Kind.ANOMALY_CURSOR: lambda world: ["AAAA" * 16],
    Kind.CLUSTERING: lambda world: [str(uuid4())],
    Kind.GONE_CLUSTERING: lambda world: [str(uuid4())],
    Kind.CLUSTERING_CURSOR: lambda world: ["AAAA" * 16],
    Kind.CLUSTER_CURSOR: lambda world: ["AAAA" * 16],
    Kind.MEMBER_CURSOR: lambda world: ["AAAA" * 16],
    Kind.CLUSTERED_IMAGES: lambda world: [[str(ULID()), str(ULID())]],
    Kind.CONTENT: lambda world: [token_hex(32)],
    Kind.PHASH: lambda world: [token_hex(8)],
    Kind.BUCKET: lambda world: [f"bucket-{token_hex(4)}"],
    Kind.KEY: lambda world: [_unmade_upload(str(uuid4())), f"t/{world.tenant.tenant_id}/originals/{'0' * 64}"],
    Kind.TENANT: lambda world: [str(uuid4())],
    Kind.SHA256: lambda world: [token_hex(32)],
    Kind.SIGNATURE: lambda world: ["A" * 22],
    Kind.USERNAME: lambda world: [f"m-{token_hex(8)}-viewer"],
    Kind.PICTURE: lambda world: [picture(int(token_hex(3), 16))],
}
# The one bucket is everybody's; another one that is there and one that is not must look alike.
_OF_ANOTHER: Final[Mapping[Kind, list[Any]]] = {Kind.BUCKET: [OTHER_BUCKET]}

_FILTERS: Final[Mapping[str, tuple[Kind, Callable[[Any], Any]]]] = {
    "owner": (Kind.OWNER, lambda value: {"owner_user_id": value}),
    "dataset": (Kind.LABEL, lambda value: {"dataset_id": value}),
    "category": (Kind.LABEL, lambda value: {"category_id": [value]}),
    "model": (Kind.LABEL, lambda value: {"model_name": value}),
    "any of tags": (Kind.TAGS, lambda value: {"tags": {"any": value}}),
    "all of tags": (Kind.TAGS, lambda value: {"tags": {"all": value}}),
    "none of tags": (Kind.TAGS, lambda value: {"tags": {"none": value}}),
    "not dataset": (Kind.LABEL, lambda value: {"not": {"dataset_id": value}}),
    "or nothing": (Kind.LABEL, lambda value: {"or": [{"dataset_id": value}, {"and": [{"category_id": value}]}]}),
    "tenant": (Kind.TENANT, lambda value: {"tenant_id": value}),
}
