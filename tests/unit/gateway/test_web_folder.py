"""The folder of the built app: what it must hold, and how a new build takes the place of the old one."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from gateway.web import folder as web_folder
from gateway.web.folder import FolderUnusable, WebFile, WebFolder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The smallest app."""
    (tmp_path / "index.html").write_text("old")
    return tmp_path


class TestANewBuild:
    def test_is_taken_over_once_it_is_still(self, root: Path) -> None:
        now = [(root / "index.html").stat().st_mtime]
        folder = WebFolder(root, clock=lambda: now[0])
        assert not folder.is_old()
        (root / "index.html").write_text("new")
        os.utime(root / "index.html", (now[0] + 10, now[0] + 10))
        now[0] += 11
        assert not folder.is_old(), "it may still be written to"
        now[0] += 5
        assert folder.is_old()
        folder.read_again()
        found = folder.find("/index.html")
        assert found is not None
        assert found.content == b"new"
        assert not folder.is_old()

    def test_is_read_once_however_many_ask_meanwhile(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = WebFolder(root, clock=lambda: 2e9)
        os.utime(root / "index.html", (1e9, 1e9))
        seen: list[bool] = []

        def reading(_: Path) -> Mapping[str, WebFile]:
            seen.append(folder.is_old())
            return {}

        monkeypatch.setattr(web_folder, "read_folder", reading)
        assert folder.is_old()
        folder.read_again()
        assert seen == [False]

    def test_that_went_away_leaves_the_old_one(self, root: Path) -> None:
        folder = WebFolder(root)
        (root / "index.html").unlink()
        assert not folder.is_old()
        folder.read_again()
        assert folder.find("/index.html") is not None


def test_a_folder_without_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable, match=r"index\.html"):
        WebFolder(tmp_path)


def test_a_folder_of_anything_but_an_app_is_refused(root: Path) -> None:
    with (root / "film.mp4").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(FolderUnusable, match="64 MiB"):
        WebFolder(root)
