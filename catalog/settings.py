"""Where the catalog's parts are and what its limits are: environment variables, read once at the door."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from catalog.embeddings.model import Quantization
from catalog.images.saliency import MOST_REGIONS


def _quantization(value: object) -> object:
    """`true` and `false` are taken too, because the variable's name begins with ENABLE."""
    spelled = str(value).strip().lower()
    return {"": "none", "false": "none", "0": "none", "true": "scalar", "1": "scalar"}.get(spelled, spelled)


class CatalogSettings(BaseSettings):
    """Each field is the environment variable of the same name in upper case; docs/settings.md says what each is for."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: SecretStr
    database_pool: int = Field(default=12, ge=1, le=200)
    database_timeout_s: float = Field(default=5.0, gt=0, le=60)
    redis_url: SecretStr

    s3_endpoint: str = Field(min_length=1)
    s3_public_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_bucket: str = Field(min_length=3, max_length=63)
    s3_access_key: SecretStr
    s3_secret_key: SecretStr

    embed_url: str = Field(min_length=1)
    embed_timeout_s: float = Field(default=8.0, gt=0, le=60)
    qdrant_url: str = Field(min_length=1)
    qdrant_api_key: SecretStr | None = None
    qdrant_timeout_s: int = Field(default=5, ge=1, le=60)
    enable_quantization: Annotated[Quantization, BeforeValidator(_quantization)] = Quantization.NONE

    clamd_url: str = ""
    clamd_timeout_s: float = Field(default=10.0, gt=0, le=60)
    breaker_failures: int = Field(default=5, ge=1, le=1000)
    breaker_pause_s: float = Field(default=5.0, gt=0, le=300)

    max_image_bytes: int = Field(default=25 * 1024 * 1024, ge=1024, le=1024**3)
    max_image_pixels: int = Field(default=40_000_000, ge=1024, le=500_000_000)
    max_image_side: int = Field(default=16_384, ge=32, le=65_535)
    min_image_side: int = Field(default=16, ge=1, le=1024)
    inspector_processes: int = Field(default=2, ge=1, le=64)
    crops_per_image: int = Field(default=0, ge=0, le=MOST_REGIONS)
    presign_s: int = Field(default=300, ge=10, le=3600)
    original_url_s: int = Field(default=300, ge=10, le=3600)
    trash_days: int = Field(default=30, ge=1, le=3650)
    orphan_grace_s: int = Field(default=24 * 3600, ge=0, le=30 * 24 * 3600)

    finish_delay_s: float = Field(default=20.0, gt=0, le=600)
    lease_s: float = Field(default=30.0, ge=1, le=600)
    unheard_s: float = Field(default=60.0, ge=1, le=3600)

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith("postgresql://"):
            raise ValueError("is not a postgresql:// URL")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("is not a redis:// URL")
        return value

    @field_validator("s3_endpoint", "embed_url", "qdrant_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("is not an http:// or https:// URL")
        return value

    @field_validator("clamd_url")
    @classmethod
    def _is_clamd(cls, value: str) -> str:
        if value and not re.fullmatch(r"tcp://[^/@\s]+:\d{1,5}|unix:/\S+", value):
            raise ValueError("is not tcp://host:port or unix:/path")
        return value

    def secrets(self) -> list[str]:
        """Values that no log line may hold."""
        held = (self.database_url, self.redis_url, self.s3_access_key, self.s3_secret_key, self.qdrant_api_key)
        return [secret.get_secret_value() for secret in held if secret is not None]


def one_line(error: ValidationError) -> str:
    """`JWT_ISSUER: Field required; API_PORT: ...`: what is wrong with which variables, without their values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{str(one['loc'][0]).upper()}: {one['msg']}" for one in found)
