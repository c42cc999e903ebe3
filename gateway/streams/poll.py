"""Looks for all streams of a process: one question for each tenant a second, however many watch, and no thread held."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import anyio
import structlog
from anyio.to_thread import run_sync

from catalog.errors import Unavailable
from catalog.tenancy import TenantScope
from gateway.streams.mailbox import Mailbox
from gateway.streams.wire import Event

_log = structlog.get_logger("gateway.streams")
_EVERY_S: Final = 1.0
_AT_ONCE: Final = 500

Look = Callable[[TenantScope, Sequence[str]], Mapping[str, Event]]
"""How things stand with those of the ids that the tenant has; called in a thread."""


class Poll:
    """Asks again and again while somebody watches. What cannot be answered now is asked again the next time.

    Tenants are asked about one after the other: however many there are, one connection is used.
    """

    def __init__(self, look: Look, every_s: float = _EVERY_S) -> None:
        self._look = look
        self._every_s = every_s
        self._watched: dict[TenantScope, dict[str, set[Mailbox]]] = {}
        self._limiter = anyio.CapacityLimiter(1)
        self._asking: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, scope: TenantScope, watched_id: str, mailbox: Mailbox) -> Iterator[None]:
        """While the block runs the mailbox gets each new state, and is closed when there is no such thing any more."""
        mailboxes = self._watched.setdefault(scope, {}).setdefault(watched_id, set())
        mailboxes.add(mailbox)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_on(), name="poll")
        try:
            yield
        finally:
            mailboxes.discard(mailbox)
            self._forget(scope, watched_id)

    def _forget(self, scope: TenantScope, watched_id: str) -> None:
        of_tenant = self._watched[scope]
        if not of_tenant[watched_id]:
            del of_tenant[watched_id]
        if not of_tenant:
            del self._watched[scope]
        if not self._watched and self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask_on(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            for scope in list(self._watched):
                watched_ids = list(self._watched.get(scope, ()))
                for start in range(0, len(watched_ids), _AT_ONCE):
                    await self._ask(scope, watched_ids[start : start + _AT_ONCE])

    async def _ask(self, scope: TenantScope, watched_ids: Sequence[str]) -> None:
        try:
            found = await run_sync(self._look, scope, watched_ids, limiter=self._limiter, abandon_on_cancel=True)
        except Unavailable as error:
            _log.warning("not looked", error=type(error).__name__)
            return
        except Exception:
            _log.exception("not looked")
            return
        watched = self._watched.get(scope, {})
        for watched_id in watched_ids:
            for mailbox in watched.get(watched_id, ()):
                _tell(mailbox, found.get(watched_id))


def _tell(mailbox: Mailbox, event: Event | None) -> None:
    if event is None:
        mailbox.close()
    else:
        mailbox.put(event)
