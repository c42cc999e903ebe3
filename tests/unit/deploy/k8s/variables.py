"""What each container is told is what it reads: known names, none missing, values that are taken, no secrets."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args
from unittest import mock

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from catalog.adapters.inspector.pool import MEMORY_BYTES
from catalog.migrate import MigrationSettings
from catalog.settings import CatalogSettings
from embedder.settings import EmbedderSettings
from gateway.settings import GatewaySettings
from tests.token_bank.forge import ec_key, private_pem, public_pem
from tests.unit.deploy.k8s.documents import Document
from tests.unit.deploy.k8s.manifests import (
    OWN,
    SECRET,
    FromSecret,
    Missing,
    Value,
    containers,
    environment,
    of_kind,
    pod,
    quantity,
    workloads,
)
from tests.unit.deploy.k8s.rendering import Objects
from workers.settings import WorkerSettings

Settings = type[BaseSettings]
READERS: Final[Mapping[tuple[str, ...], tuple[Settings, ...]]] = {
    ("python", "-m", "gateway"): (GatewaySettings, CatalogSettings),
    ("python", "-m", "workers", "--queue", "interactive"): (WorkerSettings, CatalogSettings),
    ("python", "-m", "workers", "--queue", "batch"): (WorkerSettings, CatalogSettings),
    ("python", "-m", "workers.scheduler"): (WorkerSettings, CatalogSettings),
    ("python", "-m", "catalog.migrate"): (MigrationSettings, CatalogSettings),
    ("python", "-m", "embedder"): (EmbedderSettings,),
}
_SETTINGS: Final = (GatewaySettings, WorkerSettings, MigrationSettings, EmbedderSettings, CatalogSettings)
_TEMPLATE: Final = Path(__file__).parents[4] / "deploy" / "web" / "site.conf.template"
_OF_WEB: Final = frozenset({"API_UPSTREAM", "STORE_UPSTREAM", "S3_BUCKET", "DNS_RESOLVER"})
_INSPECTING: Final = frozenset({"gateway", "worker-interactive", "worker-batch"})
_ITSELF_BYTES: Final = 384 * 2**20
_DRAINS: Final = frozenset(map(str, range(3, 11)))  # seconds: a Service needs some, and the end is near
_ENDS_WITHIN_S: Final = 30  # what every service promises after SIGTERM
KEY_PAIR: Final = ec_key()
STAND_INS: Final = {
    "DATABASE_URL": "postgresql://semblance_app:stand-in@postgres:5432/semblance",
    "MIGRATION_DATABASE_URL": "postgresql://semblance_owner:stand-in@postgres:5432/semblance",
    "REDIS_URL": "redis://:stand-in@redis:6379/0",
    "EMBED_REDIS_URL": "redis://embedder:stand-in@redis:6379/0",
    "S3_ACCESS_KEY": "stand-in",
    "S3_SECRET_KEY": "stand-in",
    "QDRANT_API_KEY": "stand-in",
    "SIGNING_SECRET": "0123456789abcdef" * 4,
    "JWT_PRIVATE_KEY": private_pem(KEY_PAIR),
    "JWT_PUBLIC_KEY": public_pem(KEY_PAIR),
}


def secret_names() -> set[str]:
    """Variables that hold a secret, by the settings' own types; a store's access key is one of the pair."""
    fields = ((name, field) for one in _SETTINGS for name, field in one.model_fields.items())
    held = {name.upper() for name, field in fields if SecretStr in (field.annotation, *get_args(field.annotation))}
    return held | {"S3_ACCESS_KEY"}


def variable_faults(objects: Objects) -> list[str]:
    """What a container is told wrongly, or not told."""
    faults = [*_written_secrets(objects)]
    for workload in workloads(objects):
        for container in containers(workload):
            name = container["name"]
            try:
                told = environment(container, objects)
            except Missing as missing:
                faults.append(f"{name}: {missing} is not there")
                continue
            found = (*_secret_faults(told), *_own_faults(container, told), *_room_faults(workload, container, told))
            faults += [f"{name}: {fault}" for fault in found]
    return faults


def _written_secrets(objects: Objects) -> Iterator[str]:
    for one in of_kind(objects, "Secret"):
        yield f"Secret {one['metadata']['name']} is among the manifests"
    for one in of_kind(objects, "ConfigMap"):
        if held := secret_names() & set(one["data"]):
            yield f"ConfigMap {one['metadata']['name']}: {sorted(held)} stands there"


def _secret_faults(told: Mapping[str, Value]) -> Iterator[str]:
    for name, value in told.items():
        if isinstance(value, FromSecret):
            if value.secret != SECRET:
                yield f"{name} comes from {value.secret}"
        elif name in secret_names() or name.endswith(("_PASSWORD", "_SECRET", "_API_KEY")):
            yield f"{name} is a secret and stands there"


def _own_faults(container: Document, told: Mapping[str, Value]) -> Iterator[str]:
    command = tuple(container.get("command", ()))
    if command in READERS:
        yield from _settings_faults(told, READERS[command])
    elif container["name"] == "wait-for-tables":
        yield from _differs(set(told), {"DATABASE_URL", "PYTHONPATH"})
    elif container["name"] == "web":
        read = set(re.findall(r"\$\{([A-Z0-9_]+)\}", _TEMPLATE.read_text()))
        yield from _differs(set(told) - {"POD_NAMESPACE"}, (read & set(told)) | _OF_WEB)
    elif container["name"] in OWN:
        yield f"runs {command}, whose settings nobody compared"


def _differs(told: set[str], wanted: set[str]) -> Iterator[str]:
    if unknown := told - wanted:
        yield f"is told what it does not read: {sorted(unknown)}"
    if missing := wanted - told:
        yield f"is not told {sorted(missing)}"


def _settings_faults(told: Mapping[str, Value], readers: tuple[Settings, ...]) -> Iterator[str]:
    known = {name.upper() for one in readers for name in one.model_fields}
    if unknown := set(told) - known:
        yield f"is told what it does not read: {sorted(unknown)}"
    plain = {name: STAND_INS.get(name, "") if isinstance(at, FromSecret) else at for name, at in told.items()}
    always = {name: plain[name] for name, at in told.items() if not (isinstance(at, FromSecret) and at.optional)}
    for given in (plain, always):
        with mock.patch.dict(os.environ, given, clear=True):
            for one in readers:
                yield from _refusals(one)
    for name, value in told.items():
        if isinstance(value, FromSecret) and value.key != name:
            yield f"{name} comes from the key {value.key}"


def _refusals(settings: Settings) -> Iterator[str]:
    try:
        settings()
    except ValidationError as error:
        yield from (f"{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors(include_input=False))


def _room_faults(workload: Document, container: Document, told: Mapping[str, Value]) -> Iterator[str]:
    """Memory for every inspector at its worst, and time to end."""
    if container["name"] in _INSPECTING:
        needed = int(str(told.get("INSPECTOR_PROCESSES", 2))) * MEMORY_BYTES + _ITSELF_BYTES
        if quantity(container.get("resources", {}).get("limits", {}).get("memory", 0)) < needed:
            yield "has no room for its inspectors"
    if container["name"] in OWN and pod(workload).get("terminationGracePeriodSeconds", 30) <= _ENDS_WITHIN_S:
        yield "is killed while it may still be ending"
    drains = {"gateway": "API_DRAIN_S", "embedder": "EMBED_DRAIN_S"}.get(container["name"])
    if drains and told.get(drains) not in _DRAINS:
        yield f"{drains} leaves the Service no time to hear of it, or takes too much"
