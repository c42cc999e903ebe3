"""The strict front of tokens: what it takes, and that everything else is refused alike."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from catalog.errors import NotAuthentic
from catalog.tenancy import Role
from gateway.auth.issue import TokenIssuer
from gateway.auth.keys import private_key, public_keys
from gateway.auth.tokens import TokenVerifier
from tests.token_bank.bank import hostile_tokens
from tests.token_bank.forge import (
    AUDIENCE,
    ISSUER,
    TENANT,
    USER,
    Forge,
    Private,
    ec_key,
    private_pem,
    public_pem,
    rsa_key,
)
from tests.unit.gateway.fakes import an_account

KEYS = [pytest.param(rsa_key, id="RS256"), pytest.param(ec_key, id="ES256")]
KeyMaker = Callable[[], Private]


def a_verifier(*keys: Private, at: float | None = None) -> TokenVerifier:
    pem = "\n".join(public_pem(key) for key in keys)
    clock = {} if at is None else {"clock": lambda: at}
    return TokenVerifier(public_keys(pem), ISSUER, AUDIENCE, 900, **clock)


class TestGoodTokens:
    @pytest.mark.parametrize("make_key", KEYS)
    def test_name_the_caller(self, make_key: KeyMaker) -> None:
        caller = a_verifier(make_key()).caller(Forge(make_key()).token(role="editor"))
        assert (caller.user_id, caller.scope.tenant_id, caller.role) == (USER, TENANT, Role.EDITOR)

    def test_say_until_when_they_are_good_and_no_other_does(self) -> None:
        forge = Forge(rsa_key())
        assert a_verifier(rsa_key()).good_until(forge.token(exp=forge.now + 321)) == forge.now + 321
        for token in ("", "a.b.c", forge.token(exp=forge.now - 321)):
            with pytest.raises(NotAuthentic):
                a_verifier(rsa_key()).good_until(token)

    @pytest.mark.parametrize("make_key", KEYS)
    def test_that_we_issue_are_taken(self, make_key: KeyMaker) -> None:
        issuer = TokenIssuer(private_key(private_pem(make_key())), ISSUER, AUDIENCE, 900, 3600)
        issued = issuer.token_for(an_account())
        assert a_verifier(make_key()).caller(issued.text).user_id == USER
        assert issued.text not in repr(issued)

    def test_of_the_old_and_the_new_key_are_taken_during_a_rotation(self) -> None:
        verifier = a_verifier(rsa_key(), ec_key(), rsa_key("next"))
        for key in (rsa_key(), ec_key(), rsa_key("next")):
            assert verifier.caller(Forge(key).token()).user_id == USER

    def test_of_a_retired_key_are_refused(self) -> None:
        with pytest.raises(NotAuthentic):
            a_verifier(rsa_key("next")).caller(Forge(rsa_key()).token())

    def test_may_carry_claims_that_we_do_not_know(self, forge: Forge) -> None:
        assert a_verifier(forge.key).caller(forge.token(email="a@b.test", scope="read")).user_id == USER

    @pytest.mark.parametrize(
        ("seconds_late", "accepted"), [(0, True), (600 + 29, True), (600 + 31, False), (-29, True), (-31, False)]
    )
    def test_are_good_until_they_expire_with_30_s_for_the_clocks(
        self, forge: Forge, seconds_late: int, accepted: bool
    ) -> None:
        verifier = a_verifier(forge.key, at=forge.now + seconds_late)
        if accepted:
            assert verifier.caller(forge.token()).user_id == USER
        else:
            with pytest.raises(NotAuthentic):
                verifier.caller(forge.token())

    def test_expire_though_they_were_taken_before(self, forge: Forge) -> None:
        now = [float(forge.now)]
        verifier = TokenVerifier(public_keys(public_pem(forge.key)), ISSUER, AUDIENCE, 900, clock=lambda: now[0])
        token = forge.token()
        assert verifier.caller(token) == verifier.caller(token)
        now[0] += 700
        with pytest.raises(NotAuthentic):
            verifier.caller(token)

    @pytest.mark.parametrize(("life", "accepted"), [(900, True), (901, False)])
    def test_live_no_longer_than_the_setting(self, forge: Forge, life: int, accepted: bool) -> None:
        token = forge.token(exp=forge.now + life)
        if accepted:
            assert a_verifier(forge.key).caller(token).user_id == USER
        else:
            with pytest.raises(NotAuthentic):
                a_verifier(forge.key).caller(token)


class TestTheBank:
    @pytest.mark.parametrize("make_key", KEYS)
    def test_is_refused_whole_and_nothing_else_escapes(self, make_key: KeyMaker) -> None:
        verifier, bank = a_verifier(rsa_key(), ec_key()), hostile_tokens(Forge(make_key()))
        taken = []
        for name, token in bank.items():
            try:
                verifier.caller(token)
            except NotAuthentic:
                continue
            taken.append(name)
        assert taken == []
        assert len(bank) >= 150

    @pytest.mark.parametrize("token", ["\ud800.a.a", "ａ.ｂ.ｃ", "a․a․a", "a.a.a\n", "\0", "é.é.é", ""])
    def test_holds_what_no_header_can_carry(self, forge: Forge, token: str) -> None:
        with pytest.raises(NotAuthentic):
            a_verifier(forge.key).caller(token)


def test_jwe_is_never_imported() -> None:
    program = "import gateway.app, sys; sys.exit('jose.jwe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
