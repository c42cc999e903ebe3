"""Positive and negative examples of a search: which count, what they do to the question, and whose they have to be."""

from dataclasses import replace

import numpy as np
import pytest

from catalog.errors import ImageNotFound, IndexUnavailable, QueryInvalid
from catalog.filters.model import And, Filter, Not, OneOf
from catalog.images.model import Image, ImageState
from catalog.search.model import MAX_EXAMPLES, Examples, SearchParams
from catalog.search.rocchio import OF_EXAMPLES, OF_PICTURES, OF_WORDS, middle, moved
from tests.fakes.kitchen import Kitchen
from tests.fakes.parts import vector_of

PICTURES = [f"picture {number}".encode() for number in range(6)]
NOTHING = np.zeros((0, 8), np.float32)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def images(kitchen: Kitchen) -> list[Image]:
    return [kitchen.added(data) for data in PICTURES]


def params(positive: list[Image], negative: list[Image], *marked: list[Image], **others: object) -> SearchParams:
    given, said = (
        Examples(*(tuple(one.image_id for one in some) for some in pair)) for pair in ((positive, negative), marked)
    )
    return replace(SearchParams(examples=given, marked=said), **others)  # type: ignore[arg-type]


def but(filter_: Filter, *images: Image) -> Filter:
    return And((filter_, Not(OneOf("image_id", tuple(image.image_id for image in images)))))


def test_words_are_moved_as_words_and_negatives_are_no_hits(kitchen: Kitchen, images: list[Image]) -> None:
    asked = params([images[0]], [images[1], images[2]])
    result = kitchen.search.by_text(kitchen.scope, "words", asked)
    [query] = kitchen.index.queries
    good, bad = (np.array([vector_of(data) for data in some]) for some in (PICTURES[:1], PICTURES[1:3]))
    assert query.vector.tolist() == moved(vector_of(b"words"), good, bad, OF_WORDS).tolist()
    assert query.filter == but(SearchParams().filter, images[1], images[2])
    assert result.examples == asked.examples


def test_a_picture_is_moved_as_a_picture(kitchen: Kitchen, images: list[Image]) -> None:
    kitchen.search.by_image(kitchen.scope, images[0].image_id, params([], [images[1]]))
    bad = np.array([vector_of(PICTURES[1])])
    [query] = kitchen.index.queries
    assert query.vector.tolist() == moved(vector_of(PICTURES[0]), NOTHING, bad, OF_PICTURES).tolist()


def test_examples_alone_are_a_question(kitchen: Kitchen, images: list[Image]) -> None:
    result = kitchen.search.by_examples(kitchen.scope, params(images[:2], [images[2]]))
    good, bad = (np.array([vector_of(data) for data in some]) for some in (PICTURES[:2], PICTURES[2:3]))
    [query] = kitchen.index.queries
    assert query.vector.tolist() == moved(middle(good), good, bad, OF_EXAMPLES).tolist()
    assert {images[0].image_id, images[1].image_id} <= {hit.image.image_id for hit in result.hits}


def test_negative_examples_alone_are_none(kitchen: Kitchen, images: list[Image]) -> None:
    with pytest.raises(QueryInvalid, match="positive example"):
        kitchen.search.by_examples(kitchen.scope, params([], [images[0]]))
    with pytest.raises(QueryInvalid, match="pHash"):
        kitchen.search.by_examples(kitchen.scope, params([images[0]], [], phash_gate=3))


def test_what_the_caller_says_stands_over_what_is_marked(kitchen: Kitchen, images: list[Image]) -> None:
    asked = params([images[0]], [images[1]], [images[1], images[2]], [images[0], images[3]])
    result = kitchen.search.by_text(kitchen.scope, "words", asked)
    ids = [image.image_id for image in images]
    assert result.examples == Examples((ids[0], ids[2]), (ids[1], ids[3]))


def test_the_image_asked_about_is_not_marked_against_itself(kitchen: Kitchen, images: list[Image]) -> None:
    asked = params([], [], [], [images[0], images[1]])
    result = kitchen.search.by_image(kitchen.scope, images[0].image_id, asked)
    assert result.examples == Examples((), (images[1].image_id,))


@pytest.mark.parametrize("positive", [True, False])
def test_unknown_foreign_and_deleted_examples_are_alike(kitchen: Kitchen, images: list[Image], positive: bool) -> None:
    foreign, deleted = Kitchen().added(b"theirs"), images[1]
    kitchen.index.points[foreign.image_id] = (foreign, vector_of(b"theirs"))
    kitchen.database.held.images[foreign.image_id] = foreign
    del kitchen.database.held.images[deleted.image_id]
    words = []
    for image_id in ("01J00000000000000000000000", foreign.image_id, deleted.image_id):
        examples = Examples((image_id,), ()) if positive else Examples((), (image_id,))
        with pytest.raises(ImageNotFound) as refused:
            kitchen.search.by_text(kitchen.scope, "words", SearchParams(examples=examples))
        words.append(str(refused.value))
    assert len(set(words)) == 1
    assert kitchen.index.queries == []


def test_marked_images_that_are_gone_count_no_more(kitchen: Kitchen, images: list[Image]) -> None:
    foreign = Kitchen().added(b"theirs")
    kitchen.index.points[foreign.image_id] = (foreign, vector_of(b"theirs"))
    del kitchen.database.held.images[images[0].image_id]
    del kitchen.index.points[images[1].image_id]
    kitchen.database.held.images[images[2].image_id] = replace(images[2], state=ImageState.TRASHED)
    result = kitchen.search.by_text(kitchen.scope, "words", params([], [], [], [*images[:4], foreign]))
    assert result.examples == Examples((), (images[3].image_id,))


def test_a_named_example_has_to_be_searchable_and_indexed(kitchen: Kitchen, images: list[Image]) -> None:
    kitchen.database.held.images[images[0].image_id] = replace(images[0], state=ImageState.UPLOADED)
    with pytest.raises(QueryInvalid, match="not searchable yet"):
        kitchen.search.by_text(kitchen.scope, "words", params([images[0]], []))
    del kitchen.index.points[images[1].image_id]
    with pytest.raises(IndexUnavailable):
        kitchen.search.by_text(kitchen.scope, "words", params([images[1]], []))


def test_not_too_many_and_never_both(kitchen: Kitchen, images: list[Image]) -> None:
    many = Examples((), tuple(f"01J{number:023d}" for number in range(MAX_EXAMPLES + 1)))
    with pytest.raises(QueryInvalid, match="at most"):
        kitchen.search.by_text(kitchen.scope, "words", SearchParams(examples=many))
    with pytest.raises(QueryInvalid, match="or a negative"):
        kitchen.search.by_text(kitchen.scope, "words", params([images[0]], [images[0]]))
    with pytest.raises(QueryInvalid, match="or a negative"):
        kitchen.search.by_image(kitchen.scope, images[0].image_id, params([], [images[0]]))
