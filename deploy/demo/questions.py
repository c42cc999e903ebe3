"""The questions that the demo asks, and how good the answers were, measured against the truth file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from deploy.demo.client import Client, Found
from deploy.demo.truth import PlantedGroup, SeedPicture, Truth, WordQuery

SHOWN: Final = 10
_GROUPS_ASKED: Final = 6
_CROPPED_AWAY: Final = 0.06


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its hits; `right` are the image ids that should be among them."""

    title: str
    kind: str
    picture_id: str | None
    hits: tuple[Found, ...]
    right: frozenset[str]

    @property
    def found(self) -> int:
        """How many of the right ones are among the hits."""
        return sum(hit.image_id in self.right for hit in self.hits)

    @property
    def possible(self) -> int:
        """How many there could be at most."""
        return min(len(self.right), SHOWN)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks about the pictures of one truth file. `ids` names the image that each file became."""

    client: Client
    truth: Truth
    ids: Mapping[str, str]
    folder: Path

    def ask_all(self) -> Iterator[Answer]:
        """Words first, then look-alikes of images that are here, then files that are not, then filters."""
        for query in self.truth.queries:
            yield self._ask(query.text, "text", {"text_query": query.text}, right=self._ids_of(query.relevant))
        for group in self._some_groups():
            yield self._look_alikes(group)
        for group in self._some_groups():
            yield self._cropped(group)
        yield self._filtered()

    def _ask(self, title: str, kind: str, question: Mapping[str, Any], *, right: frozenset[str]) -> Answer:
        hits = self.client.search({**question, "limit": SHOWN})
        return Answer(title, kind, question.get("image_id"), tuple(hits), right)

    def _look_alikes(self, group: PlantedGroup) -> Answer:
        keeper = self.ids[group.keeper]
        title = f"look-alikes of {Path(group.keeper).name} ({group.tier})"
        return self._ask(title, "image", {"image_id": keeper}, right=self._ids_of(group.members) - {keeper})

    def _cropped(self, group: PlantedGroup) -> Answer:
        title = f"a cropped copy of {Path(group.keeper).name}, as a file"
        data = _cropped_copy(self.folder / group.keeper)
        hits = self.client.search_file("cropped.jpg", data, {"limit": str(SHOWN)})
        return Answer(title, "file", self.ids[group.keeper], tuple(hits), self._ids_of([group.keeper]))

    def _filtered(self) -> Answer:
        """The words with most right pictures, asked again among those of one tag only."""
        query = max(self.truth.queries, key=lambda one: len(one.relevant))
        tag, names = half_of(query, self.truth.pictures)
        question = {"text_query": query.text, "filter": {"tags": {"any": [tag]}, "width": {"gte": 64}}}
        return self._ask(f"{query.text}, tagged {tag}", "text + filter", question, right=self._ids_of(names))

    def _some_groups(self) -> list[PlantedGroup]:
        """A few groups of the tiers that a global vector can be held to, evenly over the set."""
        chosen = [group for group in self.truth.groups if group.tier in ("T1", "T2")]
        return chosen[:: max(1, len(chosen) // _GROUPS_ASKED)][:_GROUPS_ASKED]

    def _ids_of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(self.ids[name] for name in names if name in self.ids)


def half_of(query: WordQuery, pictures: tuple[SeedPicture, ...]) -> tuple[str, frozenset[str]]:
    """The commonest tag that at most half of the query's pictures have, and those that have it."""
    tagged: defaultdict[str, set[str]] = defaultdict(set)
    for picture in pictures:
        if picture.name in query.relevant:
            for tag in picture.facts["tags"]:
                tagged[tag].add(picture.name)
    tag = max((tag for tag in tagged if 2 * len(tagged[tag]) <= len(query.relevant)), key=lambda tag: len(tagged[tag]))
    return tag, frozenset(tagged[tag])


def _cropped_copy(path: Path) -> bytes:
    """The picture without its outermost six hundredths, encoded again."""
    with Image.open(path) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    width, height = upright.size
    left, top = round(width * _CROPPED_AWAY), round(height * _CROPPED_AWAY)
    encoded = BytesIO()
    upright.crop((left, top, width - left, height - top)).save(encoded, "JPEG", quality=80)
    return encoded.getvalue()
