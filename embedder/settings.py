"""Settings: environment variables, read once at the door."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from embedder.cores import usable_cores
from embedder.ports import Preprocess

MIB = 1024 * 1024
LONGEST_STOP_S = 26
_REDIS_URL = re.compile(r"rediss?://([^@/?#\s]*@)?([^@:/?#\s\[\]]+|\[[0-9A-Fa-f:.]+\])(:[1-9]\d{0,4})?(/\d{1,4})?")
MOST_STREAMS = 4
CPU_BATCH, GPU_BATCH = 4, 64

Backend = Literal["torch", "openvino"]
"""What computes the vectors."""

Precision = Literal["fp32", "bf16", "int8"]
"""What they are computed in; they come out as float32 in any case."""


class EmbedderSettings(BaseSettings):
    """Each field is the environment variable of the same name in capitals; docs/embedder.md describes them."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True, protected_namespaces=())

    embed_host: str = "127.0.0.1"
    embed_port: int = Field(default=8200, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    model_name: str = Field(default="semblance-tiny", min_length=1)
    model_pretrained: str = ""
    second_model_name: str = ""
    second_model_pretrained: str = ""
    model_device: str = Field(default="cpu", pattern=r"^(cpu|cuda(:\d+)?|mps)$")
    model_backend: Backend = "torch"
    model_precision: Precision = "fp32"
    model_preprocess: Preprocess = "pad"
    model_cache: Path | None = None
    model_threads: int | None = Field(default=None, ge=1, le=256)
    model_streams: int | None = Field(default=None, ge=1, le=64)

    batch_size: int | None = Field(default=None, ge=1, le=1024)
    embed_queue_limit: int = Field(default=256, ge=1, le=65536)
    embed_max_items: int = Field(default=128, ge=1, le=4096)
    embed_max_text_chars: int = Field(default=2000, ge=1, le=20_000)
    embed_max_body_bytes: int = Field(default=64 * MIB, ge=1024)
    embed_max_inflight_bytes: int = Field(default=512 * MIB, ge=1024)
    embed_max_image_bytes: int = Field(default=25 * MIB, ge=1024)
    embed_max_pixels: int = Field(default=40_000_000, ge=1)
    embed_max_inflight_pixels: int = Field(default=120_000_000, ge=1)
    embed_max_side: int = Field(default=16_384, ge=1)
    embed_decode_cpu_s: float = Field(default=5.0, gt=0, le=600)
    embed_body_timeout_s: float = Field(default=30.0, gt=0)
    embed_stop_timeout_s: float = Field(default=8.0, gt=0, le=25)
    embed_drain_s: float = Field(default=0.0, ge=0, le=20)
    embed_text_cache: int = Field(default=4096, ge=0, le=1_000_000)
    embed_text_cache_isolated: bool = True
    embed_redis_url: SecretStr = SecretStr("")
    embed_shared_text_cache: int = Field(default=20_000, ge=0, le=1_000_000)
    embed_shared_text_cache_s: int = Field(default=86_400, ge=60, le=30 * 86_400)
    embed_shared_text_timeout_s: float = Field(default=0.05, gt=0, le=10)

    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_bucket: str = ""
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")

    @field_validator("model_backend")
    @classmethod
    def _runs_there(cls, value: Backend, info: ValidationInfo) -> Backend:
        if value == "openvino" and info.data.get("model_device", "cpu") != "cpu":
            raise ValueError("openvino computes on the CPU: set MODEL_DEVICE=cpu, or MODEL_BACKEND=torch for a GPU")
        return value

    @field_validator("model_precision")
    @classmethod
    def _known_to_backend(cls, value: Precision, info: ValidationInfo) -> Precision:
        backend, device = info.data.get("model_backend", "torch"), info.data.get("model_device", "cpu")
        if value == "int8" and backend != "openvino":
            raise ValueError("only openvino computes in int8: set MODEL_BACKEND=openvino, or MODEL_PRECISION=fp32")
        if value == "bf16" and (backend != "torch" or not device.startswith("cuda")):
            raise ValueError("bf16 is for torch on a GPU: set MODEL_DEVICE=cuda, or MODEL_PRECISION=fp32")
        return value

    @field_validator("embed_redis_url")
    @classmethod
    def _of_redis(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        try:
            sound = not url or (_REDIS_URL.fullmatch(url) is not None and urlsplit(url).port != 0)
        except ValueError:
            sound = False
        if not sound:
            raise ValueError("it has to be redis://[user:password@]host:port/0, or the same with rediss")
        return value

    @field_validator("embed_drain_s")
    @classmethod
    def _gone_in_time(cls, value: float, info: ValidationInfo) -> float:
        # An orchestrator kills 30 s after the signal; closing needs the rest.
        if value + info.data.get("embed_stop_timeout_s", 0) > LONGEST_STOP_S:
            raise ValueError(f"together with EMBED_STOP_TIMEOUT_S it is more than {LONGEST_STOP_S} s")
        return value

    @property
    def models(self) -> list["EmbedderSettings"]:
        """The settings of each model that is served, the main one first; they differ in name and weights alone."""
        if not self.second_model_name:
            return [self]
        second = {"model_name": self.second_model_name, "model_pretrained": self.second_model_pretrained}
        return [self, self.model_copy(update=second | {"second_model_name": ""})]

    @property
    def max_items(self) -> int:
        """The most items one request may carry: never more than the queue can take from the batch class."""
        return min(self.embed_max_items, batch_class_share(self.embed_queue_limit))

    @property
    def images_per_batch(self) -> int:
        """The most pictures in one batch: larger ones are slower for each picture on a CPU, and faster on a GPU."""
        return self.batch_size or (CPU_BATCH if self.model_device == "cpu" else GPU_BATCH)

    @property
    def threads(self) -> int:
        """How many threads the model may keep busy at once."""
        return self.model_threads or usable_cores()

    @property
    def streams(self) -> int:
        """How many batches of one lane are encoded side by side; on a GPU one, which takes its calls in turn anyway."""
        few = min(self.threads, MOST_STREAMS) if self.model_device == "cpu" else 1
        return self.model_streams or few

    @property
    def threads_per_stream(self) -> int:
        """How many threads work on one batch."""
        return max(1, self.threads // self.streams)


def batch_class_share(limit: int) -> int:
    """How many of `limit` places the batch class may hold; the rest is kept free for interactive requests."""
    return max(1, limit * 3 // 4)
