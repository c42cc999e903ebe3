"""How many streams may be open: of a tenant, of all; and what a place costs."""

import asyncio
from contextlib import ExitStack
from uuid import uuid4

import pytest

from gateway import metrics
from gateway.errors import Overloaded, TooManyStreams
from gateway.streams.mailbox import Mailbox
from tests.unit.gateway.streams.stories import TENANT, Reader, Source1, a_bound, an_event, opening


def gauge() -> float:
    """What is exposed."""
    return next(one.value for family in metrics.OPEN_STREAMS.collect() for one in family.samples)


def test_a_tenant_has_its_number_and_no_one_elses_place() -> None:
    streams = a_bound(per_tenant=2, total=8)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(streams.opened(TENANT))
        with pytest.raises(TooManyStreams) as refused:
            stack.enter_context(streams.opened(TENANT))
        assert 5 <= refused.value.retry_after_s <= 15
        stack.enter_context(streams.opened(uuid4()))
    with streams.opened(TENANT):
        pass


def test_the_process_has_its_fill() -> None:
    streams = a_bound(per_tenant=2, total=3)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(streams.opened(uuid4()))
        with pytest.raises(Overloaded):
            stack.enter_context(streams.opened(uuid4()))


def test_open_ones_are_counted_and_nothing_is_kept_of_closed_ones() -> None:
    streams, before = a_bound(), gauge()
    with streams.opened(TENANT), streams.opened(uuid4()):
        assert gauge() == before + 2
    assert gauge() == before
    assert (len(streams._open), len(streams._of)) == (0, 0)


def test_refused_before_the_head_is_sent() -> None:
    async def story() -> None:
        streams, reader = a_bound(per_tenant=1), Reader()
        with streams.opened(TENANT), pytest.raises(TooManyStreams):
            await opening(reader, streams, Source1())
        assert reader.messages == []

    asyncio.run(story())


class TestMailbox:
    def test_keeps_the_newest_only(self) -> None:
        async def story() -> None:
            mailbox = Mailbox()
            for number in range(1000):
                mailbox.put(an_event(number))
            taken = await mailbox.take(1)
            assert taken is not None
            assert taken.id == "999"
            assert await mailbox.take(0.001) is None

        asyncio.run(story())

    def test_what_was_put_last_is_no_news(self) -> None:
        async def story() -> None:
            mailbox = Mailbox()
            mailbox.put(an_event(1))
            assert await mailbox.take(1) is not None
            mailbox.put(an_event(1))
            assert await mailbox.take(0.001) is None

        asyncio.run(story())

    def test_closed_it_gives_what_it_holds_and_waits_no_more(self) -> None:
        async def story() -> None:
            mailbox = Mailbox()
            mailbox.put(an_event(1))
            mailbox.close()
            assert await mailbox.take(60) is not None
            assert await mailbox.take(60) is None

        asyncio.run(story())
