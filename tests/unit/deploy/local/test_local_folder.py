"""A stack's folder: its name, its private files, its environment file, its logs."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.credentials import accounts, load_credentials
from deploy.local.environment import product_environment, read_env_file, write_descriptions
from deploy.local.layout import REPOSITORY, Layout, find_layout, write_private
from deploy.local.services import PORTS
from deploy.local.supervisor import rotate


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout("unit", tmp_path)


def test_folder_follows_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEMBLANCE_LOCAL_DIR", raising=False)
    monkeypatch.delenv("STACK", raising=False)
    assert find_layout().root == REPOSITORY / ".local"
    monkeypatch.setenv("STACK", "second")
    assert find_layout() == Layout("second", REPOSITORY / ".local-second")


def test_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMBLANCE_LOCAL_DIR", str(tmp_path))
    assert find_layout("any").root == tmp_path


@pytest.mark.parametrize("name", ["../up", "a b", "-x", "Ä", "x" * 32, "A"])
def test_name_that_cannot_be_a_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="stack's name"):
        find_layout(name)


def test_private_file_is_replaced_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    write_private(path, "one")
    path.chmod(0o644)
    write_private(path, "two")
    assert path.read_text() == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_secrets_are_made_once_and_differ_between_stacks(layout: Layout, tmp_path: Path) -> None:
    first = load_credentials(layout)
    assert load_credentials(layout) == first
    other = load_credentials(Layout("other", tmp_path / "other"))
    assert other.signing_secret != first.signing_secret
    assert len(first.signing_secret) >= 32
    assert len(accounts(first)) == 6


def test_a_secret_that_an_older_stack_has_not_got_is_made(layout: Layout) -> None:
    first = load_credentials(layout)
    kept = json.loads(layout.secrets_file.read_text())
    del kept["embed_redis_password"]
    layout.secrets_file.write_text(json.dumps(kept))
    made = load_credentials(layout)
    assert replace(made, embed_redis_password="") == replace(first, embed_redis_password="")
    assert len(made.embed_redis_password) >= 24
    assert load_credentials(layout) == made


def test_environment_file_gives_back_what_was_written(layout: Layout) -> None:
    credentials = load_credentials(layout)
    ports = {name: 20000 + number for number, name in enumerate(PORTS)}
    environment = product_environment(layout, ports, credentials) | {"ODD": 'it\'s "quoted" = $HOME #1'}
    write_descriptions(layout, environment, credentials)
    assert read_env_file(layout) == environment


def test_log_is_moved_aside_when_it_is_too_large(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    with log.open("ab") as writer:
        writer.write(b"x" * 100)
        writer.flush()
        rotate(log, 100)
        assert log.stat().st_size == 100
        rotate(log, 99)
        writer.write(b"after")
    assert log.read_bytes() == b"after"
    assert (tmp_path / "a.log.1").read_bytes() == b"x" * 100
