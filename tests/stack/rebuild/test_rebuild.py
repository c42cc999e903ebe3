"""The index is lost, and rebuilt while the worker that does it is killed: afterwards it answers as before."""

import pytest

from catalog.failpoints import REBUILD
from tests.stack.faults.client import Client, Picture
from tests.stack.faults.rest import Rest
from tests.stack.faults.trap import Trap
from tests.stack.invariants import Stores
from tests.stack.plugin import RunningStack
from tests.stack.rebuild.answers import collect
from tests.stack.rebuild.conftest import ended, last_count, reindex


def lose_collection(stores: Stores) -> None:
    """Drop it as a lost volume does: the row that names it stays."""
    [live] = stores.rows("SELECT collection FROM vector_spaces WHERE is_live")
    assert stores.qdrant.delete_collection(live["collection"])


def test_lost_collection_is_rebuilt_and_answers_as_before(
    rebuilt: RunningStack, stores: Stores, rest: Rest, acme: Client, globex: Client
) -> None:
    ours, theirs = collect(acme, 70), collect(globex, 5)
    before = ours.answers(), theirs.answers()
    lose_collection(stores)
    assert acme.search(text_query="anything").status_code == 503
    waiting = Picture.new()
    answer = acme.add(waiting)
    assert answer.status_code == 202
    said = ended(reindex(rebuilt))
    assert " 0 failed, 0 points removed" in last_count(said)
    assert (ours.answers(), theirs.answers()) == before
    rest.promise(acme.tenant_id(), waiting, answer)
    rest.check()
    assert ours.nearest(waiting) == answer.json()["image_id"]


@pytest.mark.parametrize("point", REBUILD)
def test_killed_worker_is_followed_by_another_that_goes_on(
    rebuilt: RunningStack, stores: Stores, rest: Rest, acme: Client, point: str
) -> None:
    ours = collect(acme, 3)
    before = ours.answers()
    lose_collection(stores)
    trap = Trap(rebuilt, rebuilt.layout.root / "failpoints", point, "worker-batch")
    command = reindex(rebuilt)
    trap.wait_sprung()
    ended(command)
    assert ours.answers() == before
    rest.check()


def test_what_is_right_is_left_alone_and_all_is_embedded_when_asked(rebuilt: RunningStack, rest: Rest) -> None:
    assert " 0 embedded, 0 failed, 0 points removed" in last_count(ended(reindex(rebuilt)))
    [rows] = rest.stores.rows("SELECT count(*) AS number FROM images")
    said = ended(reindex(rebuilt, "--all"))
    assert f" {rows['number']} embedded, 0 failed, 0 points removed" in last_count(said)
    rest.check()


def test_missing_original_is_told_and_harms_no_other(
    rebuilt: RunningStack, stores: Stores, rest: Rest, acme: Client
) -> None:
    ours = collect(acme, 2)
    rest.come()
    [row] = stores.rows("SELECT key FROM images WHERE image_id = %s", ours.image_ids[0])
    stores.s3.delete_object(Bucket=stores.env["S3_BUCKET"], Key=row["key"])
    lose_collection(stores)
    said = ended(reindex(rebuilt), status=1)
    assert "acme: 1 images could not be embedded" in said
    assert ours.nearest(ours.pictures[1]) == ours.image_ids[1]
    stores.s3.put_object(Bucket=stores.env["S3_BUCKET"], Key=row["key"], Body=ours.pictures[0].data)
    ended(reindex(rebuilt))
    rest.check()
