"""What an operation is, and what is said of it in the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final

from catalog.tenancy import Role

EVERYTHING: Final = ("*",)


class Kind(Enum):
    """What a field can name. WORDS and a PICTURE are written, not looked up: their answers repeat what was sent."""

    IMAGE = auto()
    OWNER = auto()
    LABEL = auto()
    TAGS = auto()
    WORDS = auto()
    FILTER = auto()
    CURSOR = auto()
    BUCKET = auto()
    KEY = auto()
    TENANT = auto()
    SHA256 = auto()
    SIGNATURE = auto()
    USERNAME = auto()
    PICTURE = auto()
    JOB = auto()
    JOB_CURSOR = auto()
    GROUP = auto()
    GROUPS = auto()
    GROUP_CURSOR = auto()
    VERSIONS = auto()
    RULE = auto()
    BATCH = auto()
    BATCH_CURSOR = auto()
    ITEM_CURSOR = auto()
    SCORED = auto()
    SCORED_LABEL = auto()
    ANOMALY_CURSOR = auto()
    CLUSTERING = auto()
    GONE_CLUSTERING = auto()
    CLUSTERING_CURSOR = auto()
    CLUSTER_CURSOR = auto()
    MEMBER_CURSOR = auto()
    CLUSTERED_IMAGES = auto()
    CONTENT = auto()
    PHASH = auto()
    IMAGES = auto()
    QUESTION = auto()
    FEEDBACK = auto()
    FEEDBACK_CURSOR = auto()
    HARD_NEGATIVE_CURSOR = auto()
    NOTHING = auto()


class Media(StrEnum):
    """In which form an operation takes its body."""

    NONE = ""
    JSON = "application/json"
    FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path, in one form."""

    method: str
    path: str
    media: Media = Media.NONE

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.media.partition('/')[2]}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """`needs` is the least role, None where no token is asked for. `own` is the status for the caller's own things.

    `also` are statuses that count as `own` does. `volatile` names fields of the answer that differ from one answer to
    the next.
    """

    needs: Role | None
    fields: Mapping[str, Kind] = field(default_factory=dict)
    own: int = 200
    also: tuple[int, ...] = ()
    volatile: tuple[str, ...] = ()
