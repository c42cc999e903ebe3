"""What the browser tests stand on: a stack that serves the built app, a tenant with pictures and one without."""

import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from deploy.demo.client import Client
from deploy.demo.truth import read_truth
from deploy.demo.uploading import upload_all
from deploy.local.layout import REPOSITORY
from deploy.seed.assembly import SMALLEST, assemble
from deploy.seed.truth import write
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import wait_until
from tests.stack.conftest import founder as founder
from tests.stack.plugin import RunningStack

SETUP = REPOSITORY / "deploy" / "setup"
_THRESHOLD = 0.95


@dataclass(frozen=True, slots=True)
class Collection:
    """A tenant whose images are searchable, grouped and scored; and the files that they were."""

    tenant: Tenant
    seed: Path


@pytest.fixture(scope="session")
def built_app() -> None:
    """The app as its sources are now. The stack serves what is there when it starts, and every later build."""
    subprocess.run([SETUP / "web.sh"], check=True)


@pytest.fixture(scope="session")
def tools() -> Mapping[str, str]:
    """PATH with a Node and CHROMIUM, each installed if it is missing and that can be."""
    found = {}
    for script in ("node.sh", "chromium.sh"):
        done = subprocess.run([SETUP / script], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(done.stderr)
        found[script] = done.stdout.strip()
    return {"PATH": f"{found['node.sh']}{os.pathsep}{os.environ['PATH']}", "CHROMIUM": found["chromium.sh"]}


@pytest.fixture(scope="session")
def collection(
    built_app: None, stack: RunningStack, founder: Founder, tmp_path_factory: pytest.TempPathFactory
) -> Collection:
    """A hundred seed pictures: near-duplicates detected, odd ones scored, thumbnails there."""
    seed = tmp_path_factory.mktemp("seed")
    write(assemble(SMALLEST), seed)
    truth = read_truth(seed / "truth.json")
    tenant = founder.found("collection")
    with closing(Client(stack.gateway, tenant.editor.username, tenant.editor.password)) as client:
        images = upload_all(client, seed, truth.pictures).images
        for _ in client.detect_duplicates(_THRESHOLD):
            pass
        for dataset in sorted({str(picture.facts["dataset_id"]) for picture in truth.pictures}):
            tenant.editor.score(dataset_id=dataset)
        for image in images.values():
            wait_until(partial(client.picture, image.preview_url), lambda picture: picture is not None)
    return Collection(tenant, seed)


@pytest.fixture
def environment(
    stack: RunningStack, founder: Founder, collection: Collection, tools: Mapping[str, str], tmp_path: Path
) -> Mapping[str, str]:
    """Where a file of browser tests finds the stack, the collection, and an empty tenant that is the file's own."""
    tenants = {"collection": collection.tenant, "empty": founder.found("empty")}
    described = json.loads(stack.layout.stack_json.read_text()) | {
        "seed": str(collection.seed),
        "users": [
            {"username": one.username, "password": one.password, "tenant": name, "role": one.role}
            for name, tenant in tenants.items()
            for one in tenant.people
        ],
    }
    path = tmp_path / "stack.json"
    path.write_text(json.dumps(described))
    return {**tools, "STACK_JSON": str(path)}
