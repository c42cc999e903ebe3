"""Refuses uploads in which the virus scanner finds something, and leaves a line for the audit."""

from dataclasses import dataclass
from hashlib import sha256

import structlog

from catalog.errors import ImageInfected
from catalog.images.metrics import INFECTED
from catalog.images.model import NewImage
from catalog.images.ports import MalwareScanner
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Scanning:
    """Has uploads scanned."""

    scanner: MalwareScanner

    def refuse_infected(self, scope: TenantScope, data: bytes, new: NewImage) -> None:
        """Raise ImageInfected when something is found in the bytes, ScannerUnavailable when nobody can say."""
        found = self.scanner.scan(data)
        if found is None:
            return
        INFECTED.inc()
        _log.warning(
            "infected upload refused",
            tenant_id=str(scope.tenant_id),
            owner_user_id=str(new.owner_user_id),
            sha256=sha256(data).hexdigest(),
            # Not "signature": a field of that name would be taken for a secret and blacked out.
            malware=found,
            upload_key=new.upload_key,
        )
        raise ImageInfected
