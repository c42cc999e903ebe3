"""The stack's embedder keeps what words were asked for in the stack's Redis, under the account that it was given."""

import itertools
import time

import redis

from tests.stack.api.founder import Tenant
from tests.stack.plugin import RunningStack

_TABLE = "embedder:texts:20000"


def test_words_that_were_searched_for_are_kept_in_redis(stack: RunningStack, tenant: Tenant) -> None:
    deadline = time.monotonic() + 120
    with redis.Redis.from_url(stack.redis) as owner:
        for number in itertools.count():
            tenant.viewer.search(text_query=f"words number {number}")
            if owner.hlen(_TABLE):  # not after the first, if Redis was slow to answer just then
                break
            assert time.monotonic() < deadline, "nothing was kept"
            time.sleep(0.05)
        assert 0 < owner.ttl(_TABLE) <= 86_400
