"""Founds tenants on a running stack, each with a user of every role, so that tests never share one by accident."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from uuid import UUID

import httpx

from catalog.accounts.model import WantedAccount
from catalog.accounts.service import AccountService
from catalog.tenancy import Role
from tests.stack.api.person import Person

Watch = Callable[[httpx.Response], None]


def _blind(answer: httpx.Response) -> None:
    """Look at nothing."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant and one person of each role."""

    tenant_id: UUID
    viewer: Person
    editor: Person
    admin: Person

    def person(self, role: str) -> Person:
        """The one of that role."""
        chosen: Person = getattr(self, role)
        return chosen

    @property
    def people(self) -> tuple[Person, Person, Person]:
        """All three."""
        return self.viewer, self.editor, self.admin


@dataclass(frozen=True, slots=True)
class Founder:
    """Makes tenants, by the same service that `gateway.admin apply` calls."""

    accounts: AccountService
    http: httpx.Client
    founded: list[UUID] = field(default_factory=list)

    def found(self, name: str = "tenant", watch: Watch = _blind) -> Tenant:
        """A new tenant without images."""
        unique = f"{name}-{token_hex(4)}"
        wanted = [WantedAccount(f"{unique}-{role}", token_hex(8), unique, role) for role in Role]
        applied = {one.username: one for one in self.accounts.apply(wanted)}
        people: Mapping[str, Person] = {
            one.role.value: Person(
                self.http,
                one.username,
                one.password,
                applied[one.username].tenant_id,
                applied[one.username].user_id,
                one.role.value,
                watch,
            )
            for one in wanted
        }
        self.founded.append(people["admin"].tenant_id)
        return Tenant(people["admin"].tenant_id, **people)
