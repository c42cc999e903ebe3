"""Puts the seed set together: pictures, copies, strangers, then names that give nothing away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from deploy.seed.anomalies import DRAWERS, PLANTED
from deploy.seed.files import a_form, encoded, extension
from deploy.seed.model import DATASETS, TIERS, Anomaly, Drawn, Group, Planned, SeedFile, SeedSet, Tier
from deploy.seed.queries import QUERIES, pattern_for_a_query, shape_for_a_query
from deploy.seed.relatives import T1_FORMS, Entry, Relative, relative
from embedder.training.drawing import Picture, a_picture

SEED: Final = 20_000_000  # far from the pictures the model was trained and measured on
SMALLEST: Final = 100
DATASET_SHARES: Final[dict[str, float]] = {"landscapes": 0.45, "shapes": 0.3, "patterns": 0.25}
# Groups per file of the set, and the most copies a group may have.
GROUPS: Final[dict[Tier, tuple[float, int]]] = {
    "T0": (0.02, 1),
    "T1": (0.016, 1),
    "T2": (0.045, 3),
    "T3": (0.016, 1),
    "T4": (0.02, 2),
}
_SIZES: Final = ((400, 300), (300, 400), (384, 256), (320, 320), (448, 336), (640, 480))
_SIZE_SHARES: Final = (0.28, 0.18, 0.2, 0.16, 0.13, 0.05)
_EPOCH: Final = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
_PROJECTS: Final = ("archive", "client", "draft", "spring")


@dataclass(slots=True)
class Draft:
    """The set before its files have names; entries are referred to by their place."""

    entries: list[Entry] = field(default_factory=list)
    groups: list[tuple[Tier, int, list[tuple[int, Relative]]]] = field(default_factory=list)
    anomalies: list[tuple[int, str]] = field(default_factory=list)

    def add(self, entry: Entry) -> int:
        self.entries.append(entry)
        return len(self.entries) - 1


def assemble(count: int) -> SeedSet:
    """The set of `count` files, the same every time. Raises ValueError below SMALLEST."""
    if count < SMALLEST:
        raise ValueError(f"the seed set has at least {SMALLEST} files")
    copies = _copies_per_group(count)
    base = count - len(PLANTED) - sum(number for _, number in copies)
    draft = Draft()
    for planned in _planned(base):
        draft.add(_drawn_entry(planned))
    _plant_groups(draft, copies)
    for at, (dataset, kind) in enumerate(PLANTED):
        draft.anomalies.append((draft.add(_stranger(at, dataset, kind)), kind))
    return _named(draft)


def _rng(*purpose: int) -> np.random.Generator:
    return np.random.default_rng((SEED, *purpose))


def _copies_per_group(count: int) -> list[tuple[Tier, int]]:
    rng = _rng(1)
    return [
        (tier, int(rng.integers(1, GROUPS[tier][1] + 1)))
        for tier in TIERS
        for _ in range(max(1, round(GROUPS[tier][0] * count)))
    ]


def _planned(base: int) -> Iterator[Planned]:
    rng = _rng(2)
    for at in range(base):
        dataset = _dataset(at / base)
        size = _SIZES[int(rng.choice(len(_SIZES), p=_SIZE_SHARES))]
        yield Planned(_picture(dataset, SEED + at, rng), dataset, size)


def _dataset(share: float) -> str:
    for dataset in DATASETS:
        share -= DATASET_SHARES[dataset]
        if share < 0:
            return dataset
    return DATASETS[-1]


def _picture(dataset: str, seed: int, rng: np.random.Generator) -> Picture:
    if dataset == "landscapes":
        return a_picture(seed, "scene")
    asked = rng.random() < 0.5
    if dataset == "shapes":
        return (
            Picture(shape_for_a_query(rng), seed)
            if asked
            else a_picture(seed, "pair" if rng.random() < 0.3 else "shapes")
        )
    return (
        Picture(pattern_for_a_query(rng), seed)
        if asked
        else a_picture(seed, "gradient" if rng.random() < 0.25 else "texture")
    )


def _drawn_entry(planned: Planned) -> Entry:
    picture, rng = planned.picture, _rng(3, planned.picture.seed)
    category, words = _filing(picture)
    drawn = Drawn(
        image=picture.draw(*planned.size),
        dataset=planned.dataset,
        caption=picture.captions[-1].text,
        facts=picture.facts,
        attributes={**picture.attributes},
        tags=tuple(sorted({*words, _PROJECTS[int(rng.integers(len(_PROJECTS)))]})),
        category=category,
        created_at=_some_time(rng),
    )
    form = a_form(rng, colour_matters=planned.dataset != "landscapes")
    return Entry(drawn, encoded(drawn.image, form, int(rng.integers(82, 96))), form, planned)


def _filing(picture: Picture) -> tuple[str, set[str]]:
    """The category a librarian would choose, and the tags."""
    said = picture.attributes
    category = said.get("place") or said.get("shape") or said.get("texture") or said["kind"]
    words = [said["kind"], category, said.get("time", ""), said.get("colour", ""), *_listed(said.get("things"))]
    slugs = {str(word).replace(" ", "-") for word in words if word}
    return str(category).replace(" ", "-"), slugs


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _some_time(rng: np.random.Generator) -> datetime:
    return _EPOCH + timedelta(minutes=int(rng.integers(0, 60 * 24 * 540)))


def _plant_groups(draft: Draft, copies: list[tuple[Tier, int]]) -> None:
    free = [int(at) for at in _rng(4).permutation(len(draft.entries))]
    for number, (tier, count) in enumerate(copies):
        keeper = next(at for at in free if _can_be_copied(draft.entries[at], tier))
        free.remove(keeper)
        made = [relative(tier, draft.entries[keeper], _rng(5, number, copy)) for copy in range(count)]
        draft.groups.append((tier, keeper, [(draft.add(each.entry), each) for each in made]))


def _can_be_copied(entry: Entry, tier: Tier) -> bool:
    """T1 needs a format that can be packed anew without loss; turning is seen in landscapes only."""
    if tier == "T1":
        return entry.form in T1_FORMS
    return entry.drawn.dataset == "landscapes" if tier in ("T2", "T3") else True


def _stranger(at: int, dataset: str, kind: str) -> Entry:
    rng = _rng(6, at)
    size = _SIZES[int(rng.integers(4))]
    image = DRAWERS[kind](rng, size)
    attributes: dict[str, object] = {"kind": "anomaly", "anomaly": kind}
    drawn = Drawn(image, dataset, kind, frozenset(), attributes, ("unsorted",), "unsorted", _some_time(rng))
    return Entry(drawn, encoded(image, "jpeg", 92), "jpeg")


def _named(draft: Draft) -> SeedSet:
    names: dict[int, str] = {}
    for dataset in DATASETS:
        places = [at for at, entry in enumerate(draft.entries) if entry.drawn.dataset == dataset]
        for number, at in enumerate(_rng(7).permutation(places), start=1):
            names[int(at)] = f"{dataset}/{dataset}-{number:04d}.{extension(draft.entries[int(at)].form)}"
    files = [SeedFile(names[at], entry.data, entry.form, entry.drawn) for at, entry in enumerate(draft.entries)]
    groups = [
        Group(
            tier,
            names[keeper],
            {names[at]: each.edit for at, each in made},
            {names[at]: each.hamming for at, each in made if each.hamming is not None},
        )
        for tier, keeper, made in draft.groups
    ]
    anomalies = [Anomaly(names[at], kind) for at, kind in draft.anomalies]
    return SeedSet(tuple(sorted(files, key=lambda file: file.name)), tuple(groups), tuple(anomalies), QUERIES)
