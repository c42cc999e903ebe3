"""Memory of a real process stays flat over thousands of items of all kinds."""

import numpy as np

from tests.contract.embedder.speech import PIXELS, VECTORS, picture, vectors
from tests.contract.embedder.watching import Watched, memory_kb

ROUNDS, ITEMS = 3, 1_500
# A picture's pixels are 147 kB: to keep one in ten of them would show. What grows more slowly is for the benchmarks.
MOST_GROWTH_KB = 24 * 1024
READY = {"Content-Type": PIXELS, "Accept": VECTORS, "X-Priority": "batch"}


def work(embedder: Watched, number: int) -> int:
    """Some pictures, texts, pixels and nonsense, all different from those of other numbers; how many items."""
    random = np.random.default_rng(number)
    files = [("files", ("a", picture(number * 8 + at))) for at in range(7)] + [("files", ("b", b"no picture"))]
    texts = [f"words {number} {at}" for at in range(24)]
    pixels = random.integers(0, 256, (28, 224, 224, 3), np.uint8)
    answers = [
        embedder.client.post("/embed/image", files=files),
        embedder.client.post("/embed/text", json={"texts": texts}, headers={"Accept": VECTORS}),
        embedder.client.post("/embed/image", content=pixels.tobytes(), headers=READY | {"X-Image-Count": "28"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(vectors(answers[1])) + len(vectors(answers[2])) == 52
    return 60


def test_it_does_not_grow_after_the_first_thousand(embedder: Watched) -> None:
    number, sizes = 0, []
    for _ in range(ROUNDS):
        items = 0
        while items < ITEMS:
            items += work(embedder, number)
            number += 1
        sizes.append(sum(memory_kb(pid) for pid in (embedder.pid, *embedder.decoders())))
    print(f"resident after each {ITEMS} items: {sizes} kB")
    assert sizes[-1] - sizes[0] < MOST_GROWTH_KB
