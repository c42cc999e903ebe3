"""Passwords hashed with argon2id."""

import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second choice of parameters (19 MiB, two passes, one lane): some 20 ms a log-in and memory that a burst of
# log-ins cannot exhaust.
_MEMORY_KIB: Final = 19 * 1024
_PASSES: Final = 2
_LANES: Final = 1


def _hasher() -> argon2.PasswordHasher:
    return argon2.PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True)
class Argon2Passwords:
    """The PasswordHasher of the product; implements catalog.accounts.ports.PasswordHasher."""

    hasher: argon2.PasswordHasher = field(default_factory=_hasher)

    @property
    def decoy(self) -> str:
        """A hash of a random secret that was thrown away; made once per process."""
        return _decoy()

    def hash(self, password: str) -> str:
        """An argon2id hash in PHC form."""
        return self.hasher.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        """True when the password made the hash."""
        try:
            return self.hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def needs_rehash(self, password_hash: str) -> bool:
        """True when the hash was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(password_hash)
