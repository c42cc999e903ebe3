"""Every named odd picture through the confined processes: its verdict, the parent's health, the next good picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.adapters.inspector import ProcessInspector
from catalog.errors import ImageRejected
from catalog.images.formats import ImageFormat
from tests.image_bank import CASES, BankCase
from tests.image_bank.seeds import seed

GOOD = seed(ImageFormat.PNG)
MOST_RESIDENT_KB = 512 * 1024


@pytest.fixture(scope="module")
def inspector() -> Iterator[ProcessInspector]:
    with ProcessInspector(processes=1) as pool:
        yield pool
        assert pool.lost == {}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_gets_its_verdict(inspector: ProcessInspector, case: BankCase) -> None:
    data = case.make()
    if isinstance(case.verdict, ImageFormat):
        assert inspector.inspect(data, case.declared_type).format is case.verdict
        assert set(inspector.thumbnails(data)) == {256, 1024}
    else:
        with pytest.raises(ImageRejected) as refusal:
            inspector.inspect(data, case.declared_type)
        assert refusal.value.reason is case.verdict
    assert all(peak_kb(pid) < MOST_RESIDENT_KB for pid in inspector.pids())
    assert inspector.inspect(GOOD).format is ImageFormat.PNG


def peak_kb(pid: int) -> int:
    """The most memory that the process ever had resident."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])
