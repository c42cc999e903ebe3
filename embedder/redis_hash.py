"""A table of slots in one hash of Redis. The only module that imports redis."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as NotInTime
from redis.maint_notifications import MaintNotificationsConfig

from embedder.errors import TableUnavailable

_CONNECTIONS: Final = 8
KEY: Final = "embedder:texts"


class RedisHash:
    """The hash `embedder:texts:<size>`, one field a slot. It goes when nothing was written for `life_s` seconds.

    One hash for all models and replicas, so that their vectors together are no more than the slots: Redis holds the
    queues as well and refuses to write when it is full. Another size is another hash, and the old one goes.
    """

    def __init__(self, redis: Any, *, size: int, life_s: int) -> None:
        self._redis = redis
        self._key = f"{KEY}:{size}"
        self._life_s = life_s

    async def read(self, slots: Sequence[int]) -> list[bytes | None]:
        """The value of each slot."""
        with _translated():
            values: list[bytes | None] = await self._redis.hmget(self._key, list(slots))
        return values

    async def write(self, values: Mapping[int, bytes]) -> None:
        """Put each value into its slot, in one round trip with the hash's new end."""
        with _translated():
            async with self._redis.pipeline(transaction=False) as pipeline:
                pipeline.hset(self._key, mapping=dict(values))
                pipeline.expire(self._key, self._life_s)
                await pipeline.execute()

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()


def redis_hash(url: str, *, size: int, life_s: int) -> RedisHash:
    """The hash of the Redis at `url`; connections are made when they are needed. Raises ValueError for no such URL."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=_CONNECTIONS,
        timeout=None,  # who asks bounds the whole call
        # A connection that Redis closed while it was idle is made again once; there is no time for more.
        retry=Retry(NoBackoff(), 1),
        # Commands that the account need not be allowed.
        driver_info=None,
        maint_notifications_config=MaintNotificationsConfig(enabled=False),
    )
    return RedisHash(Redis(connection_pool=pool), size=size, life_s=life_s)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except NotInTime as error:
        raise TableUnavailable("slow") from error
    except (NotConnected, OSError) as error:
        raise TableUnavailable("away") from error
    except ResponseError as error:  # full, not allowed, or something else under that name
        raise TableUnavailable("refused") from error
    except RedisError as error:
        raise TableUnavailable("nonsense") from error
