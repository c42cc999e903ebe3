"""One job, everything that can be done to it, and what the rules say becomes of it."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from catalog.adapters.postgres.job_keeper import PostgresJobKeeper
from catalog.errors import JobStateConflict
from catalog.jobs.handle import JobProgress
from catalog.jobs.model import DECLARATIONS, ClaimedJob, JobKind, JobState, NewJob, QueueName
from catalog.jobs.orders import Order
from catalog.jobs.service import JobService
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.test_job_ledger import LEASE, NO_TIME, claim

STOPPABLE = JobKind.SWEEP_ORPHANS
MOST, CRASHES = 4, 2
WAITING = (JobState.QUEUED, JobState.RETRY)
OVER = (JobState.SUCCEEDED, JobState.DEAD, JobState.CANCELLED)


class Life(RuleBasedStateMachine):
    """One job, and what is known of it. Subclasses say where it is."""

    ledger: Ledger
    keeper: PostgresJobKeeper
    jobs: JobService
    scope: TenantScope

    def __init__(self) -> None:
        super().__init__()
        key = str(uuid4())
        with self.ledger.database(self.scope) as tx:
            self.job_id, is_new = tx.jobs.ask_or_find(NewJob(STOPPABLE, key))
        assert is_new
        self.state, self.attempt, self.crashes, self.work = JobState.QUEUED, 0, 0, 0
        self.payload: dict[str, str] = {}
        self.asked: set[Order] = set()
        self.held: ClaimedJob | None = None
        self.late: list[ClaimedJob] = []

    @property
    def interactive(self) -> bool:
        return DECLARATIONS[STOPPABLE].queue is QueueName.INTERACTIVE

    def wanted(self, state: JobState, *, dead: bool = False) -> JobState:
        """What a running job becomes, if people have not asked for something else."""
        if Order.CANCEL in self.asked:
            return JobState.CANCELLED
        if dead:
            return JobState.DEAD
        return JobState.PAUSED if Order.PAUSE in self.asked else state

    def let_go(self, state: JobState) -> None:
        """Nobody has it any more, and it is in that state."""
        assert self.held is not None
        self.late.append(self.held)
        self.held, self.state, self.asked = None, state, set()

    def job(self) -> ClaimedJob:
        assert self.held is not None
        return self.held

    @precondition(lambda self: self.state in WAITING)
    @rule()
    def take(self) -> None:
        self.held = claim(self.keeper, self.job_id, self.attempt)
        self.state, self.attempt = JobState.RUNNING, self.attempt + 1

    @precondition(lambda self: self.held)
    @rule(cursor=st.sampled_from(["none", "the same", "further"]))
    def checkpoint(self, cursor: str) -> None:
        self.work += 1
        left = {"none": None, "the same": self.payload, "further": {"at": str(self.work)}}[cursor]
        wanted = self.wanted(JobState.RUNNING)
        assert self.keeper.checkpoint(self.job(), JobProgress("working", self.work), left) is wanted
        if cursor == "further":
            self.payload, self.attempt, self.crashes = left or {}, 1, 0
        if wanted is not JobState.RUNNING:
            self.let_go(wanted)

    @precondition(lambda self: self.held)
    @rule()
    def look(self) -> None:
        wanted = self.wanted(JobState.RUNNING)
        assert self.keeper.stop_if_asked(self.job()) is wanted
        if wanted is not JobState.RUNNING:
            self.let_go(wanted)

    @precondition(lambda self: self.held)
    @rule(how=st.sampled_from(["succeed", "carry on", "fail", "bury", "hand back"]))
    def end(self, how: str) -> None:
        match how:
            case "succeed":
                assert self.keeper.succeed(self.job())
                self.let_go(JobState.SUCCEEDED)
            case "carry on":
                self.work += 1
                self.payload, self.attempt, self.crashes = {"left": str(self.work)}, 0, 0
                assert self.keeper.carry_on(self.job(), self.payload)
                self.let_go(self.wanted(JobState.QUEUED))
            case "fail":
                self.keeper.retry(self.job(), error="failed", delay=NO_TIME)
                self.let_go(self.wanted(JobState.RETRY, dead=self.attempt >= MOST))
            case "bury":
                self.keeper.bury(self.job(), error="refused")
                self.let_go(JobState.DEAD)
            case "hand back":
                assert self.keeper.hand_back(self.job())
                self.attempt -= 1
                self.let_go(self.wanted(JobState.RETRY))

    @precondition(lambda self: self.held)
    @rule()
    def crash(self) -> None:
        with psycopg.connect(self.ledger.owner_url) as connection:
            connection.execute("UPDATE jobs SET lease_until = now() - interval '1 s' WHERE id = %s", [self.job_id])
        assert self.keeper.release_expired(limit=10) == 1
        self.crashes += 1
        self.let_go(self.wanted(JobState.RETRY, dead=self.attempt >= MOST or self.crashes >= CRASHES))

    @rule(order=st.sampled_from(Order))
    def order(self, order: Order) -> None:
        if not self.takes(order):
            with pytest.raises(JobStateConflict) as refused:
                self.jobs.order(self.scope, self.job_id, order)
            assert refused.value.state == self.state
            return
        seen = self.jobs.order(self.scope, self.job_id, order)
        self.heed(order)
        assert (seen.state, seen.pause_requested, seen.cancel_requested) == (
            self.state,
            Order.PAUSE in self.asked,
            Order.CANCEL in self.asked,
        )

    def takes(self, order: Order) -> bool:
        match order:
            case Order.PAUSE | Order.RESUME:
                return self.state not in OVER
            case Order.CANCEL:
                return self.state not in (JobState.SUCCEEDED, JobState.DEAD)
            case Order.RETRY:
                return self.state in (JobState.DEAD, JobState.CANCELLED)

    def heed(self, order: Order) -> None:
        stopped = {Order.PAUSE: JobState.PAUSED, Order.CANCEL: JobState.CANCELLED}.get(order)
        if stopped is not None and self.held and not self.interactive:
            self.asked.add(order)
        elif stopped is not None and self.held:
            self.let_go(stopped)
        elif stopped is not None:
            self.state = stopped
        elif order is Order.RETRY or self.state is JobState.PAUSED:
            self.state, self.attempt = JobState.QUEUED, 0
            self.crashes = 0 if order is Order.RETRY else self.crashes
        else:
            self.asked.discard(Order.PAUSE)

    @precondition(lambda self: self.late)
    @rule()
    def come_too_late(self) -> None:
        """Whoever has lost the job can say nothing of it any more."""
        late, progress = self.late[-1], JobProgress("late", 99)
        assert self.keeper.checkpoint(late, progress, {"at": "late"}) is None
        assert self.keeper.stop_if_asked(late) is None
        self.keeper.retry(late, error="late", delay=timedelta(hours=1))
        self.keeper.bury(late, error="late")
        assert not any((self.keeper.succeed(late), self.keeper.carry_on(late, {}), self.keeper.hand_back(late)))
        assert not self.keeper.renew(late, lease=LEASE)

    @invariant()
    def ledger_says_so(self) -> None:
        found = self.jobs.get(self.scope, self.job_id)
        assert (found.state, found.attempt, found.crashes) == (self.state, self.attempt, self.crashes)
        assert found.payload == self.payload
        assert (found.finished_at is not None) == (self.state in OVER)
        assert found.error != "late"
        events = self.jobs.events_after(self.scope, self.job_id, 0)
        assert [event.seq for event in events] == list(range(1, found.last_event + 1))
        assert events[-1].data["state"] == self.state
