"""Rows for finding near-duplicates, in memory: images with their hashes, probes and runs of one tenant."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.model import DEFAULT_DATASET, MOST_TURNED, WHOLE_TENANT, Group, Run
from catalog.duplicates.ports import AskedHash, HashHit
from catalog.images.model import Image, ImageState
from catalog.tenancy import TenantScope
from tests.fakes.database import Held

Pair = tuple[str, str]
EdgeRow = tuple[int, int, float, int, str]
"""Tier, hamming, cosine, turn and the model's version."""


@dataclass(slots=True)
class HeldFinding:
    """What the tables hold; `written` counts edges that were new or other than before."""

    scope: TenantScope
    rows: Held = field(default_factory=Held)
    edges: dict[Pair, EdgeRow] = field(default_factory=dict)
    probed: dict[str, str] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    said: dict[Pair, bool] = field(default_factory=dict)
    written: int = 0

    def take_in(self, *images: Image) -> None:
        """Rows of searchable images."""
        for image in images:
            self.rows.images[image.image_id] = replace(image, state=ImageState.SEARCHABLE)

    def of(self, dataset_id: str) -> list[Image]:
        """The dataset's searchable images by id."""
        wanted = {WHOLE_TENANT: None, DEFAULT_DATASET: None}.get(dataset_id, dataset_id)
        mine = (image for image in self.rows.images.values() if image.state is ImageState.SEARCHABLE)
        found = [image for image in mine if dataset_id == WHOLE_TENANT or image.dataset_id == wanted]
        return sorted(found, key=lambda image: image.image_id)


@dataclass(frozen=True, slots=True)
class MemoryHashes:
    """HashRepository."""

    held: HeldFinding

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether an image names it."""
        return dataset_id in (WHOLE_TENANT, DEFAULT_DATASET) or bool(self.held.of(dataset_id))

    def table(self, dataset_id: str) -> HashTable:
        """All that say something."""
        telling = [one for one in self.held.of(dataset_id) if not one.flat and one.pixel_hash and one.turned_phashes]
        halves = [[_number(one.pixel_hash, at) for at in range(2)] for one in telling]
        turned = [[_number(one.turned_phashes, at) for at in range(7)] for one in telling]
        return HashTable(
            np.array([one.image_id for one in telling], "S26"),
            np.array([_number(one.phash, 0) for one in telling], np.uint64),
            np.array(turned, np.uint64).reshape(-1, 7),
            np.array(halves, np.uint64).reshape(-1, 2),
        )

    def count(self, dataset_id: str) -> int:
        """How many."""
        return len(self.held.of(dataset_id))

    def sample(self, dataset_id: str, limit: int) -> list[str]:
        """The first."""
        return [image.image_id for image in self.held.of(dataset_id)][:limit]

    def without(self, dataset_id: str, *, after: str, limit: int) -> list[Image]:
        """Those without a pixel hash."""
        lacking = [one for one in self.held.of(dataset_id) if not one.flat and one.pixel_hash is None]
        return [one for one in lacking if one.image_id > after][:limit]

    def count_without(self, dataset_id: str) -> int:
        """How many."""
        return len(self.without(dataset_id, after="", limit=1_000))

    def fill(self, image_id: str, *, pixel_hash: str, turned_phashes: str) -> None:
        """Note the hashes."""
        row = self.held.rows.images[image_id]
        self.held.rows.images[image_id] = replace(row, pixel_hash=pixel_hash, turned_phashes=turned_phashes)

    def near(self, asked: Sequence[AskedHash], max_hamming: int) -> list[HashHit]:
        """By looking at all."""
        found = []
        for number, one in enumerate(asked):
            for image in self.held.of(WHOLE_TENANT):
                same = one.pixel_hash is not None and image.pixel_hash == one.pixel_hash
                far = [(int(own, 16) ^ int(image.phash, 16)).bit_count() for own in one.turns]
                turned = min(((bits, turn) for turn, bits in enumerate(far) if turn), default=(65, 0))
                hit = (far[0], 0) if same or far[0] <= max_hamming else turned
                most = min(max_hamming, MOST_TURNED) if hit[1] else max_hamming
                if not image.flat and (same or hit[0] <= most):
                    found.append(HashHit(number, image.image_id, *hit, same_pixels=same))
        return found


@dataclass(frozen=True, slots=True)
class MemoryProbes:
    """ProbeRepository."""

    held: HeldFinding

    def unprobed(self, dataset_id: str, model_version: str, *, after: str, limit: int) -> list[Image]:
        """In order."""
        images = [one for one in self.held.of(dataset_id) if self.held.probed.get(one.image_id) != model_version]
        return [one for one in images if one.image_id > after][:limit]

    def count_unprobed(self, dataset_id: str, model_version: str) -> int:
        """How many."""
        return len(self.unprobed(dataset_id, model_version, after="", limit=1_000))

    def mark(self, image_ids: Sequence[str], model_version: str) -> None:
        """Note them."""
        self.held.probed |= dict.fromkeys(image_ids, model_version)


@dataclass(frozen=True, slots=True)
class MemoryRuns:
    """RunRepository."""

    held: HeldFinding

    def find(self, dataset_id: str) -> Run | None:
        """The run."""
        return self.held.runs.get(dataset_id)

    def all(self) -> list[Run]:
        """In the order of their ids."""
        return [self.held.runs[one] for one in sorted(self.held.runs)]

    def put(self, run: Run) -> None:
        """Keep it."""
        self.held.runs[run.dataset_id] = run


def _number(digits: str | None, at: int) -> int:
    return int((digits or "")[16 * at : 16 * at + 16], 16)
