"""Who is asking and on whose behalf. No query runs without one of these scopes.

A scope cannot be made by hand: `caller_scope` is called by the gateway's auth layer alone and `job_scope` by the
job loader alone (tests/house/test_tenancy_doors.py keeps it so).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

_DOOR: Final = object()


class Role(StrEnum):
    """What a user may do; each role may do what the ones before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, needed: "Role") -> bool:
        """True when this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class TenantScope:
    """The tenant that every row, point, object and count in this call belongs to."""

    tenant_id: UUID
    door: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.door is not _DOOR:
            raise TypeError("a TenantScope comes from caller_scope or job_scope, never from a constructor call")


@dataclass(frozen=True, slots=True)
class SystemScope:
    """No tenant: the job ledger, the log-in and the keeper of vector spaces, which see their own tables only."""

    door: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.door is not _DOOR:
            raise TypeError("a SystemScope comes from system_scope, never from a constructor call")


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated user inside a tenant."""

    user_id: UUID
    role: Role
    scope: TenantScope


def caller_scope(tenant_id: UUID) -> TenantScope:
    """The scope of a verified token. Called by gateway.auth only."""
    return TenantScope(tenant_id, _DOOR)


def job_scope(tenant_id: UUID) -> TenantScope:
    """The scope of a claimed job's row. Called by catalog.jobs only."""
    return TenantScope(tenant_id, _DOOR)


def system_scope() -> SystemScope:
    """The scope of the ledger's keeper and of the log-in."""
    return SystemScope(_DOOR)
