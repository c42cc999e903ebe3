"""OpenVINO's vectors: those of torch, the same whoever else is in the batch, from threads that do not wait in turn."""

import gc
import os
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.backends.openvino_model import OpenVinoModel
from embedder.backends.openvino_tower import Cores
from embedder.batching.questions import Priority
from embedder.batching.threads import BATCH_NICE, class_threads
from embedder.ports import Pixels
from embedder.settings import EmbedderSettings
from tests.random_clip import write_folder

TEXTS = ["a", "a red circle", "two small dogs, one sleeping, on a striped sofa", "word " * 200]
# What one item's vector may differ by, alone and in company; the sums of a product are taken in another order.
SAME_FP32 = 1e-5
SAME_INT8 = 0.9998


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A tiny model with random weights, and the cache that its exports are kept in."""
    with tempfile.TemporaryDirectory() as parent:
        write_folder(Path(parent) / "tiny-random")
        yield Path(parent)


def loaded(home: Path, **more: Any) -> LoadedModel:
    """The model of that folder, with two streams of one thread."""
    common = {"model_name": str(home / "tiny-random"), "model_cache": home, "model_threads": 2, "model_streams": 2}
    return load_model(EmbedderSettings.model_validate(common | more))


@pytest.fixture(scope="module")
def models(home: Path) -> dict[str, LoadedModel]:
    """The model by torch, and by OpenVINO in both precisions."""
    openvino = {name: loaded(home, model_backend="openvino", model_precision=name) for name in ("fp32", "int8")}
    return {"torch": loaded(home), **openvino}


def noise(count: int) -> list[Pixels]:
    """So many pictures."""
    return list(np.random.default_rng(5).integers(0, 256, (count, 224, 224, 3), np.uint8))


def cosines(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Row by row."""
    return np.asarray((ours * theirs).sum(axis=1))


@pytest.mark.parametrize(("name", "least"), [("fp32", 0.99999), ("int8", 0.999)])
def test_vectors_are_those_of_torch(models: dict[str, LoadedModel], name: str, least: float) -> None:
    model, torch = models[name], models["torch"]
    for ours, theirs in (
        (model.encode_images(noise(3)), torch.encode_images(noise(3))),
        (model.encode_texts(TEXTS), torch.encode_texts(TEXTS)),
    ):
        assert ours.dtype == np.float32
        assert np.abs(np.linalg.norm(ours, axis=1) - 1).max() < 1e-5
        assert cosines(ours, theirs).min() > least


def test_the_facts_say_what_computes_and_how_close_it_is(models: dict[str, LoadedModel]) -> None:
    torch, fp32, int8 = (models[name].facts for name in ("torch", "fp32", "int8"))
    assert fp32.version == f"{torch.version}-openvino-fp32"
    assert int8.version == f"{torch.version}-openvino-int8"
    assert (int8.backend, int8.precision, int8.dimension, int8.mean) == ("openvino", "int8", 512, torch.mean)
    assert torch.parity == {}
    assert set(int8.parity) == {"image", "text"}
    assert 0.999 <= min(int8.parity.values()) < min(fp32.parity.values()) <= 1.00001


@pytest.mark.parametrize("name", ["torch", "fp32", "int8"])
def test_an_items_vector_does_not_depend_on_its_batch_mates(models: dict[str, LoadedModel], name: str) -> None:
    model = models[name]
    pictures, tokens = noise(5), model.tokenize(TEXTS)
    for together, alone in (
        (model.encode_images(pictures), np.stack([model.encode_images([one])[0] for one in pictures])),
        (model.encode_tokens(tokens), np.stack([model.encode_tokens([one])[0] for one in tokens])),
    ):
        if name == "int8":
            assert cosines(together, alone).min() >= SAME_INT8
        else:
            assert np.abs(together - alone).max() < SAME_FP32


