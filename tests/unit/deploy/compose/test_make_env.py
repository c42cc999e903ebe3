"""`make env` in a folder of its own: what it writes, what it leaves alone, what it says when it cannot."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from dotenv import dotenv_values

from gateway.main import load_all

REPOSITORY = Path(__file__).parents[4]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone as far as the script can see."""
    (tmp_path / "deploy/compose").mkdir(parents=True)
    shutil.copy(REPOSITORY / "deploy/compose/make_env.sh", tmp_path / "deploy/compose")
    shutil.copy(REPOSITORY / ".env.example", tmp_path)
    return tmp_path


def make_env(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run it with the model and the store's image chosen, so that it asks nobody on the network."""
    chosen = {"MODEL_NAME": "semblance-tiny", "MODEL_PRETRAINED": "", "MINIO_IMAGE": "minio/minio:given", **given}
    return subprocess.run(
        ["bash", str(folder / "deploy/compose/make_env.sh")],
        env={"PATH": os.environ["PATH"], **chosen},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_placeholder_becomes_a_secret_of_its_own(folder: Path) -> None:
    assert make_env(folder).returncode == 0
    text = (folder / ".env").read_text()
    assert "<generate" not in text
    made = dotenv_values(folder / ".env")
    names = [
        line.partition("=")[0]
        for line in (folder / ".env.example").read_text().splitlines()
        if "=<generate:" in line and not line.startswith("#")
    ]
    secrets = [made[name] for name in names]
    assert len(names) > 8
    assert all(secret and len(secret) >= 20 for secret in secrets)
    assert len(set(secrets)) == len(secrets)
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600


def test_a_password_is_the_same_in_the_url_that_holds_it(folder: Path) -> None:
    make_env(folder)
    made = dotenv_values(folder / ".env")
    assert f":{made['POSTGRES_PASSWORD']}@" in str(made["MIGRATION_DATABASE_URL"])
    assert f":{made['REDIS_PASSWORD']}@" in str(made["REDIS_URL"])
    assert f"//embedder:{made['EMBED_REDIS_PASSWORD']}@" in str(made["EMBED_REDIS_URL"])
    assert made["EMBED_REDIS_PASSWORD"] != made["REDIS_PASSWORD"]
    assert str(made["POSTGRES_PASSWORD"]) not in str(made["DATABASE_URL"])


def test_the_gateway_starts_with_what_was_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_env(folder)
    for name, value in dotenv_values(folder / ".env").items():
        monkeypatch.setenv(name, value or "")
    gateway, catalog = load_all()
    assert gateway.jwt_private_key is not None
    assert catalog.s3_bucket == "semblance"


def test_two_installations_share_nothing(folder: Path) -> None:
    make_env(folder)
    first = dotenv_values(folder / ".env")
    (folder / ".env").unlink()
    make_env(folder)
    second = dotenv_values(folder / ".env")
    for name in ("JWT_PRIVATE_KEY", "SIGNING_SECRET", "DATABASE_URL", "S3_SECRET_KEY", "ADMIN_PASSWORD"):
        assert first[name] != second[name]


def test_what_is_there_is_left_alone(folder: Path) -> None:
    (folder / ".env").write_text("MINE=1\n")
    assert make_env(folder).returncode == 0
    assert (folder / ".env").read_text() == "MINE=1\n"


def test_a_model_can_be_chosen(folder: Path) -> None:
    make_env(folder, MODEL_NAME="ViT-B-16", MODEL_PRETRAINED="/models/mine.pt")
    made = dotenv_values(folder / ".env")
    assert (made["MODEL_NAME"], made["MODEL_PRETRAINED"]) == ("ViT-B-16", "/models/mine.pt")
    assert made["MINIO_IMAGE"] == "minio/minio:given"


def test_without_openssl_it_says_so_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    few = tmp_path / "bin"
    few.mkdir()
    for name in ("bash", "dirname"):
        found = shutil.which(name)
        assert found is not None
        (few / name).symlink_to(found)
    done = make_env(folder, PATH=str(few))
    assert done.returncode == 1
    assert done.stderr == "make env: openssl makes the keys and was not found\n"
    assert not list(folder.glob(".env")) + list(folder.glob(".env.??????"))
