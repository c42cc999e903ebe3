"""Clusterings as they are done: whole or not at all, once, and the same whatever came first."""

import numpy as np
import pytest

from catalog.clusters.agglomerating import Linkage
from catalog.clusters.model import Wanted
from catalog.errors import (
    IndexUnavailable,
    ModelMismatch,
    TooFewImages,
)
from catalog.jobs.handle import JobStopped
from tests.fakes.handle import FreeHandle
from tests.unit.catalog.clusters.world import DIMENSION, PERSON, AxisEmbedder, World, around

INTO_THREE = Wanted(n_clusters=3)


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
            clusters = world.run(Wanted(linkage=linkage, threshold=0.3))
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
