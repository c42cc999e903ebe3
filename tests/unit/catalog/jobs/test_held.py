"""A job in hand: what it tells the ledger, and when the ledger's word stops it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from catalog.jobs.handle import JobProgress, JobStopped, LeaseLost
from catalog.jobs.held import HeldJob
from catalog.jobs.model import DECLARATIONS, JobKind, JobState
from catalog.tenancy import job_scope
from tests.fakes.ledger import MemoryKeeper

KIND = JobKind.SWEEP_ORPHANS
HALF = DECLARATIONS[KIND].timeout.total_seconds() / 2
PROGRESS = JobProgress("working", 1, 2)


@dataclass
class Hand:
    """A held job, its ledger, and a clock that the test moves."""

    keeper: MemoryKeeper
    job_id: UUID
    now: float = 0.0

    def hold(self) -> HeldJob:
        """Take it."""
        job = self.keeper.claim(self.job_id, 0, owner="me", lease=timedelta(minutes=1))
        assert job is not None
        return HeldJob(self.keeper, job, lambda: self.now)

    def ask(self, state: JobState) -> None:
        """As people do."""
        self.keeper.entries[self.job_id] = replace(self.keeper.entries[self.job_id], asked=state)

    @property
    def state(self) -> JobState:
        """What the ledger says."""
        return self.keeper.entries[self.job_id].state


@pytest.fixture
def hand() -> Hand:
    keeper = MemoryKeeper()
    return Hand(keeper, keeper.add(KIND, job_scope(uuid4())))


def test_tells_how_far_it_is_and_what_comes_next(hand: Hand) -> None:
    held = hand.hold()
    held.checkpoint(PROGRESS, {"after": "x"})
    entry = hand.keeper.entries[held.job_id]
    assert (entry.progress, entry.payload, entry.state) == (PROGRESS, {"after": "x"}, JobState.RUNNING)
    held.checkpoint(replace(PROGRESS, processed=2))
    assert hand.keeper.entries[held.job_id].payload == {"after": "x"}, "without a cursor it stays"


@pytest.mark.parametrize("state", [JobState.PAUSED, JobState.CANCELLED])
def test_stops_at_the_checkpoint_after_it_was_asked_to_and_what_it_did_is_kept(hand: Hand, state: JobState) -> None:
    held = hand.hold()
    hand.ask(state)
    with pytest.raises(JobStopped) as stopped:
        held.checkpoint(PROGRESS, {"after": "x"})
    assert stopped.value.state is hand.state is state
    assert hand.keeper.entries[held.job_id].payload == {"after": "x"}


def test_looks_once_a_second_whoever_asks_more_often(hand: Hand) -> None:
    held = hand.hold()
    hand.ask(JobState.PAUSED)
    held.check()
    hand.now = 0.9
    held.check()
    hand.now = 1.0
    with pytest.raises(JobStopped):
        held.check()


def test_whoever_lost_it_hears_so(hand: Hand) -> None:
    held = hand.hold()
    assert hand.keeper.hand_back(held.job)
    with pytest.raises(LeaseLost):
        held.checkpoint(PROGRESS)
    hand.now = 5.0
    with pytest.raises(LeaseLost):
        held.check()


def test_lets_others_go_first_after_half_of_its_time_and_only_with_a_cursor(hand: Hand) -> None:
    held = hand.hold()
    hand.now = HALF - 0.1
    held.checkpoint(PROGRESS, {"after": "x"})
    hand.now = HALF
    held.checkpoint(PROGRESS)
    with pytest.raises(JobStopped) as stopped:
        held.checkpoint(PROGRESS, {"after": "y"})
    assert stopped.value.state is hand.state is JobState.QUEUED
    assert hand.keeper.entries[held.job_id].payload == {"after": "y"}
