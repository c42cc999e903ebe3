"""A stack of its own for breaking: quick to notice a death, its hourly sweeps held back until a test asks for one."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from catalog.accounts.service import AccountService
from catalog.adapters.passwords import Argon2Passwords
from catalog.adapters.postgres.accounts import PostgresAccounts
from catalog.settings import CatalogSettings
from catalog.wiring import Catalog, open_catalog
from deploy.local.layout import REPOSITORY, Layout
from tests.databases import opened
from tests.stack.api.founder import Founder
from tests.stack.faults.album import Album, planted
from tests.stack.faults.breaking import HOLD_SWEEPS, QUICK
from tests.stack.faults.client import Client, open_client
from tests.stack.faults.rest import Rest
from tests.stack.faults.stories import Story
from tests.stack.invariants import Stores, open_stores
from tests.stack.plugin import STACK_NAME, RunningStack, User

NAME = f"{STACK_NAME}-faults"


@pytest.fixture(scope="session")
def failpoints() -> Path:
    """The folder whose files make a process die at the place of that name."""
    return REPOSITORY / f".local-{NAME}" / "failpoints"


@pytest.fixture(scope="session")
def faulty(failpoints: Path) -> Iterator[RunningStack]:
    """A stack to break, with empty data. KEEP_FAULTS=1 takes a running one as it is and leaves it."""
    running = RunningStack(Layout(NAME, REPOSITORY / f".local-{NAME}"))
    keep = "KEEP_FAULTS" in os.environ
    with _mine_alone():
        if not keep:
            running.down()
            shutil.rmtree(running.layout.root, ignore_errors=True)
        failpoints.mkdir(parents=True, exist_ok=True)
        # One log-in serves the whole session, which takes half an hour on a busy machine.
        started = running.command("up", FAILPOINT_DIR=str(failpoints), JWT_LIFE_S="3600", **QUICK)
        assert started.returncode == 0, f"{started.stdout}\n{started.stderr}"
        yield running
        if not keep:
            running.down()


@contextmanager
def _mine_alone() -> Iterator[None]:
    """Two sessions that break one stack would each see what the other broke."""
    place = hashlib.sha256(f"{REPOSITORY} {NAME}".encode()).hexdigest()[:12]
    with (Path(tempfile.gettempdir()) / f"semblance-{place}-{os.getuid()}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pytest.fail(f"another session uses the stack {NAME}; set SEMBLANCE_TEST_STACK to work beside it")
        yield


@pytest.fixture(scope="session")
def stores(faulty: RunningStack) -> Iterator[Stores]:
    """The stack's stores, as their owner sees them."""
    with open_stores(faulty.environment()) as opened:
        opened.execute(HOLD_SWEEPS)
        yield opened


@pytest.fixture(scope="session")
def rest(faulty: RunningStack, stores: Stores) -> Rest:
    """Waits for the stack to come to rest and judges what it finds."""
    return Rest(faulty, stores)


@pytest.fixture
def client(faulty: RunningStack) -> Iterator[Client]:
    """An editor of `acme` at the stack's gateway."""
    client = open_client(faulty.gateway)
    with closing(client.http):
        assert client.log_in(faulty.user()).status_code == 200
        yield client


@pytest.fixture(scope="session")
def album(faulty: RunningStack, stores: Stores, rest: Rest) -> Iterator[Album]:
    """A tenant of its own with planted duplicates, at rest; nothing was found in it yet."""
    client = open_client(faulty.gateway)
    with opened(faulty.database) as database, closing(client.http):
        tenant = Founder(AccountService(PostgresAccounts(database), Argon2Passwords()), client.http).found("album")
        stores.execute(HOLD_SWEEPS)
        its = tenant.editor
        assert client.log_in(User(its.username, its.password, "album", its.role)).status_code == 200
        names = {}
        for at, (name, data) in enumerate(planted()):
            kind = "image/jpeg" if name.endswith("jpg") else "image/png"
            answer = client.http.post("/api/images", files={"file": (name, data, kind)}, data={"tags": f"tag-{at}"})
            assert answer.status_code == 201, answer.text
            names[answer.json()["image_id"]] = name
        rest.come()
        made = Album(rest, client, tenant.tenant_id, its.user_id, names)
        made.vectors.update(made.points())
        yield made


@pytest.fixture(scope="session")
def catalog(faulty: RunningStack) -> Iterator[Catalog]:
    """A catalog of this process over the stack's stores. What it puts off is put off for long."""
    told = {name.lower(): value for name, value in faulty.environment().items()}
    with open_catalog(CatalogSettings.model_validate({**told, "finish_delay_s": 600})) as opened_here:
        yield opened_here


@pytest.fixture(scope="session")
def story(album: Album, catalog: Catalog) -> Story:
    """What can be done to the album, a sweep of it having been done undisturbed."""
    made = Story(album, catalog)
    made.sweep()
    return made
