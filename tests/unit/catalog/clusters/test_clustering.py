"""A clustering from the question to what is written: refused early, done once, the same whatever came first."""

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
    IndexUnavailable,
    ModelMismatch,
    QueryInvalid,
    TooFewImages,
    TooManyImages,
)
from catalog.images.model import ImageState
from catalog.jobs.handle import JobStopped
from catalog.jobs.model import JobKind, JobState
from tests.fakes.handle import FreeHandle
from tests.fakes.jobs import a_job
from tests.unit.catalog.clusters.world import DIMENSION, PERSON, AxisEmbedder, MemoryCollections, World, around

INTO_THREE = Wanted(n_clusters=3)


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


class TestRunning:
    def test_the_clusters_are_those_that_were_planted(self) -> None:
        vectors = np.concatenate([around(3, each=6), around(7, each=4), around(1, each=2)])
        world = World.of(vectors)
        ids = list(world.reader.known)
        clusters = world.run(INTO_THREE)
        assert [set(one.image_ids) for one in clusters] == [set(ids[:6]), set(ids[6:10]), set(ids[10:])]
        assert [one.number for one in clusters] == [1, 2, 3]
        assert [one.name for one in clusters] == ["word 3", "word 7", "word 1"]
        assert all(one.confidence is not None and one.confidence > 0.2 for one in clusters)
        for one in clusters:
            assert one.distances[0] == 0.0
            assert list(one.distances) == sorted(one.distances)
            assert one.spread == pytest.approx(sum(one.distances) / (len(one.distances) - 1))
            assert one.medoid_sha256 == world.held.images[one.image_ids[0]].sha256
        [row] = world.clusterings.rows.values()
        assert row.outcome is not None
        assert (row.outcome.images, row.outcome.left_out, row.outcome.clusters) == (12, 0, 3)
        assert row.outcome.model_version == "v1"

    @pytest.mark.parametrize("linkage", Linkage)
    def test_the_order_in_which_images_came_changes_nothing(self, linkage: Linkage) -> None:
        vectors = np.concatenate([around(0, 1, 2, 3, seed=1), around(0, 1, seed=2)])
        hashes = [f"{at:064x}" for at in np.random.default_rng(3).permutation(len(vectors))]
        seen = []
        for order in (range(len(vectors)), np.random.default_rng(4).permutation(len(vectors)).tolist()):
            world = World()
            for at in order:
                world.add(vectors[at], sha256=hashes[at])
            by_id = {image.image_id: image.sha256 for image in world.held.images.values()}
            clusters = world.run(Wanted(linkage=linkage, threshold=0.02))
            seen.append([(tuple(by_id[one] for one in found.image_ids), found.name) for found in clusters])
        assert seen[0] == seen[1]
        assert 1 < len(seen[0]) < len(vectors)

    def test_a_limit_takes_the_first_by_content(self) -> None:
        world = World.of(around(0, 1, each=10))
        first = sorted(world.held.images.values(), key=lambda image: image.sha256)[:7]
        clusters = world.run(Wanted(threshold=2.0, limit=7))
        assert set(clusters[0].image_ids) == {image.image_id for image in first}

    def test_what_has_no_vector_is_left_out_and_counted(self) -> None:
        world = World.of(around(0, 1))
        left_out = world.add(None)
        clusters = world.run(Wanted(n_clusters=2))
        assert left_out.image_id not in {one for found in clusters for one in found.image_ids}
        [row] = world.clusterings.rows.values()
        assert row.outcome is not None
        assert (row.outcome.images, row.outcome.left_out) == (10, 1)

    def test_one_cluster_of_all_has_no_name(self) -> None:
        [only] = World.of(around(0, 1)).run(Wanted(n_clusters=1))
        assert (only.name, only.confidence, len(only.image_ids)) == (None, None, 10)

    def test_fewer_vectors_than_two_end_it(self) -> None:
        world = World.of(around(0, each=1))
        world.add(None)
        asked = world.service.cluster(world.scope, Wanted(threshold=0.5), PERSON)
        with pytest.raises(TooFewImages):
            world.do(asked)
        assert world.clusterings.get(asked.clustering_id).outcome is None

    def test_progress_only_grows_and_ends_with_all_images(self) -> None:
        world, job = World.of(around(0, 1, 2, each=20)), FreeHandle()
        world.run(INTO_THREE, job)
        told = [progress for progress, _ in job.told]
        assert [one.processed for one in told] == sorted(one.processed for one in told)
        assert {one.total for one in told} == {60}
        assert (told[-1].processed, told[-1].status) == (60, "writing")
        assert len(told) > 3

    def test_stopped_or_failed_it_leaves_nothing_and_is_done_whole_the_next_time(self) -> None:
        world = World.of(around(0, 1, 2))
        asked = world.service.cluster(world.scope, INTO_THREE, PERSON)
        for stops_after in (1, 2, 3):
            with pytest.raises(JobStopped):
                world.do(asked, FreeHandle(stops_after))
        world.reader.away = True
        with pytest.raises(IndexUnavailable):
            world.do(asked)
        assert world.clusterings.found == {}
        world.reader.away = False
        world.do(asked)
        assert len(world.clusterings.found[asked.clustering_id]) == 3

    def test_done_twice_is_done_once_and_what_was_taken_away_is_not_done(self) -> None:
        world = World.of(around(0, 1))
        asked = world.service.cluster(world.scope, Wanted(n_clusters=2), PERSON)
        world.do(asked)
        done = world.clusterings.get(asked.clustering_id)
        world.add(around(2, each=1)[0])
        world.do(asked)
        assert world.clusterings.get(asked.clustering_id) == done
        gone = world.service.cluster(world.scope, Wanted(threshold=0.5), PERSON)
        world.clusterings.remove(gone.clustering_id)
        world.do(gone)
        assert gone.clustering_id not in world.clusterings.found

    def test_words_of_another_model_name_nothing(self) -> None:
        world = World.of(around(0, 1))
        world.embedder = AxisEmbedder(version="v2")
        asked = world.service.cluster(world.scope, Wanted(n_clusters=2), PERSON)
        with pytest.raises(ModelMismatch):
            world.do(asked)

    def test_the_words_are_embedded_once(self) -> None:
        world = World.of(around(0, 1))
        service = world.service
        for clusters in (1, 2):
            asked = service.cluster(world.scope, Wanted(n_clusters=clusters), PERSON)
            service.cluster_images(world.scope, clustering_id=str(asked.clustering_id), job=FreeHandle())
        assert world.embedder.asked == [f"a photo of a word {axis}" for axis in range(DIMENSION)]


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
