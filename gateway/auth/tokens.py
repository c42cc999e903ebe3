"""The strict front of python-jose; the only module that imports it.

Bare, it accepts tokens without an audience, unknown `crit` headers and altered spellings of a signature, and several
kinds of exception escape from it. Here the length and the shape come first, the header is read by us, `kid` names one
key, the algorithm comes from our record of that key, and whatever goes wrong is the same NotAuthentic.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from jose import jwk, jws
from pydantic import BaseModel, ConfigDict, Field, field_validator

from catalog.errors import NotAuthentic
from catalog.tenancy import Caller, Role, caller_scope
from gateway.auth.keys import SigningKey, VerifyingKey
from gateway.signing import from_base64url
from gateway.strict_json import strict_json

LONGEST_TOKEN: Final = 8 * 1024
LONGEST_HEADER: Final = 1024
LEEWAY_S: Final = 30
_MOST_REMEMBERED: Final = 2048
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - RFC 9068: an ID token is not an access token
_SHAPE: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)", re.ASCII)
_HEADER_KEYS: Final = frozenset({"alg", "kid", "typ"})
_Seconds = Field(ge=0, lt=2**40)


class Claims(BaseModel):
    """What a token must say. Other claims are ignored, as outside identity providers add their own."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    iss: str
    aud: str
    sub: str
    tenant_id: str
    role: str
    iat: int = _Seconds
    nbf: int = _Seconds
    exp: int = _Seconds
    jti: str = Field(pattern=r"^[A-Za-z0-9._-]{1,128}$")
    auth_time: int | None = Field(default=None, ge=0, lt=2**40)

    @field_validator("auth_time")
    @classmethod
    def _absent_or_a_time(cls, value: int | None) -> int | None:
        if value is None:
            raise ValueError("null is no time")
        return value

    @field_validator("sub", "tenant_id")
    @classmethod
    def _canonical_uuid(cls, value: str) -> str:
        if str(UUID(value)) != value:
            raise ValueError("not the usual form of a UUID")
        return value

    @field_validator("role")
    @classmethod
    def _known_role(cls, value: str) -> str:
        return Role(value).value


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Turns a token into a caller, or raises NotAuthentic.

    `longest_life_s` bounds exp − iat. Clocks may differ by 30 s. Whether the tenant or the account still exists is not
    looked up here: a token is good until it expires.
    """

    keys: Mapping[str, VerifyingKey]
    issuer: str
    audience: str
    longest_life_s: int
    clock: Callable[[], float] = time.time
    _prepared: dict[str, Any] = field(init=False, repr=False, default_factory=dict)
    _remembered: Callable[[str], Claims] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # A client sends the same token again and again; its signature is checked once, its times every time.
        object.__setattr__(self, "_remembered", lru_cache(maxsize=_MOST_REMEMBERED)(self._claims))
        self._prepared.update({key.kid: jwk.construct(key.pem, key.algorithm) for key in self.keys.values()})

    def caller(self, token: str) -> Caller:
        """Who the token stands for. Raises NotAuthentic, whatever is wrong with it, and nothing else."""
        try:
            claims = self._remembered(token)
            self._check(claims)
            return Caller(UUID(claims.sub), Role(claims.role), caller_scope(UUID(claims.tenant_id)))
        except Exception:
            raise NotAuthentic from None

    def good_until(self, token: str) -> float:
        """When the token expires, in seconds since the epoch. Raises NotAuthentic for one that stands for nobody."""
        self.caller(token)
        return float(self._remembered(token).exp)

    def logged_in_at(self, token: str) -> int | None:
        """When the person logged in, in seconds since the epoch; None where the token does not say. As above."""
        self.caller(token)
        return self._remembered(token).auth_time

    def _claims(self, token: str) -> Claims:
        shape = _SHAPE.fullmatch(token) if len(token) <= LONGEST_TOKEN else None
        if shape is None:
            raise NotAuthentic
        header, payload, _ = (from_base64url(segment) for segment in shape.groups())
        key = self._key(header)
        jws.verify(token, self._prepared[key.kid], [key.algorithm])
        return Claims.model_validate(strict_json(payload))

    def _key(self, raw_header: bytes) -> VerifyingKey:
        header = strict_json(raw_header) if len(raw_header) <= LONGEST_HEADER else None
        if not isinstance(header, dict) or header.keys() != _HEADER_KEYS or header["typ"] != TOKEN_TYPE:
            raise NotAuthentic
        key = self.keys[header["kid"]]
        if header["alg"] != key.algorithm:
            raise NotAuthentic
        return key

    def _check(self, claims: Claims) -> None:
        now = self.clock()
        if not (
            claims.iss == self.issuer
            and claims.aud == self.audience
            and claims.iat <= now + LEEWAY_S
            and claims.nbf <= now + LEEWAY_S
            and claims.exp > now - LEEWAY_S
            and 0 < claims.exp - claims.iat <= self.longest_life_s
            and claims.nbf < claims.exp
            and (claims.auth_time or 0) <= now + LEEWAY_S
        ):
            raise NotAuthentic


def signed(claims: Mapping[str, object], key: SigningKey) -> str:
    """The claims as a signed token."""
    header = {"typ": TOKEN_TYPE, "kid": key.public.kid}
    token: str = jws.sign(dict(claims), key.pem, headers=header, algorithm=key.public.algorithm)
    return token
