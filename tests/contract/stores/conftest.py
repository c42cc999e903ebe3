"""A migrated database, a bucket and a Qdrant of the suite's own, so that no worker of a running stack meddles."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from qdrant_client import QdrantClient

from catalog.accounts.model import Tenant
from catalog.adapters import s3
from catalog.adapters.postgres.accounts import PostgresAccounts
from catalog.adapters.postgres.database import Database
from catalog.adapters.qdrant.collections import QdrantCollections
from catalog.adapters.qdrant.connection import open_client
from catalog.embeddings.model import Quantization, VectorSpace
from catalog.migrate import migrate
from catalog.tenancy import TenantScope, caller_scope, system_scope
from tests.contract.qdrant_face.face import API_KEY, FaceProcess
from tests.databases import SilentBell, opened
from tests.stack.plugin import RunningStack

DIMENSION = 8


@dataclass(frozen=True, slots=True)
class Ledger:
    """A database of the suite's own and the bell that its transactions ring."""

    database: Database
    bell: SilentBell
    owner_url: str

    def tenant(self) -> TenantScope:
        """The scope of a new tenant."""
        made = Tenant(uuid.uuid4(), f"tenant-{uuid.uuid4().hex}")
        PostgresAccounts(self.database).ensure_tenant(system_scope(), made)
        return caller_scope(made.id)


@pytest.fixture(scope="session")
def ledger(stack: RunningStack) -> Iterator[Ledger]:
    """A database beside the stack's, with the same tables and the same role."""
    environment = stack.environment()
    owner, runtime = environment["MIGRATION_DATABASE_URL"], environment["DATABASE_URL"]
    with _scratch_database(owner) as name:
        owner, runtime = (urlsplit(url)._replace(path=f"/{name}").geturl() for url in (owner, runtime))
        migrate(owner, runtime)
        bell = SilentBell()
        with opened(runtime, bell, pool_size=16) as database:
            yield Ledger(database, bell, owner)


@contextmanager
def _scratch_database(owner_url: str) -> Iterator[str]:
    name = f"contract_{uuid.uuid4().hex[:12]}"
    _as_owner(owner_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        _as_owner(owner_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _as_owner(owner_url: str, statement: sql.Composed) -> None:
    """On a connection of its own, because other tests restart the server in between."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def store(stack: RunningStack) -> Iterator[s3.S3Store]:
    """A new bucket; it is removed afterwards."""
    environment = stack.environment()
    client = s3.open_client(
        environment["S3_ENDPOINT"],
        region=environment["S3_REGION"],
        access_key=environment["S3_ACCESS_KEY"],
        secret_key=environment["S3_SECRET_KEY"],
        connections=8,
    )
    made = s3.S3Store(client, client, f"contract-{uuid.uuid4().hex[:12]}")
    with closing(client):
        made.ensure_bucket()
        yield made
        made.delete([stored.key for stored in made.list_under("")])
        client.delete_bucket(Bucket=made.bucket)


@pytest.fixture(scope="session")
def qdrant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QdrantClient]:
    """A Qdrant that nobody else uses."""
    face = FaceProcess(tmp_path_factory.mktemp("qdrant-of-stores"))
    face.start()
    with closing(open_client(face.url, api_key=API_KEY, timeout_s=30)) as client:
        yield client
    face.end()


@pytest.fixture
def space(qdrant: QdrantClient) -> Iterator[VectorSpace]:
    """An empty vector space of this test's own."""
    with a_space(qdrant) as made:
        yield made


@contextmanager
def a_space(qdrant: QdrantClient) -> Iterator[VectorSpace]:
    """An empty vector space; gone afterwards."""
    made = VectorSpace(f"images_{uuid.uuid4().hex[:12]}_1", "small", "v1", DIMENSION)
    QdrantCollections(qdrant, Quantization.NONE).create(made)
    yield made
    qdrant.delete_collection(made.collection)
