"""Tenants, accounts and what an operator asks for when applying a list of accounts."""

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from catalog.errors import Invalid
from catalog.tenancy import Role

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,127}", re.ASCII)
_TENANT_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}", re.ASCII)
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 256


@dataclass(frozen=True, slots=True)
class Tenant:
    """The isolation boundary. A suspended tenant's users cannot log in."""

    id: UUID
    name: str
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A user who logs in with a password. The username is unique over all tenants and in lower case."""

    user_id: UUID
    tenant: Tenant
    username: str
    password_hash: str = field(repr=False)
    role: Role
    disabled: bool = False

    @property
    def may_log_in(self) -> bool:
        """False when the account is disabled or its tenant suspended."""
        return not (self.disabled or self.tenant.suspended)


@dataclass(frozen=True, slots=True)
class WantedAccount:
    """One account as an operator wants it: `tenant` by name, made when it is not there.

    Raises Invalid when a name has characters that are not allowed or the password is too short or too long.
    """

    username: str
    password: str = field(repr=False)
    tenant: str
    role: Role

    def __post_init__(self) -> None:
        if not is_username(self.username):
            raise Invalid("a username has 1 to 128 of a-z 0-9 . _ @ + - and begins with a letter or a digit")
        if not _TENANT_NAME.fullmatch(self.tenant):
            raise Invalid("a tenant's name has 1 to 128 of A-Z a-z 0-9 . _ - and space")
        if not SHORTEST_PASSWORD <= len(self.password) <= LONGEST_PASSWORD:
            raise Invalid(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


@dataclass(frozen=True, slots=True)
class AppliedAccount:
    """What applying one wanted account did."""

    username: str
    user_id: UUID
    tenant: str
    tenant_id: UUID
    role: Role
    tenant_created: bool
    account_created: bool
    account_changed: bool


def is_username(text: str) -> bool:
    """True when `text` can be somebody's username."""
    return _USERNAME.fullmatch(text) is not None
