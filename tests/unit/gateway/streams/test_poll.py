"""The shared poll: one question for each tenant, only while somebody watches, and one that fails is asked again."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from uuid import uuid4

from structlog.testing import capture_logs

from catalog.errors import DatabaseUnavailable
from catalog.tenancy import TenantScope, job_scope
from gateway.streams.mailbox import Mailbox
from gateway.streams.poll import Poll
from gateway.streams.wire import Event
from tests.unit.gateway.streams.stories import an_event

ONE, OTHER = job_scope(uuid4()), job_scope(uuid4())
QUICK = 0.005


class Looker:
    """Answers from a dict and writes down what it was asked; `before` runs first, and may raise."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self.asked: list[tuple[TenantScope, tuple[str, ...]]] = []
        self.found: dict[str, Event] = {}
        self._before = before

    def __call__(self, scope: TenantScope, ids: Sequence[str]) -> Mapping[str, Event]:
        self.asked.append((scope, tuple(sorted(ids))))
        self._before()
        return {one: self.found[one] for one in ids if one in self.found}


def watch(stack: ExitStack, poll: Poll, scope: TenantScope, watched_id: str) -> Mailbox:
    mailbox = Mailbox()
    stack.enter_context(poll.watching(scope, watched_id, mailbox))
    return mailbox


def test_all_that_a_tenant_watches_is_one_question() -> None:
    async def story() -> None:
        looker = Looker()
        looker.found = {"a": an_event(1), "b": an_event(2), "c": an_event(3)}
        with ExitStack() as stack:
            poll = Poll(looker, QUICK)
            mailboxes = [watch(stack, poll, ONE, name) for name in ("a", "a", "b")]
            theirs = watch(stack, poll, OTHER, "c")
            taken = [await one.take(30) for one in (*mailboxes, theirs)]
        assert [one and one.id for one in taken] == ["1", "1", "2", "3"]
        assert set(looker.asked) == {(ONE, ("a", "b")), (OTHER, ("c",))}

    asyncio.run(story())


def test_nobody_is_asked_while_nobody_watches() -> None:
    async def story() -> None:
        looker = Looker()
        looker.found = {"a": an_event(1)}
        poll = Poll(looker, QUICK)
        with ExitStack() as stack:
            assert await watch(stack, poll, ONE, "a").take(30) is not None
            asking = poll._asking
        assert asking is not None
        await asyncio.wait({asking})
        assert asking.cancelled()
        with ExitStack() as stack:
            assert await watch(stack, poll, ONE, "a").take(30) is not None

    asyncio.run(story())


def test_what_is_there_no_more_closes_its_mailbox() -> None:
    async def story() -> None:
        with ExitStack() as stack:
            mailbox = watch(stack, Poll(Looker(), QUICK), ONE, "gone")
            assert await mailbox.take(30) is None
            assert mailbox.is_closed

    asyncio.run(story())


def test_a_question_that_fails_is_asked_again() -> None:
    failures: list[Exception] = [DatabaseUnavailable("away"), RuntimeError("a bug")]

    def fail() -> None:
        if failures:
            raise failures.pop(0)

    async def story() -> None:
        looker = Looker(fail)
        looker.found = {"a": an_event(1)}
        with ExitStack() as stack:
            mailbox = watch(stack, Poll(looker, QUICK), ONE, "a")
            assert await mailbox.take(30) is not None
        assert not mailbox.is_closed

    with capture_logs() as logs:
        asyncio.run(story())
    assert [(log["event"], log["log_level"]) for log in logs] == [("not looked", "warning"), ("not looked", "error")]


def test_whoever_comes_and_goes_takes_nobody_elses_watch() -> None:
    async def story() -> None:
        looker = Looker()
        looker.found = {"a": an_event(7)}
        poll = Poll(looker, QUICK)
        with ExitStack() as stays:
            mailbox = watch(stays, poll, ONE, "a")
            with ExitStack() as goes:
                for watched_id in ("a", "b"):
                    watch(goes, poll, ONE, watched_id)
            taken = await mailbox.take(30)
        assert taken == an_event(7)
        assert poll._watched == {}

    asyncio.run(story())
