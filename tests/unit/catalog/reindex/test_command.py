"""`python -m catalog.reindex`: in which order it fills and switches, and what it ends with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID, uuid4

import pytest

from catalog import reindex
from catalog.embeddings.model import VectorSpace
from catalog.errors import DatabaseUnavailable
from catalog.images.rebuilding import Rebuilding, TenantRebuild
from catalog.images.reindex_progress import Phase, Progress
from catalog.jobs.model import JobState
from catalog.reindex import Command, main, parser

SPACE = VectorSpace("images_tiny_2", "tiny", "v2", 8)
DONE = Progress(SPACE.collection, phase=Phase.DONE, total=1, seen=1, rows=1, points=1)


@dataclass(slots=True)
class Stub:
    """Rebuilding that writes down what it is asked; `looks` are the answers to come, the last one stays."""

    live: bool
    looks: list[TenantRebuild | Exception] = field(
        default_factory=lambda: [TenantRebuild("acme", JobState.SUCCEEDED, DONE, None)]
    )
    did: list[str] = field(default_factory=list)

    def target(self, *, change_model: bool) -> VectorSpace:
        return SPACE

    def is_live(self, space: VectorSpace) -> bool:
        return self.live

    def start(self, space: VectorSpace, *, everything: bool) -> tuple[list[UUID], int]:
        self.did.append("all" if everything else "missing")
        return [uuid4()], 1

    def look(self, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        answer = self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]
        if isinstance(answer, Exception):
            raise answer
        return [answer]

    def switch_to(self, space: VectorSpace) -> None:
        self.did.append("switch")

    def remove_strangers(self, space: VectorSpace) -> int:
        self.did.append("strangers")
        return 2

    def drop_old(self) -> list[str]:
        self.did.append("drop")
        return ["images_tiny_1"]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.reindex.time.sleep", lambda seconds: None)


def run(stub: Stub, *arguments: str) -> int:
    return Command(cast(Rebuilding, stub), parser.parse_args(arguments)).run()


@pytest.mark.parametrize(
    ("live", "arguments", "did"),
    [
        (True, [], ["strangers", "missing"]),
        (True, ["--all"], ["strangers", "all"]),
        (True, ["--detach"], ["missing"]),
        (False, ["--change-model"], ["missing", "switch", "strangers", "missing"]),
        (False, ["--change-model", "--all"], ["all", "switch", "strangers", "missing"]),
        (False, ["--change-model", "--switch-first"], ["switch", "strangers", "missing"]),
        (False, ["--change-model", "--detach"], ["missing"]),
        (False, ["--drop-old"], ["drop"]),
    ],
)
def test_order(live: bool, arguments: list[str], did: list[str]) -> None:
    stub = Stub(live)
    assert run(stub, *arguments) == 0
    assert stub.did == did


@pytest.mark.parametrize(
    "wrong",
    [
        TenantRebuild("acme", JobState.DEAD, replace(DONE, phase=Phase.ROWS), "EmbedderUnavailable: away"),
        TenantRebuild("acme", JobState.SUCCEEDED, replace(DONE, failed=1, points=0), None),
    ],
)
def test_trouble_is_told_and_stops_the_switch(wrong: TenantRebuild, capsys: pytest.CaptureFixture[str]) -> None:
    stub = Stub(False, [wrong])
    assert run(stub, "--change-model") == 1
    assert stub.did == ["missing"]
    said = capsys.readouterr().out
    assert "reindex: acme: " in said
    assert "not switched" in said
    assert run(Stub(True, [wrong])) == 1


def test_absent_database_is_asked_again() -> None:
    under_way = TenantRebuild("acme", JobState.RUNNING, replace(DONE, phase=Phase.ROWS), None)
    done = TenantRebuild("acme", JobState.SUCCEEDED, DONE, None)
    assert run(Stub(True, [under_way, DatabaseUnavailable("away"), done])) == 0


def test_missing_settings_are_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reindex, "configure_logging", lambda *_: None)
    monkeypatch.delenv("QDRANT_URL", raising=False)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "QDRANT_URL: Field required" in said
    assert len(said.splitlines()) == 1
