"""Pages by keyset cursors: opaque, signed, and good for one tenant, one filter and one order only."""

import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field

from catalog.errors import CursorInvalid
from gateway.signing import Seal, from_base64url, to_base64url

SortValue = str | int | float | None

_VERSION: Final = b"1"
_LONGEST: Final = 1024
_TAG: Final = 16


class PageQuery(BaseModel):
    """How many, and from where on."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a cursor is good for: whose listing, of what (any JSON-able filter), in what order."""

    tenant_id: UUID
    filter: object
    sort: str

    def binding(self) -> bytes:
        """Bytes that differ between any two listings."""
        canonical = orjson.dumps([str(self.tenant_id), self.filter, self.sort], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(canonical).digest()


class Cursors:
    """Seals the last row's sort values into a cursor, and opens it again."""

    def __init__(self, secret: str) -> None:
        self._seal = Seal(secret, "cursor")

    def seal(self, listing: Listing, position: list[SortValue]) -> str:
        """The cursor of the page after `position`."""
        payload = orjson.dumps(position)
        return to_base64url(self._seal.sign(self._message(listing, payload)) + payload)

    def open(self, listing: Listing, cursor: str) -> list[SortValue]:
        """The position that was sealed. Raises CursorInvalid for any cursor not issued for this listing."""
        if len(cursor) > _LONGEST:
            raise CursorInvalid
        try:
            raw = from_base64url(cursor)
        except ValueError:
            raise CursorInvalid from None
        tag, payload = raw[:_TAG], raw[_TAG:]
        if not self._seal.fits(self._message(listing, payload), tag):
            raise CursorInvalid
        position: list[SortValue] = orjson.loads(payload)
        return position

    @staticmethod
    def _message(listing: Listing, payload: bytes) -> bytes:
        return _VERSION + listing.binding() + payload
