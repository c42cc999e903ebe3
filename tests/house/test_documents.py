"""What the documents name is there: paths of the tour, kinds of jobs, decisions, settings."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from catalog.jobs.model import DECLARATIONS
from catalog.migrate import MigrationSettings
from catalog.settings import CatalogSettings
from embedder.settings import EmbedderSettings
from gateway.settings import GatewaySettings
from workers.settings import WorkerSettings

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
_ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| ([^|]*?) \|", re.M)


def test_every_path_of_the_tour_exists() -> None:
    named = re.findall(r"`((?:catalog|gateway|workers|embedder)/[\w/.]*)`", (DOCS / "tour.md").read_text())
    assert len(named) > 20
    assert [path for path in named if not (REPOSITORY / path).exists()] == []


def test_every_kind_of_job_is_described_as_declared() -> None:
    page = (DOCS / "ARCHITECTURE.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (interactive|batch)\b", page, re.M)
    assert dict(rows) == {kind.value: declared.queue.value for kind, declared in DECLARATIONS.items()}


def test_every_decision_is_listed() -> None:
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (DOCS / "decisions" / "README.md").read_text()))
    assert listed == {path.name for path in (DOCS / "decisions").glob("[0-9]*.md")}


@pytest.mark.parametrize(
    ("heading", "settings"),
    [
        ("## Gateway", GatewaySettings),
        ("## Catalog", CatalogSettings),
        ("## Workers", WorkerSettings),
        ("## Migration", MigrationSettings),
    ],
)
def test_every_setting_has_a_row_with_its_default(heading: str, settings: type[BaseSettings]) -> None:
    section = (DOCS / "settings.md").read_text().split(f"\n{heading}", 1)[1].split("\n## ", 1)[0]
    expected = {
        name.upper(): _shown(field.is_required(), field.default) for name, field in settings.model_fields.items()
    }
    assert dict(_ROW.findall(section)) == expected


def test_every_setting_of_the_embedder_is_described() -> None:
    text = (DOCS / "embedder.md").read_text()
    assert [name for name in EmbedderSettings.model_fields if f"`{name.upper()}`" not in text] == []


def _shown(required: bool, default: object) -> str:
    if required:
        return "required"
    if default in (None, "", ()):
        return "empty"
    return f"`{default:g}`" if isinstance(default, float) else f"`{str(default).rstrip('/')}`"
