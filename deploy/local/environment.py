"""The environment that the services are started with, and the two files that tell others about it."""

import json
import os
import shlex
from collections.abc import Mapping

from deploy.local.credentials import Credentials, accounts, key_pair
from deploy.local.layout import REPOSITORY, Layout, write_private
from deploy.local.postgres import DATABASE, OWNER

RUNTIME_ROLE = "semblance_app"
BUCKET = "semblance"
_OPTIONAL = (
    "MODEL_PRETRAINED",
    "SECOND_MODEL_NAME",
    "SECOND_MODEL_PRETRAINED",
    "MODEL_BACKEND",
    "MODEL_PRECISION",
    "MODEL_CACHE",
    "MODEL_THREADS",
    "MODEL_STREAMS",
    "MODEL_PREPROCESS",
    "BATCH_SIZE",
    "EMBED_QUEUE_LIMIT",
    "ENABLE_QUANTIZATION",
    "CORS_ORIGINS",
)
BUILT_APP = REPOSITORY / "web" / "dist"


def product_environment(layout: Layout, ports: Mapping[str, int], credentials: Credentials) -> dict[str, str]:
    """Return every variable that the product's own services read, except those that differ between them.

    MODEL_*, SECOND_MODEL_*, BATCH_SIZE, ENABLE_QUANTIZATION, CORS_ORIGINS, WEB_ROOT and LOG_LEVEL may be the caller's.
    """
    private_key, public_key = key_pair(layout)
    fixed = {
        "SEMBLANCE_ENV": "development",
        "API_HOST": "127.0.0.1",
        "API_PORT": str(ports["gateway"]),
        "API_PUBLIC_URL": _http(ports["gateway"]),
        "JWT_PRIVATE_KEY": str(private_key),
        "JWT_PUBLIC_KEY": str(public_key),
        "JWT_ISSUER": "semblance",
        "JWT_AUDIENCE": "semblance",
        "SIGNING_SECRET": credentials.signing_secret,
        "DATABASE_URL": database_url(RUNTIME_ROLE, credentials.runtime_password, ports["postgres"]),
        "MIGRATION_DATABASE_URL": database_url(OWNER, credentials.owner_password, ports["postgres"]),
        "REDIS_URL": f"redis://:{credentials.redis_password}@127.0.0.1:{ports['redis']}/0",
        "EMBED_REDIS_URL": f"redis://embedder:{credentials.embed_redis_password}@127.0.0.1:{ports['redis']}/0",
        "S3_ENDPOINT": _http(ports["s3"]),
        "S3_PUBLIC_ENDPOINT": _http(ports["s3"]),
        "S3_REGION": "us-east-1",
        "S3_BUCKET": BUCKET,
        "S3_ACCESS_KEY": credentials.s3_access_key,
        "S3_SECRET_KEY": credentials.s3_secret_key,
        "QDRANT_URL": _http(ports["qdrant"]),
        "QDRANT_API_KEY": credentials.qdrant_api_key,
        "EMBED_URL": _http(ports["embedder"]),
        "EMBED_HOST": "127.0.0.1",
        "EMBED_PORT": str(ports["embedder"]),
    }
    choices = {"MODEL_NAME": "semblance-tiny", "MODEL_DEVICE": "cpu", "LOG_LEVEL": "INFO", "WEB_ROOT": built_app()}
    chosen = {name: os.environ[name] for name in (*choices, *_OPTIONAL) if name in os.environ}
    return fixed | choices | chosen


def built_app() -> str:
    """Return the folder of the built web app; empty where it has not been built."""
    return str(BUILT_APP) if (BUILT_APP / "index.html").is_file() else ""


def database_url(role: str, password: str, port: int) -> str:
    """Return the address of the stack's database for a role."""
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{DATABASE}"


def write_descriptions(layout: Layout, environment: Mapping[str, str], credentials: Credentials) -> None:
    """Write stack.json (addresses and accounts), stack.env (the gateway's variables) and accounts.json."""
    users = accounts(credentials)
    stack = {
        "name": layout.name,
        "web": environment["API_PUBLIC_URL"] if environment["WEB_ROOT"] else None,
        "gateway": environment["API_PUBLIC_URL"],
        "embedder": environment["EMBED_URL"],
        "qdrant": environment["QDRANT_URL"],
        "qdrant_api_key": credentials.qdrant_api_key,
        "s3": environment["S3_ENDPOINT"],
        "database": environment["DATABASE_URL"],
        "redis": environment["REDIS_URL"],
        "env": str(layout.env_file),
        "users": users,
    }
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in sorted(environment.items())]
    write_private(layout.env_file, "".join(lines))
    write_private(layout.accounts_file, json.dumps({"users": users}, indent=2))
    write_private(layout.stack_json, json.dumps(stack, indent=2) + "\n")


def read_env_file(layout: Layout) -> dict[str, str]:
    """Return the variables in stack.env. Raises FileNotFoundError before the stack's first start."""
    pairs = (line.split("=", 1) for line in layout.env_file.read_text().splitlines())
    return {name: "".join(shlex.split(value)) for name, value in pairs}


def _http(port: int) -> str:
    return f"http://127.0.0.1:{port}"
