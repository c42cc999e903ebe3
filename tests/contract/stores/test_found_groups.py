"""Groups as grouping writes them: by what differs, without touching what people decided."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.duplicates.model import DEFAULT_DATASET, Group, GroupStatus, Run, Tier, WorstPair
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant of this test's own."""
    return ledger.tenant()


def a_group(number: int, *, size: int = 2) -> Group:
    """A group of images that need not be there."""
    members = tuple(f"{number:013d}{at:013d}" for at in range(size))
    worst = WorstPair(members[0], members[-1], 0.96)
    return Group(DEFAULT_DATASET, f"{number:032x}", members, Tier.EDITED, members[0], worst, 0.95, 10 * size)


def rows(ledger: Ledger, scope: TenantScope) -> dict[str, tuple[str, int, list[str], list[str]]]:
    """(status, version, members, hubs) by group."""
    with ledger.database.connection(scope) as connection:
        found = connection.execute(
            text("SELECT group_id, status, row_version, member_ids, hub_ids FROM duplicate_groups")
        )
        return {row[0]: tuple(row[1:]) for row in found}


def say(ledger: Ledger, scope: TenantScope, group: Group, status: GroupStatus) -> None:
    """Decide on the group."""
    decided = {"status": status.value, "id": group.group_id, "at": datetime.now(UTC)}
    with ledger.database.connection(scope) as connection:
        connection.execute(
            text("UPDATE duplicate_groups SET status = :status, decided_at = :at WHERE group_id = :id"), decided
        )


def test_only_what_differs_is_a_new_version(ledger: Ledger, scope: TenantScope) -> None:
    first, second = a_group(1), a_group(2, size=3)
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.found_groups.hold(DEFAULT_DATASET)
        tx.found_groups.put([second, first])
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.found_groups.put([replace(first, threshold=0.9), replace(second, hub_ids=second.member_ids[:2])])
        standing = tx.found_groups.standing(DEFAULT_DATASET)
    assert rows(ledger, scope) == {
        first.group_id: ("open", 1, list(first.member_ids), []),
        second.group_id: ("open", 2, list(second.member_ids), list(second.member_ids[:2])),
    }
    assert standing.ids.tolist() == [first.group_id.encode(), second.group_id.encode()]
    assert standing.medoid_ids.tolist() == [first.medoid_id.encode(), second.medoid_id.encode()]
    assert (standing.tier.tolist(), standing.extras.tolist()) == ([2, 2], [0, 2])
    assert standing.worst_similarity.tolist() == [0.96, 0.96]


def test_what_people_said_stays(ledger: Ledger, scope: TenantScope) -> None:
    said = (
        GroupStatus.SKIPPED,
        GroupStatus.CONFIRMED,
        GroupStatus.VARIANT,
        GroupStatus.DIFFERENT,
        GroupStatus.RESOLVED,
    )
    groups = [a_group(number) for number in range(len(said) + 1)]
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.found_groups.put(groups)
    for group, status in zip(groups, said, strict=False):
        say(ledger, scope, group, status)
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.found_groups.put([replace(group, reclaimable_bytes=99) for group in groups])
    found = [rows(ledger, scope)[group.group_id][:2] for group in groups]
    assert found == [("skipped", 2), ("confirmed", 2), ("variant", 1), ("different", 1), ("open", 2), ("open", 2)]
    with FindingDatabase(ledger.database)(scope) as tx:
        tx.found_groups.remove(DEFAULT_DATASET, [group.group_id for group in groups])
        assert tx.found_groups.standing(DEFAULT_DATASET).undecided.tolist() == [False, False]


def test_the_run_of_a_dataset_is_the_last_one(ledger: Ledger, scope: TenantScope) -> None:
    run = Run("", 0.95, 6, "v1", 10, 5, 2, 3, datetime.now(UTC), {"below": 7, "0.95": 1})
    with FindingDatabase(ledger.database)(scope) as tx:
        assert tx.runs.find("") is None
        tx.runs.put(run)
        tx.runs.put(replace(run, dataset_id="shelf"))
        tx.runs.put(replace(run, threshold=0.9))
    with FindingDatabase(ledger.database)(scope) as tx:
        assert tx.runs.find("") == replace(run, threshold=0.9)
        assert [one.dataset_id for one in tx.runs.all()] == ["", "shelf"]
