"""What a rebuild stands on: its jobs in the ledger, the spaces' rows, and what Qdrant says it holds."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from qdrant_client import QdrantClient

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.adapters.postgres.rebuilds import PostgresRebuilds
from catalog.adapters.postgres.spaces import PostgresSpaces
from catalog.adapters.qdrant.collections import ALIAS, QdrantCollections
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.inventory import QdrantInventory
from catalog.embeddings.model import Preprocess, PreprocessMode, Quantization, VectorSpace
from catalog.errors import IndexUnavailable, NotFound
from catalog.images.model import Image
from catalog.images.reindex_progress import Phase, Progress
from catalog.jobs.model import ClaimedJob, JobState
from catalog.tenancy import TenantScope, caller_scope, system_scope
from tests.contract.stores.conftest import DIMENSION, Ledger, a_space
from tests.contract.stores.drawn import draw_image, draw_vector

LEASE = timedelta(minutes=5)
COLLECTION = "images_x_1"


@pytest.fixture
def rebuilds(ledger: Ledger) -> PostgresRebuilds:
    """The rebuilds' side of an empty ledger with two tenants."""
    with psycopg.connect(ledger.owner_url) as connection:
        connection.execute("TRUNCATE tenants, vector_spaces CASCADE")
    ledger.tenant(), ledger.tenant()
    ledger.bell.rung.clear()
    return PostgresRebuilds(ledger.database)


def claimed(keeper: PostgresJobKeeper, job_id: UUID, attempt: int = 0) -> ClaimedJob:
    """Take the job."""
    job = keeper.claim(job_id, attempt, owner="test", lease=LEASE)
    assert job is not None
    return job


class TestLedger:
    def test_asks_each_tenant_once_and_joins_what_is_under_way(
        self, ledger: Ledger, rebuilds: PostgresRebuilds
    ) -> None:
        job_ids, new = rebuilds.ask(system_scope(), Progress(COLLECTION))
        assert (len(job_ids), new) == (2, 2)
        assert sorted(one.job_id for one in ledger.bell.rung) == sorted(job_ids)
        again, new = rebuilds.ask(system_scope(), Progress(COLLECTION, everything=True))
        assert (sorted(again), new) == (sorted(job_ids), 0)
        assert [one.progress.everything for one in rebuilds.look(system_scope(), job_ids)] == [False, False]
        _, new = rebuilds.ask(system_scope(), Progress("images_y_2"))
        assert new == 2

    def test_goes_on_in_the_same_row_with_all_its_attempts(self, ledger: Ledger, rebuilds: PostgresRebuilds) -> None:
        keeper = PostgresJobKeeper(ledger.database)
        [job_id, _], _ = rebuilds.ask(system_scope(), Progress(COLLECTION))
        first = claimed(keeper, job_id)
        ledger.bell.rung.clear()
        assert keeper.carry_on(first, replace(Progress(COLLECTION), after="x", indexed=3).payload())
        assert [(one.job_id, one.attempt) for one in ledger.bell.rung] == [(job_id, 0)]
        second = claimed(keeper, job_id)
        assert (second.attempt, second.fence) == (1, first.fence + 1)
        assert Progress.read(second.payload).after == "x"
        assert [one.state for one in rebuilds.look(system_scope(), [job_id])] == [JobState.RUNNING]

    def test_who_has_lost_the_lease_carries_nothing_on(self, ledger: Ledger, rebuilds: PostgresRebuilds) -> None:
        keeper = PostgresJobKeeper(ledger.database)
        [job_id, _], _ = rebuilds.ask(system_scope(), Progress(COLLECTION))
        late = claimed(keeper, job_id)
        assert keeper.carry_on(late, replace(Progress(COLLECTION), after="x").payload())
        claimed(keeper, job_id)
        assert not keeper.carry_on(late, replace(Progress(COLLECTION), after="y").payload())
        [seen] = rebuilds.look(system_scope(), [job_id])
        assert seen.progress == Progress(COLLECTION, phase=Phase.ROWS, after="x")

    def test_knows_the_tenants(self, ledger: Ledger, rebuilds: PostgresRebuilds) -> None:
        before = rebuilds.tenants(system_scope())
        assert len(before) == 2
        assert rebuilds.tenants(system_scope()) - before == set()
        assert rebuilds.tenants(system_scope()) | {ledger.tenant().tenant_id} == rebuilds.tenants(system_scope())


class TestSpaces:
    FIRST = VectorSpace("images_x_1", "x", "v1", 8, Preprocess(pad_colour=(1, 2, 3)))
    SECOND = VectorSpace("images_x_2", "x", "v2", 8, Preprocess(PreprocessMode.CROP, (4, 5, 6)))

    @pytest.mark.usefixtures("rebuilds")
    def test_one_is_live_whatever_is_switched(self, ledger: Ledger) -> None:
        spaces = PostgresSpaces(ledger.database)
        spaces.make_live(self.FIRST)
        spaces.add(self.SECOND)
        spaces.add(self.SECOND)
        assert (spaces.live(), spaces.all()) == (self.FIRST, [self.FIRST, self.SECOND])
        for space in (self.SECOND, self.SECOND, self.FIRST):
            spaces.switch_to(space)
            assert spaces.live() == space
        spaces.forget(self.FIRST)
        assert spaces.live() == self.FIRST
        spaces.forget(self.SECOND)
        assert spaces.find("images_x_1") == self.FIRST
        with pytest.raises(NotFound):
            spaces.find("images_x_2")


