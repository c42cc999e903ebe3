"""Clusterings in PostgreSQL: collections, what is written in one go, what is shown of it, names that stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from catalog.adapters.postgres.clusters.database import ClusterDatabase
from catalog.clusters.agglomerating import Linkage
from catalog.clusters.model import Clustering, Collection, FoundCluster, NamedBy, Outcome, Wanted
from catalog.errors import ClusteringNotFound, ClusterNotFound
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.planted import add_all, draw_hashed

WHEN = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
PERSON = UUID(int=5)


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


@pytest.fixture
def rows(ledger: Ledger) -> ClusterDatabase:
    return ClusterDatabase(ledger.database)


def planted(ledger: Ledger, scope: TenantScope, count: int, **facts: Any) -> list[Image]:
    """Searchable images, in the order of their content hashes."""
    images = [draw_hashed(scope, seed, **facts) for seed in range(count)]
    add_all(ledger, scope, *images)
    return sorted(images, key=lambda image: image.sha256)


def a_clustering(*, minutes: int = 0, wanted: Wanted | None = None) -> Clustering:
    """One that has no outcome yet."""
    asked = wanted or Wanted(n_clusters=2)
    return Clustering(uuid4(), uuid4(), asked, 12, PERSON, WHEN + timedelta(minutes=minutes))


def an_outcome(images: int, clusters: int) -> Outcome:
    return Outcome(images, 1, clusters, "v1", WHEN + timedelta(hours=1))


def found(number: int, images: Sequence[Image], **facts: Any) -> FoundCluster:
    """A cluster of these images, the first one its medoid."""
    ids = tuple(image.image_id for image in images)
    return FoundCluster(number, ids, tuple(0.01 * at for at in range(len(ids))), images[0].sha256, 0.25, **facts)


def finished(rows: ClusterDatabase, scope: TenantScope, clusters: Sequence[FoundCluster]) -> UUID:
    """A clustering with these clusters."""
    asked = a_clustering()
    images = sum(len(one.image_ids) for one in clusters)
    with rows(scope) as tx:
        tx.clusterings.add(asked)
    with rows(scope) as tx:
        tx.clusterings.finish(asked.clustering_id, an_outcome(images, len(clusters)), clusters)
    return asked.clustering_id


class TestCollections:
    def test_a_dataset_a_filter_and_ids_narrow_each_other(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        here = planted(ledger, scope, 6, dataset_id="here", tags=("red",))
        [bare] = planted_at(ledger, scope, 10, dataset_id=None, tags=())
        [waiting] = planted_at(ledger, scope, 11, dataset_id="here", tags=("red",), state=ImageState.UPLOADED)
        ids = tuple(image.image_id for image in (*here[:4], bare, waiting))
        red = {"tags": {"any": ["red"]}}
        with rows(scope) as tx:
            for collection, wanted in (
                (Collection(), [*here, bare]),
                (Collection("here"), here),
                (Collection(DEFAULT_DATASET), [bare]),
                (Collection(filter=red), here),
                (Collection(image_ids=ids), [*here[:4], bare]),
                (Collection("here", red, ids), here[:4]),
                (Collection("here", {"not": red}), []),
            ):
                ordered = sorted((image.sha256, image.image_id) for image in wanted)
                assert tx.collections.count(collection) == len(wanted)
                assert tx.collections.first(collection, 100) == [(image_id, sha256) for sha256, image_id in ordered]
                assert len(tx.collections.first(collection, 2)) == min(2, len(wanted))
            known = ["here", WHOLE_TENANT, DEFAULT_DATASET, "elsewhere"]
            assert [tx.collections.knows_dataset(name) for name in known] == [True, True, True, False]

    def test_there_is_nothing_of_another_tenant(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        ids = tuple(image.image_id for image in planted(ledger, ledger.tenant(), 3, dataset_id="theirs"))
        with rows(scope) as tx:
            assert not tx.collections.knows_dataset("theirs")
            assert [tx.collections.count(one) for one in (Collection("theirs"), Collection(image_ids=ids))] == [0, 0]


def planted_at(ledger: Ledger, scope: TenantScope, seed: int, **facts: Any) -> list[Image]:
    """One image with a seed of its own."""
    image = draw_hashed(scope, seed, **facts)
    add_all(ledger, scope, image)
    return [image]


class TestClusterings:
    def test_what_was_asked_is_kept_word_by_word(self, rows: ClusterDatabase, scope: TenantScope) -> None:
        collection = Collection("here", {"tags": {"any": ["red"]}}, ("A" * 26, "B" * 26))
        asked = a_clustering(wanted=Wanted(collection, Linkage.SINGLE, threshold=0.25, limit=77))
        with rows(scope) as tx:
            tx.clusterings.add(asked)
            assert tx.clusterings.get(asked.clustering_id) == asked

    def test_pages_are_newest_first_without_gaps(self, rows: ClusterDatabase, scope: TenantScope) -> None:
        asked = [a_clustering(minutes=at // 2) for at in range(5)]
        wanted = sorted(asked, key=lambda one: (one.created_at, one.clustering_id), reverse=True)
        with rows(scope) as tx:
            for one in asked:
                tx.clusterings.add(one)
            first = tx.clusterings.page(None, 2)
            rest = tx.clusterings.page((first[-1].created_at, first[-1].clustering_id), 10)
        assert [*first, *rest] == wanted

    def test_another_tenant_sees_nothing(self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope) -> None:
        clustering_id = finished(rows, scope, [found(1, planted(ledger, scope, 2))])
        with rows(ledger.tenant()) as tx:
            with pytest.raises(ClusteringNotFound):
                tx.clusterings.get(clustering_id)
            assert tx.clusterings.page(None, 10) == []
            assert tx.clusterings.clusters(clustering_id, after=0, limit=10) == []
            assert tx.clusterings.members(clustering_id, 1, after=-1, limit=10) == []
            tx.clusterings.remove(clustering_id)
        with rows(scope) as tx:
            assert tx.clusterings.get(clustering_id).outcome == an_outcome(2, 1)


class TestClusters:
    def test_each_is_shown_with_its_samples_and_pages_have_no_gaps(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        images = planted(ledger, scope, 14)
        large, pair, alone = images[:11], images[11:13], images[13:]
        clusters = [found(1, large, name="sea", confidence=0.5), found(2, pair), found(3, alone)]
        clustering_id = finished(rows, scope, clusters)
        with rows(scope) as tx:
            first = tx.clusterings.clusters(clustering_id, after=0, limit=2)
            shown = [*first, *tx.clusterings.clusters(clustering_id, after=2, limit=9)]
            assert [tx.clusterings.cluster(clustering_id, number) for number in (1, 2, 3)] == shown
            with pytest.raises(ClusterNotFound):
                tx.clusterings.cluster(clustering_id, 4)
        assert [(one.number, one.size, one.spread) for one in shown] == [(1, 11, 0.25), (2, 2, 0.25), (3, 1, 0.25)]
        assert [one.medoid_id for one in shown] == [large[0].image_id, pair[0].image_id, alone[0].image_id]
        assert shown[0].nearest_ids == tuple(image.image_id for image in large[1:9])
        assert [one.furthest_id for one in shown] == [large[10].image_id, pair[1].image_id, None]
        [name] = [one.name for one in shown if one.name is not None]
        assert (name.name, name.named_by, name.confidence) == ("sea", NamedBy.VOCABULARY, 0.5)

    def test_members_come_from_the_medoid_outwards(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        images = planted(ledger, scope, 5)
        clustering_id = finished(rows, scope, [found(1, images)])
        with rows(scope) as tx:
            first = tx.clusterings.members(clustering_id, 1, after=-1, limit=2)
            rest = tx.clusterings.members(clustering_id, 1, after=first[-1].rank, limit=9)
        shown = [(one.image_id, one.rank, one.distance) for one in (*first, *rest)]
        assert shown == [(image.image_id, at, 0.01 * at) for at, image in enumerate(images)]

    def test_an_image_in_the_trash_is_not_shown(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        images = planted(ledger, scope, 4)
        clustering_id = finished(rows, scope, [found(1, images)])
        with ledger.database(scope) as tx:
            for gone in (images[0], images[3]):
                trashed = replace(gone, state=ImageState.TRASHED, row_version=gone.row_version + 1)
                assert tx.images.save(trashed, over_version=gone.row_version)
        with rows(scope) as tx:
            cluster = tx.clusterings.cluster(clustering_id, 1)
            members = tx.clusterings.members(clustering_id, 1, after=-1, limit=9)
        assert (cluster.size, cluster.medoid_id, cluster.furthest_id) == (4, None, None)
        assert cluster.nearest_ids == tuple(image.image_id for image in images[1:3])
        assert [one.rank for one in members] == [1, 2]

    def test_what_is_written_first_stays_and_what_is_gone_by_then_is_no_member(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        images = planted(ledger, scope, 3)
        gone = draw_hashed(scope, 99)
        clustering_id = finished(rows, scope, [found(1, [*images, gone])])
        with rows(scope) as tx:
            tx.clusterings.finish(clustering_id, an_outcome(1, 1), [found(1, images[:1])])
            assert tx.clusterings.get(clustering_id).outcome == an_outcome(4, 1)
            assert len(tx.clusterings.members(clustering_id, 1, after=-1, limit=9)) == 3
            assert tx.clusterings.cluster(clustering_id, 1).size == 4

    def test_a_clustering_goes_with_all_its_rows(
        self, ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
    ) -> None:
        images = planted(ledger, scope, 3)
        going, staying = (finished(rows, scope, [found(1, images)]) for _ in range(2))
        with rows(scope) as tx:
            tx.clusterings.remove(going)
            assert tx.clusterings.clusters(going, after=0, limit=9) == []
            assert tx.clusterings.members(going, 1, after=-1, limit=9) == []
            assert len(tx.clusterings.members(staying, 1, after=-1, limit=9)) == 3


def test_a_name_holds_wherever_the_medoid_is_until_it_is_forgotten(
    ledger: Ledger, rows: ClusterDatabase, scope: TenantScope
) -> None:
    images = planted(ledger, scope, 4)
    before = finished(rows, scope, [found(1, images[:2], name="sea", confidence=0.5), found(2, images[2:])])
    with rows(scope) as tx:
        tx.clusterings.rename(images[0].sha256, "harbour", PERSON)
        tx.clusterings.rename(images[0].sha256, "old harbour", PERSON)
        tx.clusterings.rename(images[2].sha256, "boats", PERSON)
    after = finished(rows, scope, [found(1, [images[2], images[0]]), found(2, images[1:2])])
    with rows(scope) as tx:
        named = [[one.name for one in tx.clusterings.clusters(which, after=0, limit=9)] for which in (before, after)]
        tx.clusterings.forget_name(images[0].sha256)
        back = tx.clusterings.cluster(before, 1).name
    assert [[name and name.name for name in names] for names in named] == [["old harbour", "boats"], ["boats", None]]
    given = named[0][0]
    assert given is not None
    assert (given.named_by, given.user_id, given.confidence) == (NamedBy.PERSON, PERSON, None)
    assert back is not None
    assert (back.name, back.named_by) == ("sea", NamedBy.VOCABULARY)
    theirs = ledger.tenant()
    copy = replace(images[0], tenant_id=theirs.tenant_id)
    add_all(ledger, theirs, copy)
    with rows(theirs) as tx:
        assert tx.clusterings.cluster(finished(rows, theirs, [found(1, [copy])]), 1).name is None
