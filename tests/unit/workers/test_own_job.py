"""Whoever can write to Redis cannot choose what runs here, nor have bytes unpickled."""

import json
import pickle
import zlib
from typing import Any

import pytest
from redis import Redis
from rq.exceptions import DeserializationError
from rq.serializers import JSONSerializer

from catalog.jobs.model import ENTRY_POINT
from workers import jobs
from workers.worker import OwnJob


def message(function: str | None, instance: Any = None, args: list[Any] | None = None) -> bytes:
    return json.dumps([function, instance, args or [], {}]).encode()


def job_of(data: bytes) -> OwnJob:
    job = OwnJob("an-id", connection=Redis(), serializer=JSONSerializer)
    job.data = data
    return job


def test_bell_and_worker_name_the_same_entry_point() -> None:
    assert f"{jobs.__name__}.{jobs.run.__name__}" == ENTRY_POINT
    assert job_of(message(ENTRY_POINT)).func is jobs.run


STRANGE = ("os.system", "builtins.eval", "workers.process.hold", "workers.jobs", "workers.jobs.UUID", "run", "")


@pytest.mark.parametrize("function", [*STRANGE, f" {ENTRY_POINT}"])
def test_any_other_function_is_refused(function: str) -> None:
    with pytest.raises(ValueError, match="entry point"):
        _ = job_of(message(function)).func


def test_method_of_an_object_that_came_along_is_refused() -> None:
    with pytest.raises((ValueError, TypeError)):
        _ = job_of(message("system", "os")).func


class Bomb:
    """Goes off when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a message was unpickled",))


@pytest.mark.parametrize("packed", [pickle.dumps, lambda bomb: zlib.compress(pickle.dumps(bomb))])
def test_pickled_message_is_refused_unread(packed: Any) -> None:
    with pytest.raises(DeserializationError):
        _ = job_of(packed((ENTRY_POINT, None, (Bomb(),), {}))).func


@pytest.mark.parametrize("args", [[], ["one"], ["not-a-uuid", 0], [None, 0]])
def test_arguments_that_name_no_job_fail(args: list[Any]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError, IndexError)):
        jobs.run(*args)
