"""Passwords and keys of a stack: made once, kept in its folder, readable by its owner only."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.layout import Layout, write_private

TENANTS = ("acme", "globex")
ROLES = ("viewer", "editor", "admin")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Everything about a stack that a stranger must not know; `users` maps a user name to a password."""

    owner_password: str
    runtime_password: str
    redis_password: str
    embed_redis_password: str
    s3_access_key: str
    s3_secret_key: str
    qdrant_api_key: str
    signing_secret: str
    users: dict[str, str]


def load_credentials(layout: Layout) -> Credentials:
    """Return the stack's secrets, making its ES256 key pair and those secrets that it has not got yet."""
    _make_key_pair(*key_pair(layout))
    kept = json.loads(layout.secrets_file.read_text()) if layout.secrets_file.exists() else {}
    credentials = Credentials(**asdict(_new_credentials()) | kept)
    if asdict(credentials) != kept:
        write_private(layout.secrets_file, json.dumps(asdict(credentials), indent=2))
    return credentials


def _new_credentials() -> Credentials:
    return Credentials(
        owner_password=secrets.token_urlsafe(24),
        runtime_password=secrets.token_urlsafe(24),
        redis_password=secrets.token_urlsafe(24),
        embed_redis_password=secrets.token_urlsafe(24),
        s3_access_key=secrets.token_hex(10).upper(),
        s3_secret_key=secrets.token_hex(20),
        qdrant_api_key=secrets.token_urlsafe(24),
        signing_secret=secrets.token_urlsafe(48),
        users={f"{tenant}-{role}": secrets.token_urlsafe(12) for tenant in TENANTS for role in ROLES},
    )


def accounts(credentials: Credentials) -> list[dict[str, str]]:
    """Return one account per tenant and role, as `gateway.admin apply` takes them."""
    return [
        {"username": name, "password": credentials.users[name], "tenant": tenant, "role": role}
        for tenant in TENANTS
        for role in ROLES
        for name in [f"{tenant}-{role}"]
    ]


def key_pair(layout: Layout) -> tuple[Path, Path]:
    """Return the paths of the private and the public key that tokens are signed and checked with."""
    return layout.root / "jwt-private.pem", layout.root / "jwt-public.pem"


def _make_key_pair(private_path: Path, public_path: Path) -> None:
    if public_path.exists():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    write_private(private_path, private.decode())
    write_private(public_path, public.decode())
