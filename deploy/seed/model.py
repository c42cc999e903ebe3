"""What the seed set is made of, before and after it is turned into files."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from PIL import Image

from embedder.training.drawing import Picture

Tier = Literal["T0", "T1", "T2", "T3", "T4"]
TIERS: Final[tuple[Tier, ...]] = ("T0", "T1", "T2", "T3", "T4")
DATASETS: Final = ("landscapes", "shapes", "patterns")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as pixels, with what is known of it. An anomaly has no facts: no query asks for it."""

    image: Image.Image
    dataset: str
    caption: str
    facts: frozenset[str]
    attributes: dict[str, object]
    tags: tuple[str, ...]
    category: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SeedFile:
    """One file of the set."""

    name: str  # path below the output folder, with forward slashes
    data: bytes
    form: str  # how it was encoded, e.g. "jpeg", "jpeg-cmyk", "png-alpha"
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Group:
    """Files planted as near-duplicates: the keeper is the original, `edits` says what each copy went through."""

    tier: Tier
    keeper: str
    edits: dict[str, str]
    hamming: dict[str, int] = field(default_factory=dict)  # T2 only: pHash distance to the keeper

    @property
    def members(self) -> list[str]:
        return [self.keeper, *self.edits]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A file unlike everything else in its dataset."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Query:
    """Words, and what they claim; every file whose facts hold all of it is relevant."""

    text: str
    claims: frozenset[str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A picture to be drawn for a dataset."""

    picture: Picture
    dataset: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class SeedSet:
    """The whole set, ready to be written."""

    files: tuple[SeedFile, ...]
    groups: tuple[Group, ...]
    anomalies: tuple[Anomaly, ...]
    queries: tuple[Query, ...]
