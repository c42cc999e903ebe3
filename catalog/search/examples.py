"""Examples of a search: which of them count, and their vectors, read within the tenant."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import VectorSpace
from catalog.errors import ImageNotFound, IndexUnavailable, QueryInvalid
from catalog.filters.model import And, Filter, Not, OneOf
from catalog.images.model import ImageState
from catalog.images.ports import Transactions
from catalog.search.model import MAX_EXAMPLES, Examples, SearchParams
from catalog.search.ports import VectorReader
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Exemplars:
    """The examples that count, and their unit vectors (p, d) and (n, d)."""

    of: Examples
    positives: NDArray[np.float32]
    negatives: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ExampleReader:
    """Finds the vectors of examples, which the rows have to know as searchable first."""

    transactions: Transactions
    reader: VectorReader

    def read(self, scope: TenantScope, space: VectorSpace, params: SearchParams, *, about: str | None) -> Exemplars:
        """The examples of a question about the image `about`, or about none.

        Those that the caller names must be there; of those that feedback has marked, the ones that are not count no
        more, and what the caller says of an image stands over what feedback says.
        Raises ImageNotFound, QueryInvalid or Unavailable.
        """
        check_examples(params.examples, about)
        named = {*params.examples.positive_ids, *params.examples.negative_ids}
        marked = _others(params.marked, {*named, about})
        ids = [*dict.fromkeys((*params.examples.all_ids, *marked.all_ids))]
        if not ids:
            nothing = np.zeros((0, space.dimension), np.float32)
            return Exemplars(Examples(), nothing, nothing)
        there = self._searchable(scope, ids, named)
        known, vectors = self.reader.vectors(scope, space, there)
        found = {one: vectors[at] for at, one in enumerate(there) if known[at]}
        if not named <= found.keys():
            raise IndexUnavailable("an example's vector is not in the index; it has to be embedded again")
        both = (
            (*params.examples.positive_ids, *marked.positive_ids),
            (*params.examples.negative_ids, *marked.negative_ids),
        )
        positives, negatives = (tuple(dict.fromkeys(one for one in some if one in found)) for some in both)
        return Exemplars(
            Examples(positives, negatives), *(_rows(some, found, space) for some in (positives, negatives))
        )

    def _searchable(self, scope: TenantScope, ids: list[str], named: set[str]) -> list[str]:
        with self.transactions(scope) as tx:
            standings = tx.images.standings(ids)
        if not named <= standings.keys():
            raise ImageNotFound("there is no image with that id")
        there = [one for one in ids if one in standings and standings[one].state is ImageState.SEARCHABLE]
        if not named <= set(there):
            raise QueryInvalid("an example is not searchable yet; ask for it until its state says so")
        return there


def check_examples(examples: Examples, about: str | None) -> None:
    """Raise QueryInvalid unless there are at most MAX_EXAMPLES of each kind and none is of both."""
    if max(len(examples.positive_ids), len(examples.negative_ids)) > MAX_EXAMPLES:
        raise QueryInvalid(f"at most {MAX_EXAMPLES} positive and {MAX_EXAMPLES} negative examples")
    if {*examples.positive_ids, about} & {*examples.negative_ids}:
        raise QueryInvalid("an image is a positive example, or the one asked about, or a negative example")


def without_images(filter_: Filter, image_ids: Sequence[str]) -> Filter:
    """The filter that passes what this one passes but for these images."""
    return And((filter_, Not(OneOf("image_id", tuple(image_ids))))) if image_ids else filter_


def _others(marked: Examples, named: set[str | None]) -> Examples:
    return Examples(
        *(tuple(one for one in some if one not in named) for some in (marked.positive_ids, marked.negative_ids))
    )


def _rows(ids: tuple[str, ...], found: dict[str, NDArray[np.float32]], space: VectorSpace) -> NDArray[np.float32]:
    return np.array([found[one] for one in ids], np.float32).reshape(len(ids), space.dimension)
