"""A scope comes through its doors only, and cannot be altered afterwards."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from uuid import uuid4

import pytest

from catalog.tenancy import Role, SystemScope, TenantScope, caller_scope, job_scope, system_scope


@pytest.mark.parametrize("door", [None, object(), "door", True])
def test_scopes_are_not_made_by_hand(door: object) -> None:
    with pytest.raises(TypeError):
        TenantScope(uuid4(), door)
    with pytest.raises(TypeError):
        SystemScope(door)


def test_both_doors_lead_to_the_same_tenant() -> None:
    tenant_id = uuid4()
    assert caller_scope(tenant_id) == job_scope(tenant_id)
    assert caller_scope(tenant_id) != caller_scope(uuid4())


def test_scope_cannot_be_turned_to_another_tenant() -> None:
    scope = caller_scope(uuid4())
    with pytest.raises(FrozenInstanceError):
        scope.tenant_id = uuid4()  # type: ignore[misc]


def _pickled(scope: TenantScope) -> TenantScope:
    copied: TenantScope = pickle.loads(pickle.dumps(scope))  # noqa: S301 — our own bytes
    return copied


@pytest.mark.parametrize("smuggle", [copy.deepcopy, _pickled])
def test_copy_of_a_scope_does_not_open_another_tenant(smuggle: Callable[[TenantScope], TenantScope]) -> None:
    smuggled = smuggle(caller_scope(uuid4()))
    with pytest.raises(TypeError):
        replace(smuggled, tenant_id=uuid4())


def test_scope_shows_its_tenant_and_not_its_door() -> None:
    scope = caller_scope(uuid4())
    assert repr(scope) == f"TenantScope(tenant_id={scope.tenant_id!r})"
    assert repr(system_scope()) == "SystemScope()"


def test_each_role_may_do_what_the_ones_before_it_may() -> None:
    covers = {(held, needed) for held in Role for needed in Role if held.covers(needed)}
    viewer, editor, admin = Role.VIEWER, Role.EDITOR, Role.ADMIN
    assert covers == {
        (viewer, viewer), (editor, viewer), (editor, editor), (admin, viewer), (admin, editor), (admin, admin)
    }  # fmt: skip
