"""Access tokens for the built-in accounts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from catalog.accounts.model import Account
from catalog.errors import NotAuthentic
from gateway.auth.keys import SigningKey
from gateway.auth.tokens import signed


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token, and for how many seconds it is good."""

    text: str = field(repr=False)
    life_s: int


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Signs tokens that are good for `life_s` seconds, and never beyond `session_s` after the log-in."""

    key: SigningKey
    issuer: str
    audience: str
    life_s: int
    session_s: int
    clock: Callable[[], float] = time.time

    def token_for(self, account: Account, logged_in_at: int | None = None) -> IssuedToken:
        """An access token for the account, whose person has just logged in, or did so at that time.

        Raises NotAuthentic when that is so long ago that the password is due again.
        """
        now = int(self.clock())
        logged_in_at = now if logged_in_at is None else logged_in_at
        life_s = min(self.life_s, logged_in_at + self.session_s - now)
        if life_s <= 0:
            raise NotAuthentic
        token = signed(
            {
                "iss": self.issuer,
                "aud": self.audience,
                "sub": str(account.user_id),
                "tenant_id": str(account.tenant.id),
                "role": account.role.value,
                "iat": now,
                "nbf": now,
                "exp": now + life_s,
                "jti": uuid4().hex,
                "auth_time": logged_in_at,
            },
            self.key,
        )
        return IssuedToken(token, life_s)
