"""Clusters over HTTP: shown page by page, named, taken away; and how each refusal looks."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from catalog.clusters.model import ClusterName, Member, NamedBy
from catalog.clusters.views import ClusteringView, ClusterPage, MemberPage
from catalog.errors import (
    ClusteringNotFound,
    ClusteringUnfinished,
    ClusterNotFound,
)
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import JobState
from gateway.clusters.schemas import (
    ClusteringDetailOut,
    ClusteringsOut,
    ClusterOut,
    MembersOut,
)
from tests.token_bank.forge import USER
from tests.unit.gateway.clusters.canned import (
    ASKED,
    BASE,
    CLUSTERING_ID,
    ONE,
    SCOPE,
    WHEN,
    a_catalog_of,
    a_cluster,
    a_view,
    images,
)
from tests.unit.gateway.conftest import Asking


class TestShowing:
    def test_one_is_shown_with_a_page_of_its_clusters(self, ask: Asking) -> None:
        held = images(4)
        ids = list(held)
        named = ClusterName("sea", NamedBy.VOCABULARY, 0.75)
        gone = "9" * 26
        page = ClusterPage((a_cluster(1, ids, named), a_cluster(2, [gone, ids[0]])), held)
        catalog = a_catalog_of(clustering=a_view(), clusters=page)
        answer = ask(catalog, "GET", f"{ONE}?limit=2", role="viewer")
        told = ClusteringDetailOut.model_validate_json(answer.content)
        assert (told.state, told.matched, told.images, told.left_out, told.clusters_found) == ("complete", 12, 11, 1, 3)
        assert (told.dataset_id, told.filter, told.threshold, told.n_clusters) == (
            "shelf",
            {"tags": {"any": ["red"]}},
            0.25,
            None,
        )
        first, second = told.clusters
        assert first.medoid is not None
        assert first.medoid.image_id == ids[0]
        assert [one.image_id for one in first.samples] == ids[1:]
        assert (first.name, first.named_by, first.confidence) == ("sea", NamedBy.VOCABULARY, 0.75)
        assert (second.medoid, second.name, second.named_by) == (None, None, None)
        assert catalog.clusters.last("clusters").named == {"after": 0, "limit": 2}
        assert told.next_cursor is not None
        ask(catalog, "GET", f"{ONE}?limit=2&cursor={told.next_cursor}", role="viewer")
        assert catalog.clusters.last("clusters").named == {"after": 2, "limit": 2}

    def test_the_last_page_has_no_cursor(self, ask: Asking) -> None:
        held = images(1)
        page = ClusterPage((a_cluster(3, list(held)),), held)
        assert ask(a_catalog_of(clustering=a_view(), clusters=page), "GET", ONE).json()["next_cursor"] is None

    def test_before_it_is_complete_it_says_how_far_it_is(self, ask: Asking) -> None:
        view = a_view(done=False, state=JobState.RUNNING, progress=JobProgress("clustering", 5, 12, "merging"))
        answer = ask(a_catalog_of(clustering=view, clusters=ClusterPage((), {})), "GET", ONE)
        told = ClusteringDetailOut.model_validate_json(answer.content)
        assert (told.state, told.clusters, told.next_cursor, told.images) == ("running", [], None, None)
        assert told.progress is not None
        assert (told.progress.status, told.progress.processed, told.progress.total) == ("clustering", 5, 12)

    def test_a_failed_one_says_why(self, ask: Asking) -> None:
        view = a_view(done=False, state=JobState.DEAD, error="TooFewImages: there are 1 images")
        answer = ask(a_catalog_of(clustering=view, clusters=ClusterPage((), {})), "GET", ONE)
        assert (answer.json()["state"], answer.json()["failure"]) == ("failed", "TooFewImages: there are 1 images")

    def test_the_list_goes_on_behind_its_last(self, ask: Asking) -> None:
        other = ClusteringView(replace(ASKED, clustering_id=uuid4()), None)
        catalog = a_catalog_of(page=[a_view(), other])
        told = ClusteringsOut.model_validate_json(ask(catalog, "GET", f"{BASE}?limit=1", role="viewer").content)
        assert [one.clustering_id for one in told.clusterings] == [CLUSTERING_ID]
        assert told.next_cursor is not None
        rest = ask(catalog, "GET", f"{BASE}?limit=2&cursor={told.next_cursor}")
        assert [one["state"] for one in rest.json()["clusterings"]] == ["complete", "cancelled"]
        assert rest.json()["next_cursor"] is None
        assert catalog.clusters.last("page").positional == (SCOPE, (WHEN, CLUSTERING_ID), 3)

    def test_the_images_of_a_cluster_come_by_rank(self, ask: Asking) -> None:
        held = images(3)
        members = tuple(Member(image_id, 2 * at, 0.1 * at) for at, image_id in enumerate(held))
        catalog = a_catalog_of(members=MemberPage(members, held))
        url = f"{ONE}/clusters/7/images?limit=2"
        told = MembersOut.model_validate_json(ask(catalog, "GET", url, role="viewer").content)
        assert [(one.image.image_id, one.rank) for one in told.images] == [(one.image_id, one.rank) for one in members][
            :2
        ]
        assert catalog.clusters.last("members").positional == (SCOPE, CLUSTERING_ID, 7)
        ask(catalog, "GET", f"{url}&cursor={told.next_cursor}")
        assert catalog.clusters.last("members").named == {"after": 2, "limit": 3}
        elsewhere = ask(catalog, "GET", f"{ONE}/clusters/8/images?cursor={told.next_cursor}")
        assert elsewhere.json()["type"] == "/problems/cursor-invalid"


class TestChanging:
    @pytest.mark.parametrize(("sent", "name"), [("  discs ", "discs"), (None, None)])
    def test_a_name_is_given_and_taken_back(self, ask: Asking, sent: str | None, name: str | None) -> None:
        held = images(2)
        given = ClusterName("discs", NamedBy.PERSON, user_id=USER)
        catalog = a_catalog_of(rename=ClusterPage((a_cluster(1, list(held), given),), held))
        answer = ask(catalog, "PATCH", f"{ONE}/clusters/1", json={"name": sent})
        told = ClusterOut.model_validate_json(answer.content)
        assert (told.name, told.named_by, told.named_by_user_id, told.confidence) == ("discs", "person", USER, None)
        assert catalog.clusters.last("rename").positional == (SCOPE, CLUSTERING_ID, 1, name, USER)

    @pytest.mark.parametrize("sent", [{}, {"name": ""}, {"name": "  "}, {"name": "a" * 65}, {"name": 5}])
    def test_a_name_of_another_form_is_refused(self, ask: Asking, sent: dict[str, Any]) -> None:
        answer = ask(a_catalog_of(), "PATCH", f"{ONE}/clusters/1", json=sent)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")

    def test_one_is_taken_away(self, ask: Asking) -> None:
        catalog = a_catalog_of(remove=None)
        answer = ask(catalog, "DELETE", ONE)
        assert (answer.status_code, answer.content) == (204, b"")
        assert catalog.clusters.last("remove").positional == (SCOPE, CLUSTERING_ID)

    @pytest.mark.parametrize(
        ("method", "url", "name"),
        [
            ("GET", ONE, "clustering"),
            ("DELETE", ONE, "remove"),
            ("GET", f"{ONE}/clusters/1/images", "members"),
            ("PATCH", f"{ONE}/clusters/1", "rename"),
        ],
    )
    @pytest.mark.parametrize(
        ("error", "status"), [(ClusteringNotFound(), 404), (ClusterNotFound(), 404), (ClusteringUnfinished(), 409)]
    )
    def test_what_is_not_there_or_not_yet_is_refused(
        self, ask: Asking, method: str, url: str, name: str, error: Exception, status: int
    ) -> None:
        body = {"json": {"name": "a"}} if method == "PATCH" else {}
        assert ask(a_catalog_of(**{name: error}), method, url, **body).status_code == status

    @pytest.mark.parametrize(
        ("method", "url", "body"),
        [
            ("POST", BASE, {"threshold": 0.5}),
            ("DELETE", ONE, None),
            ("PATCH", f"{ONE}/clusters/1", {"name": "a"}),
        ],
    )
    def test_viewers_change_nothing(self, ask: Asking, method: str, url: str, body: dict[str, Any] | None) -> None:
        catalog = a_catalog_of()
        answer = ask(catalog, method, url, role="viewer", **({"json": body} if body else {}))
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/role-too-low")
        assert catalog.clusters.asked == []
