"""The table of anomalies: its columns, its pages, cells that no spreadsheet runs, problems before the first byte."""

import csv
from io import StringIO
from typing import Any

import pytest

from catalog.anomalies.scoring import Method
from catalog.errors import NotScored
from gateway.anomalies.listing import EXPORTED_PAGE
from tests.fakes.images import an_image
from tests.unit.gateway.anomalies.canned import SCOPE, CatalogOfAnomalies, a_catalog_of, a_run, an_anomaly, odd
from tests.unit.gateway.canned import Asked, Canned
from tests.unit.gateway.conftest import Asking

TABLE = "/api/qa/anomalies.csv"


class Paged(Canned):
    """A queue of which each question is answered from where it says."""

    def queue(self, scope: Any, listing: Any) -> Any:
        """The page after the one that the listing names."""
        self.asked.append(Asked("queue", (scope, listing), {}))
        found = self.answers["all"]
        begin = 0 if listing.after is None else 1 + [one.score for one in found].index(listing.after[0])
        return found[begin : begin + listing.limit]


def rows(answer: Any) -> list[dict[str, str]]:
    """The table as a program reads it."""
    return list(csv.DictReader(StringIO(answer.content.decode(), newline="")))


def test_a_line_has_every_score_and_the_nearest(ask: Asking) -> None:
    image = an_image(SCOPE, filename="=cmd|' /C calc'!A0")
    catalog = a_catalog_of(run=a_run(), queue=[an_anomaly(image)])
    answer = ask(catalog, "GET", f"{TABLE}?dataset_id=drawings&method=lof&flagged=true", role="viewer")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="anomalies.csv"'
    [line] = rows(answer)
    assert (line["image_id"], line["filename"]) == (image.image_id, f"'{image.filename}")
    assert (line["score"], line["percentile"], line["robust_z"], line["flagged"]) == ("0.5", "99.0", "7.5", "yes")
    assert (line["knn"], line["lof"], line["dnn"], line["reference"]) == ("0.5", "2.25", "", "")
    assert (line["nearest_distance"], line["verdicts"], line["in_reference_set"]) == ("0.25", "unsure", "no")
    asked = catalog.anomalies.last("queue").positional[1]
    assert (asked.dataset_id, asked.method, asked.flagged_only) == ("drawings", Method.LOF, True)


def test_an_image_without_neighbours_has_empty_cells(ask: Asking) -> None:
    alone = an_anomaly(evidence=(), reviews=(), in_reference_set=True)
    [line] = rows(ask(a_catalog_of(run=a_run(), queue=[alone]), "GET", TABLE))
    assert (line["nearest_id"], line["nearest_distance"], line["verdicts"]) == ("", "", "")
    assert line["in_reference_set"] == "yes"


@pytest.mark.parametrize("count", [0, 1, EXPORTED_PAGE, EXPORTED_PAGE + 1, 2 * EXPORTED_PAGE + 7])
def test_every_image_is_told_once_in_order(ask: Asking, count: int) -> None:
    found = odd(count)
    paged = Paged({"run": a_run(), "all": found})
    answer = ask(CatalogOfAnomalies(a_catalog_of().accounts, anomalies=paged), "GET", TABLE)
    assert [line["image_id"] for line in rows(answer)] == [one.image.image_id for one in found]
    assert len([one for one in paged.asked if one.name == "queue"]) == count // EXPORTED_PAGE + 1


def test_not_scored_is_a_problem_and_no_table(ask: Asking) -> None:
    answer = ask(a_catalog_of(run=NotScored("not yet")), "GET", TABLE)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-scored")


@pytest.mark.parametrize("query", ["method=x", "limit=5", "cursor=x", "dataset_id=..", "flagged=perhaps"])
def test_what_is_no_export_is_refused(ask: Asking, query: str) -> None:
    assert ask(a_catalog_of(), "GET", f"{TABLE}?{query}").status_code == 422


def test_a_filter_that_is_none_is_a_problem(ask: Asking) -> None:
    answer = ask(a_catalog_of(run=a_run()), "GET", TABLE, params={"filter": "{"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/filter-invalid")
