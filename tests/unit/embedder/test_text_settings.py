"""The shared table's settings: an address that the client takes, which is a secret, and none by default."""

import asyncio

import pytest
from pydantic import ValidationError

from embedder.redis_hash import redis_hash
from embedder.settings import EmbedderSettings

SOUND = [
    "redis://redis:6379/0",
    "redis://redis",
    "redis://embedder:hush@127.0.0.1:6379/0",
    "redis://:hush@[::1]:6379/15",
    "rediss://embedder:h%2Fu+s=h@redis.example:6380/0",
]


@pytest.mark.parametrize("url", SOUND)
def test_every_address_that_is_taken_is_one_that_the_client_takes(url: str) -> None:
    settings = EmbedderSettings(embed_redis_url=url)

    async def scene() -> None:
        await redis_hash(settings.embed_redis_url.get_secret_value(), size=1, life_s=60).close()

    asyncio.run(scene())
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "hush",
        "http://hush:6379/0",
        "unix:///hush",
        "redis://:hush@redis:0/0",
        "redis://:hush@redis:port/0",
        "redis://:hush@redis:70000/0",
        "redis://:hush@/0",
        "redis://:hush@redis:6379/zero",
        "redis://:hush@redis:6379/0?socket_timeout=x",
        "redis://[hush",
    ],
)
def test_another_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EmbedderSettings(embed_redis_url=url)
    [error] = refused.value.errors(include_input=False, include_url=False)
    assert "redis://" in error["msg"]
    assert "hush" not in str(error)


@pytest.mark.parametrize(
    "values",
    [
        {"embed_shared_text_cache": -1},
        {"embed_shared_text_cache_s": 59},
        {"embed_shared_text_timeout_s": 0},
        {"embed_shared_text_timeout_s": 11},
    ],
)
def test_what_cannot_work_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EmbedderSettings.model_validate(values)


def test_texts_are_shared_with_nobody_unless_it_is_asked_for() -> None:
    assert EmbedderSettings().embed_redis_url.get_secret_value() == ""
    assert EmbedderSettings().embed_text_cache_isolated
