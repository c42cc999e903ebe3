"""The bank of odd and hostile pictures against a real process: vectors or reasons, and nobody else is harmed."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Final

import httpx
import numpy as np
import pytest

from catalog.images.formats import ImageFormat
from embedder.errors import Reason
from tests.contract.embedder.speech import assert_problem, picture, vectors
from tests.contract.embedder.watching import Watched, memory_kb
from tests.image_bank import CASES, BankCase
from tests.image_bank.mutation import mutated, seeds
from tests.image_bank.profiles import slow_picture

BATCH: Final = 32
CUTS, MUTATIONS = 24, 600
GOOD: Final = [picture(seed) for seed in range(4)]
# What the service itself may grow by, whatever it is sent: the bodies it holds, of which the largest has 26 MB.
MOST_GROWTH_KB: Final = 192 * 1024
MOST_DECODER_KB: Final = 512 * 1024

Outcome = np.ndarray | str
"""A vector or a reason."""


@pytest.fixture(scope="module")
def good(embedder: Watched) -> np.ndarray:
    """The vectors of the good pictures, each sent alone."""
    return np.concatenate([vectors(embedder.client.post("/embed/image", files=[part(data)])) for data in GOOD])


def part(data: bytes) -> tuple[str, tuple[str, bytes]]:
    return "files", ("a.png", data)


@cache
def made(case: BankCase) -> bytes:
    return case.make()


def outcomes(answer: httpx.Response) -> list[Outcome]:
    """What became of each item; nothing but vectors of length 1 and reasons of the closed list."""
    if answer.status_code == 422:
        items = assert_problem(answer, 422, "all-items-failed")["items"]
        return [str(Reason(item["reason"])) for item in items]
    assert answer.status_code == 200, answer.text
    found = answer.json()["embeddings"]
    return [np.array(one["vector"]) if "vector" in one else str(Reason(one["error"]["reason"])) for one in found]


def sent(embedder: Watched, pictures: Sequence[bytes]) -> list[Outcome]:
    found = outcomes(embedder.client.post("/embed/image", files=[part(data) for data in pictures]))
    assert len(found) == len(pictures)
    return found


def alike(one: Outcome, other: Outcome) -> bool:
    """The same reason, or the same vector."""
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    return float(np.abs(one - other).max()) < 1e-6


def batches(total: int) -> Iterator[range]:
    return (range(start, min(start + BATCH, total)) for start in range(0, total, BATCH))


@pytest.fixture(scope="module")
def alone(embedder: Watched) -> dict[str, Outcome]:
    """What becomes of each of the bank, sent alone, while the process stays well and does not swell."""
    found: dict[str, Outcome] = {}
    before, pid = memory_kb(embedder.pid), embedder.pid
    for case in CASES:
        answer = embedder.client.post("/embed/image", content=made(case), headers={"Content-Type": "image/png"})
        (found[case.name],) = outcomes(answer)
        assert embedder.is_well(), case.name
    assert embedder.pid == pid
    assert memory_kb(embedder.pid, "VmHWM") - before < MOST_GROWTH_KB
    return found


class TestTheBank:
    def test_what_a_person_would_see_has_a_vector(self, alone: dict[str, Outcome]) -> None:
        sound = [case for case in CASES if isinstance(case.verdict, ImageFormat) and case.declared_type is None]
        assert len(sound) > 100
        assert [case.name for case in sound if isinstance(alone[case.name], str)] == []

    def test_the_decoders_stay_small_and_none_is_lost(self, alone: dict[str, Outcome], embedder: Watched) -> None:
        assert len(alone) == len(CASES)
        assert 1 <= len(embedder.decoders()) <= 4
        assert max(memory_kb(pid, "VmHWM") for pid in embedder.decoders()) < MOST_DECODER_KB
        assert "embedder_decoders_lost_total{" not in embedder.client.get("/metrics").text

    def test_the_good_ones_beside_them_have_the_vectors_that_they_have_alone(
        self, embedder: Watched, alone: dict[str, Outcome], good: np.ndarray
    ) -> None:
        random = Random(7)
        for batch in batches(len(CASES)):
            cases = [CASES[number] for number in batch]
            pictures = [made(case) for case in cases]
            expected = [alone[case.name] for case in cases]
            for number, data in enumerate(GOOD):
                at = random.randrange(len(pictures) + 1)
                pictures.insert(at, data)
                expected.insert(at, good[number])
            found = sent(embedder, pictures)
            assert all(map(alike, found, expected)), [case.name for case in cases]

    def test_as_objects_of_the_store_they_fare_no_differently(
        self, embedder: Watched, alone: dict[str, Outcome], good: np.ndarray
    ) -> None:
        for batch in batches(len(CASES)):
            cases = [CASES[number] for number in batch]
            keys = ["a b.png", *(f"bank/{case}" for case in cases)]
            body = {"objects": [{"bucket": "pictures", "key": key} for key in keys]}
            first, *found = outcomes(embedder.client.post("/embed/image", json=body))
            assert alike(first, good[1])
            assert all(map(alike, found, [alone[case.name] for case in cases])), [case.name for case in cases]


class TestDamage:
    def test_cut_off_anywhere(self, embedder: Watched, good: np.ndarray) -> None:
        cut = [seed[: len(seed) * number // CUTS] for seed in seeds() for number in range(CUTS)]
        for batch in batches(len(cut)):
            found = sent(embedder, [GOOD[0], *(cut[number] for number in batch), GOOD[1]])
            assert alike(found[0], good[0])
            assert alike(found[-1], good[1])
        assert embedder.is_well()

    def test_hurt_by_number(self, embedder: Watched, good: np.ndarray) -> None:
        for batch in batches(MUTATIONS):
            found = sent(embedder, [GOOD[2], *(mutated(number) for number in batch), GOOD[3]])
            assert alike(found[0], good[2])
            assert alike(found[-1], good[3])
        assert embedder.is_well()


class TestAWorkload:
    """The last: it loses a decoder."""

    def test_a_picture_that_would_take_minutes_is_given_up_and_its_neighbours_are_not(
        self, embedder: Watched, good: np.ndarray
    ) -> None:
        found = sent(embedder, [GOOD[0], slow_picture(50_000), GOOD[1]])
        assert alike(found[0], good[0])
        assert found[1] == "decode_limit"
        assert alike(found[2], good[1])
        assert embedder.count('embedder_decoders_lost_total{cause="cpu"}') == 1.0
        assert embedder.is_well()

    def test_afterwards_nothing_is_held_and_the_log_tells_of_no_fault(self, embedder: Watched) -> None:
        assert embedder.count("embedder_queue_items") == 0.0
        log = embedder.log.read_text()
        assert "decoder_lost" in log
        assert "Traceback" not in log
        assert "semblance-canary" not in log
