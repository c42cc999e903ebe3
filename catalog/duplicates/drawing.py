"""Pairs drawn at random: how alike two pictures of a dataset are that have nothing to do with each other."""

from typing import Final

from catalog.duplicates.histogram import random_pairs_of
from catalog.duplicates.ports import DuplicateTransactions, VectorReader
from catalog.embeddings.model import VectorSpace
from catalog.tenancy import TenantScope

IMAGES: Final = 1_000


def random_pairs(
    transactions: DuplicateTransactions,
    reader: VectorReader,
    scope: TenantScope,
    space: VectorSpace,
    dataset_id: str,
) -> dict[str, int]:
    """Counts by bucket of the cosines of random pairs of some 1,000 images, spread evenly over the dataset's ids.

    The same images give the same pairs. Raises Unavailable.
    """
    with transactions(scope) as tx:
        ids = tx.hashes.sample(dataset_id, IMAGES)
    known, vectors = reader.vectors(scope, space, ids)
    return random_pairs_of(vectors[known])
