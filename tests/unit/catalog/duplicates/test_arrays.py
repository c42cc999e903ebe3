"""Tables of edges are in one order, whatever order the rows were in."""

import numpy as np
import pytest

from catalog.duplicates.arrays import NO_HAMMING, EdgeTable, edge_table
from catalog.duplicates.model import Tier

A, B, C = "01A", "01B", "01C"
IMAGES = [(A, "ff", 1), (B, "aa", 2), (C, "bb", 3)]


def rows(table: EdgeTable) -> list[tuple[int, ...]]:
    return list(zip(table.low.tolist(), table.high.tolist(), table.tier.tolist(), table.hamming.tolist(), strict=True))


def test_nodes_are_numbered_by_content_hash() -> None:
    table = edge_table(IMAGES, [])
    assert table.image_ids.tolist() == [B.encode(), C.encode(), A.encode()]
    assert table.sizes.tolist() == [2, 3, 1]
    assert table.numbers_of(np.array([A, "01Z", B], "S26")).tolist() == [2, -1, 0]


def test_edges_are_ordered_by_node_either_way_round() -> None:
    table = edge_table(
        IMAGES, [(A, C, Tier.VARIANT, None, 0.9), (C, B, Tier.EDITED, 4, 0.97), (A, B, Tier.TURNED, 5, 0.8)]
    )
    assert rows(table) == [(0, 1, 2, 4), (0, 2, 3, 5), (1, 2, 4, NO_HAMMING)]


def test_an_edge_of_an_unknown_image_or_of_one_with_itself_is_left_out() -> None:
    table = edge_table(
        IMAGES, [("01Z", A, Tier.EDITED, 1, 0.99), (A, "02", Tier.EDITED, 1, 0.99), (B, B, Tier.EDITED, 0, 1.0)]
    )
    assert rows(table) == []


@pytest.mark.parametrize(
    ("tier", "hamming", "cosine", "similarity"),
    [
        (Tier.SAME_PIXELS, 0, 0.93, 1.0),
        (Tier.EDITED, 5, 0.96, 0.96),
        (Tier.TURNED, 6, 0.7, 0.994),
        (Tier.VARIANT, 40, 0.91, 0.91),
        (Tier.VARIANT, None, -0.5, 0.0),
        (Tier.EDITED, 0, 1.0000001, 1.0),
    ],
)
def test_similarity_goes_by_the_tier(tier: Tier, hamming: int | None, cosine: float, similarity: float) -> None:
    table = edge_table(IMAGES, [(A, B, tier, hamming, cosine)])
    assert table.similarity.tolist() == pytest.approx([similarity])


def test_of_nothing_is_empty() -> None:
    assert rows(edge_table([], [(A, B, Tier.EDITED, 1, 1.0)])) == []
