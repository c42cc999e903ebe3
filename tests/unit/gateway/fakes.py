"""A catalog of memory for the front's tests, and an app over it with routes that echo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, UploadFile
from pydantic import Field

from catalog import errors
from catalog.accounts.model import Account, Tenant
from catalog.accounts.service import AccountService
from catalog.tenancy import Role, SystemScope, TenantScope
from gateway.deps import AdminDep, CallerDep, EditorDep
from gateway.routing import guarded_router, public_router
from gateway.schemas import Loose, Moment, StrictModel, Uuid
from gateway.settings import GatewaySettings
from tests.token_bank.forge import AUDIENCE, ISSUER, TENANT, USER, private_pem, public_pem, rsa_key

PASSWORD = "correct horse battery"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass
class MemoryAccounts:
    """An AccountRepository in a dict."""

    tenants: dict[str, Tenant] = field(default_factory=dict)
    accounts: dict[UUID, Account] = field(default_factory=dict)
    saves: int = 0

    def find_by_username(self, scope: SystemScope, username: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.username == username), None)

    def find(self, scope: TenantScope, user_id: UUID) -> Account | None:
        found = self.accounts.get(user_id)
        return found if found and found.tenant.id == scope.tenant_id else None

    def ensure_tenant(self, scope: SystemScope, tenant: Tenant) -> Tenant:
        return self.tenants.setdefault(tenant.name, tenant)

    def save(self, scope: SystemScope, account: Account) -> None:
        self.saves += 1
        self.accounts[account.user_id] = account


@dataclass
class CountingHasher:
    """A PasswordHasher that is quick and remembers what it was asked."""

    verified: list[str] = field(default_factory=list)
    old: set[str] = field(default_factory=set)
    decoy: str = "hash-of-nothing"

    def hash(self, password: str) -> str:
        return f"hash-of-{password}"

    def verify(self, password_hash: str, password: str) -> bool:
        self.verified.append(password_hash)
        return password_hash.removesuffix("-old") == self.hash(password)

    def needs_rehash(self, password_hash: str) -> bool:
        return password_hash.endswith("-old")


@dataclass
class FakeCatalog:
    """What the front needs of the catalog."""

    accounts: AccountService
    found: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    asked: int = 0

    def health(self) -> Mapping[str, Mapping[str, Any]]:
        self.asked += 1
        return self.found


def an_account(**changes: Any) -> Account:
    """The account whose password is PASSWORD."""
    values: dict[str, Any] = {
        "user_id": USER,
        "tenant": Tenant(TENANT, "acme"),
        "username": "ada",
        "password_hash": f"hash-of-{PASSWORD}",
        "role": Role.EDITOR,
    }
    return Account(**(values | changes))


def a_catalog(*accounts: Account) -> FakeCatalog:
    """A catalog that knows these accounts."""
    return FakeCatalog(
        AccountService(MemoryAccounts(accounts={one.user_id: one for one in accounts}), CountingHasher())
    )


def some_settings(**changes: Any) -> GatewaySettings:
    """Settings that trust the bank's first RSA key."""
    values: dict[str, Any] = {
        "jwt_public_key": public_pem(rsa_key()),
        "jwt_private_key": private_pem(rsa_key()),
        "jwt_issuer": ISSUER,
        "jwt_audience": AUDIENCE,
        "signing_secret": SECRET,
        "max_image_bytes": 100_000,
    }
    return GatewaySettings(**(values | changes))


class EchoIn(StrictModel):
    """One field of each kind."""

    text: str = ""
    number: float = 0.0
    count: int = 0
    flag: bool = False
    id: Uuid | None = None
    at: Moment | None = None
    role: Loose[Role] | None = None
    many: list[str] = Field(default_factory=list)


def echo_routers() -> list[APIRouter]:
    """Routes that give back what they understood, and routes that fail in each way."""
    opened, closed = public_router("/api/open"), guarded_router("/api/closed")
    opened.post("/echo")(_echo)
    opened.get("/items/{item_id}")(_item)
    opened.post("/raw")(_raw)
    opened.post("/form")(_form)
    opened.get("/fail/{name}")(_fail)
    closed.get("/me")(_me)
    closed.post("/edit")(_edit)
    closed.get("/administer")(_administer)
    return [opened, closed]


def _echo(body: EchoIn) -> dict[str, Any]:
    return body.model_dump(mode="json")


def _item(item_id: UUID, limit: int = 10, q: str = "") -> dict[str, Any]:
    return {"id": str(item_id), "limit": limit, "q": q}


async def _raw(request: Request) -> int:
    return len(await request.body())


def _form(file: UploadFile) -> int:
    return len(file.file.read())


def _fail(name: str) -> None:
    if name == "rejected":
        raise errors.ImageRejected(errors.RejectionReason.CORRUPT, "the data ends early")
    kind = getattr(errors, name, None)
    raise kind("words with \ud800 and a-secret") if kind else RuntimeError("a-secret")


def _me(caller: CallerDep) -> str:
    return str(caller.user_id)


def _edit(caller: EditorDep, body: EchoIn) -> str:
    return caller.role


def _administer(caller: AdminDep) -> str:
    return caller.role
