"""Near-duplicates of a planted set by the catalog's own code: looked at, embedded, joined, confirmed and grouped."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final, Self, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.confirming import Confirming
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.grouped import Grouped
from catalog.duplicates.grouping import group
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.joining import find_candidates
from catalog.duplicates.ports import DuplicateTransaction, DuplicateTransactions
from catalog.duplicates.probing import DEFAULT_HAMMING
from catalog.duplicates.thresholds import thresholds_of
from catalog.duplicates.variants import find_variants
from catalog.embeddings.model import VectorSpace
from catalog.images.inspection import Inspection, inspect
from catalog.images.model import Image
from catalog.tenancy import job_scope
from embedder.backends.loaded_model import LoadedModel
from tests.fakes.images import an_image
from tests.planted.memory_vectors import MemoryVectors
from tests.planted.model import PlantedSet

_SCOPE: Final = job_scope(UUID(int=7))
_SIDE: Final = 224
_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class Looked:
    """What the catalog keeps of n files: what a look at each found, and its unit vector (n, dimension)."""

    names: tuple[str, ...]
    inspections: tuple[Inspection, ...]
    vectors: NDArray[np.float32]
    space: VectorSpace

    @classmethod
    def at(cls, planted: PlantedSet, model: LoadedModel) -> Self:
        """Look at every file and embed it, in this process."""
        found = tuple(inspect(file.data) for file in planted.files)
        pixels = [np.frombuffer(one.pixels, np.uint8).reshape(_SIDE, _SIDE, 3) for one in found]
        vectors = [model.encode_images(pixels[at : at + _AT_ONCE]) for at in range(0, len(pixels), _AT_ONCE)]
        facts = model.facts
        space = VectorSpace("planted", facts.name, facts.version, facts.dimension)
        return cls(tuple(file.name for file in planted.files), found, np.concatenate(vectors), space)

    @property
    def image_ids(self) -> NDArray[np.bytes_]:
        """(n,) an id for each file, rising."""
        return np.array([f"{at:026d}" for at in range(len(self.names))], "S26")


def edge_table(looked: Looked, max_hamming: int = DEFAULT_HAMMING) -> EdgeTable:
    """The edges that a sweep would keep: candidates by hash that their vectors confirm, and variants."""
    reader = MemoryVectors([one.decode() for one in looked.image_ids.tolist()], looked.vectors)
    confirming = Confirming(reader, _SCOPE, looked.space)
    table = _hash_table(looked)
    pairs = find_candidates(table, max_hamming, check=lambda: None)
    ids, unknown = table.image_ids, np.zeros(len(pairs), np.float32)
    kept, _ = confirming.confirmed(
        EdgeColumns(ids[pairs.low], ids[pairs.high], pairs.tier, pairs.hamming, unknown, pairs.turn)
    )
    images = list(_images(looked))
    _, variants = find_variants(_rows_of(images), reader, _SCOPE, looked.space, images)
    joined = set(zip(kept.low_ids.tolist(), kept.high_ids.tolist(), strict=True))
    only = [pair not in joined for pair in zip(variants.low_ids.tolist(), variants.high_ids.tolist(), strict=True)]
    edges = EdgeColumns.joined([kept, variants.only(np.array(only, np.bool_))])
    return EdgeTable.from_columns(
        looked.image_ids,
        np.array([one.sha256 for one in looked.inspections], "S64"),
        np.array([one.size_bytes for one in looked.inspections], np.int64),
        first_ids=edges.low_ids,
        second_ids=edges.high_ids,
        tier=edges.tier,
        hamming=edges.hamming,
        cosine=edges.cosine,
    )


def groups_of(table: EdgeTable, looked: Looked) -> list[Grouped]:
    """The groups of the table's edges at the model's own thresholds, nothing said by anybody."""
    nobody: NDArray[np.int32] = np.zeros((0, 2), np.int32)
    its = thresholds_of(looked.space.model_name)
    return list(
        group(
            table,
            threshold=its.duplicate,
            variant_threshold=its.variant,
            together=nobody,
            apart=nobody,
            margin=its.margin,
        )
    )


def names_of(table: EdgeTable, looked: Looked, nodes: Sequence[int]) -> list[str]:
    """The files behind a table's nodes."""
    return [looked.names[int(table.image_ids[node])] for node in nodes]


def _hash_table(looked: Looked) -> HashTable:
    telling = [at for at, one in enumerate(looked.inspections) if not one.flat]
    some = [looked.inspections[at] for at in telling]
    return HashTable(
        looked.image_ids[telling],
        np.array([int(one.phash, 16) for one in some], np.uint64),
        np.array([_words(one.turned_phashes) for one in some], np.uint64).reshape(-1, 7),
        np.array([_words(one.pixel_hash) for one in some], np.uint64).reshape(-1, 2),
    )


def _words(digits: str) -> list[int]:
    return [int(digits[at : at + 16], 16) for at in range(0, len(digits), 16)]


def _images(looked: Looked) -> Iterator[Image]:
    for image_id, one in zip(looked.image_ids.tolist(), looked.inspections, strict=True):
        yield an_image(_SCOPE, image_id=image_id.decode(), phash=one.phash, flat=one.flat)


def _rows_of(images: Sequence[Image]) -> DuplicateTransactions:
    """A transaction that can do what looking for variants needs: read the rows of neighbours."""
    rows = {image.image_id: image for image in images}
    found = SimpleNamespace(searchable_among=lambda ids: {one: rows[one] for one in ids})
    return lambda scope: nullcontext(cast(DuplicateTransaction, SimpleNamespace(images=found)))
