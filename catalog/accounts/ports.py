"""What the accounts need from outside: a place where they are kept, and a slow hash for passwords."""

from typing import Protocol
from uuid import UUID

from catalog.accounts.model import Account, Tenant
from catalog.tenancy import SystemScope, TenantScope


class AccountRepository(Protocol):
    """Keeps tenants and accounts. Each call is one transaction of its own."""

    def find_by_username(self, scope: SystemScope, username: str) -> Account | None:
        """The account of that (lower-case) username in any tenant, disabled and suspended ones included."""
        ...

    def find(self, scope: TenantScope, user_id: UUID) -> Account | None:
        """The account of that id inside the tenant, or None."""
        ...

    def ensure_tenant(self, scope: SystemScope, tenant: Tenant) -> Tenant:
        """The tenant that has this name; `tenant` itself is added when there is none (two racing calls agree)."""
        ...

    def save(self, scope: SystemScope, account: Account) -> None:
        """Add the account, or replace the one with the same `user_id` (tenant, hash, role, disabled).

        Raises Invalid when another account has the username.
        """
        ...


class PasswordHasher(Protocol):
    """A slow, salted hash."""

    @property
    def decoy(self) -> str:
        """A hash that no password is known for, made with the same parameters as the real ones."""
        ...

    def hash(self, password: str) -> str:
        """A new hash of the password."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """True when the password made the hash; a hash that cannot be read is False."""
        ...

    def needs_rehash(self, password_hash: str) -> bool:
        """True when the hash was made with older parameters."""
        ...
