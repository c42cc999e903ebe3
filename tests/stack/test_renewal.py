"""Renewal against the real database: what an operator changes counts at the next renewal."""

import pytest

from tests.stack.api.founder import Founder
from tests.stack.api.person import good, slug
from tests.stack.api.stores import Stores

RENEW = "/api/auth/renew"


def test_a_token_is_renewed_and_names_the_same_person_of_the_same_tenant(founder: Founder) -> None:
    editor = founder.found().editor
    renewed = {"Authorization": f"Bearer {good(editor.send('POST', RENEW))['access_token']}"}
    told = good(editor.send("GET", "/api/auth/me", headers=renewed))
    assert told == good(editor.send("GET", "/api/auth/me"))
    assert told == {
        "user_id": str(editor.user_id),
        "username": editor.username,
        "tenant_id": str(editor.tenant_id),
        "tenant": editor.username.removesuffix("-editor"),
        "role": "editor",
    }


def test_the_role_is_the_one_of_now(founder: Founder, stores: Stores) -> None:
    admin = founder.found().admin
    old = admin.headers
    stores.rows("UPDATE users SET role = 'viewer' WHERE id = %s RETURNING 1", admin.user_id)
    renewed = {"Authorization": f"Bearer {good(admin.send('POST', RENEW, headers=old))['access_token']}"}
    assert good(admin.send("GET", "/api/auth/me", headers=renewed))["role"] == "viewer"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE users SET disabled = true WHERE id = %s RETURNING 1",
        "UPDATE tenants SET suspended = true WHERE id = (SELECT tenant_id FROM users WHERE id = %s) RETURNING 1",
    ],
    ids=["disabled", "suspended"],
)
def test_who_may_log_in_no_longer_stays_out_after_the_token(founder: Founder, stores: Stores, change: str) -> None:
    viewer = founder.found().viewer
    assert viewer.send("POST", RENEW).status_code == 200
    assert stores.rows(change, viewer.user_id) == [(1,)]
    answer = viewer.send("POST", RENEW)
    assert (answer.status_code, slug(answer)) == (401, "not-authentic")
