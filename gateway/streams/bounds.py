"""How many streams are open, and how they all end at once."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from gateway import metrics
from gateway.errors import Overloaded, TooManyStreams
from gateway.streams.mailbox import Mailbox


class OpenStreams:
    """Streams hold none of the slots of admission, which are for what is over soon; these are their own bounds."""

    def __init__(self, *, per_tenant: int, total: int) -> None:
        self._per_tenant = per_tenant
        self._total = total
        self._open: set[Mailbox] = set()
        self._of: Counter[UUID] = Counter()
        self._closed = False

    @contextmanager
    def opened(self, tenant_id: UUID) -> Iterator[Mailbox]:
        """One more stream while the block runs. Raises TooManyStreams, or Overloaded when the process has its fill."""
        self._check(tenant_id)
        mailbox = Mailbox()
        self._open.add(mailbox)
        self._of[tenant_id] += 1
        if self._closed:
            mailbox.close()
        try:
            with metrics.OPEN_STREAMS.track_inprogress():
                yield mailbox
        finally:
            self._open.discard(mailbox)
            self._of[tenant_id] -= 1
            if not self._of[tenant_id]:
                del self._of[tenant_id]

    def close(self) -> None:
        """End every stream, and those to come as soon as they have told how things stand."""
        self._closed = True
        for mailbox in self._open:
            mailbox.close()

    def _check(self, tenant_id: UUID) -> None:
        # Apart from each other, so that those turned away together do not come back together.
        if self._of[tenant_id] >= self._per_tenant:
            raise TooManyStreams(random.uniform(5, 15))
        if len(self._open) >= self._total:
            metrics.TURNED_AWAY.labels("stream").inc()
            raise Overloaded(random.uniform(5, 15))
