"""One stream: what it tells, in which form, and each way in which it ends."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import orjson
import pytest

from gateway.streams.answer import HEARTBEAT_S, LONGEST_S, EventStream, event_stream
from gateway.streams.wire import Event, begins_stream, retry, spelled
from tests.unit.gateway.streams.stories import TENANT, Reader, Source1, a_bound, an_event, opening

Story = Callable[[], Awaitable[None]]


class TestTheWire:
    @pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\r", "\n\ndata: forged\n\n", "\u2028", "é 图", "\x00"])
    def test_data_is_one_line_whatever_it_says(self, text: str) -> None:
        sent = spelled(Event("1", "state", {"said": text})).decode()
        assert re.fullmatch(r"id: 1\nevent: state\ndata: [^\r\n]*\n\n", sent)
        assert orjson.loads(sent.split("data: ", 1)[1]) == {"said": text}

    @pytest.mark.parametrize("bad", ["", "a\nid: 2", "a b", "é", "\0", "x" * 65])
    def test_ids_and_names_are_plain(self, bad: str) -> None:
        for facts in ((bad, "state"), ("1", bad)):
            with pytest.raises(ValueError, match="1 to 64"):
                Event(*facts, data={})

    def test_retry_is_whole_milliseconds(self) -> None:
        assert retry(1500) == b"retry: 1500\n\n"

    def test_only_the_head_of_a_stream_begins_one(self) -> None:
        head = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}
        assert begins_stream(head)
        assert not begins_stream({**head, "headers": [(b"content-type", b"application/json")]})
        assert not begins_stream({"type": "http.response.body", "body": b""})


class TestAStream:
    def test_tells_what_is_and_what_becomes_and_ends_with_the_last(self) -> None:
        async def story() -> None:
            reader, source = Reader(), Source1()
            stream = opening(reader, a_bound(), source)
            await reader.sees("id: 1\n")
            assert source.mailbox is not None
            source.mailbox.put(an_event(1))
            source.mailbox.put(an_event(2, last=True))
            await stream
            assert re.findall(r"^id: (\d)$", reader.text, re.M) == ["1", "2"]
            assert reader.messages[-1]["more_body"] is False
            assert source.mailbox is None

        asyncio.run(story())

    def test_has_the_headers_that_keep_it_from_being_held_back(self) -> None:
        async def story() -> None:
            reader = Reader()
            await opening(reader, a_bound(), Source1(), first=an_event(1, last=True))
            head = reader.messages[0]
            assert (head["status"], dict(head["headers"])) == (
                200,
                {b"content-type": b"text/event-stream", b"cache-control": b"no-store", b"x-accel-buffering": b"no"},
            )
            assert reader.text.startswith("retry: ")

        asyncio.run(story())

    @pytest.mark.parametrize("seen", [None, "0", "", "1\n", "nonsense", "9" * 4000])
    def test_whoever_has_seen_something_else_is_told(self, seen: str | None) -> None:
        async def story() -> None:
            reader = Reader()
            await opening(reader, a_bound(), Source1(), first=an_event(1, last=True), seen=seen)
            assert "id: 1\n" in reader.text

        asyncio.run(story())

    def test_whoever_has_seen_it_is_told_the_next_only(self) -> None:
        async def story() -> None:
            reader, source = Reader(), Source1()
            stream = opening(reader, a_bound(), source, seen="1")
            await reader.sees("retry: ")
            assert source.mailbox is not None
            source.mailbox.put(an_event(2, last=True))
            await stream
            assert re.findall(r"^id: (\d)$", reader.text, re.M) == ["2"]

        asyncio.run(story())

    def test_of_a_last_event_that_was_seen_is_no_content(self) -> None:
        streams, source = a_bound(), Source1()
        first, until = an_event(1, last=True), time.time() + 9
        assert event_stream(streams, TENANT, source, first=first, seen="1", good_until=until).status_code == 204
        answer = event_stream(streams, TENANT, source, first=first, seen="0", good_until=until)
        assert isinstance(answer, EventStream)

    def test_has_a_heartbeat_while_nothing_happens(self) -> None:
        async def story() -> None:
            reader = Reader()
            stream = opening(reader, a_bound(), Source1(), heartbeat_s=0.01)
            await reader.sees("\n: \n\n: \n\n")
            reader.gone.set()
            await stream

        asyncio.run(story())

    def test_ends_when_the_client_goes_away(self) -> None:
        async def story() -> None:
            reader, source, streams = Reader(), Source1(), a_bound(per_tenant=1)
            stream = opening(reader, streams, source)
            await reader.sees("id: 1\n")
            reader.gone.set()
            await stream
            assert source.mailbox is None
            with streams.opened(TENANT):
                pass  # its place is free again

        asyncio.run(story())


class TestItsEnd:
    @pytest.mark.parametrize("left_s", [-5.0, 0.0, 0.05])
    def test_comes_with_the_tokens(self, left_s: float) -> None:
        async def story() -> None:
            reader = Reader()
            await opening(reader, a_bound(), Source1(), good_until=time.time() + left_s)
            assert "id: 1\n" in reader.text
            assert came_back_apart(reader)

        asyncio.run(story())

    def test_comes_after_the_longest_life_however_long_the_token_lives(self) -> None:
        stream = EventStream(
            a_bound(),
            TENANT,
            Source1(),
            first=an_event(1),
            seen=None,
            good_until=datetime.max.replace(tzinfo=UTC).timestamp(),
        )
        assert stream._life_s == LONGEST_S == 900
        assert HEARTBEAT_S == 15

    def test_comes_at_once_when_the_process_stops(self) -> None:
        async def story() -> None:
            streams, readers = a_bound(), [Reader() for _ in range(3)]
            open_ones = [opening(reader, streams, Source1()) for reader in readers]
            for reader in readers:
                await reader.sees("id: 1\n")
            streams.close()
            await asyncio.gather(*open_ones)
            assert all(came_back_apart(reader) for reader in readers)

        asyncio.run(story())

    def test_comes_after_the_first_word_when_the_process_is_stopping_already(self) -> None:
        async def story() -> None:
            streams, reader = a_bound(), Reader()
            streams.close()
            await opening(reader, streams, Source1())
            assert "id: 1\n" in reader.text
            assert came_back_apart(reader)

        asyncio.run(story())

    def test_comes_when_there_is_nothing_to_watch_any_more(self) -> None:
        async def story() -> None:
            reader, source = Reader(), Source1()
            stream = opening(reader, a_bound(), source)
            await reader.sees("id: 1\n")
            assert source.mailbox is not None
            source.mailbox.close()
            await stream
            assert came_back_apart(reader)

        asyncio.run(story())


def came_back_apart(reader: Reader) -> bool:
    """The stream was ended in order, with a pause of its own before the client comes back."""
    last = re.search(r"retry: (\d+)\n\n\Z", reader.text)
    return reader.messages[-1]["more_body"] is False and last is not None and 1000 <= int(last[1]) <= 5000
