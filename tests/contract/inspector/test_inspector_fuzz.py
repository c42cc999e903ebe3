"""Thousands of damaged pictures through the confined processes. FUZZ_INPUTS says how many, FUZZ_FROM where to begin."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog.adapters.inspector import Cause, ProcessInspector
from catalog.errors import ImageRejected
from tests.image_bank.forge import encoded, painted
from tests.image_bank.mutation import mutated, seeds

INPUTS = int(os.environ.get("FUZZ_INPUTS", "20000"))
FROM = int(os.environ.get("FUZZ_FROM", "0"))
CHILDREN = 2
# Losses that a limit explains. A crash, a stranger's kill or an exception of an unknown class fails the test.
EXPLAINED = {Cause.CPU, Cause.WALL, Cause.MEMORY}


def verdict(pool: ProcessInspector, number: int) -> str:
    """What the pool says of the damaged picture; anything but a verdict escapes."""
    before = +pool.lost
    try:
        said = str(pool.inspect(mutated(number)).format)
    except ImageRejected as refusal:
        said = refusal.reason
    new = pool.lost - before
    return said if set(new) <= EXPLAINED else f"{said}, number {number} or one beside it lost a child: {dict(new)}"


def test_seeds_are_sound() -> None:
    with ProcessInspector(processes=1) as pool:
        assert len({pool.inspect(seed).format for seed in seeds()}) == 8


def test_damaged_pictures_get_verdicts_and_nothing_else() -> None:
    good = encoded(painted(), "PNG")
    with ProcessInspector(processes=CHILDREN, wait_s=60.0) as pool:
        expected = pool.inspect(good)
        with ThreadPoolExecutor(CHILDREN) as threads:
            list(threads.map(pool.inspect, [good] * 8))
            files = open_files()
            said = Counter(threads.map(lambda number: verdict(pool, number), range(FROM, FROM + INPUTS)))
        print(f"{INPUTS} damaged pictures: {dict(said.most_common())}; children lost: {dict(pool.lost)}")
        assert [text for text in said if "lost a child" in text] == []
        assert set(pool.lost) <= EXPLAINED
        assert pool.inspect(good) == expected
        assert open_files() <= files
        assert len(pool.pids()) <= CHILDREN


def open_files() -> int:
    """How many descriptors this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))
