"""The table of shared texts in a real Redis: its bounds, its end, its account, and a Redis that is in trouble."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis.asyncio
from redis.exceptions import NoPermissionError

from tests.contract.embedder.own_redis import OwnRedis, own_redis
from tests.contract.embedder.replica import KEY, SIZE, replica, run


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRedis]:
    """A Redis for all these tests."""
    with own_redis(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def store(running: OwnRedis) -> OwnRedis:
    """The same, with nothing in it."""
    running.owner.flushall()
    return running


def test_what_one_replica_wrote_another_reads(store: OwnRedis) -> None:
    async def story() -> None:
        async with replica(store.url) as one, replica(store.url) as other:
            assert await other.known(1, 2) == [False, False]
            await one.keep(1, 2)
            assert await other.known(2, 3, 1) == [True, False, True]
            assert one.failures() == other.failures() == {}

    run(story)


def test_ten_times_the_size_is_never_more_than_the_size(store: OwnRedis) -> None:
    async def story() -> None:
        async with replica(store.url) as one:
            for begin in range(0, 10 * SIZE, 25):
                await one.keep(*range(begin, begin + 25))
                assert store.owner.hlen(KEY) <= SIZE
            assert sum(await one.known(*range(10 * SIZE))) == store.owner.hlen(KEY) == SIZE
            assert one.failures() == {}

    run(story)
    assert store.owner.keys() == [KEY.encode()]


def test_the_table_goes_when_nothing_is_written_any_more(store: OwnRedis) -> None:
    async def story() -> None:
        async with replica(store.url, size=SIZE * 2) as before, replica(store.url) as now:
            await before.keep(1)
            await now.keep(1)
            store.owner.expire(KEY, 5)
            await now.keep(2)

    run(story)
    assert 0 < store.owner.ttl(f"embedder:texts:{SIZE * 2}") <= 600
    assert 5 < store.owner.ttl(KEY) <= 600


def test_the_account_may_touch_its_table_and_no_queue(store: OwnRedis) -> None:
    async def story() -> None:
        async with redis.asyncio.Redis.from_url(store.url) as stranger:
            for refused in (
                stranger.lpush("rq:queue:batch", "a job"),
                stranger.hset("rq:job:1", "data", "a job"),
                stranger.hmget("rq:job:1", ["data"]),
                stranger.delete(KEY),
                stranger.keys("*"),
                stranger.flushall(),
                stranger.config_get("*"),
                stranger.eval("return 1", 0),
                stranger.publish("rq:pubsub", "stop"),
            ):
                with pytest.raises(NoPermissionError):
                    await refused

    run(story)


class TestTrouble:
    def test_a_full_redis_is_a_miss(self, store: OwnRedis) -> None:
        async def story() -> None:
            async with replica(store.url) as one:
                await one.keep(1)
                store.owner.config_set("maxmemory", 1)
                await one.keep(2)
                assert one.failures() == {"refused": 1}
                assert await one.known(1) == [False]

        try:
            run(story)
        finally:
            store.owner.config_set("maxmemory", "256mb")

    def test_something_else_under_that_name_is_a_miss(self, store: OwnRedis) -> None:
        store.owner.set(KEY, "a string")

        async def story() -> None:
            async with replica(store.url) as one:
                assert await one.known(1) == [False]
                assert one.failures() == {"refused": 1}

        run(story)

    def test_damaged_values_are_misses_and_written_anew(self, store: OwnRedis) -> None:
        async def story() -> None:
            async with replica(store.url) as one:
                await one.keep(1)
                [(slot, value)] = store.owner.hgetall(KEY).items()
                store.owner.hset(KEY, slot, value[:-1])
                assert await one.known(1) == [False]
                assert one.failures() == {"unsound": 1}
                await one.keep(1)
                assert await one.known(1) == [True]

        run(story)

    def test_a_redis_that_is_silent_is_not_waited_for(self, store: OwnRedis) -> None:
        async def story() -> None:
            async with replica(store.url, timeout_s=0.05) as one:
                store.process.send_signal(signal.SIGSTOP)
                assert await one.known(1) == [False]
                assert one.failures() == {"slow": 1}

        try:
            run(story)
        finally:
            store.process.send_signal(signal.SIGCONT)

    def test_a_server_that_speaks_something_else_is_a_miss(self) -> None:
        async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
            writer.close()

        async def story() -> None:
            async with await asyncio.start_server(other, "127.0.0.1", 0) as server:
                port = server.sockets[0].getsockname()[1]
                async with replica(f"redis://127.0.0.1:{port}/0") as one:
                    assert await one.known(1) == [False]
                    assert sum(one.failures().values()) == 1

        run(story)

    def test_a_redis_that_is_gone_is_a_miss(self, tmp_path: Path) -> None:
        async def story() -> None:
            with own_redis(tmp_path) as running:
                async with replica(running.url) as one:
                    await one.keep(1)
                    assert await one.known(1) == [True]
                    running.process.kill()
                    running.process.wait()
                    assert await one.known(1) == [False]
                    assert one.failures() == {"away": 1}

        run(story)


def test_a_connection_that_redis_closed_is_made_again(store: OwnRedis) -> None:
    async def story() -> None:
        async with replica(store.url) as one:
            await one.keep(1)
            store.owner.client_kill_filter(_type="normal", skipme=True)
            assert await one.known(1) == [True]
            assert one.failures() == {}

    run(story)
