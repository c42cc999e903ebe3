"""Access tokens for the built-in accounts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from catalog.accounts.model import Account
from gateway.auth.keys import SigningKey
from gateway.auth.tokens import signed


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Signs tokens that are good for `life_s` seconds."""

    key: SigningKey
    issuer: str
    audience: str
    life_s: int
    clock: Callable[[], float] = time.time

    def token_for(self, account: Account) -> str:
        """An access token for the account."""
        now = int(self.clock())
        return signed(
            {
                "iss": self.issuer,
                "aud": self.audience,
                "sub": str(account.user_id),
                "tenant_id": str(account.tenant.id),
                "role": account.role.value,
                "iat": now,
                "nbf": now,
                "exp": now + self.life_s,
                "jti": uuid4().hex,
            },
            self.key,
        )