def test_an_answer_stays_as_it_was_and_so_does_what_was_asked(models: dict[str, LoadedModel]) -> None:
    model, (first, second) = models["fp32"], noise(2)
    asked, was = np.stack([first]), np.stack([first])
    answer = model.encode_images([asked[0]])
    kept = answer.copy()
    model.encode_images([second])
    assert (answer == kept).all()
    assert (asked == was).all()


def test_threads_get_their_own_vectors(models: dict[str, LoadedModel]) -> None:
    model = models["int8"]
    tokens = model.tokenize(TEXTS)
    alone = [model.encode_tokens([one])[0] for one in tokens]
    worst: dict[int, float] = {}

    def ask(index: int) -> None:
        answers = np.stack([model.encode_tokens([tokens[index]])[0] for _ in range(20)])
        worst[index] = float(cosines(answers, np.stack([alone[index]] * 20)).min())

    askers = [threading.Thread(target=ask, args=(index,)) for index in range(len(TEXTS))]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert min(worst.values()) >= SAME_INT8
    assert len(worst) == len(TEXTS)


def test_a_threads_request_goes_with_it(models: dict[str, LoadedModel], monkeypatch: pytest.MonkeyPatch) -> None:
    model = models["fp32"]
    assert isinstance(model, OpenVinoModel)
    made: list[weakref.ref[Any]] = []
    network = model._image._network_for(model._image._shared)

    class Network:
        def create_infer_request(self) -> Any:
            made.append(weakref.ref(request := network.create_infer_request()))
            return request

    monkeypatch.setattr(model._image, "_network_for", lambda _: Network())
    caller = threading.Thread(target=model.encode_images, args=(noise(1),))
    caller.start()
    caller.join()
    gc.collect()
    assert [one() for one in made] == [None]


def test_a_text_that_comes_alone_has_all_threads_and_one_in_company_has_not(
    models: dict[str, LoadedModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = models["fp32"]
    assert isinstance(model, OpenVinoModel)
    tower, [one], [other] = model._text, model.tokenize(["a red circle"]), model.tokenize(["a dog"])
    assert tower is not None
    asked: list[Cores] = []
    request = tower._request

    def noted(cores: Cores) -> Any:
        asked.append(cores)
        return request(cores)

    monkeypatch.setattr(tower, "_request", noted)
    model.encode_tokens([one])
    model.encode_tokens([one, other])
    with tower._under_way():
        model.encode_tokens([one])
    with class_threads(Priority.BATCH, 1, "test") as nicer:
        nicer.submit(model.encode_tokens, [one]).result()
    assert asked == [Cores(1, 2), Cores(2, 1), Cores(2, 1), Cores(2, 1)]


def _computing() -> list[int]:
    """The niceness of each of OpenVINO's threads that computes at this moment, or would if it had a core."""
    known = {thread.native_id for thread in threading.enumerate()}
    stats = {int(task): Path(f"/proc/self/task/{task}/stat").read_text() for task in os.listdir("/proc/self/task")}
    fields = [stat.rpartition(")")[2].split() for task, stat in stats.items() if task not in known]
    return sorted(int(one[16]) for one in fields if one[0] == "R")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no niceness of their own")
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="OpenVINO has no more streams than there are cores")
def test_both_classes_of_both_towers_compute_at_once(models: dict[str, LoadedModel]) -> None:
    model = models["fp32"]
    calls = [(model.encode_images, noise(1) * 32), (model.encode_tokens, model.tokenize(["word " * 100] * 64))]
    stop = threading.Event()

    def keep_asking(call: Any, batch: Any) -> None:
        while not stop.is_set():
            call(batch)

    mine = os.getpriority(os.PRIO_PROCESS, 0)
    expected = [mine] * 4 + [mine + BATCH_NICE] * 4
    pools = [class_threads(priority, 4, "test") for priority in Priority]
    asked = [pool.submit(keep_asking, *call) for pool in pools for call in calls for _ in range(model.streams)]
    try:
        while _computing() != expected:  # one that waited for another would not be among them
            assert not any(one.done() for one in asked)
            time.sleep(0.001)
    finally:
        stop.set()
        for pool in pools:
            pool.shutdown()
