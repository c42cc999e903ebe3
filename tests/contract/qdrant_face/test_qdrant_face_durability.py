"""What was acknowledged is there after a restart and after kill -9, whatever the server was doing."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qdrant_client import QdrantClient, models

from tests.contract.qdrant_face.face import EXTERNAL_URL, FaceProcess, connect
from tests.contract.qdrant_face.world import INDEXES, World, an_id, draw_world, make_collection

pytestmark = pytest.mark.skipif(bool(EXTERNAL_URL), reason="the server is somebody else's to stop")
NAME, ALIAS = "kept", "kept-alias"


@pytest.fixture
def face(tmp_path: Path) -> Iterator[FaceProcess]:
    """A server of one's own."""
    process = FaceProcess(tmp_path)
    process.start()
    yield process
    process.end()


def fill(client: QdrantClient, world: World, indexing_threshold: int = 10_000) -> None:
    config = models.OptimizersConfigDiff(indexing_threshold=indexing_threshold)
    make_collection(client, NAME, optimizers_config=config)
    create = models.CreateAlias(collection_name=NAME, alias_name=ALIAS)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
    client.upsert(NAME, world.points(), wait=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_restart_keeps_everything(face: FaceProcess, how: signal.Signals) -> None:
    world = draw_world(100)
    with connect(face.url) as client:
        fill(client, world)
    face.end(how)
    face.start()
    with connect(face.url) as client:
        assert client.count(ALIAS, exact=True).count == 100
        assert set(client.get_collection(NAME).payload_schema) == set(INDEXES)
        records = client.retrieve(NAME, [an_id(row) for row in range(100)], with_payload=True)
    assert {str(record.id): record.payload for record in records} == {
        an_id(row): payload for row, payload in enumerate(world.payloads)
    }


def test_kill_in_the_middle_of_writes_loses_no_acknowledged_one(face: FaceProcess) -> None:
    points = draw_world(300).points()
    with connect(face.url) as client:
        fill(client, draw_world(1), indexing_threshold=10)
    acknowledged = 1
    for round_ in range(3):
        with connect(face.url) as client:
            for row in range(1 + round_ * 99, 1 + (round_ + 1) * 99):
                client.upsert(NAME, [points[row]], wait=True)
                acknowledged += 1
        face.end(signal.SIGKILL)
        face.start()
        assert count(face) == acknowledged


def test_kill_while_the_index_is_built_loses_nothing(face: FaceProcess) -> None:
    with connect(face.url) as client:
        fill(client, draw_world(2000), indexing_threshold=50)
        assert client.get_collection(NAME).status == models.CollectionStatus.YELLOW
    face.end(signal.SIGKILL)
    face.start()
    assert count(face) == 2000
    with connect(face.url) as client:
        wait_green(client)
    assert count(face) == 2000


def test_writes_while_the_index_is_built_are_kept_by_the_indexed_copy(face: FaceProcess) -> None:
    with connect(face.url) as client:
        fill(client, draw_world(2000), indexing_threshold=50)
        for row in range(200):
            client.set_payload(NAME, {"note": row}, points=[an_id(row)], wait=True)
            client.delete(NAME, points_selector=[an_id(1999 - row)], wait=True)
        wait_green(client)
        assert (client.get_collection(NAME).indexed_vectors_count or 0) > 0
        assert client.count(NAME, exact=True).count == 1800
        notes = client.retrieve(NAME, [an_id(row) for row in range(200)], with_payload=["note"])
        assert {record.id: record.payload for record in notes} == {an_id(row): {"note": row} for row in range(200)}
    face.end(signal.SIGKILL)
    face.start()
    assert count(face) == 1800


def count(face: FaceProcess) -> int:
    with connect(face.url) as client:
        return client.count(NAME, exact=True).count


def wait_green(client: QdrantClient) -> None:
    """Wait until no index is being built; the suite's own limit ends a wait that would never end."""
    while client.get_collection(NAME).status != models.CollectionStatus.GREEN:
        time.sleep(0.1)
