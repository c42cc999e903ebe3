"""The gateway's settings: environment variables with flat names, read once at the door and refused in one line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from catalog.settings import one_line
from gateway.auth.keys import KeyUnusable, private_key, public_keys
from gateway.signing import each_secret
from gateway.web.folder import check_folder

_FEWEST_DIFFERENT: Final = 8
_SHORTEST_SECRET: Final = 32
_Slots = Annotated[int, Field(ge=1, le=4096)]


class Environment(StrEnum):
    """Where this runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class GatewaySettings(BaseSettings):
    """Each field is the environment variable of the same name in upper case; docs/settings.md says what each is for."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    api_host: str = Field(default="127.0.0.1", min_length=1)
    api_port: int = Field(default=8000, ge=0, le=65535)
    api_public_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    api_threads: int = Field(default=40, ge=1, le=400)
    api_drain_s: float = Field(default=0.0, ge=0, le=20)
    streams_per_tenant: int = Field(default=32, ge=1, le=10_000)
    streams_total: int = Field(default=1024, ge=1, le=50_000)
    semblance_env: Environment = Environment.PRODUCTION
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    jwt_public_key: str = Field(min_length=1)
    jwt_private_key: SecretStr | None = None
    jwt_issuer: str = Field(min_length=1, max_length=256)
    jwt_audience: str = Field(min_length=1, max_length=256)
    jwt_life_s: int = Field(default=900, ge=60, le=3600)
    session_life_s: int = Field(default=43_200, ge=900, le=604_800)
    signing_secret: SecretStr

    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: str = ""

    web_root: Path | None = None

    max_image_bytes: int = Field(default=25 * 1024 * 1024, ge=1024, le=1024**3)
    body_timeout_s: float = Field(default=10.0, gt=0, le=600)
    upload_timeout_s: float = Field(default=120.0, gt=0, le=3600)
    limit_interactive: _Slots = 64
    limit_upload: _Slots = 8
    limit_batch: _Slots = 4
    limit_admin: _Slots = 4
    limit_login: _Slots = 4

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _exact_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            scheme, mark, rest = one.partition("://")
            if scheme not in {"http", "https"} or not mark or not rest or set(rest) & set("/*?# "):
                raise ValueError("each origin is scheme://host or scheme://host:port, no wildcard and no path")
        return value

    @field_validator("jwt_public_key")
    @classmethod
    def _readable_public_keys(cls, value: str) -> str:
        public_keys(value)
        return value

    @field_validator("web_root")
    @classmethod
    def _holds_an_app(cls, value: Path | None) -> Path | None:
        if value is not None:
            check_folder(value)
        return value

    @field_validator("jwt_private_key", "web_root", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("jwt_private_key")
    @classmethod
    def _readable_private_key(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None:
            return None
        key, published = private_key(value.get_secret_value()), info.data.get("jwt_public_key")
        if published and key.public.kid not in public_keys(published):
            raise KeyUnusable("its public half is not in JWT_PUBLIC_KEY")
        return value

    @field_validator("signing_secret")
    @classmethod
    def _long_and_not_monotonous(cls, value: SecretStr) -> SecretStr:
        for one in each_secret(value.get_secret_value()):
            if len(one) < _SHORTEST_SECRET:
                raise ValueError(f"each secret has at least {_SHORTEST_SECRET} characters, and none has a comma")
            if len(set(one)) < _FEWEST_DIFFERENT:
                raise ValueError("too few different characters for a secret")
        return value

    @property
    def largest_upload(self) -> int:
        """Bytes of a multipart body: one picture and 64 KiB of form around it."""
        return self.max_image_bytes + 64 * 1024

    def secrets(self) -> list[str]:
        """Values that no log line may hold."""
        private = self.jwt_private_key.get_secret_value() if self.jwt_private_key else ""
        return [*each_secret(self.signing_secret.get_secret_value()), private]


class SettingsUnusable(Exception):
    """A setting is missing or malformed; the text is one line that names the variable and not its value."""


def load_settings() -> GatewaySettings:
    """The settings from the environment. Raises SettingsUnusable."""
    try:
        return GatewaySettings.model_validate({})
    except ValidationError as error:
        raise SettingsUnusable(one_line(error)) from None
