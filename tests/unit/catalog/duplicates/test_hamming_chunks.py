"""How the bits are cut: every pair within the distance has a chunk that is looked at and reaches it."""

from itertools import product

import numpy as np
import pytest

from catalog.duplicates.hamming_chunks import CHUNK_BITS, CHUNKS, ChunkTable, dealt_bits, flips, mask_each, radii


@pytest.mark.parametrize("furthest", range(11))
def test_no_way_to_spread_the_differing_bits_escapes_all_chunks(furthest: int) -> None:
    reached = radii(furthest)
    for apart in product(range(furthest + 1), repeat=CHUNKS):
        if sum(apart) <= furthest:
            assert any(bits <= radius for bits, radius in zip(apart, reached, strict=False))


@pytest.mark.parametrize(("furthest", "expected"), [(0, [0]), (3, [0] * 4), (6, [1, 1, 1, 0]), (10, [2, 2, 2, 1])])
def test_radii_are_no_larger_than_they_must_be(furthest: int, expected: list[int]) -> None:
    assert radii(furthest) == expected


@pytest.mark.parametrize(("radius", "count"), [(0, 1), (1, 17), (2, 137)])
def test_flips_are_all_changes_of_so_many_bits(radius: int, count: int) -> None:
    found = flips(radius)
    assert len(set(found.tolist())) == count
    assert {int(flip).bit_count() for flip in found} == set(range(radius + 1))
    assert found.max(initial=0) < 1 << CHUNK_BITS


def test_every_bit_is_dealt_once() -> None:
    chunks = dealt_bits(np.random.default_rng(1).integers(0, 1 << 64, 500, dtype=np.uint64))
    assert sorted(int(bit) for bits in chunks for bit in bits) == list(range(64))
    assert {len(bits) for bits in chunks} == {CHUNK_BITS}
    masks = mask_each(chunks)
    assert np.bitwise_or.reduce(masks) == np.uint64((1 << 64) - 1)
    assert np.bitwise_count(masks).tolist() == [CHUNK_BITS] * CHUNKS


def test_bits_that_never_change_are_spread_over_the_chunks() -> None:
    hashes = np.random.default_rng(1).integers(0, 1 << 48, 500, dtype=np.uint64)
    assert [int((bits >= 48).sum()) for bits in dealt_bits(hashes)] == [4] * CHUNKS


def test_no_hashes_can_be_dealt_as_well() -> None:
    assert sorted(int(bit) for bits in dealt_bits(np.zeros(0, np.uint64)) for bit in bits) == list(range(64))


def test_a_table_is_in_the_order_of_its_keys() -> None:
    hashes, keys = np.array([5, 6, 7, 8], np.uint64), np.array([9, 2, 65_535, 2], np.uint16)
    table = ChunkTable.of(hashes, keys)
    assert table.hashes.tolist() == [6, 8, 5, 7]
    assert table.numbers.tolist() == [1, 3, 0, 2]
    for bucket in (0, 2, 9, 65_535):
        inside = table.hashes[table.starts[bucket] : table.starts[bucket + 1]].tolist()
        assert inside == hashes[keys == bucket].tolist()
