"""Asking for a clustering over HTTP: what is taken, and how each refusal looks."""

from typing import Any

import pytest

from catalog.clusters.agglomerating import Linkage
from catalog.clusters.model import Collection, Wanted
from catalog.errors import (
    ClusteringRunning,
    TooFewImages,
    TooManyImages,
)
from gateway.clusters.schemas import (
    MOST_IDS,
    AcceptedOut,
)
from tests.token_bank.forge import USER
from tests.unit.gateway.clusters.canned import ASKED, BASE, CLUSTERING_ID, JOB_ID, ONE, SCOPE, WANTED, a_catalog_of
from tests.unit.gateway.conftest import Asking


class TestAsking:
    def test_a_clustering_is_accepted_with_where_to_look(self, ask: Asking) -> None:
        catalog = a_catalog_of(cluster=ASKED)
        question = {
            "dataset_id": "shelf",
            "filter": {"tags": {"any": ["red"]}},
            "linkage": "complete",
            "method": "agglomerative",
            "threshold": 0.25,
        }
        answer = ask(catalog, "POST", BASE, json=question)
        assert answer.status_code == 202
        told = AcceptedOut.model_validate_json(answer.content)
        assert (told.clustering_id, told.job_id) == (CLUSTERING_ID, JOB_ID)
        assert (told.status_url, told.progress_url) == (ONE, f"/api/jobs/{JOB_ID}/events")
        assert catalog.clusters.last("cluster").positional == (SCOPE, WANTED, USER)

    def test_by_default_it_is_the_whole_tenant_by_average(self, ask: Asking) -> None:
        catalog = a_catalog_of(cluster=ASKED)
        ids = ["0" * 26, "1" * 26]
        assert ask(catalog, "POST", BASE, json={"n_clusters": 7, "image_ids": ids, "limit": 50}).status_code == 202
        wanted = Wanted(Collection(image_ids=tuple(ids)), Linkage.AVERAGE, n_clusters=7, limit=50)
        assert catalog.clusters.last("cluster").positional[1] == wanted

    @pytest.mark.parametrize(
        "question",
        [
            {},
            {"threshold": 0.5, "n_clusters": 2},
            {"threshold": 2.5},
            {"threshold": -0.1},
            {"threshold": "0.5"},
            {"n_clusters": 0},
            {"n_clusters": 20_001},
            {"n_clusters": 2.5},
            {"threshold": 0.5, "limit": 20_001},
            {"threshold": 0.5, "limit": 1},
            {"threshold": 0.5, "linkage": "ward"},
            {"threshold": 0.5, "method": "kmeans"},
            {"threshold": 0.5, "image_ids": []},
            {"threshold": 0.5, "image_ids": ["x"]},
            {"threshold": 0.5, "image_ids": ["0" * 26] * (MOST_IDS + 1)},
            {"threshold": 0.5, "colour": "red"},
        ],
    )
    def test_a_question_of_another_form_is_refused(self, ask: Asking, question: dict[str, Any]) -> None:
        catalog = a_catalog_of()
        answer = ask(catalog, "POST", BASE, json=question)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")
        assert catalog.clusters.asked == []

    @pytest.mark.parametrize(
        ("error", "status", "slug", "extra"),
        [
            (TooManyImages(20_001, 20_000), 422, "too-many-images", {"images": 20_001, "limit": 20_000}),
            (TooFewImages(1, 2), 422, "too-few-images", {"images": 1, "limit": 2}),
            (ClusteringRunning(JOB_ID), 409, "clustering-running", {"job_id": str(JOB_ID)}),
        ],
    )
    def test_refusals_say_how_many_or_which_job(
        self, ask: Asking, error: Exception, status: int, slug: str, extra: dict[str, Any]
    ) -> None:
        answer = ask(a_catalog_of(cluster=error), "POST", BASE, json={"threshold": 0.5})
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
        assert answer.json().items() >= extra.items()
