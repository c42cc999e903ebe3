"""Tenants and accounts. Each call is a transaction of its own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from catalog.accounts.model import Account, Tenant
from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import tenants, users
from catalog.errors import Invalid
from catalog.tenancy import Role, SystemScope, TenantScope


@dataclass(frozen=True, slots=True)
class PostgresAccounts:
    """AccountRepository over the users and tenants tables."""

    database: Database

    def find_by_username(self, scope: SystemScope, username: str) -> Account | None:
        """The account of that username in any tenant."""
        return self._find(scope, _accounts().where(users.c.username == username))

    def find(self, scope: TenantScope, user_id: UUID) -> Account | None:
        """The account of that id inside the tenant, or None."""
        own = users.c.tenant_id == scope.tenant_id
        return self._find(scope, _accounts().where(own, users.c.id == user_id))

    def ensure_tenant(self, scope: SystemScope, tenant: Tenant) -> Tenant:
        """The tenant that has this name; `tenant` itself is added when there is none."""
        statement = insert(tenants).values(id=tenant.id, name=tenant.name, suspended=tenant.suspended)
        with self.database.connection(scope) as connection:
            connection.execute(statement.on_conflict_do_nothing(index_elements=[tenants.c.name]))
            row = connection.execute(select(tenants).where(tenants.c.name == tenant.name)).one()
        return Tenant(row.id, row.name, row.suspended)

    def save(self, scope: SystemScope, account: Account) -> None:
        """Add the account, or replace the one with the same id. Raises Invalid when the username is taken."""
        row = {
            "tenant_id": account.tenant.id,
            "id": account.user_id,
            "username": account.username,
            "password_hash": account.password_hash,
            "role": account.role,
            "disabled": account.disabled,
        }
        try:
            with self.database.connection(scope) as connection:
                # Deleted and written again, because an account may move to another tenant, which is half of its key.
                connection.execute(delete(users).where(users.c.id == account.user_id))
                connection.execute(insert(users).values(row))
        except IntegrityError as error:
            raise Invalid("another account has that username") from error

    def _find(self, scope: SystemScope | TenantScope, statement: Select[Any]) -> Account | None:
        with self.database.connection(scope) as connection:
            row = connection.execute(statement).first()
        return None if row is None else _account_of(row)


def _accounts() -> Select[Any]:
    return select(users, tenants.c.name.label("tenant_name"), tenants.c.suspended).join_from(users, tenants)


def _account_of(row: Row[Any]) -> Account:
    tenant = Tenant(row.tenant_id, row.tenant_name, row.suspended)
    return Account(row.id, tenant, row.username, row.password_hash, Role(row.role), row.disabled)
