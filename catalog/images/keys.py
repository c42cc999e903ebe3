"""Where bytes are kept: every key starts with its tenant, and only staging keys are ever given to a client."""

import re
from typing import Final

from ulid import ULID

from catalog.errors import ForeignKey
from catalog.tenancy import TenantScope

_ULID: Final = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def staging_key(scope: TenantScope) -> str:
    """A fresh key for one upload."""
    return f"{staging_prefix(scope)}{ULID()}"


def staging_prefix(scope: TenantScope) -> str:
    """What the tenant's staging keys start with."""
    return f"t/{scope.tenant_id}/staging/"


def originals_prefix(scope: TenantScope) -> str:
    """What the keys of the tenant's kept originals start with; the SHA-256 follows."""
    return f"t/{scope.tenant_id}/originals/"


def original_key(scope: TenantScope, sha256: str) -> str:
    """Where the bytes with that hash are kept."""
    return originals_prefix(scope) + sha256


def thumbnail_key(scope: TenantScope, sha256: str, side: int) -> str:
    """Where the thumbnail of that longest side is kept."""
    return f"t/{scope.tenant_id}/thumbs/{sha256}/{side}.webp"


def check_staging_key(scope: TenantScope, *, bucket: str, key: str, own_bucket: str) -> None:
    """Raise ForeignKey unless this is a staging key that the tenant could have been given.

    One text for every cause, so that nobody learns which buckets, tenants or keys exist.
    """
    prefix = staging_prefix(scope)
    if bucket != own_bucket or not key.startswith(prefix) or not _ULID.fullmatch(key[len(prefix) :]):
        raise ForeignKey("that bucket and key are not an upload of yours; use what presign answered")
