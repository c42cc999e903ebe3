"""Logging in, and keeping the accounts as an operator wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from catalog.accounts.model import Account, AppliedAccount, Tenant, WantedAccount, is_username
from catalog.accounts.ports import AccountRepository, PasswordHasher
from catalog.errors import NotAuthentic
from catalog.tenancy import TenantScope, system_scope


@dataclass(frozen=True, slots=True)
class AccountService:
    """The use cases of accounts."""

    accounts: AccountRepository
    passwords: PasswordHasher

    def log_in(self, username: str, password: str) -> Account:
        """The account, when the password is right and it may log in; else NotAuthentic.

        Every way of failing does the same work, one hash verification, and raises the same error, so that neither
        the time nor the answer tells which usernames exist.
        """
        name = username.lower()
        account = self.accounts.find_by_username(system_scope(), name) if is_username(name) else None
        right = self.passwords.verify(account.password_hash if account else self.passwords.decoy, password)
        if account is None or not right or not account.may_log_in:
            raise NotAuthentic
        if self.passwords.needs_rehash(account.password_hash):
            account = replace(account, password_hash=self.passwords.hash(password))
            self.accounts.save(system_scope(), account)
        return account

    def find(self, scope: TenantScope, user_id: UUID) -> Account | None:
        """The account inside the tenant; None for a user whom an outside identity provider vouches for."""
        return self.accounts.find(scope, user_id)

    def still_admitted(self, scope: TenantScope, user_id: UUID) -> Account | None:
        """As `find`, for somebody who is to stay logged in: NotAuthentic when the account may log in no longer."""
        account = self.find(scope, user_id)
        if account is not None and not account.may_log_in:
            raise NotAuthentic
        return account

    def apply(self, wanted: Sequence[WantedAccount]) -> list[AppliedAccount]:
        """Make tenants and accounts be as wanted. Safe to run twice: the second run changes nothing."""
        return [self._apply_one(one) for one in wanted]

    def _apply_one(self, wanted: WantedAccount) -> AppliedAccount:
        fresh = Tenant(uuid4(), wanted.tenant)
        tenant = self.accounts.ensure_tenant(system_scope(), fresh)
        old = self.accounts.find_by_username(system_scope(), wanted.username)
        new = self._as_wanted(wanted, tenant, old)
        if new != old:
            self.accounts.save(system_scope(), new)
        return AppliedAccount(
            username=new.username,
            user_id=new.user_id,
            tenant=tenant.name,
            tenant_id=tenant.id,
            role=new.role,
            tenant_created=tenant.id == fresh.id,
            account_created=old is None,
            account_changed=old is not None and new != old,
        )

    def _as_wanted(self, wanted: WantedAccount, tenant: Tenant, old: Account | None) -> Account:
        keep_hash = old is not None and self.passwords.verify(old.password_hash, wanted.password)
        return Account(
            user_id=old.user_id if old else uuid4(),
            tenant=tenant,
            username=wanted.username,
            password_hash=old.password_hash if old and keep_hash else self.passwords.hash(wanted.password),
            role=wanted.role,
            disabled=old.disabled if old else False,
        )
