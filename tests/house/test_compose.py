"""docker-compose.yml, .env.example and the services' settings name the same variables, and every container is held."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from catalog.migrate import MigrationSettings
from catalog.settings import CatalogSettings
from embedder.settings import EmbedderSettings
from gateway.settings import GatewaySettings
from workers.settings import WorkerSettings

REPOSITORY = Path(__file__).parents[2]
TEXT = (REPOSITORY / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
EXAMPLE = (REPOSITORY / ".env.example").read_text()

# Said by the images, because they are about the inside of a container.
BY_IMAGE = {"API_HOST", "METRICS_HOST", "METRICS_PORT", "EMBED_HOST", "EMBED_PORT", "MODEL_CACHE"}
READS: dict[str, tuple[type[BaseSettings], ...]] = {
    "gateway": (GatewaySettings, CatalogSettings),
    "accounts": (GatewaySettings, CatalogSettings),
    "worker-interactive": (WorkerSettings, CatalogSettings),
    "worker-batch": (WorkerSettings, CatalogSettings),
    "scheduler": (WorkerSettings, CatalogSettings),
    "migrate": (MigrationSettings, CatalogSettings),
    "embedder": (EmbedderSettings,),
    "embedder-gpu": (EmbedderSettings,),
}
OWN = {*READS, "web"}
ONE_SHOTS = {"migrate", "accounts"}
SECRET = re.compile(r"SECRET|PASSWORD|_KEY$|DATABASE_URL|REDIS_URL")
AGREED = (
    *("API_PORT", "JWT_PUBLIC_KEY", "S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"),
    *("EMBED_URL", "QDRANT_URL", "QDRANT_API_KEY", "ENABLE_QUANTIZATION", "MODEL_NAME", "MODEL_DEVICE", "BATCH_SIZE"),
    *("VITE_API_BASE", "DATABASE_URL", "REDIS_URL"),
)


def environment(service: str) -> dict[str, Any]:
    found = SERVICES[service].get("environment", {})
    assert isinstance(found, dict), "written as a mapping, so that the tests can read it"
    return found


def named_by_compose() -> set[str]:
    """Every variable that .env may set: interpolated, or passed on by its name alone."""
    passed = {name for service in SERVICES for name, value in environment(service).items() if value is None}
    secrets = {secret["environment"] for secret in COMPOSE["secrets"].values()}
    return passed | secrets | set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT)) - {"COMPOSE_PROJECT_NAME"}


def in_example() -> dict[str, str]:
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE, re.M))


@pytest.mark.parametrize("service", READS)
def test_every_setting_reaches_the_service_that_reads_it(service: str) -> None:
    fields = {name.upper() for settings in READS[service] for name in settings.model_fields}
    given = environment(service).keys()
    assert fields - BY_IMAGE - given == set()
    assert given - fields - {"HEALTH_URL", "ACCOUNTS", "LOG_LEVEL"} == set(), "nothing that the service does not read"


def test_the_example_and_the_compose_file_name_the_same_variables() -> None:
    compose_own = {"COMPOSE_PROFILES", "SEMBLANCE_VERSION", "STORE_UPSTREAM"}
    assert set(in_example()) - named_by_compose() - compose_own == set()
    assert named_by_compose() - set(in_example()) - compose_own == set()


@pytest.mark.parametrize("name", AGREED)
def test_the_agreed_names_are_in_the_example(name: str) -> None:
    assert name in in_example()


def test_what_the_example_shows_as_a_default_is_the_default() -> None:
    defaults = {
        name.upper(): field.default
        for settings in (GatewaySettings, CatalogSettings, WorkerSettings, EmbedderSettings)
        for name, field in settings.model_fields.items()
    }
    shown = dict(re.findall(r"^# ([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE, re.M))
    once = {name: value for name, value in shown.items() if EXAMPLE.count(f"{name}=") == 1 and name in defaults}
    assert len(once) > 25
    for name, value in once.items():
        default = defaults[name]
        if name.startswith("CLAMD") and value.startswith("tcp"):
            continue  # shown as it has to be set
        assert value == (
            "" if default in (None, "", ()) else f"{default:g}" if isinstance(default, float) else str(default)
        )


def test_no_secret_has_a_default() -> None:
    for service in SERVICES:
        for name, value in environment(service).items():
            if SECRET.search(name) and value is not None:
                assert re.fullmatch(r"\$\{\w+:\?is missing from \.env; run make env\}", value), f"{service}: {name}"
    for name, value in re.findall(r"^([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE, re.M):
        assert not SECRET.search(name) or "<generate:" in value, name


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_bounded_and_watched(service: str) -> None:
    entry = SERVICES[service]
    assert "mem_limit" in entry
    assert entry["restart"] == ("no" if service in ONE_SHOTS else "unless-stopped")
    assert entry["logging"]["options"]["max-size"]
    assert ":latest" not in entry["image"]
    assert entry["networks"]
    if service not in OWN:
        assert entry["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("service", sorted(OWN))
def test_our_containers_can_write_nowhere_and_gain_nothing(service: str) -> None:
    entry = SERVICES[service]
    assert entry["read_only"] is True
    assert entry["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in entry["security_opt"]
    assert entry["stop_grace_period"] == "35s"
    assert "privileged" not in entry
    assert "ports" not in entry or service == "web"


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "deploy/docker").glob("*.Dockerfile")), ids=lambda path: path.name
)
def test_our_images_run_as_nobody_and_say_how_they_are(path: Path) -> None:
    text = path.read_text()
    assert "\nUSER 10001:10001\n" in text
    assert "\nHEALTHCHECK " in text
    assert "\nSTOPSIGNAL " in text
    assert text.rindex("\nUSER ") < text.rindex("\nHEALTHCHECK ")


def test_only_the_embedders_image_is_told_of_torch() -> None:
    assert "TORCH" not in (REPOSITORY / "deploy/docker/services.Dockerfile").read_text()
    assert "install.sh gateway workers\n" in (REPOSITORY / "deploy/docker/services.Dockerfile").read_text()


def test_services_wait_for_what_they_need() -> None:
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for service in ("gateway", "worker-interactive", "worker-batch", "scheduler"):
        needs = SERVICES[service]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert {needs[name]["condition"] for name in ("redis", "qdrant", "minio", "embedder")} == {"service_healthy"}


def test_the_stores_cannot_be_reached_from_outside() -> None:
    assert COMPOSE["networks"]["data"] == {"internal": True}
    for service in ("postgres", "redis", "qdrant"):
        assert SERVICES[service]["networks"] == ["data"]
        assert "ports" not in SERVICES[service]


def test_the_embedders_account_of_redis_is_the_same_wherever_redis_is_started() -> None:
    places = ("docker-compose.yml", "deploy/local/services.py", "deploy/k8s/overlays/dev/redis.yaml")
    rules = [re.findall(r"resetchannels .+? \+expire", (REPOSITORY / place).read_text()) for place in places]
    assert rules == [["resetchannels ~embedder:texts:* -@all +hmget +hset +expire"]] * 3
