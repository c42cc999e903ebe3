"""PostgreSQL as the second wall: with the role of the services, rows of other tenants are not there at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidTextRepresentation

from catalog.adapters.postgres.anomaly_tables import ANOMALY_TABLES
from catalog.adapters.postgres.cluster_tables import CLUSTER_TABLES
from catalog.adapters.postgres.duplicate_tables import DUPLICATE_TABLES
from catalog.adapters.postgres.feedback_tables import FEEDBACK_TABLES
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.tables import TENANT_TABLES, images
from catalog.errors import ImageNotFound
from catalog.filters.model import EVERYTHING
from catalog.images.ports import Listing, SortKey
from catalog.tenancy import caller_scope
from tests.databases import opened
from tests.stack.api.house import House
from tests.stack.plugin import RunningStack

EVERY_TABLE = (*TENANT_TABLES, *DUPLICATE_TABLES, *FEEDBACK_TABLES, *ANOMALY_TABLES, *CLUSTER_TABLES)
# The log-in, the ledger's keeper and the clock see these across tenants, once they have said that they are the system.
SEEN_BY_THE_SYSTEM = {"users", "uploads", "jobs", "job_events", "schedule_slots"}
# A log-in names no tenant, so a username is unique over all; a message in the queue names a job by its id alone.
UNIQUE_OVER_TENANTS = {"users_username_key", "jobs_by_id"}


@pytest.fixture
def role(stack: RunningStack) -> Iterator[psycopg.Connection[Any]]:
    """A connection with the role of the services, which has said nothing yet."""
    with psycopg.connect(stack.database) as connection:
        yield connection
        connection.rollback()


def see(connection: psycopg.Connection[Any], tenant_id: UUID | str) -> None:
    """Say for which tenant this transaction is."""
    connection.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant_id)])


def tenants_in(connection: psycopg.Connection[Any], table: str) -> set[UUID]:
    """Whose rows of a table are seen."""
    query = sql.SQL("SELECT DISTINCT tenant_id FROM {}").format(sql.Identifier(table))
    return {row[0] for row in connection.execute(query)}


@contextmanager
def refused(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Hold that PostgreSQL refuses, and go on with the transaction."""
    with pytest.raises(InsufficientPrivilege), connection.transaction():
        yield


class TestRole:
    def test_owns_nothing_and_passes_no_policy(self, role: psycopg.Connection[Any]) -> None:
        facts = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        [found] = role.execute(f"SELECT {facts} FROM pg_roles WHERE rolname = current_user")  # noqa: S608 - our own words
        assert found == (False,) * 5
        assert not role.execute("SELECT 1 FROM pg_class WHERE relowner = current_user::regrole").fetchall()
        assert not role.execute("SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole").fetchall()

    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE images DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE images NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY own_tenant ON images",
            "CREATE POLICY all_rows ON images USING (true)",
            "TRUNCATE images",
            "DROP TABLE images",
            "CREATE TABLE mine (id int)",
            "CREATE VIEW mine AS SELECT * FROM images",
            "SET ROLE semblance_owner",
            "CREATE ROLE mine",
        ],
    )
    def test_cannot_open_the_wall(self, role: psycopg.Connection[Any], statement: str) -> None:
        with refused(role):
            role.execute(statement.encode())


class TestRows:
    @pytest.mark.parametrize("table", EVERY_TABLE)
    def test_none_are_seen_by_one_who_names_no_tenant(self, role: psycopg.Connection[Any], table: str) -> None:
        assert tenants_in(role, table) == set()
        see(role, "")
        assert tenants_in(role, table) == set()

    def test_a_tenant_that_is_no_uuid_is_an_error_and_not_everything(self, role: psycopg.Connection[Any]) -> None:
        see(role, "' OR true --")
        with pytest.raises(InvalidTextRepresentation):
            tenants_in(role, "images")

    @pytest.mark.parametrize("table", sorted(set(TENANT_TABLES) - {"schedule_slots"}))
    def test_only_the_named_tenants_are_seen(self, role: psycopg.Connection[Any], house: House, table: str) -> None:
        for own, other in ((house.tenant, house.neighbour), (house.neighbour, house.tenant)):
            see(role, own.tenant_id)
            assert tenants_in(role, table) == {own.tenant_id}
            named = sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))
            assert role.execute(named, [other.tenant_id]).fetchone() == (0,)

    def test_a_tenant_is_forgotten_with_its_transaction(self, role: psycopg.Connection[Any], house: House) -> None:
        see(role, house.tenant.tenant_id)
        assert tenants_in(role, "images")
        role.commit()
        assert tenants_in(role, "images") == set()

    @pytest.mark.parametrize("table", EVERY_TABLE)
    def test_the_system_sees_what_it_keeps_and_no_image(
        self, role: psycopg.Connection[Any], house: House, table: str
    ) -> None:
        role.execute("SELECT set_config('app.system', 'on', true)")
        seen = tenants_in(role, table)
        if table not in SEEN_BY_THE_SYSTEM:
            assert seen == set()
        elif table != "schedule_slots":
            assert {house.tenant.tenant_id, house.neighbour.tenant_id} <= seen

    def test_other_tenants_rows_cannot_be_changed_or_removed(self, role: psycopg.Connection[Any], house: House) -> None:
        see(role, house.tenant.tenant_id)
        foreign = [house.foreign["image_id"]]
        assert role.execute("UPDATE images SET tags = '{mine}' WHERE image_id = %s", foreign).rowcount == 0
        assert role.execute("DELETE FROM images WHERE image_id = %s", foreign).rowcount == 0
        cancel = "UPDATE jobs SET state = 'cancelled' WHERE tenant_id = %s"
        assert role.execute(cancel, [house.neighbour.tenant_id]).rowcount == 0

    def test_no_row_can_be_given_to_another_tenant(self, role: psycopg.Connection[Any], house: House) -> None:
        see(role, house.tenant.tenant_id)
        other = house.neighbour.tenant_id
        with refused(role):
            role.execute("UPDATE images SET tenant_id = %s", [other])
        with refused(role):
            role.execute(_INSERT_JOB, [other, uuid4()])
        with refused(role):
            role.execute(sql.SQL("INSERT INTO images ({0}) SELECT %s, {1} FROM images").format(_ALL, _FACTS), [other])
        role.execute(_INSERT_JOB, [house.tenant.tenant_id, uuid4()])


