"""What is true of the seed pictures, as their generator wrote it down."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_TYPES: Final = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class SeedPicture:
    """One file of the set and what its uploader says of it."""

    name: str
    content_type: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """Files that were made from one another; `keeper` is the original."""

    tier: str
    keeper: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordQuery:
    """Words, and the files that show what they say."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole truth file."""

    pictures: tuple[SeedPicture, ...]
    groups: tuple[PlantedGroup, ...]
    queries: tuple[WordQuery, ...]
    anomalies: frozenset[str] = frozenset()
    """The files that do not belong among the others of their dataset."""

    @property
    def datasets(self) -> list[str]:
        """Every dataset, by name."""
        return sorted({picture.facts["dataset_id"] for picture in self.pictures})

    def odd_of(self, dataset: str | None) -> list[str]:
        """The files among the anomalies that are in the dataset; None: in any."""
        kept = [picture for picture in self.pictures if dataset in (None, picture.facts["dataset_id"])]
        return [picture.name for picture in kept if picture.name in self.anomalies]


def read_truth(path: Path) -> Truth:
    """The truth file as the demo needs it."""
    told = json.loads(path.read_text())
    return Truth(
        pictures=tuple(_picture(file) for file in told["files"]),
        groups=tuple(PlantedGroup(one["tier"], one["keeper"], tuple(one["members"])) for one in told["groups"]),
        queries=tuple(WordQuery(one["text"], frozenset(one["relevant"])) for one in told["queries"]),
        anomalies=frozenset(one["name"] for one in told["anomalies"]),
    )


def _picture(file: dict[str, Any]) -> SeedPicture:
    facts = {"tags": file["tags"], "dataset_id": file["dataset_id"], "category_id": file["category_id"]}
    return SeedPicture(file["name"], _TYPES[Path(file["name"]).suffix], facts)
