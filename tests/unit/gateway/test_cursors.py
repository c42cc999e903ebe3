"""Cursors: good for the listing that they were sealed for, and for nothing else."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import CursorInvalid
from gateway.paging import Cursors, Listing, SortValue
from gateway.signing import from_base64url, to_base64url
from tests.unit.gateway.fakes import SECRET

TENANT = UUID("0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11")
LISTING = Listing(TENANT, {"tags": ["a"]}, "-created_at")
CURSORS = Cursors(SECRET)

values: st.SearchStrategy[SortValue] = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=50)
)


@given(st.lists(values, max_size=4))
def test_what_is_sealed_is_opened(position: list[SortValue]) -> None:
    assert CURSORS.open(LISTING, CURSORS.seal(LISTING, position)) == position


@pytest.mark.parametrize(
    "other",
    [
        Listing(uuid4(), {"tags": ["a"]}, "-created_at"),
        Listing(TENANT, {"tags": ["b"]}, "-created_at"),
        Listing(TENANT, None, "-created_at"),
        Listing(TENANT, {"tags": ["a"]}, "created_at"),
    ],
    ids=["tenant", "filter", "no filter", "order"],
)
def test_a_cursor_of_another_listing_is_refused(other: Listing) -> None:
    with pytest.raises(CursorInvalid):
        CURSORS.open(other, CURSORS.seal(LISTING, ["x", 1]))


def test_a_cursor_by_another_secret_is_refused() -> None:
    with pytest.raises(CursorInvalid):
        Cursors(SECRET[::-1]).open(LISTING, CURSORS.seal(LISTING, ["x"]))


def test_the_order_of_a_filters_names_does_not_matter() -> None:
    one, other = Listing(TENANT, {"a": 1, "b": 2}, "x"), Listing(TENANT, {"b": 2, "a": 1}, "x")
    assert CURSORS.open(other, CURSORS.seal(one, [1])) == [1]


def test_no_bit_can_be_changed() -> None:
    raw = from_base64url(CURSORS.seal(LISTING, ["2026-01-01", "01ARZ3NDEKTSV4RRFFQ69G5FAV"]))
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(CursorInvalid):
            CURSORS.open(LISTING, to_base64url(bytes(changed)))


@pytest.mark.parametrize(
    "cursor", ["", "a", "AAAA", "x" * 1025, "x" * 1_000_000, "é", "\ud800", "a b", "a=", "a\n", "+/=="]
)
def test_noise_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        CURSORS.open(LISTING, cursor)


@given(st.text(max_size=100))
def test_any_text_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        CURSORS.open(LISTING, cursor)


def test_a_second_spelling_is_refused() -> None:
    cursor = CURSORS.seal(LISTING, [1])
    for spelled in (cursor + "=", cursor + "==", cursor[:-1], " " + cursor):
        with pytest.raises(CursorInvalid):
            CURSORS.open(LISTING, spelled)


class TestBase64url:
    @given(st.binary(max_size=64))
    def test_has_one_spelling(self, raw: bytes) -> None:
        assert from_base64url(to_base64url(raw)) == raw

    @pytest.mark.parametrize("text", ["AB", "AAB", "A", "A+", "A/", "AA==", "A A", "\n", "é"])
    def test_refuses_loose_bits_and_other_alphabets(self, text: str) -> None:
        with pytest.raises(ValueError, match=r".+"):
            from_base64url(text)
