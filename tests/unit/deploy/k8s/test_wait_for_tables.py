"""Pods wait until the tables are theirs, or those of newer code."""

from collections.abc import Iterator

import psycopg
import pytest

from deploy.k8s.base.wait_for_tables import is_enough, migrations, wait


@pytest.mark.parametrize(
    ("found", "enough"), [("2", True), ("3", True), ("1", False), (None, False)], ids=["own", "newer", "older", "none"]
)
def test_own_tables_and_newer_ones_are_enough(found: str | None, enough: bool) -> None:
    assert is_enough(found, wanted="2", known={"1", "2"}) is enough


def test_the_code_knows_its_own_migrations() -> None:
    wanted, known = migrations()
    assert wanted in known


def test_it_waits_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    wanted, known = migrations()
    older = min(known - {wanted}, default=None)
    found: Iterator[str | None] = iter([None, older, wanted])
    pauses: list[None] = []
    wait(lambda: next(found), lambda: pauses.append(None))
    assert len(pauses) == 2
    assert "the tables are at nothing" in capsys.readouterr().out


def test_it_waits_for_a_database_that_is_away(capsys: pytest.CaptureFixture[str]) -> None:
    wanted, _ = migrations()
    asked: list[None] = []

    def revision() -> str:
        asked.append(None)
        if len(asked) == 1:
            raise psycopg.OperationalError("connection refused\nby 127.0.0.1")
        return wanted

    wait(revision, lambda: None)
    assert capsys.readouterr().out == "waiting: connection refused\n"
