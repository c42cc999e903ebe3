"""The running stack: what it tells about itself, and that it survives the loss of any one process."""

import json
import stat

import httpx
import psycopg
import pytest

from deploy.local.services import SERVICE_NAMES
from tests.stack.plugin import RunningStack

LASTING = [name for name in SERVICE_NAMES if name not in ("migrate", "accounts")]


def test_stack_file_tells_addresses_and_two_tenants_with_three_roles(stack: RunningStack) -> None:
    told = json.loads(stack.layout.stack_json.read_text())
    assert {"web", "gateway", "embedder", "qdrant", "s3", "database", "redis", "users", "qdrant_api_key", "env"} <= set(
        told
    )
    accounts = {(user.tenant, user.role) for user in stack.accounts}
    assert accounts == {(tenant, role) for tenant in ("acme", "globex") for role in ("viewer", "editor", "admin")}
    assert len({user.password for user in stack.accounts}) == len(stack.accounts)


def test_secrets_are_for_their_owner_only(stack: RunningStack) -> None:
    layout = stack.layout
    for path in (layout.secrets_file, layout.stack_json, layout.env_file, layout.accounts_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_everybody_can_log_in(stack: RunningStack) -> None:
    for user in stack.accounts:
        body = {"username": user.username, "password": user.password}
        answer = httpx.post(f"{stack.gateway}/api/auth/login", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        assert answer.json()["access_token"]


def test_runtime_role_is_not_the_owner(stack: RunningStack) -> None:
    with psycopg.connect(stack.database) as connection:
        query = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(query).fetchone() == (False, False, False)


def test_status_names_every_service(stack: RunningStack) -> None:
    done = stack.command("status")
    assert done.returncode == 0
    for name in SERVICE_NAMES:
        assert name in done.stdout


def test_up_on_a_running_stack_changes_nothing(stack: RunningStack) -> None:
    before = {name: stack.pid(name) for name in LASTING}
    done = stack.command("up")
    assert done.returncode == 0
    assert "already running" in done.stdout
    assert {name: stack.pid(name) for name in LASTING} == before


def test_logs_prints_the_end_of_a_log(stack: RunningStack) -> None:
    assert "gateway" in stack.command("logs", "gateway").stdout
    unknown = stack.command("logs", "nonsense")
    assert unknown.returncode == 1
    assert "nonsense" in unknown.stderr


@pytest.mark.parametrize("name", LASTING)
def test_killed_process_comes_back_alone(stack: RunningStack, name: str) -> None:
    others = {other: stack.pid(other) for other in LASTING if other != name}
    stack.kill(name)
    assert {other: stack.pid(other) for other in others} == others
    assert stack.command("status").returncode == 0


def test_restart_replaces_one_process(stack: RunningStack) -> None:
    before = stack.pid("scheduler")
    done = stack.command("restart", "scheduler")
    assert done.returncode == 0, done.stderr
    assert stack.pid("scheduler") != before
    assert stack.command("restart", "nonsense").returncode == 1
