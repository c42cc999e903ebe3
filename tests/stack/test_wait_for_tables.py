"""A pod's wait for the tables, against a real PostgreSQL and as the runtime role."""

import os
import subprocess
import sys

from deploy.k8s.base.wait_for_tables import migrations, revision_of
from deploy.local.layout import REPOSITORY
from tests.stack.plugin import RunningStack

_SCRIPT = REPOSITORY / "deploy" / "k8s" / "base" / "wait_for_tables.py"


def test_it_ends_at_once_where_the_tables_are_there(stack: RunningStack) -> None:
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "DATABASE_URL": stack.database}
    done = subprocess.run(
        [sys.executable, _SCRIPT], env=environment, cwd="/", capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_it_finds_the_revision_and_its_absence(stack: RunningStack) -> None:
    owner = stack.environment()["MIGRATION_DATABASE_URL"]
    without_tables = owner.rpartition("/")[0] + "/postgres"  # every cluster has it
    assert revision_of(stack.database) == migrations()[0]
    assert revision_of(without_tables) is None
