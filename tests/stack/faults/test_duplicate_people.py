"""People who are faster than one another, than a batch, and a group that cannot be done."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest

from catalog.duplicates.model import GroupStatus, Verdict
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.views import Batch, BatchState, Outcome, Selection
from catalog.errors import GroupDecided
from tests.image_bank.forge import encoded
from tests.stack.faults.album import Album, pictured
from tests.stack.faults.rest import until
from tests.stack.faults.slow_worker import slow_worker
from tests.stack.faults.stories import DATASET, Story, without_versions
from tests.stack.plugin import RunningStack

_WAIT: Final = "SELECT DISTINCT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
_LYING: Final = "SELECT image_id FROM images WHERE tenant_id = %s AND filename = %s AND state = 'trashed'"
_HOLD: Final = "SELECT 1 FROM duplicate_groups WHERE tenant_id = %s FOR UPDATE"
_OLDEST: Final = Rule(Keep.OLDEST)


def test_of_two_who_resolve_the_same_groups_each_group_hears_one(story: Story) -> None:
    album, people = story.album, [UUID(int=at) for at in (1, 2)]
    album.reset(story.swept)
    group_ids = sorted(group["group_id"] for group in album.groups())
    chosen = Selection(DATASET, tuple(group_ids))
    with _groups_held(album) as release, ThreadPoolExecutor(len(people)) as pool:
        asked = [
            pool.submit(story.catalog.duplicates.resolve, story.scope, chosen, _OLDEST, by=person) for person in people
        ]
        until(lambda: len(album.rest.stores.rows(_WAIT)) >= len(people), "both waited for the groups")
        release()
        batches = [one.result() for one in asked]
    told = [(batch, item) for batch in batches for item in _items(story, batch)]
    won = {item.group_id: batch.asked_by for batch, item in told if item.outcome is Outcome.DONE}
    lost = [item for _, item in told if item.outcome is Outcome.CHANGED]
    assert sorted(won) == sorted(item.group_id for item in lost) == group_ids
    for item in lost:
        decision = (item.detail["status"], item.detail["decided_by"])
        assert decision == (GroupStatus.RESOLVED, str(won[item.group_id]))
    with pytest.raises(GroupDecided) as refused:
        story.catalog.duplicates.decide(story.scope, DATASET, group_ids[0], Verdict.DIFFERENT, by=album.user_id)
    assert refused.value.decided_by == won[group_ids[0]]
    album.check()
    _take_back(story, *batches)
    assert {group["status"] for group in album.groups()} == {"open"}


def test_group_that_cannot_be_done_stays_and_the_others_are_done(story: Story) -> None:
    album = story.album
    album.reset(story.swept)
    before = album.state("duplicate_groups", "images")
    resolving = story.catalog.duplicates.resolve
    unlucky = _items(story, _undone(story))[0]
    refused = next(
        one
        for group in album.groups()
        if group["group_id"] == unlucky.group_id
        for one in group["member_ids"]
        if one != unlucky.keeper_id
    )
    with _row_refused(album, refused):
        batch = resolving(story.scope, Selection(DATASET), _OLDEST, by=album.user_id)
    outcomes = {item.group_id: item.outcome for item in _items(story, batch)}
    assert [group_id for group_id, outcome in outcomes.items() if outcome is Outcome.FAILED] == [unlucky.group_id]
    assert set(outcomes.values()) == {Outcome.FAILED, Outcome.DONE}
    album.check()
    again = resolving(story.scope, Selection(DATASET), _OLDEST, by=album.user_id)
    assert [(item.group_id, item.outcome) for item in _items(story, again)] == [(unlucky.group_id, Outcome.DONE)]
    album.check()
    _take_back(story, again, batch)
    assert without_versions(album.state("duplicate_groups", "images")) == without_versions(before)


def test_same_bytes_that_come_between_row_and_point_stay(faulty: RunningStack, story: Story, tmp_path: Path) -> None:
    """The image is in the trash and its point is still there when somebody uploads it again."""
    album = story.album
    job_id = story.begin("apply")
    data = encoded(pictured(1), "JPEG", quality=60)
    with slow_worker(faulty, tmp_path, job_id, stop_at="points.after_kept") as applying:
        while not (lying := album.rest.stores.rows(_LYING, album.tenant_id, "poor.jpg")):
            applying.arm("points.after_kept", "SIGSTOP")
            applying.go_on()
            applying.wait_stopped("points.after_kept")
        answer = album.client.http.post("/api/images", files={"file": ("poor.jpg", data, "image/jpeg")})
        assert answer.status_code == 200, answer.text
        assert answer.json()["image_id"] == lying[0]["image_id"]
        applying.go_on()
        applying.wait_done()
    album.check()
    assert lying[0]["image_id"] in album.points()
    batch = story.undo(story.only_batch())
    assert batch.outcomes.get(Outcome.KEPT) == 1
    album.check()
    assert album.points() == album.vectors


def _items(story: Story, batch: Batch) -> list[Any]:
    return story.catalog.duplicates.items(story.scope, batch.batch_id, limit=100)


def _undone(story: Story) -> Batch:
    """A batch that shows what the rule does, taken back."""
    batch = story.catalog.duplicates.resolve(story.scope, Selection(DATASET), _OLDEST, by=story.album.user_id)
    _take_back(story, batch)
    return batch


def _take_back(story: Story, *batches: Batch) -> None:
    for batch in batches:
        assert story.undo(batch.batch_id).state is BatchState.UNDONE
    story.album.check()


@contextmanager
def _groups_held(album: Album) -> Iterator[Callable[[], None]]:
    """Nobody can change a group until it is released."""
    with psycopg.connect(album.rest.stores.env["MIGRATION_DATABASE_URL"]) as holder:
        holder.execute(_HOLD, [album.tenant_id])
        yield holder.rollback


@contextmanager
def _row_refused(album: Album, image_id: str) -> Iterator[None]:
    """PostgreSQL does not let that image go into the trash."""
    execute = album.rest.stores.execute
    execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$")
    when = f"NEW.image_id = '{image_id}' AND NEW.state = 'trashed'"
    execute(f"CREATE TRIGGER refuse BEFORE UPDATE ON images FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()")
    try:
        yield
    finally:
        execute("DROP FUNCTION refuse CASCADE")
