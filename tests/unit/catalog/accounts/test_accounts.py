"""Logging in does equal work whatever is wrong; applying accounts is idempotent."""

import pytest

from catalog.accounts.model import Tenant, WantedAccount
from catalog.accounts.service import AccountService
from catalog.adapters.passwords import Argon2Passwords
from catalog.errors import Invalid, NotAuthentic
from catalog.tenancy import Role, caller_scope
from tests.token_bank.forge import TENANT, USER
from tests.unit.gateway.fakes import PASSWORD, CountingHasher, MemoryAccounts, an_account


def a_service(**changes: object) -> tuple[AccountService, MemoryAccounts, CountingHasher]:
    accounts, hasher = MemoryAccounts(accounts={USER: an_account(**changes)}), CountingHasher()
    return AccountService(accounts, hasher), accounts, hasher


class TestLogIn:
    @pytest.mark.parametrize("username", ["ada", "Ada", "ADA"])
    def test_gives_the_account(self, username: str) -> None:
        service, _, _ = a_service()
        assert service.log_in(username, PASSWORD).user_id == USER

    @pytest.mark.parametrize(
        ("changes", "username", "password"),
        [
            ({}, "ada", "wrong"),
            ({}, "nobody", PASSWORD),
            ({}, "no such form!", PASSWORD),
            ({}, "", PASSWORD),
            ({"disabled": True}, "ada", PASSWORD),
            ({"tenant": Tenant(TENANT, "acme", suspended=True)}, "ada", PASSWORD),
        ],
    )
    def test_that_fails_verifies_exactly_one_hash(
        self, changes: dict[str, object], username: str, password: str
    ) -> None:
        service, accounts, hasher = a_service(**changes)
        with pytest.raises(NotAuthentic) as refused:
            service.log_in(username, password)
        assert (str(refused.value), len(hasher.verified), accounts.saves) == ("", 1, 0)

    def test_of_nobody_does_not_open_with_any_password(self) -> None:
        service, _, hasher = a_service()
        hasher.decoy = hasher.hash(PASSWORD)
        with pytest.raises(NotAuthentic):
            service.log_in("nobody", PASSWORD)

    def test_renews_a_hash_of_older_parameters(self) -> None:
        service, accounts, _ = a_service(password_hash=f"hash-of-{PASSWORD}-old")
        service.log_in("ada", PASSWORD)
        assert accounts.accounts[USER].password_hash == f"hash-of-{PASSWORD}"


class TestFind:
    def test_sees_its_own_tenant_only(self) -> None:
        service, _, _ = a_service()
        assert service.find(caller_scope(TENANT), USER) is not None
        assert service.find(caller_scope(USER), USER) is None


class TestApply:
    WANTED = WantedAccount("bob", "long enough", "umbrella", Role.ADMIN)

    def test_makes_what_is_not_there(self) -> None:
        service, accounts, _ = a_service()
        (applied,) = service.apply([self.WANTED])
        assert (applied.tenant_created, applied.account_created, applied.account_changed) == (True, True, False)
        assert service.log_in("bob", "long enough").tenant == accounts.tenants["umbrella"]

    def test_twice_changes_nothing(self) -> None:
        service, accounts, _ = a_service()
        first, second = service.apply([self.WANTED]), service.apply([self.WANTED])
        assert accounts.saves == 1
        assert (second[0].tenant_created, second[0].account_created, second[0].account_changed) == (False,) * 3
        assert second[0].user_id == first[0].user_id

    @pytest.mark.parametrize(
        "other",
        [
            WantedAccount("bob", "another password", "umbrella", Role.ADMIN),
            WantedAccount("bob", "long enough", "umbrella", Role.VIEWER),
        ],
    )
    def test_changes_the_password_or_the_role(self, other: WantedAccount) -> None:
        service, accounts, _ = a_service()
        service.apply([self.WANTED])
        (applied,) = service.apply([other])
        assert (applied.account_created, applied.account_changed, accounts.saves) == (False, True, 2)
        assert service.log_in("bob", other.password).role is other.role

    @pytest.mark.parametrize(
        ("username", "password", "tenant"),
        [
            ("Bob", "long enough", "t"),
            ("b ob", "long enough", "t"),
            ("", "long enough", "t"),
            ("b" * 129, "long enough", "t"),
            ("bob", "short", "t"),
            ("bob", "x" * 257, "t"),
            ("bob", "long enough", ""),
            ("bob", "long enough", "t\n"),
        ],
    )
    def test_refuses_names_and_passwords_out_of_form(self, username: str, password: str, tenant: str) -> None:
        with pytest.raises(Invalid):
            WantedAccount(username, password, tenant, Role.VIEWER)


class TestArgon2:
    def test_verifies_its_own_hashes_only(self) -> None:
        passwords = Argon2Passwords()
        made = passwords.hash("a password")
        assert made.startswith("$argon2id$")
        assert passwords.verify(made, "a password")
        assert not passwords.verify(made, "another")
        assert not passwords.verify("not a hash", "a password")
        assert not passwords.needs_rehash(made)

    def test_decoy_costs_what_a_real_hash_costs_and_stays_the_same(self) -> None:
        passwords = Argon2Passwords()
        assert passwords.decoy == Argon2Passwords().decoy
        assert passwords.decoy.split("$")[:4] == passwords.hash("x").split("$")[:4]

    def test_knows_a_hash_of_other_parameters(self) -> None:
        older = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$3Qwyhf5f5TGl9V0qYCvGVA"
        assert Argon2Passwords().needs_rehash(older)
