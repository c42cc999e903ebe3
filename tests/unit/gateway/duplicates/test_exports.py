"""Exports: the exact header, cells that no spreadsheet runs, JSON out of pieces, problems before the first byte."""

import csv
from io import StringIO
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.duplicates.exporting import ExportedGroup
from catalog.duplicates.model import Tier, Turn
from catalog.duplicates.views import Member
from catalog.errors import NotDetected
from gateway.csv_cells import defused, lines
from gateway.duplicates.tables import groups_csv, groups_json, pairs_csv
from gateway.exports import begun
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import GROUP_ID, SCOPE, a_catalog_of, a_group, an_edge, images, pages

ONE, OTHER = images(2, filename="=cmd|' /C calc'!A0")
EDGE = an_edge(ONE, OTHER, cosine=0.9712345678)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "'=1", "\uff1d1", "\uff0b1"]


def exported(keeper_id: str | None) -> ExportedGroup:
    """A group of two, of which people or the score keep one."""
    members = (Member(ONE, 1.0, None, False, False), Member(OTHER, None, None, True, False))
    return ExportedGroup(a_group([ONE, OTHER]), members, keeper_id)


def rows(body: bytes) -> list[list[str]]:
    """The table as a program reads it."""
    return list(csv.reader(StringIO(body.decode(), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_shown_and_not_run(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert rows(lines([[text]])) == [[f"'{text}"]]


@pytest.mark.parametrize(("cell", "written"), [(None, ""), (-1.5, "-1.5"), (0, "0"), ("a=b", "a=b"), ("", "")])
def test_other_cells_are_written_as_they_are(cell: str | float | None, written: str) -> None:
    assert defused(cell) == written


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_every_text_can_be_read_back_and_none_begins_a_formula(text: str) -> None:
    [[cell]] = rows(lines([[text]])) if text else [[""]]
    assert cell[:1] not in set("=+-@\t\r\n")
    assert (cell[1:] if cell.startswith("'") else cell) == text


def test_pairs_have_exactly_three_columns(ask: Asking) -> None:
    catalog = a_catalog_of(pairs=pages([EDGE], [EDGE]))
    answer = ask(catalog, "GET", "/api/duplicates/pairs.csv?dataset_id=drawings&threshold=0.9", role="viewer")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="pairs.csv"'
    line = f"{EDGE.low_id},{EDGE.high_id},0.028765\r\n"
    assert answer.text == "from,to,distance\r\n" + line * 2
    asked = catalog.duplicates.last("pairs")
    assert (asked.positional, asked.named) == ((SCOPE, "drawings"), {"least": 0.9})


def test_the_evidence_comes_when_it_is_asked_for(ask: Asking) -> None:
    turned = an_edge(ONE, OTHER, tier=Tier.TURNED, turn=Turn.ROTATED_90, cosine=1.0000001, hamming=None)
    answer = ask(a_catalog_of(pairs=pages([turned])), "GET", "/api/duplicates/pairs.csv?evidence=true")
    assert rows(answer.content) == [
        ["from", "to", "distance", "tier", "hamming", "cosine", "turn", "model_version"],
        [turned.low_id, turned.high_id, "0.0", "T3", "", "1.0", "rotated_90", "tiny-1"],
    ]


def test_groups_have_a_line_for_each_member(ask: Asking) -> None:
    answer = ask(a_catalog_of(groups=pages([exported(OTHER.image_id)])), "GET", "/api/duplicates/groups.csv")
    header, *told = rows(answer.content)
    assert header[:6] == ["group_id", "image_id", "filename", "tier", "similarity", "keeper"]
    assert [row[:6] for row in told] == [
        [GROUP_ID, ONE.image_id, f"'{ONE.filename}", "T2", "1.0", "no"],
        [GROUP_ID, OTHER.image_id, f"'{ONE.filename}", "T2", "", "yes"],
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_whole_whatever_the_number_of_pages(count: int) -> None:
    each = [[exported(None), exported(ONE.image_id)] for _ in range(count)]
    told = orjson.loads(b"".join(groups_json("", pages(*each))))
    assert (told["dataset_id"], len(told["groups"])) == (None, 2 * count)
    for group in told["groups"][:1]:
        assert (group["keeper_id"], group["members"][1]["similarity"]) == (None, None)


def test_json_goes_over_the_wire(ask: Asking) -> None:
    answer = ask(a_catalog_of(groups=pages([exported(None)])), "GET", "/api/duplicates/groups.json?dataset_id=drawings")
    assert (answer.headers["content-type"], answer.json()["dataset_id"]) == ("application/json", "drawings")


def test_nothing_found_is_an_empty_table(ask: Asking) -> None:
    assert ask(a_catalog_of(pairs=pages()), "GET", "/api/duplicates/pairs.csv").text == "from,to,distance\r\n"


class Failing:
    """Fails when its first page is read."""

    def __iter__(self) -> "Failing":
        return self

    def __next__(self) -> Any:
        raise NotDetected("not yet")


@pytest.mark.parametrize("name", ["pairs.csv", "groups.csv", "groups.json"])
def test_what_is_wrong_is_a_problem_and_no_table(ask: Asking, name: str) -> None:
    answer = ask(a_catalog_of(pairs=Failing(), groups=Failing()), "GET", f"/api/duplicates/{name}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-detected")


@pytest.mark.parametrize("query", ["threshold=2", "threshold=nan", "evidence=perhaps", "dataset_id=.."])
def test_what_is_no_export_is_refused(ask: Asking, query: str) -> None:
    assert ask(a_catalog_of(), "GET", f"/api/duplicates/pairs.csv?{query}").status_code == 422


class Endless:
    """Pages without an end, counted as they are read."""

    def __init__(self, page: Any) -> None:
        self.page, self.read = page, 0

    def __iter__(self) -> "Endless":
        return self

    def __next__(self) -> Any:
        self.read += 1
        return self.page


def test_no_page_is_read_before_the_one_before_it_was_written() -> None:
    pairs, groups, document = Endless([EDGE]), Endless([exported(None)]), Endless([exported(None)])
    for source, body in (
        (pairs, pairs_csv(begun(pairs), evidence=False)),
        (groups, groups_csv(begun(groups))),
        (document, groups_json("", begun(document))),
    ):
        for _ in range(10):
            next(body)
        assert source.read <= 10
