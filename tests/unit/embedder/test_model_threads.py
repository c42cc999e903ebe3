"""Several threads ask one model at once: nobody gets another's vector, whatever the lengths."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from tests.random_clip import write_folder

TEXTS = ["a", "a red circle", "two small dogs, one sleeping, on a striped sofa", "word " * 200]
ROUNDS = 10


@pytest.fixture(scope="module")
def model() -> Iterator[LoadedModel]:
    """A tiny model, as torch runs it."""
    with tempfile.TemporaryDirectory() as parent:
        folder = write_folder(Path(parent) / "tiny-random")
        yield load_model(EmbedderSettings(model_name=str(folder), model_threads=1))


def test_texts_of_different_lengths_asked_at_once_get_their_own_vectors(model: LoadedModel) -> None:
    tokens = model.tokenize(TEXTS)
    alone = [model.encode_tokens([one])[0] for one in tokens]
    together = threading.Barrier(len(TEXTS))
    worst = dict.fromkeys(range(len(TEXTS)), np.inf)

    def ask(index: int) -> None:
        together.wait(60)
        answers = np.stack([model.encode_tokens([tokens[index]])[0] for _ in range(ROUNDS)])
        worst[index] = float(np.abs(answers - alone[index]).max())

    askers = [threading.Thread(target=ask, args=(index,)) for index in range(len(TEXTS))]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert max(worst.values()) < 1e-5
