"""The workers' settings: environment variables with flat names, read once at the door and refused in one line."""

from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from catalog.settings import CatalogSettings, one_line


class WorkerSettings(BaseSettings):
    """Each field is the environment variable of the same name in upper case; docs/settings.md says what each is for."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=9100, ge=0, le=65535)
    worker_stop_s: float = Field(default=20.0, ge=0, le=25)
    sweep_s: float = Field(default=10.0, gt=0, le=300)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class SettingsUnusable(Exception):
    """A setting is missing or malformed; the text is one line that names the variable and not its value."""


def load_settings() -> tuple[WorkerSettings, CatalogSettings]:
    """The settings from the environment. Raises SettingsUnusable."""
    try:
        return WorkerSettings(), CatalogSettings()
    except ValidationError as error:
        raise SettingsUnusable(one_line(error)) from None
