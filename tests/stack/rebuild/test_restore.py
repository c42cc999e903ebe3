"""Backed up by the script, restored by the script, into an empty stack and over a newer one; then rebuilt."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import httpx

from deploy.local import postgres
from deploy.local.layout import REPOSITORY
from tests.stack.faults.client import Client
from tests.stack.faults.rest import Rest
from tests.stack.invariants import Stores, open_stores
from tests.stack.plugin import RunningStack, User
from tests.stack.rebuild.answers import Collected, collect
from tests.stack.rebuild.conftest import NAME, a_stack, ended, last_count, logged_in, logged_in_as, reindex, start


def script(name: str, stack: RunningStack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an operator's script against a local stack: only where commands are run differs from compose."""
    env = stack.environment()
    owner = urlsplit(env["MIGRATION_DATABASE_URL"])
    beside_postgres = {
        "POSTGRES_USER": owner.username,
        "POSTGRES_DB": owner.path[1:],
        "PGPASSWORD": owner.password,
        "PGHOST": owner.hostname,
        "PGPORT": owner.port,
        "PATH": f"{postgres.binaries()}:{os.environ['PATH']}",
    }
    prefix = " ".join(["env", *(f"{name}={value}" for name, value in beside_postgres.items())])
    here = {
        "SEMBLANCE_PG": prefix,
        "SEMBLANCE_RUN": "env",
        "SEMBLANCE_ENV_FILE": str(stack.layout.env_file),
        "PATH": f"{REPOSITORY / '.venv/bin'}:{os.environ['PATH']}",
    }
    command = [str(REPOSITORY / "deploy/operations" / name), *arguments]
    return subprocess.run(command, env={**env, **here}, text=True, capture_output=True, timeout=240, check=False)


def worked(done: subprocess.CompletedProcess[str]) -> str:
    """What it said."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Why it did nothing."""
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr


def seen_as(client: Client, collected: Collected) -> Collected:
    """The same pictures, asked for by another client."""
    return replace(collected, client=client)


def previews(client: Client) -> dict[str, bytes]:
    """Every preview of the tenant's images, as a browser gets it; the URL's signature stands in for a token."""
    listed = client.get("/api/images?limit=100").raise_for_status().json()["images"]
    with httpx.Client(timeout=30) as browser:
        return {image["image_id"]: browser.get(image["preview_url"]).raise_for_status().content for image in listed}


def only_its_data(stack: RunningStack) -> None:
    """Stop the stack, and start only what holds data."""
    stack.down()
    start(stack, "--only", "infra")


def test_backup_is_restored_into_an_empty_stack_and_over_a_newer_one(
    rebuilt: RunningStack, rest: Rest, acme: Client, tmp_path: Path
) -> None:
    ours, backup = collect(acme, 12), str(tmp_path / "backup")
    rest.come()
    answers, shown = ours.answers(), previews(acme)
    assert "it holds every secret" in worked(script("backup.sh", rebuilt, backup))
    assert "is there already" in refused(script("backup.sh", rebuilt, backup))

    with a_stack(f"{NAME}-copy", "--only", "infra") as copy, open_stores(copy.environment()) as stores:
        worked(script("restore.sh", copy, backup))
        start_whole(copy)
        assert "0 failed" in ended(reindex(copy))
        with logged_in(copy, "acme") as client:
            assert seen_as(client, ours).answers() == answers
            assert previews(client) == shown
        Rest(copy, stores).check()
        assert "is in use" in refused(script("restore.sh", copy, backup))

        newer = grow(copy, stores, ours)
        only_its_data(copy)
        assert "tables already" in refused(script("restore.sh", copy, backup))
        worked(script("restore.sh", copy, "--force", backup))
        start_whole(copy)
        said = ended(reindex(copy))
        assert "removed the points of 1 tenants that PostgreSQL does not know" in said
        assert " 0 embedded, 0 failed, 3 points removed" in last_count(said)
        with logged_in(copy, "acme") as client:
            assert seen_as(client, ours).answers() == answers
            assert ids_with_tag(client, "late") == []
        # Nobody sweeps below a tenant that there is no more.
        stores.s3.delete_objects(Bucket=stores.env["S3_BUCKET"], Delete={"Objects": [{"Key": key} for key in newer]})
        Rest(copy, stores).check()


def start_whole(stack: RunningStack) -> None:
    """Start all of it."""
    stack.down()
    start(stack)


def grow(stack: RunningStack, stores: Stores, collected: Collected) -> list[str]:
    """Three more images, a tag more on one that is known, and another tenant; the keys of that one's objects."""
    with logged_in(stack, "acme") as client:
        collect(client, 3)
        assert client.add(collected.pictures[0], tags="late").status_code == 200
        assert ids_with_tag(client, "late") == [collected.image_ids[0]]
    newcomer = {"username": "newcomer", "password": token_hex(8), "tenant": "initech", "role": "editor"}
    file = stack.layout.root / "newcomer.json"
    file.write_text(json.dumps({"users": [newcomer]}))
    applied = subprocess.run(
        [sys.executable, "-m", "gateway.admin", "apply", str(file)],
        cwd=REPOSITORY,
        env=stack.environment(),
        capture_output=True,
        check=True,
    )
    tenant_id = json.loads(applied.stdout)["users"][0]["tenant_id"]
    with logged_in_as(stack, User(**newcomer)) as client:
        collect(client, 1)
    Rest(stack, stores).come()
    return [key for key in stores.objects() if key.startswith(f"t/{tenant_id}/")]


def ids_with_tag(client: Client, tag: str) -> list[str]:
    """The ids of what the index knows by that tag."""
    answer = client.search(text_query="anything", filter={"tags": {"all": [tag]}}, limit=100)
    return [hit["image_id"] for hit in answer.raise_for_status().json()["hits"]]
