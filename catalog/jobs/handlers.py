"""Which method does a job: the one of the kind's own name."""

from collections.abc import Callable, Mapping
from inspect import signature

from catalog.jobs.handle import JobHandle
from catalog.jobs.model import JobKind, Payload
from catalog.jobs.runner import Handler
from catalog.tenancy import TenantScope


def handlers_of(*services: object) -> Mapping[JobKind, Handler]:
    """The method of each kind's own name, of the one service that has it."""

    def method(kind: JobKind) -> Callable[..., Payload | None]:
        [found] = [getattr(service, kind.value) for service in services if hasattr(service, kind.value)]
        named: Callable[..., Payload | None] = found
        return named

    return {kind: _handler(method(kind)) for kind in JobKind}


def _handler(method: Callable[..., Payload | None]) -> Handler:
    """Calls the method with the payload's fields, and with the handle where it has a place for one."""
    wants_handle = "job" in signature(method).parameters

    def handle(scope: TenantScope, payload: Payload, job: JobHandle) -> Payload | None:
        return method(scope, **payload, **({"job": job} if wants_handle else {}))

    return handle
