"""Clusterings as they are asked for: refused early, with counts; and where they stand before and after their job."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from catalog.clusters.agglomerating import MOST_IMAGES, Linkage
from catalog.clusters.model import Collection, Wanted
from catalog.clusters.views import ClusteringState
from catalog.errors import (
    ClusteringNotFound,
    ClusteringRunning,
    ClusteringUnfinished,
    DatasetUnknown,
    FilterInvalid,
    ImageNotFound,
    QueryInvalid,
    TooFewImages,
    TooManyImages,
)
from catalog.images.model import ImageState
from catalog.jobs.model import JobKind, JobState
from tests.fakes.jobs import a_job
from tests.unit.catalog.clusters.world import DIMENSION, PERSON, MemoryCollections, World, around


class TestAsking:
    @pytest.mark.parametrize(
        "wanted",
        [
            Wanted(),
            Wanted(threshold=0.5, n_clusters=3),
            Wanted(threshold=-0.1),
            Wanted(threshold=2.1),
            Wanted(n_clusters=0),
            Wanted(n_clusters=MOST_IMAGES + 1),
            Wanted(n_clusters=2, limit=1),
            Wanted(n_clusters=2, limit=MOST_IMAGES + 1),
        ],
    )
    def test_what_nothing_could_answer_is_refused(self, wanted: Wanted) -> None:
        world = World.of(around(0, 1, 2))
        with pytest.raises(QueryInvalid):
            world.service.cluster(world.scope, wanted, PERSON)
        assert world.held.jobs.asked == []

    def test_a_filter_of_no_form_is_refused(self) -> None:
        world = World.of(around(0))
        with pytest.raises(FilterInvalid):
            world.service.cluster(world.scope, Wanted(Collection(filter={"colour": "red"}), threshold=0.5), PERSON)

    def test_unknown_datasets_and_images_are_not_found(self) -> None:
        world = World.of(around(0))
        waiting = world.add(None, state=ImageState.UPLOADED)
        with pytest.raises(DatasetUnknown):
            world.service.cluster(world.scope, Wanted(Collection("elsewhere"), threshold=0.5), PERSON)
        for image_id in (waiting.image_id, "0" * 26):
            known = tuple(world.reader.known)[:2]
            asked = Wanted(Collection(image_ids=(*known, image_id)), threshold=0.5)
            with pytest.raises(ImageNotFound):
                world.service.cluster(world.scope, asked, PERSON)

    @pytest.mark.parametrize(
        ("images", "wanted", "least"),
        [(0, Wanted(threshold=0.5), 2), (1, Wanted(n_clusters=1), 2), (5, Wanted(n_clusters=6), 6)],
    )
    def test_too_few_images_are_counted(self, images: int, wanted: Wanted, least: int) -> None:
        world = World.of(around(0, each=images) if images else np.empty((0, DIMENSION), np.float32))
        with pytest.raises(TooFewImages) as refused:
            world.service.cluster(world.scope, wanted, PERSON)
        assert (refused.value.images, refused.value.limit) == (images, least)

    def test_too_many_images_are_counted_unless_a_limit_says_how_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        world = World.of(around(0, 1))
        monkeypatch.setattr(MemoryCollections, "count", lambda *_: MOST_IMAGES + 7)
        with pytest.raises(TooManyImages) as refused:
            world.service.cluster(world.scope, Wanted(threshold=0.5), PERSON)
        assert (refused.value.images, refused.value.limit) == (MOST_IMAGES + 7, MOST_IMAGES)
        asked = world.service.cluster(world.scope, Wanted(threshold=0.5, limit=5), PERSON)
        assert asked.matched == MOST_IMAGES + 7

    def test_the_same_question_is_asked_once_at_a_time(self) -> None:
        world = World.of(around(0, 1))
        ids = tuple(world.reader.known)
        wanted = Wanted(Collection(image_ids=ids), n_clusters=2)
        asked = world.service.cluster(world.scope, wanted, PERSON)
        turned = replace(wanted, collection=Collection(image_ids=ids[::-1]))
        with pytest.raises(ClusteringRunning) as refused:
            world.service.cluster(world.scope, turned, PERSON)
        assert refused.value.job_id == asked.job_id
        world.service.cluster(world.scope, replace(wanted, linkage=Linkage.SINGLE), PERSON)
        assert [job.kind for job in world.held.jobs.asked] == [JobKind.CLUSTER_IMAGES] * 2


class TestStanding:
    @pytest.mark.parametrize(
        ("job", "state"),
        [
            (JobState.QUEUED, ClusteringState.WAITING),
            (JobState.RETRY, ClusteringState.WAITING),
            (JobState.RUNNING, ClusteringState.RUNNING),
            (JobState.PAUSED, ClusteringState.PAUSED),
            (JobState.DEAD, ClusteringState.FAILED),
            (JobState.CANCELLED, ClusteringState.CANCELLED),
            (None, ClusteringState.CANCELLED),
        ],
    )
    def test_before_its_outcome_it_stands_where_its_job_does(
        self, job: JobState | None, state: ClusteringState
    ) -> None:
        world = World.of(around(0, 1))
        asked = world.service.cluster(world.scope, Wanted(n_clusters=2), PERSON)
        if job is not None:
            world.ledger.keep(world.scope, a_job(JobKind.CLUSTER_IMAGES, job, job_id=asked.job_id))
        assert world.service.clustering(world.scope, asked.clustering_id).state is state
        with pytest.raises(ClusteringUnfinished):
            world.service.members(world.scope, asked.clustering_id, 1, after=-1, limit=1)
        with pytest.raises(ClusteringUnfinished):
            world.service.rename(world.scope, asked.clustering_id, 1, "a", PERSON)
        if state in (ClusteringState.FAILED, ClusteringState.CANCELLED):
            world.service.remove(world.scope, asked.clustering_id)
            assert world.clusterings.rows == {}
        else:
            with pytest.raises(ClusteringRunning):
                world.service.remove(world.scope, asked.clustering_id)

    def test_with_its_outcome_it_is_complete_whatever_its_job_says(self) -> None:
        world = World.of(around(0, 1))
        world.run(Wanted(n_clusters=2))
        [row] = world.clusterings.rows.values()
        world.ledger.keep(world.scope, a_job(JobKind.CLUSTER_IMAGES, JobState.RUNNING, job_id=row.job_id))
        [view] = world.service.page(world.scope, None, 10)
        assert view.state is ClusteringState.COMPLETE

    def test_nothing_is_there_by_an_unknown_id(self) -> None:
        world = World()
        with pytest.raises(ClusteringNotFound):
            world.service.clustering(world.scope, uuid4())
        with pytest.raises(ClusteringNotFound):
            world.service.remove(world.scope, uuid4())
