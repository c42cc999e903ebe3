"""Cores as affinity and control groups allow them, in both versions of the latter, and with limits set further up."""

import os
from pathlib import Path

import pytest

from embedder.cores import usable_cores


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))


def cores(place: Path, own: str, files: dict[str, str]) -> int:
    """What is found with these files under the mount, and `own` as the process's groups."""
    for name, text in files.items():
        file = place / "mount" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (place / "own").write_text(own)
    return usable_cores(place / "mount", place / "own")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("200000 100000\n", 2), ("150000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", 8), ("", 8), ("1 0", 8)],
)
def test_a_quota_of_version_two_is_read(text: str, expected: int, tmp_path: Path) -> None:
    assert cores(tmp_path, "0::/\n", {"cpu.max": text}) == expected


def test_the_least_of_a_group_and_its_parents_counts(tmp_path: Path) -> None:
    files = {"a.slice/cpu.max": "300000 100000", "a.slice/b.service/cpu.max": "max 100000", "cpu.max": "max 100000"}
    assert cores(tmp_path, "0::/a.slice/b.service\n", files) == 3


@pytest.mark.parametrize(("quota", "expected"), [("250000\n", 2), ("-1\n", 8), ("0\n", 8)])
def test_a_quota_of_version_one_is_read(quota: str, expected: int, tmp_path: Path) -> None:
    files = {"cpu/docker/1/cpu.cfs_quota_us": quota, "cpu/docker/1/cpu.cfs_period_us": "100000\n"}
    own = "5:memory:/docker/2\n4:cpu,cpuacct:/docker/1\n0::/\n"
    assert cores(tmp_path, own, files) == expected


def test_inside_a_container_the_mount_is_the_own_group(tmp_path: Path) -> None:
    files = {"cpu/cpu.cfs_quota_us": "300000", "cpu/cpu.cfs_period_us": "100000"}
    assert cores(tmp_path, "4:cpu,cpuacct:/docker/1\n", files) == 3


def test_without_any_group_affinity_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none", tmp_path / "none") == 8
    (tmp_path / "cpu.max").write_text("400000 100000")
    assert usable_cores(tmp_path, tmp_path / "none") == 4
