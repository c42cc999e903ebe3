"""The table that replicas share: never more than its slots, never a wrong vector, no trouble when it has trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedder.errors import TableUnavailable
from embedder.shared_texts import PAUSE_S
from tests.unit.embedder.stub_model import DIMENSION, FACTS
from tests.unit.embedder.stub_table import Replica, StubTable, place_of


def in_a_loop(story: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that awaits."""

    @wraps(story)
    def test(*arguments: Any, **named: Any) -> None:
        asyncio.run(asyncio.wait_for(story(*arguments, **named), 60))

    return test


class TestAnswers:
    @in_a_loop
    async def test_what_one_replica_wrote_another_finds_to_the_bit_and_in_order(self) -> None:
        table = StubTable()
        await Replica(table).keep("a", "b")
        first, missing, second = await Replica(table).found("b", "c", "a")
        assert missing is None
        assert first is not None
        assert second is not None
        assert await Replica(table).knows("a")
        assert first.dtype == np.float32
        assert not np.array_equal(first, second)

    @in_a_loop
    async def test_another_model_version_or_partition_finds_nothing(self) -> None:
        table = StubTable()
        await Replica(table).keep("a", partition="acme")
        assert await Replica(table).knows("a", "acme")
        assert not await Replica(table).knows("a", "globex")
        assert not await Replica(table).knows("a")
        assert not await Replica(table, replace(FACTS, version="0123456789ab-crop")).knows("a", "acme")

    @in_a_loop
    async def test_no_name_of_a_partition_and_text_together_read_like_another(self) -> None:
        table = StubTable()
        await Replica(table).keep("bc", partition="a")
        assert not await Replica(table).knows("c", "ab")


class TestBounds:
    @in_a_loop
    async def test_ten_times_as_many_texts_as_slots_fill_the_slots_and_no_more(self) -> None:
        replica = Replica(StubTable(), size=20)
        texts = [f"text {number}" for number in range(200)]
        for text in texts:
            await replica.keep(text, partition="acme")
        assert set(replica.table.values) <= set(range(20))
        assert all(len(value) == 16 + DIMENSION * 4 for value in replica.table.values.values())
        known = [text for text in texts if await replica.knows(text, "acme")]
        assert len(known) == len(replica.table.values)

    @in_a_loop
    async def test_the_last_of_a_slot_is_kept_and_the_one_before_is_a_miss(self) -> None:
        replica = Replica(StubTable(), size=1)
        await replica.keep("a")
        await replica.keep("b")
        assert (await replica.knows("a"), await replica.knows("b")) == (False, True)
        assert replica.failures("unsound") == 0

    @given(st.text(max_size=20), st.from_regex(r"[A-Za-z0-9._-]{0,64}", fullmatch=True), st.integers(1, 2**40))
    def test_every_slot_is_one_of_the_table(self, text: str, partition: str, size: int) -> None:
        replica = Replica(StubTable(), size=size)
        assert 0 <= place_of(replica, text, partition) < size

    @in_a_loop
    async def test_writes_that_a_slow_table_holds_up_do_not_pile_up(self) -> None:
        table = StubTable()
        table.gate.clear()
        replica = Replica(table)
        writes = [asyncio.create_task(replica.keep(str(number))) for number in range(100)]
        await asyncio.sleep(0)
        assert len(replica.texts._writing) == 32
        table.gate.set()
        await asyncio.gather(*writes)
        assert len(table.values) == 32


def damaged(value: bytes, kind: str) -> Any:
    """A value as somebody else might have left it."""
    body = np.frombuffer(value[16:], "<f4")
    bodies = {
        "shorter": body[:-1],
        "longer": np.append(body, np.float32(0)),
        "of another length": body * np.float32(1.002),
        "zero": body * 0,
        "not a number": np.full_like(body, np.nan),
        "infinite": np.full_like(body, np.inf),
    }
    return value[:16] + (b"" if kind == "cut off" else bodies[kind].astype("<f4").tobytes())


