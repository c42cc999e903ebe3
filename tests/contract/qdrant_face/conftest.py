"""One server for the whole suite, and one filled collection for the tests that only read."""

import uuid
from collections.abc import Iterator

import pytest
from qdrant_client import QdrantClient

from tests.contract.qdrant_face.face import EXTERNAL_URL, FaceProcess, connect
from tests.contract.qdrant_face.world import World, draw_world, make_collection


@pytest.fixture(scope="session")
def face_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server."""
    if EXTERNAL_URL:
        yield EXTERNAL_URL
        return
    face = FaceProcess(tmp_path_factory.mktemp("qdrant"))
    face.start()
    yield face.url
    face.end()


@pytest.fixture(scope="session")
def client(face_url: str) -> Iterator[QdrantClient]:
    """A client of the running server."""
    with connect(face_url) as connected:
        yield connected


@pytest.fixture
def fresh(client: QdrantClient) -> Iterator[str]:
    """The name of a collection that does not exist yet; removed afterwards."""
    name = f"fresh-{uuid.uuid4().hex[:12]}"
    yield name
    client.delete_collection(name)


@pytest.fixture(scope="session")
def world() -> World:
    """What is in the filled collection."""
    return draw_world(240)


@pytest.fixture(scope="session")
def filled(client: QdrantClient, world: World) -> Iterator[str]:
    """The name of a collection that holds the world; tests must not change it."""
    name = f"filled-{uuid.uuid4().hex[:12]}"
    make_collection(client, name)
    client.upsert(name, world.points(), wait=True)
    yield name
    client.delete_collection(name)
