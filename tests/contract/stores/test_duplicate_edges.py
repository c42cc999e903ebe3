"""Edges in PostgreSQL: written over and over without harm, read as arrays, for one tenant and one model."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import text

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.duplicates.edge_columns import edge_columns
from catalog.duplicates.model import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import ImageState
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.planted import add_all, draw_hashed, put_edges


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


@pytest.fixture
def ids(ledger: Ledger, scope: TenantScope) -> list[str]:
    """Four images, the last one of a dataset."""
    images = [draw_hashed(scope, seed, dataset_id="shelf" if seed == 3 else None) for seed in range(4)]
    return sorted(add_all(ledger, scope, *images))


def test_edges_are_read_as_they_were_written(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    a, b, c, d = ids
    assert put_edges(ledger, scope, (b, a, 2, 4, 0.96), (a, c, 3, 2, 0.5), (b, c, 4, -1, 0.98), (c, d, 1, 0, 1.0)) == 4
    with FindingDatabase(ledger.database)(scope) as tx:
        whole, default = tx.edges.table(WHOLE_TENANT, "v1"), tx.edges.table(DEFAULT_DATASET, "v1")
        images = tx.images.searchable_among(ids)
        assert len(tx.edges.table("shelf", "v1").low) == 0
        assert sorted(tx.edges.neighbours([a], "v1")) == [(a, b), (a, c)]
        assert set(zip(*(side.tolist() for side in tx.edges.by_hash(DEFAULT_DATASET)), strict=True)) == {
            (a.encode(), b.encode()),
            (a.encode(), c.encode()),
        }
    assert whole.sha256s.tolist() == sorted(image.sha256.encode() for image in images.values())
    assert [images[one.decode()].size_bytes for one in whole.image_ids.tolist()] == whole.sizes.tolist()
    named = {
        frozenset((whole.image_ids[low].decode(), whole.image_ids[high].decode())): (tier, far, round(alike, 3))
        for low, high, tier, far, alike in zip(
            whole.low, whole.high, whole.tier.tolist(), whole.hamming.tolist(), whole.similarity.tolist(), strict=True
        )
    }
    assert named == {
        frozenset((a, b)): (2, 4, 0.96),
        frozenset((a, c)): (3, 2, 0.998),
        frozenset((b, c)): (4, -1, 0.98),
        frozenset((c, d)): (1, 0, 1.0),
    }
    assert len(default.low) == 3


def test_writing_again_changes_only_what_is_other(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    a, b, c, _ = ids
    rows = [(a, b, 2, 4, 0.96), (a, c, 2, 5, 0.9)]
    put_edges(ledger, scope, *rows)
    assert put_edges(ledger, scope, *rows) == 0
    assert put_edges(ledger, scope, (a, b, 1, 0, 1.0), rows[1]) == 1
    probed = edge_columns([(a, b, 4, 4, 0.97, 0), (a, c, 1, 0, 1.0, 0)])
    with FindingDatabase(ledger.database)(scope) as tx:
        assert tx.edges.put(probed, "v1", over_closer=False) == 1, "a closer tier stays"
        assert tx.edges.put(probed, "v2", over_closer=False) == 2, "of another model nothing stays"
        assert tx.edges.put(edge_columns([]), "v2", over_closer=True) == 0


def test_an_image_that_is_gone_or_in_the_trash_gets_no_edge(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    [trashed] = add_all(ledger, scope, draw_hashed(scope, 9, state=ImageState.TRASHED))
    a, b, *_ = ids
    assert put_edges(ledger, scope, (a, trashed, 2, 1, 0.99), (a, "0" * 26, 2, 1, 0.99), (a, b, 2, 1, 0.99)) == 1
    with ledger.database.connection(scope) as connection:
        own = {"own": scope.tenant_id}
        connection.execute(
            text("UPDATE images SET state = 'trashed' WHERE tenant_id = :own AND image_id = :b"), own | {"b": b}
        )
    with FindingDatabase(ledger.database)(scope) as tx:
        assert len(tx.edges.table(WHOLE_TENANT, "v1").low) == 0


def test_edges_of_another_model_never_enter_grouping(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    a, b, c, d = ids
    put_edges(ledger, scope, (a, b, 2, 4, 0.96), (c, d, 2, 4, 0.96), model="old")
    put_edges(ledger, scope, (a, c, 2, 4, 0.96), model="new")
    with FindingDatabase(ledger.database)(scope) as tx:
        table = tx.edges.table(WHOLE_TENANT, "new")
        assert (len(table.low), len(table.image_ids)) == (1, 2)
        assert tx.edges.forget_other_models(DEFAULT_DATASET, "new") == 1
        assert tx.edges.forget_other_models(WHOLE_TENANT, "new") == 1
        assert tx.edges.remove(np.array([a], "S26"), np.array([c], "S26")) == 1


def test_verdicts_are_pairs_of_nodes_even_without_an_edge(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    a, b, c, d = ids
    put_edges(ledger, scope, (a, b, 2, 4, 0.96))
    with FindingDatabase(ledger.database)(scope) as tx:
        sha256s = {one: image.sha256 for one, image in tx.images.searchable_among(ids).items()}
    with ledger.database.connection(scope) as connection:
        for one, other, verdict in ((c, d, "same"), (a, b, "different")):
            low, high = sorted((sha256s[one], sha256s[other]))
            connection.execute(
                text("INSERT INTO duplicate_verdicts VALUES (:own, :low, :high, :verdict, :own, :at)"),
                {"own": scope.tenant_id, "low": low, "high": high, "verdict": verdict, "at": datetime.now(UTC)},
            )
    with FindingDatabase(ledger.database)(scope) as tx:
        table = tx.edges.table(WHOLE_TENANT, "v1")
        together, apart = tx.edges.verdicts(table)
    names = [[{table.image_ids[at].decode() for at in pair} for pair in pairs] for pairs in (together, apart)]
    assert names == [[{c, d}], [{a, b}]]


def test_many_writers_of_the_same_pairs_do_not_wait_for_each_other(
    ledger: Ledger, scope: TenantScope, ids: list[str]
) -> None:
    rows = [(a, b, 2, 4, 0.9) for a in ids for b in ids if a < b]
    begin = threading.Barrier(4)

    def write(turn: int) -> None:
        begin.wait()
        for at in range(5):
            shuffled = rows[at:] + rows[:at]
            put_edges(
                ledger, scope, *[(a, b, 2, 4, 0.9 + (turn + at) / 1000) for a, b, *_ in shuffled[:: 1 - 2 * (turn % 2)]]
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with FindingDatabase(ledger.database)(scope) as tx:
        assert len(tx.edges.table(WHOLE_TENANT, "v1").low) == 6


def test_another_tenant_sees_and_touches_nothing(ledger: Ledger, scope: TenantScope, ids: list[str]) -> None:
    a, b, *_ = ids
    put_edges(ledger, scope, (a, b, 2, 4, 0.96))
    other = ledger.tenant()
    assert put_edges(ledger, other, (a, b, 2, 4, 0.5)) == 0
    with FindingDatabase(ledger.database)(other) as tx:
        assert len(tx.edges.table(WHOLE_TENANT, "v1").low) == 0
        assert tx.edges.remove(np.array([a], "S26"), np.array([b], "S26")) == 0
        assert tx.edges.neighbours([a], "v1") == []
