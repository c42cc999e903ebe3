"""Secrets: the example cannot be used, and what the script writes is what the pods ask for and the settings take."""

import os
import shutil
import subprocess
from pathlib import Path
from unittest import mock

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from catalog.settings import CatalogSettings
from gateway.settings import GatewaySettings
from tests.unit.deploy.k8s.documents import read_documents
from tests.unit.deploy.k8s.installations import K8S
from tests.unit.deploy.k8s.manifests import SECRET, FromSecret, containers, environment, workloads
from tests.unit.deploy.k8s.rendering import Objects

_NOT_SECRET = {
    "S3_ENDPOINT": "http://minio:9000",
    "S3_BUCKET": "semblance",
    "EMBED_URL": "http://embedder:8200",
    "QDRANT_URL": "http://qdrant:6333",
    "JWT_ISSUER": "semblance",
    "JWT_AUDIENCE": "semblance",
}


def asked_for(objects: Objects) -> dict[str, bool]:
    """Each key of the secret that a pod asks for, and whether every pod can do without it."""
    found: dict[str, bool] = {}
    for container in (one for workload in workloads(objects) for one in containers(workload)):
        for value in environment(container, objects).values():
            if isinstance(value, FromSecret):
                found[value.key] = value.optional and found.get(value.key, True)
    return found


def test_the_example_names_every_key_of_production_under_another_name(installations: dict[str, Objects]) -> None:
    (example,) = read_documents((K8S / "secret.example.yaml").read_text())
    assert example["metadata"]["name"] != SECRET
    assert set(example["stringData"]) == set(asked_for(installations["everything"]))
    assert [key for key, value in example["stringData"].items() if value[0] + value[-1] != "<>"] == []


@pytest.mark.parametrize("settings", [CatalogSettings, GatewaySettings])
def test_no_service_starts_with_the_example(settings: type[BaseSettings]) -> None:
    (example,) = read_documents((K8S / "secret.example.yaml").read_text())
    with mock.patch.dict(os.environ, _NOT_SECRET | example["stringData"], clear=True), pytest.raises(ValidationError):
        settings()


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl, which the script needs, is not on PATH")
@pytest.mark.parametrize("kind", ["dev", "prod"])
def test_the_script_writes_what_the_pods_ask_for(kind: str, tmp_path: Path, installations: dict[str, Objects]) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([K8S / "secrets.sh", kind, folder], check=True, capture_output=True)
    written = {file.name: file.read_text() for file in folder.iterdir()}
    if kind == "dev":
        assert set(written) == set(asked_for(installations["dev"]))
        with mock.patch.dict(os.environ, _NOT_SECRET | written, clear=True):
            assert CatalogSettings().s3_bucket == "semblance"
            assert GatewaySettings().jwt_private_key is not None
    assert set(written) <= set(asked_for(installations[kind]))
    assert [name for name, text in written.items() if text.endswith("\n") and not name.startswith("JWT_")] == []
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o600"}


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl, which the script needs, is not on PATH")
def test_the_script_writes_over_nothing(tmp_path: Path) -> None:
    done = subprocess.run([K8S / "secrets.sh", "dev", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert list(tmp_path.iterdir()) == []
