"""Detecting and regrouping over HTTP: what is asked of the catalog, what is refused, what is answered."""

import pytest

from catalog.duplicates.histogram import BUCKETS, THRESHOLDS, Histogram
from catalog.duplicates.model import WHOLE_TENANT, Run, Tier
from catalog.duplicates.showing import Found
from catalog.duplicates.views import Preview
from catalog.errors import DatasetUnknown, NotDetected, SweepRunning
from gateway.duplicates.finding_schemas import DetectionOut, FoundOut, HistogramOut, PreviewOut, RunOut
from tests.token_bank.forge import USER
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import JOB_ID, SCOPE, WHEN, a_catalog_of, a_group, images

OF_DATASET, OF_TENANT = "/api/datasets/drawings/near-duplicates", "/api/near-duplicates"
BOTH = pytest.mark.parametrize(("base", "where"), [(OF_DATASET, "drawings"), (OF_TENANT, WHOLE_TENANT)])
RUN = Run("drawings", 0.9, 6, "tiny-1", images=10, edges=4, groups=2, duplicates=3, grouped_at=WHEN)
PREVIEW = Preview(0.9, groups=2, duplicates=3, images=5, reclaimable_bytes=300, by_tier={Tier.EDITED: 2})
SPREAD = Histogram(
    {Tier.EDITED: dict.fromkeys(BUCKETS, 1)}, {Tier.EDITED: (1,) * len(THRESHOLDS)}, {"below": 4, "0.75": 1}, 5
)


@BOTH
def test_a_detection_is_asked_for(ask: Asking, base: str, where: str) -> None:
    catalog = a_catalog_of(detect=JOB_ID)
    answer = ask(catalog, "POST", f"{base}/detect?threshold=0.9&max_hamming=4")
    assert answer.status_code == 202
    assert answer.json() == {
        "job_id": str(JOB_ID),
        "status_url": f"/api/jobs/{JOB_ID}",
        "progress_url": f"{base}/progress",
    }
    DetectionOut.model_validate_json(answer.content)
    assert catalog.duplicates.last("detect").positional == (SCOPE, where, 0.9, 4, USER)


def test_without_figures_the_models_own_are_taken(ask: Asking) -> None:
    catalog = a_catalog_of(detect=JOB_ID)
    assert ask(catalog, "POST", f"{OF_TENANT}/detect").status_code == 202
    assert catalog.duplicates.last("detect").positional[2:4] == (None, 6)


@BOTH
def test_a_second_one_meanwhile_is_refused_with_the_firsts_job(ask: Asking, base: str, where: str) -> None:
    answer = ask(a_catalog_of(detect=SweepRunning(JOB_ID)), "POST", f"{base}/detect")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/sweep-running")
    assert answer.json()["job_id"] == str(JOB_ID)


def test_of_an_unknown_dataset_it_is_refused(ask: Asking) -> None:
    answer = ask(a_catalog_of(detect=DatasetUnknown("no")), "POST", f"{OF_DATASET}/detect")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dataset-unknown")