_FACTS = sql.SQL(", ").join(
    sql.Identifier(one.name) for one in images.columns if one.name != "tenant_id" and not one.computed
)
_ALL = sql.SQL("tenant_id, {}").format(_FACTS)
_INSERT_JOB = (
    "INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state) VALUES (%s, %s, 'wall', 'wall', '{}', 'dead')"
)


def test_rows_stay_apart_when_the_repository_forgets_the_tenant(
    stack: RunningStack, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostgresImages, "_own", ())
    everything = Listing(EVERYTHING, None, SortKey.CREATED_AT, descending=False, after=None, limit=200)
    foreign = house.foreign
    with opened(stack.database) as database, database(caller_scope(house.tenant.tenant_id)) as tx:
        assert [image.image_id for image in tx.images.list_page(everything)] == [house.image["image_id"]]
        with pytest.raises(ImageNotFound):
            tx.images.get(foreign["image_id"])
        assert tx.images.find_by_sha256(foreign["payload"]["sha256"]) is None
        assert tx.images.searchable_among([foreign["image_id"]]) == {}
        tx.images.mark_thumbnailed(foreign["image_id"])


class TestCatalogue:
    def test_every_table_of_tenants_forces_its_policy(self, role: psycopg.Connection[Any]) -> None:
        found = role.execute("""
            SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
            JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant_id'
            WHERE relkind IN ('r', 'p', 'm', 'v', 'f') AND relnamespace = 'public'::regnamespace
        """).fetchall()
        assert sorted(found) == [(table, True, True) for table in sorted(EVERY_TABLE)]

    def test_every_policy_is_for_all_commands_and_asks_for_the_tenant(self, role: psycopg.Connection[Any]) -> None:
        query = "SELECT tablename, permissive, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
        found = role.execute(query).fetchall()
        assert sorted(table for table, *_ in found) == sorted(EVERY_TABLE), "one policy for each table"
        for table, _, command, using, check in found:
            assert command == "ALL"
            assert using == check
            assert "tenant_id = " in using
            assert ("app.system" in using) == (table in SEEN_BY_THE_SYSTEM)

    def test_every_unique_index_has_the_tenant_in_it(self, role: psycopg.Connection[Any]) -> None:
        found = role.execute("""
            SELECT i.relname FROM pg_index x
            JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
            WHERE indisunique AND t.relname = ANY(%s) AND NOT EXISTS (
                SELECT 1 FROM pg_attribute a
                WHERE a.attrelid = indrelid AND a.attnum = ANY(indkey) AND a.attname = 'tenant_id')
        """, [list(EVERY_TABLE)]).fetchall()  # fmt: skip
        assert {name for (name,) in found} == UNIQUE_OVER_TENANTS

    def test_every_reference_between_tables_of_tenants_has_the_tenant_in_it(
        self, role: psycopg.Connection[Any]
    ) -> None:
        found = role.execute("""
            SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND connamespace = 'public'::regnamespace
        """).fetchall()
        assert found
        for table, definition in found:
            assert "(tenant_id" in definition, f"{table}: {definition}"

    def test_nothing_goes_around_the_policies(self, role: psycopg.Connection[Any]) -> None:
        views = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        assert role.execute(views).fetchall() == [], "a view is read with its owner's rights"
        definers = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        assert role.execute(definers).fetchall() == []
