"""Confirming: what vectors say of candidates, and what is kept of them."""

from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EDITED, SAME_PIXELS, TURNED
from catalog.duplicates.confirming import EDGE_FLOOR, Confirming
from catalog.duplicates.edge_columns import edge_columns
from catalog.embeddings.model import VectorSpace
from catalog.tenancy import job_scope
from tests.fakes.finding import MemoryVectors

SPACE = VectorSpace("images_tiny_1", "tiny", "v1", 2)


def at(cosine: float) -> NDArray[np.float32]:
    """A unit vector with that cosine to (1, 0)."""
    return np.array([cosine, np.sqrt(1 - cosine**2)], np.float32)


def confirming(**cosines: float) -> Confirming:
    """Images named by letters, each with its cosine to (1, 0)."""
    return Confirming(MemoryVectors({name: at(cosine) for name, cosine in cosines.items()}), job_scope(uuid4()), SPACE)


def test_what_is_alike_enough_is_kept_with_its_cosine() -> None:
    edges = edge_columns([("a", "b", EDITED, 3, 0, 0), ("a", "c", EDITED, 3, 0, 0), ("a", "d", TURNED, 1, 0, 5)])
    kept, dropped = confirming(a=1.0, b=0.96, c=EDGE_FLOOR - 0.01, d=0.8).confirmed(edges)
    assert kept.high_ids.tolist() == [b"b", b"d"]
    assert np.allclose(kept.cosine, [0.96, 0.8])
    assert kept.turn.tolist() == [0, 5]
    assert dropped.high_ids.tolist() == [b"c"]


def test_equal_pixels_are_kept_whatever_the_index_says() -> None:
    edges = edge_columns([("a", "b", SAME_PIXELS, 0, 0, 0), ("a", "gone", SAME_PIXELS, 0, 0, 0)])
    kept, _ = confirming(a=1.0, b=0.1).confirmed(edges)
    assert np.allclose(kept.cosine, [0.1, 1.0])


def test_an_image_without_a_vector_confirms_nothing() -> None:
    kept, dropped = confirming(a=1.0).confirmed(edge_columns([("a", "gone", EDITED, 0, 0, 0)]))
    assert (len(kept), len(dropped)) == (0, 1)


def test_an_image_is_fetched_once_for_two_neighbouring_chunks() -> None:
    looking = confirming(a=1.0, b=0.9, c=0.9)
    looking.confirmed(edge_columns([("a", "b", EDITED, 0, 0, 0)]))
    looking.confirmed(edge_columns([("a", "c", EDITED, 0, 0, 0)]))
    assert isinstance(looking.reader, MemoryVectors)
    assert looking.reader.fetched == ["a", "b", "c"]


def test_nothing_is_asked_of_no_pairs() -> None:
    kept, dropped = confirming().confirmed(edge_columns([]))
    assert (len(kept), len(dropped)) == (0, 0)