@pytest.mark.parametrize("threshold", ["0.79", "0.7999999", "0.991", "1", "-0.9", "nan", "inf", "much", "", "9e99"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/detect"), ("GET", ""), ("GET", "/preview")])
def test_a_threshold_out_of_range_is_refused(ask: Asking, method: str, path: str, threshold: str) -> None:
    catalog = a_catalog_of()
    answer = ask(catalog, method, f"{OF_TENANT}{path}?threshold={threshold}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")
    assert answer.json()["errors"][0]["loc"] == ["query", "threshold"]
    assert catalog.duplicates.asked == []


@pytest.mark.parametrize("body", [{}, {"threshold": 0.79}, {"threshold": "0.9"}, {"threshold": 0.9, "more": 1}])
def test_a_threshold_to_keep_is_one_number_in_range(ask: Asking, body: dict[str, object]) -> None:
    assert ask(a_catalog_of(), "PUT", f"{OF_TENANT}/threshold", json=body).status_code == 422


@pytest.mark.parametrize("query", ["max_hamming=-1", "max_hamming=11", "max_hamming=2.5", "tenant_id=x"])
def test_other_figures_out_of_range_are_refused(ask: Asking, query: str) -> None:
    assert ask(a_catalog_of(), "POST", f"{OF_DATASET}/detect?{query}").status_code == 422


@pytest.mark.parametrize("name", ["a%20b", "x" * 65, "-a", "%22", ".a"])
def test_a_name_that_no_dataset_has_is_refused(ask: Asking, name: str) -> None:
    answer = ask(a_catalog_of(), "GET", f"/api/datasets/{name}/near-duplicates/preview?threshold=0.9")
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["path", "dataset_id"])


@BOTH
def test_groups_are_answered_under_exactly_four_keys(ask: Asking, base: str, where: str) -> None:
    members = images(12)
    found = Found((a_group(members, dataset_id=where),), total_groups=7, total_duplicates=30, threshold=0.95)
    catalog = a_catalog_of(found=found, images_among={one.image_id: one for one in members[:9]})
    answer = ask(catalog, "GET", base, role="viewer")
    assert answer.status_code == 200
    told = answer.json()
    assert list(told) == ["groups", "total_groups", "total_duplicates", "threshold"]
    assert (told["total_groups"], told["total_duplicates"], told["threshold"]) == (7, 30, 0.95)
    [group] = told["groups"]
    assert (group["dataset_id"], group["size"], len(group["member_ids"])) == (where or None, 12, 12)
    assert [one["image_id"] for one in group["images"]] == [one.image_id for one in members[:9]]
    assert all("/api/thumbnails/" in one["preview_url"] for one in group["images"])
    FoundOut.model_validate_json(answer.content)
    asked = catalog.duplicates.last("found")
    assert (asked.positional, asked.named) == ((SCOPE, where, None), {"limit": 100, "offset": 0})
    assert catalog.duplicates.last("images_among").positional[1] == [one.image_id for one in members[:10]]


def test_a_page_of_another_threshold_is_asked_for(ask: Asking) -> None:
    catalog = a_catalog_of(found=Found((), 0, 0, 0.85), images_among={})
    assert ask(catalog, "GET", f"{OF_TENANT}?threshold=0.85&limit=1000&offset=3").json()["groups"] == []
    asked = catalog.duplicates.last("found")
    assert (asked.positional[2], asked.named) == (0.85, {"limit": 1000, "offset": 3})


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "offset=10000001", "cursor=x"])
def test_a_page_out_of_bounds_is_refused(ask: Asking, query: str) -> None:
    assert ask(a_catalog_of(), "GET", f"{OF_DATASET}?{query}").status_code == 422


@BOTH
@pytest.mark.parametrize(
    ("method", "path", "called"),
    [
        ("GET", "", "found"),
        ("GET", "/preview?threshold=0.9", "preview"),
        ("GET", "/histogram", "histogram"),
        ("PUT", "/threshold", "regroup"),
    ],
)
def test_before_the_first_detection_there_is_nothing(
    ask: Asking, base: str, where: str, method: str, path: str, called: str
) -> None:
    body = {"json": {"threshold": 0.9}} if method == "PUT" else {}
    answer = ask(a_catalog_of(**{called: NotDetected("not yet")}), method, base + path, **body)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-detected")


@BOTH
def test_figures_are_answered_as_documented(ask: Asking, base: str, where: str) -> None:
    catalog = a_catalog_of(preview=PREVIEW, histogram=SPREAD, regroup=RUN)
    preview = ask(catalog, "GET", f"{base}/preview?threshold=0.9", role="viewer")
    assert PreviewOut.model_validate_json(preview.content).by_tier == {Tier.EDITED: 2}
    histogram = ask(catalog, "GET", f"{base}/histogram", role="viewer")
    assert HistogramOut.model_validate_json(histogram.content).random_total == 5
    run = ask(catalog, "PUT", f"{base}/threshold", json={"threshold": 0.9})
    assert RunOut.model_validate_json(run.content).groups == 2
    assert {one.positional[1] for one in catalog.duplicates.asked} == {where}


@pytest.mark.parametrize(("method", "path"), [("POST", "/detect"), ("PUT", "/threshold")])
def test_a_viewer_changes_nothing(ask: Asking, method: str, path: str) -> None:
    catalog = a_catalog_of()
    answer = ask(catalog, method, OF_DATASET + path, role="viewer", json={"threshold": 0.9})
    assert (answer.status_code, catalog.duplicates.asked) == (403, [])
