"""Key records: each public key by its own id, with the one algorithm that it may be used with.

The id is the RFC 7638 thumbprint of the key, so that it needs no configuration and two keys cannot share one.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from gateway.signing import to_base64url

_PEM: Final = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.S)
_FEWEST_RSA_BITS: Final = 2048
_LARGEST_PEM: Final = 64 * 1024


class KeyUnusable(ValueError):
    """A key that tokens cannot be checked or signed with; says why, and never holds the key."""


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key, its id, and its algorithm: RS256 for RSA of 2048 bits or more, ES256 for EC P-256."""

    kid: str
    algorithm: str
    pem: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the public half of it."""

    public: VerifyingKey
    pem: str = field(repr=False)


def public_keys(text_or_path: str) -> Mapping[str, VerifyingKey]:
    """The keys by id, from one or several concatenated PEM blocks, or from a file that holds them."""
    blocks = _blocks(text_or_path)
    if any(kind != "PUBLIC KEY" for kind, _ in blocks):
        raise KeyUnusable("only blocks of BEGIN PUBLIC KEY belong here")
    keys = [_record(_load_public(pem)) for _, pem in blocks]
    return MappingProxyType({key.kid: key for key in keys})


def private_key(text_or_path: str) -> SigningKey:
    """The one private key in the PEM text or file."""
    blocks = _blocks(text_or_path)
    if len(blocks) != 1:
        raise KeyUnusable("exactly one private key belongs here")
    try:
        key = load_pem_private_key(blocks[0][1].encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable("not a private key that can be read without a password") from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyUnusable("neither RSA nor EC")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return SigningKey(_record(key.public_key()), pem)


def _blocks(text_or_path: str) -> list[tuple[str, str]]:
    text = text_or_path.strip().replace("\\n", "\n")
    if not text.startswith("-----BEGIN "):
        text = _read(Path(text_or_path.strip()))
    blocks = [(found.group(1), found.group(0)) for found in _PEM.finditer(text)]
    if not blocks:
        raise KeyUnusable("no PEM block in it, and not a path to a file with one")
    return blocks


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_PEM).decode("ascii")
    except (OSError, ValueError):
        raise KeyUnusable("neither PEM text nor a path to a readable PEM file") from None


def _load_public(pem: str) -> RSAPublicKey | EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable("a public key cannot be read") from None
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        raise KeyUnusable("neither RSA nor EC")
    return key


def _record(key: RSAPublicKey | EllipticCurvePublicKey) -> VerifyingKey:
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    if isinstance(key, RSAPublicKey):
        if key.key_size < _FEWEST_RSA_BITS:
            raise KeyUnusable(f"an RSA key of fewer than {_FEWEST_RSA_BITS} bits")
        numbers = key.public_numbers()
        return VerifyingKey(_thumbprint(e=_number(numbers.e), kty="RSA", n=_number(numbers.n)), "RS256", pem)
    if not isinstance(key.curve, SECP256R1):
        raise KeyUnusable("an EC key on another curve than P-256")
    point = key.public_numbers()
    return VerifyingKey(
        _thumbprint(crv="P-256", kty="EC", x=_number(point.x, 32), y=_number(point.y, 32)), "ES256", pem
    )


def _number(value: int, length: int = 0) -> str:
    return to_base64url(value.to_bytes(length or (value.bit_length() + 7) // 8, "big"))


def _thumbprint(**members: str) -> str:
    return to_base64url(hashlib.sha256(orjson.dumps(members, option=orjson.OPT_SORT_KEYS)).digest())
