"""`python wait_for_tables.py`: ends with 0 when PostgreSQL has the tables that this version of the code needs.

A pod's init container, beside the Job that migrates. Tables of a newer version are good too: a migration leaves what
the version before it needs, so that a rolling upgrade and a rollback can go on. DATABASE_URL is the runtime role's.
"""

import os
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import psycopg
from alembic.script import ScriptDirectory

_PAUSE_S: Final = 2.0
_CONNECT_S: Final = 5
_VERSION: Final = "SELECT version_num FROM alembic_version"


def migrations() -> tuple[str, frozenset[str]]:
    """The revision that this code wants, and all that it knows."""
    import catalog.adapters.postgres

    scripts = ScriptDirectory(str(Path(catalog.adapters.postgres.__file__ or "").parent / "migrations"))
    return scripts.get_current_head() or "", frozenset(one.revision for one in scripts.walk_revisions())


def is_enough(found: str | None, *, wanted: str, known: Collection[str]) -> bool:
    """Whether the tables serve this code: its own revision, or one that only newer code knows."""
    return found == wanted or (found is not None and found not in known)


def revision_of(url: str) -> str | None:
    """The revision in the database; None when it has no tables yet. Raises psycopg.OperationalError when it is away."""
    with psycopg.connect(url, connect_timeout=_CONNECT_S) as connection:
        try:
            row = connection.execute(_VERSION).fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
            return None
    return str(row[0]) if row else None


def wait(revision: Callable[[], str | None], pause: Callable[[], None]) -> None:
    """Ask until it is enough, and say each time why not. The pod's own deadlines end it."""
    wanted, known = migrations()
    while True:
        try:
            found = revision()
        except psycopg.OperationalError as away:  # also before the runtime role exists
            reason = str(away).strip().partition("\n")[0]
        else:
            if is_enough(found, wanted=wanted, known=known):
                return
            reason = f"the tables are at {found or 'nothing'}, wanted is {wanted}"
        sys.stdout.write(f"waiting: {reason}\n")
        sys.stdout.flush()
        pause()


if __name__ == "__main__":
    wait(lambda: revision_of(os.environ["DATABASE_URL"]), lambda: time.sleep(_PAUSE_S))
