"""The first vector space is made once, by whoever needs it first; afterwards the row says which is live."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from catalog.embeddings.model import ModelFacts, Preprocess, PreprocessMode, VectorSpace
from catalog.embeddings.spaces import Spaces, check_same_model, check_same_preprocess, first_space
from catalog.errors import EmbedderUnavailable, ModelMismatch
from tests.fakes.parts import MODEL, MemoryEmbedder, MemorySpaces

SPACE = VectorSpace("images_tiny_1", "tiny", "v1", 8)
CROPPED = Preprocess(PreprocessMode.CROP, (1, 2, 3))


def test_eight_threads_make_one_space() -> None:
    kept = MemorySpaces()
    spaces = Spaces(kept, kept, MemoryEmbedder())
    together = threading.Barrier(8)

    def ask(_: int) -> VectorSpace:
        together.wait(30)
        return spaces.live()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert found == {SPACE}
    assert (kept.created, kept.made) == (["images_tiny_1"], 1)


def test_another_process_that_was_quicker_wins() -> None:
    theirs = VectorSpace("images_other_1", "other", "v9", 8)
    kept = MemorySpaces()
    embedder = MemoryEmbedder()

    def be_quicker() -> None:
        kept.row = theirs

    embedder.happenings.before["model"] = be_quicker
    assert Spaces(kept, kept, embedder).live() == theirs


def test_collection_comes_before_the_row() -> None:
    kept = MemorySpaces()

    class Failing(MemorySpaces):
        def create(self, space: VectorSpace) -> None:
            assert kept.row is None
            raise EmbedderUnavailable("any fault")

    with pytest.raises(EmbedderUnavailable):
        Spaces(kept, Failing(), MemoryEmbedder()).live()
    assert kept.row is None


def test_absent_embedder_is_not_needed_once_there_is_a_space() -> None:
    kept, embedder = MemorySpaces(SPACE), MemoryEmbedder()
    embedder.happenings.failing["model"] = EmbedderUnavailable()
    assert Spaces(kept, kept, embedder).live() == SPACE


def test_absent_embedder_is_asked_again_the_next_time() -> None:
    kept, embedder = MemorySpaces(), MemoryEmbedder()
    spaces = Spaces(kept, kept, embedder)
    embedder.happenings.failing["model"] = EmbedderUnavailable()
    with pytest.raises(EmbedderUnavailable):
        spaces.live()
    embedder.happenings.failing.clear()
    assert spaces.live() == SPACE


def test_row_is_read_once_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("catalog.embeddings.spaces.time.monotonic", lambda: clock[0])
    kept = MemorySpaces(SPACE)
    spaces = Spaces(kept, kept, MemoryEmbedder())
    for _ in range(5):
        spaces.live()
    assert kept.asked == 1
    clock[0] += 1.5
    kept.row = VectorSpace("images_tiny_2", "tiny", "v2", 8)
    assert spaces.live().collection == "images_tiny_2"


def test_pictures_are_prepared_for_the_live_model_from_the_first_one_on() -> None:
    kept = MemorySpaces(replace(SPACE, preprocess=CROPPED))
    assert Spaces(kept, kept, MemoryEmbedder()).preprocess() == CROPPED
    fresh = MemorySpaces()
    assert Spaces(fresh, fresh, MemoryEmbedder(facts=replace(MODEL, preprocess=CROPPED))).preprocess() == CROPPED
    assert fresh.row == replace(SPACE, preprocess=CROPPED)


def test_pictures_are_padded_while_no_model_is_known() -> None:
    kept, embedder = MemorySpaces(), MemoryEmbedder()
    embedder.happenings.failing["model"] = EmbedderUnavailable()
    assert Spaces(kept, kept, embedder).preprocess() == Preprocess(PreprocessMode.PAD, (123, 117, 104))


def test_pixels_made_for_another_model_are_not_taken_for_this_ones() -> None:
    check_same_preprocess(SPACE, Preprocess())
    for other in (CROPPED, Preprocess(pad_colour=(0, 0, 0))):
        with pytest.raises(ModelMismatch, match="looked at again"):
            check_same_preprocess(SPACE, other)


@pytest.mark.parametrize(
    ("model", "collection"),
    [
        ("semblance-tiny", "images_semblance-tiny_1"),
        ("ViT-B-32", "images_vit-b-32_1"),
        ("hf-hub:org/Model.v2", "images_hf-hub-org-model-v2_1"),
        ("/models/a b", "images_-models-a-b_1"),
    ],
)
def test_first_collection_is_named_after_its_model(model: str, collection: str) -> None:
    assert first_space(ModelFacts(model, "v", 8)).collection == collection


def test_same_model_means_the_same_weights() -> None:
    check_same_model(SPACE, MODEL.version)
    with pytest.raises(ModelMismatch, match="re-index"):
        check_same_model(SPACE, "v2")
