"""Makes tokens byte by byte, so that what a library would never write can be written, and validly signed."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from gateway.auth.keys import private_key

ISSUER = "https://semblance.test"
AUDIENCE = "semblance-api"
TENANT = UUID("0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11")
USER = UUID("5a3c1c52-6f0b-4f4e-9f1a-9a2d5f1c7e22")

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def b64(raw: bytes | str) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw.encode() if isinstance(raw, str) else raw).rstrip(b"=").decode()


def private_pem(key: Private) -> str:
    """PKCS #8."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: Private) -> str:
    """SubjectPublicKeyInfo."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@cache
def rsa_key(name: str = "first", bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key per name, made when it is first asked for."""
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(name: str = "first") -> ec.EllipticCurvePrivateKey:
    """One P-256 key per name."""
    return ec.generate_private_key(ec.SECP256R1())


@cache
def _kid(key: Private) -> str:
    return private_key(private_pem(key)).public.kid


@dataclass(frozen=True)
class Forge:
    """Signs whatever it is given with the key that the service under test trusts."""

    key: Private = field(default_factory=rsa_key)
    issuer: str = ISSUER
    audience: str = AUDIENCE
    tenant_id: UUID = TENANT
    user_id: UUID = USER
    now: int = field(default_factory=lambda: int(time.time()))

    @classmethod
    def from_pem(cls, pem: str, issuer: str, audience: str, tenant_id: UUID, user_id: UUID) -> "Forge":
        """A forge for a service that runs elsewhere."""
        key = load_pem_private_key(pem.encode(), None)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        return cls(key, issuer, audience, tenant_id, user_id)

    @property
    def algorithm(self) -> str:
        """The algorithm that goes with the key."""
        return "RS256" if isinstance(self.key, rsa.RSAPrivateKey) else "ES256"

    @property
    def kid(self) -> str:
        """The id under which the service knows the key."""
        return _kid(self.key)

    def claims(self, **changes: object) -> dict[str, object]:
        """Good claims, with changes; a change to `...` takes the claim away."""
        claims: dict[str, object] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(self.user_id),
            "tenant_id": str(self.tenant_id),
            "role": "viewer",
            "iat": self.now,
            "nbf": self.now,
            "exp": self.now + 600,
            "jti": uuid4().hex,
        }
        return without_dots(claims | changes)

    def header(self, **changes: object) -> dict[str, object]:
        """A good header, with changes."""
        return without_dots({"alg": self.algorithm, "kid": self.kid, "typ": "at+jwt"} | changes)

    def token(self, **claims: object) -> str:
        """A validly signed token with changed claims."""
        return self.sign(self.header(), self.claims(**claims))

    def sign(self, header: object, payload: object, signer: Private | None = None) -> str:
        """Any header and payload (bytes as they are, everything else as JSON), validly signed."""
        message = f"{b64(_raw(header))}.{b64(_raw(payload))}"
        return f"{message}.{b64(self.signature(message.encode(), signer))}"

    def signature(self, message: bytes, signer: Private | None = None) -> bytes:
        """RS256 or ES256, by the key."""
        key = signer or self.key
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(message, padding.PKCS1v15(), SHA256())
        return raw_ecdsa(key, message)

    def hmac_token(self, secret: bytes, algorithm: str = "HS256") -> str:
        """A token whose signature is an HMAC; the confusion of a public key with a secret."""
        message = f"{b64(_raw(self.header(alg=algorithm)))}.{b64(_raw(self.claims()))}"
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[algorithm]
        return f"{message}.{b64(hmac.digest(secret, message.encode(), digest))}"

    def rsa_token(self, algorithm: str, hash_: HashAlgorithm, *, pss: bool) -> str:
        """A token by the same RSA key with another RSA algorithm."""
        key = self.key if isinstance(self.key, rsa.RSAPrivateKey) else rsa_key()
        message = f"{b64(_raw(self.header(alg=algorithm)))}.{b64(_raw(self.claims()))}"
        how = padding.PSS(padding.MGF1(hash_), hash_.digest_size) if pss else padding.PKCS1v15()
        return f"{message}.{b64(key.sign(message.encode(), how, hash_))}"


HASHES: dict[str, HashAlgorithm] = {"256": SHA256(), "384": SHA384(), "512": SHA512()}


def raw_ecdsa(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """r ‖ s, as JWS has it."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def without_dots(values: dict[str, object]) -> dict[str, object]:
    """The values without those that are `...`."""
    return {name: value for name, value in values.items() if value is not ...}


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
