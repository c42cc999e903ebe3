"""Signed URLs of thumbnails: the same for a whole day, so that browsers keep what they have seen."""

import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

from catalog.errors import ImageNotFound
from catalog.tenancy import TenantScope, caller_scope
from gateway.signing import Seal, from_base64url, to_base64url

PATH: Final = "/api/thumbnails"
_DAY_S: Final = 86_400


class ThumbnailUrls:
    """Makes and opens them. The signature stands in for a token: it names one tenant, picture, size and end."""

    def __init__(self, secret: str, base_url: str, clock: Callable[[], float] = time.time) -> None:
        self._seal = Seal(secret, "thumbnail")
        self._base = base_url.rstrip("/") + PATH
        self._clock = clock

    def url(self, scope: TenantScope, sha256: str, side: int) -> str:
        """A URL that is good for one to two days."""
        expires = (int(self._clock()) // _DAY_S + 2) * _DAY_S
        sealed = to_base64url(self._seal.sign(_message(scope.tenant_id, sha256, side, expires)))
        return f"{self._base}/{scope.tenant_id}/{sha256}/{side}.webp?expires={expires}&signature={sealed}"

    def open(self, *, tenant_id: UUID, sha256: str, side: int, expires: int, signature: str) -> TenantScope:
        """Whose picture it is. Raises ImageNotFound for a URL that was not made here or has expired."""
        try:
            offered = from_base64url(signature)
        except ValueError:
            raise ImageNotFound from None
        if not self._seal.fits(_message(tenant_id, sha256, side, expires), offered) or expires < self._clock():
            raise ImageNotFound
        return caller_scope(tenant_id)


def _message(tenant_id: UUID, sha256: str, side: int, expires: int) -> bytes:
    return f"{tenant_id}|{sha256}|{side}|{expires}".encode()
