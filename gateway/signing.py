"""Keys for one purpose each, derived from SIGNING_SECRET, and short signatures with them."""

import base64
import hashlib
import hmac
from typing import Final

_LENGTH: Final = 16  # 128 bits: cannot be guessed, and keeps URLs and cursors short


def derive_key(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes that serves this purpose only."""
    return hmac.digest(secret.encode(), f"semblance/{purpose}/1".encode(), hashlib.sha256)


def each_secret(text: str) -> list[str]:
    """The secrets in SIGNING_SECRET: one, or while it is changed the new one, a comma, the old one."""
    return [one.strip() for one in text.split(",")]


class Seal:
    """Signs with the first of the secrets, and knows the signatures of all."""

    def __init__(self, secrets: str, purpose: str) -> None:
        self._keys = [derive_key(one, purpose) for one in each_secret(secrets)]

    def sign(self, message: bytes) -> bytes:
        """16 bytes."""
        return signature(self._keys[0], message)

    def fits(self, message: bytes, offered: bytes) -> bool:
        """True when one of the secrets gives this signature."""
        return any(is_signed(key, message, offered) for key in self._keys)


def signature(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256, cut to 16 bytes."""
    return hmac.digest(key, message, hashlib.sha256)[:_LENGTH]


def is_signed(key: bytes, message: bytes, offered: bytes) -> bool:
    """True when `offered` is the signature; takes the same time whether it is or not."""
    return hmac.compare_digest(signature(key, message), offered)


def to_base64url(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes. Raises ValueError for anything that `to_base64url` would not write, loose last bits included."""
    if not text.isascii():
        raise ValueError("not base64url")
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if to_base64url(raw) != text:
        raise ValueError("not the one spelling of these bytes")
    return raw
