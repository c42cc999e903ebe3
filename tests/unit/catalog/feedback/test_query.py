"""When two queries are the same."""

import pytest

from catalog.errors import QueryInvalid
from catalog.feedback.query import MAX_WORDS, NO_QUERY, Query, query_of_words


@pytest.mark.parametrize(
    "text",
    [
        "a red circle",
        " a  red\tcircle\n",
        "A RED Circle",
        "ａ ｒｅｄ ｃｉｒｃｌｅ",
        "a\u3000red circle",
    ],
)
def test_case_space_and_form_of_letters_make_no_difference(text: str) -> None:
    assert query_of_words(text).key == query_of_words("a red circle").key


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("ﬁne", "FINE"), ("é", "e\u0301"), ("ΌΣΟΣ", "όσος")])
def test_letters_that_fold_alike_are_alike(one: str, other: str) -> None:
    assert query_of_words(one).key == query_of_words(other).key


def test_other_words_are_another_query() -> None:
    keys = {query_of_words(text).key for text in ("red circle", "circle red", "redcircle", "red circles", "réd circle")}
    assert len(keys) == 5


def test_a_picture_is_its_content_and_never_words() -> None:
    sha256 = "a" * 64
    assert Query(sha256=sha256).key != Query(sha256="b" * 64).key
    assert Query(sha256=sha256).key != query_of_words(sha256).key


def test_a_key_is_never_that_of_no_query() -> None:
    assert {len(query_of_words(text).key) for text in ("a", "a" * MAX_WORDS, "\ufdfa" * MAX_WORDS)} == {64}
    assert NO_QUERY == ""


@pytest.mark.parametrize("text", ["", "  \n", "x" * (MAX_WORDS + 1)])
def test_too_few_or_too_many_words(text: str) -> None:
    with pytest.raises(QueryInvalid, match="characters"):
        query_of_words(text)
