"""The model that ships does what its card says, on drawn pictures that it has not seen."""

import hashlib

import pytest

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.evaluate import Scores, evaluate, held_out
from embedder.training.tiny import FOLDER, NAME, WEIGHTS

# Others than those that the card's scores are measured on, which begin at 10,000,000.
FIRST_SEED = 12_000_000
PICTURES = 120


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model(EmbedderSettings(model_name=NAME, model_threads=2))


@pytest.fixture(scope="module")
def scores(model: LoadedModel) -> Scores:
    return evaluate(model, held_out(PICTURES, FIRST_SEED))


class TestScores:
    def test_full_captions_find_their_pictures(self, scores: Scores) -> None:
        assert scores.full_caption_recall_at_10 >= 0.90

    def test_short_captions_find_pictures_that_fit(self, scores: Scores) -> None:
        assert scores.any_caption_recall_at_10 >= 0.85

    def test_edited_copies_rank_first(self, scores: Scores) -> None:
        assert min(scores.reencoded_first, scores.resized_first, scores.cropped_first) >= 0.98


class TestFiles:
    def test_the_weights_are_a_few_megabytes(self) -> None:
        assert (FOLDER / WEIGHTS).stat().st_size < 9_000_000

    def test_the_version_is_the_hash_of_the_weights(self, model: LoadedModel) -> None:
        digest = hashlib.sha256((FOLDER / WEIGHTS).read_bytes()).hexdigest()[:12]
        assert model.facts.version == f"{digest}-pad"

    def test_the_card_is_about_these_weights(self, model: LoadedModel) -> None:
        assert model.facts.version in (FOLDER / "MODEL_CARD.md").read_text()

    def test_the_model_promises_what_the_embedder_needs(self, model: LoadedModel) -> None:
        assert (model.facts.name, model.facts.dimension, model.facts.image_size) == (NAME, 512, 224)