class TestGarbage:
    @pytest.mark.parametrize(
        "kind", ["shorter", "longer", "cut off", "of another length", "zero", "not a number", "infinite"]
    )
    @in_a_loop
    async def test_a_value_that_is_no_unit_vector_is_a_miss_and_counted(self, kind: str) -> None:
        replica = Replica(StubTable())
        await replica.keep("a", "b")
        slot = place_of(replica, "a")
        replica.table.values[slot] = damaged(replica.table.values[slot], kind)
        assert (await replica.knows("a"), await replica.knows("b")) == (False, True)
        assert replica.failures("unsound") == 1
        await replica.keep("a")
        assert await replica.knows("a")

    @pytest.mark.parametrize("value", [b"", b"x", b"x" * (16 + DIMENSION * 4)])
    @in_a_loop
    async def test_a_value_with_another_digest_is_a_miss(self, value: bytes) -> None:
        replica = Replica(StubTable())
        replica.table.values[place_of(replica, "a")] = value
        assert not await replica.knows("a")

    @pytest.mark.parametrize("value", [7, "words", ["a"]])
    @in_a_loop
    async def test_an_answer_of_another_type_is_a_miss(self, value: object) -> None:
        replica = Replica(StubTable())
        replica.table.values[place_of(replica, "a")] = value
        assert not await replica.knows("a")
        assert replica.failures("nonsense") == 1

    @in_a_loop
    async def test_an_answer_of_another_length_is_a_miss(self, monkeypatch: pytest.MonkeyPatch) -> None:
        replica = Replica(StubTable())

        async def two(*_: object) -> list[bytes | None]:
            return [None, None]

        monkeypatch.setattr(replica.table, "read", two)
        assert await replica.found("a", "b", "c") == [None, None, None]
        assert replica.failures("nonsense") == 1


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "reason"),
        [(TableUnavailable("away"), "away"), (TableUnavailable("refused"), "refused"), (ValueError(), "nonsense")],
    )
    @in_a_loop
    async def test_after_a_failure_nobody_asks_for_a_while_then_one_does(self, fault: Exception, reason: str) -> None:
        table = StubTable()
        replica = Replica(table)
        await replica.keep("a")
        table.fault = fault
        assert not await replica.knows("a")
        assert replica.failures(reason) == 1
        asked = table.asked
        replica.clock.now += PAUSE_S - 0.01
        await replica.keep("b")
        assert not await replica.knows("a")
        assert table.asked == asked
        replica.clock.now += 0.02
        table.gate.clear()
        asking = [asyncio.create_task(replica.knows("a")) for _ in range(5)]
        while sum(one.done() for one in asking) < 4:
            await asyncio.sleep(0)
        table.gate.set()
        assert await asyncio.gather(*asking) == [False] * 5
        assert table.asked == asked + 1
        assert replica.failures(reason) == 2

    @in_a_loop
    async def test_once_it_answers_again_all_ask(self) -> None:
        table = StubTable()
        replica = Replica(table)
        await replica.keep("a")
        table.fault = TableUnavailable("away")
        assert not await replica.knows("a")
        table.fault = None
        assert not await replica.knows("a")
        replica.clock.now += PAUSE_S
        assert await replica.knows("a")
        assert await replica.knows("a")

    @in_a_loop
    async def test_a_table_that_does_not_answer_is_not_waited_for(self) -> None:
        table = StubTable()
        table.gate.clear()
        replica = Replica(table, timeout_s=0.01)
        assert not await replica.knows("a")
        assert replica.failures("slow") == 1

    @in_a_loop
    async def test_a_failed_write_is_nobodys_failure(self) -> None:
        replica = Replica(StubTable(fault=TableUnavailable("refused")))
        await replica.keep("a")
        assert replica.failures("refused") == 1
        assert replica.table.values == {}

    @in_a_loop
    async def test_closing_finishes_what_is_being_written(self) -> None:
        table = StubTable()
        table.gate.clear()
        replica = Replica(table)
        writing = asyncio.create_task(replica.keep("a"))
        while not table.asked:
            await asyncio.sleep(0)
        closing = asyncio.create_task(replica.texts.close())
        await asyncio.sleep(0)
        assert not table.closed
        table.gate.set()
        await asyncio.gather(writing, closing)
        assert (len(table.values), table.closed) == (1, True)
