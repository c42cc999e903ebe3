"""Review on PostgreSQL: a tenant with groups, and every column of what its batches may touch."""

from collections.abc import Sequence

import psycopg
from psycopg import sql

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.adapters.postgres.duplicates.review import ReviewDatabase
from catalog.duplicates.arrays import TIERS
from catalog.duplicates.edge_columns import edge_columns
from catalog.duplicates.model import Edge
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.fakes.kitchen import Kitchen
from tests.fakes.reviewed import Reviewed

_TABLES = ("images", "duplicate_groups", "duplicate_verdicts", "trashed_vectors")


def reviewed_on(ledger: Ledger) -> Reviewed:
    """A new tenant whose rows are in PostgreSQL."""
    scope = ledger.tenant()

    def put_edges(edges: Sequence[Edge]) -> None:
        rows = [(one.low_id, one.high_id, TIERS.index(one.tier), one.hamming or 0, one.cosine, 0) for one in edges]
        with FindingDatabase(ledger.database)(scope) as tx:
            tx.edges.put(edge_columns(rows), edges[0].model_version, over_closer=True)

    return Reviewed(ReviewDatabase(ledger.database), ledger.database, put_edges, Kitchen(scope=scope))


def dump(ledger: Ledger, scope: TenantScope) -> dict[str, list[str]]:
    """Every column of every row as PostgreSQL writes it, but the versions, which count on and never go back."""
    with psycopg.connect(ledger.owner_url) as connection:
        return {table: _rows(connection, table, scope) for table in _TABLES}


def _rows(connection: psycopg.Connection, table: str, scope: TenantScope) -> list[str]:
    query = sql.SQL("SELECT (to_jsonb(it) - 'row_version')::text FROM {} it WHERE tenant_id = %s ORDER BY 1")
    return [row for (row,) in connection.execute(query.format(sql.Identifier(table)), (scope.tenant_id,))]


def versions(ledger: Ledger, scope: TenantScope) -> dict[str, int]:
    """The version of every image's row."""
    with psycopg.connect(ledger.owner_url) as connection:
        query = "SELECT image_id, row_version FROM images WHERE tenant_id = %s"
        return dict(connection.execute(query, (scope.tenant_id,)).fetchall())