class TestInventory:
    @pytest.fixture
    def scope(self) -> TenantScope:
        """A tenant."""
        return caller_scope(uuid4())

    @staticmethod
    def filled(qdrant: QdrantClient, scope: TenantScope, space: VectorSpace, count: int = 5) -> list[Image]:
        """So many images' points."""
        images = [draw_image(scope, seed) for seed in range(count)]
        for number, image in enumerate(images):
            QdrantIndex(qdrant).put(scope, space, image, draw_vector(number, DIMENSION))
        return images

    def test_tells_versions_of_own_points_only(
        self, qdrant: QdrantClient, scope: TenantScope, space: VectorSpace
    ) -> None:
        ours, other = self.filled(qdrant, scope, space), caller_scope(uuid4())
        theirs = self.filled(qdrant, other, space)
        inventory, asked = QdrantInventory(qdrant), [image.image_id for image in (*ours, *theirs)]
        assert inventory.versions(scope, space, asked) == {image.image_id: image.row_version for image in ours}
        assert inventory.versions(scope, space, []) == {}
        assert (inventory.count(scope, space), inventory.count(other, space)) == (5, 5)

    def test_pages_through_all_of_them_once(self, qdrant: QdrantClient, scope: TenantScope, space: VectorSpace) -> None:
        ours = self.filled(qdrant, scope, space)
        self.filled(qdrant, caller_scope(uuid4()), space)
        seen: list[str] = []
        after: str | None = ""
        while after is not None:
            page, after = QdrantInventory(qdrant).page(scope, space, after=after, limit=2)
            seen += page.values()
        assert sorted(seen) == sorted(image.image_id for image in ours)

    def test_forces_a_payload_that_the_fence_would_keep(
        self, qdrant: QdrantClient, scope: TenantScope, space: VectorSpace
    ) -> None:
        [image] = self.filled(qdrant, scope, space, 1)
        ahead = replace(image, row_version=9)
        index, inventory = QdrantIndex(qdrant), QdrantInventory(qdrant)
        index.set_payload(scope, space, ahead)
        index.set_payload(scope, space, image)
        assert inventory.versions(scope, space, [image.image_id]) == {image.image_id: 9}
        inventory.force_payload(scope, space, image)
        assert inventory.versions(scope, space, [image.image_id]) == {image.image_id: image.row_version}
        assert index.find(scope, space, image.image_id) is not None

    def test_removes_own_points_and_no_others(
        self, qdrant: QdrantClient, scope: TenantScope, space: VectorSpace
    ) -> None:
        self.filled(qdrant, scope, space)
        inventory = QdrantInventory(qdrant)
        page, _ = inventory.page(scope, space, after="", limit=10)
        inventory.remove(caller_scope(uuid4()), space, list(page))
        assert inventory.count(scope, space) == 5
        inventory.remove(scope, space, list(page)[:3])
        assert inventory.count(scope, space) == 2

    def test_finds_and_removes_tenants_that_nobody_knows(
        self, qdrant: QdrantClient, scope: TenantScope, space: VectorSpace
    ) -> None:
        gone, inventory = caller_scope(uuid4()), QdrantInventory(qdrant)
        for one in (scope, gone):
            self.filled(qdrant, one, space)
        assert inventory.strangers(system_scope(), space, {scope.tenant_id}) == {gone.tenant_id}
        inventory.remove_tenants(system_scope(), space, {gone.tenant_id})
        assert inventory.strangers(system_scope(), space, {scope.tenant_id}) == set()
        assert (inventory.count(scope, space), inventory.count(gone, space)) == (5, 0)

    def test_collection_that_is_not_there_is_an_absent_index(self, qdrant: QdrantClient, scope: TenantScope) -> None:
        with pytest.raises(IndexUnavailable):
            QdrantInventory(qdrant).count(scope, VectorSpace("images_none_1", "x", "v", 8))


def test_alias_follows_the_live_space_and_a_dropped_collection_is_gone(qdrant: QdrantClient) -> None:
    keeper = QdrantCollections(qdrant, Quantization.NONE)
    with a_space(qdrant) as first, a_space(qdrant) as second:
        for space in (first, second, second):
            keeper.point_alias_at(space)
            named = {one.alias_name: one.collection_name for one in qdrant.get_aliases().aliases}
            assert named[ALIAS] == space.collection
        keeper.drop(second)
        keeper.drop(second)
        assert not qdrant.collection_exists(second.collection)
