"""What is done to an album in a crash run (a sweep, a batch that is applied or undone), how it begins and must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

from catalog.duplicates.applying import Applying
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.undoing import Undoing
from catalog.duplicates.views import Batch, BatchState, Selection
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import JobKind
from catalog.tenancy import TenantScope, caller_scope
from catalog.wiring import Catalog
from tests.stack.faults.album import FOUND, Album, State
from tests.stack.faults.hands import hand, job_done

DATASET: Final = ""
THRESHOLD: Final = 0.85
_SWEEP: Final = {"max_hamming": "6"}
_LARGEST: Final = Rule(Keep.LARGEST)


class _Asking(Applying):
    """Writes batches and leaves them to their jobs."""

    def start(self, scope: TenantScope, asked: Batch) -> Batch:
        """Do nothing."""
        return asked


class _AskingBack(Undoing):
    """Asks for batches to be undone and leaves that to their jobs."""

    def run(self, scope: TenantScope, batch_id: UUID, job: JobHandle | None = None) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Story:
    """One job over one album. `begin` writes it; what it leaves is compared with what an undisturbed one left."""

    album: Album
    catalog: Catalog
    swept: dict[str, str] = field(default_factory=dict)
    _expected: dict[str, State] = field(default_factory=dict)
    _before: dict[str, State] = field(default_factory=dict)

    @property
    def scope(self) -> TenantScope:
        """The album's tenant."""
        return caller_scope(self.album.tenant_id)

    def begin(self, name: str, threshold: float = THRESHOLD) -> UUID:
        """Put the album where the story begins, and write its job; no worker hears of it."""
        begins: Mapping[str, Callable[[], UUID]] = {
            "sweep": lambda: self._sweep_anew(threshold),
            "probe": self._ask_probe,
            "apply": self._ask_apply,
            "undo": self._ask_undo,
        }
        return begins[name]()

    def ask_sweep(self, dataset_id: str = DATASET, threshold: float = THRESHOLD) -> UUID:
        """Write the job of a sweep of the album as it is; no worker hears of it."""
        payload = {**_SWEEP, "dataset_id": dataset_id, "threshold": repr(threshold)}
        return self.album.ask(JobKind.SWEEP_DUPLICATES, payload)

    def sweep(self) -> None:
        """Sweep the album undisturbed; what was found is what batches begin with."""
        self._undisturbed(self.begin("sweep"))
        self.swept.update(self.album.copied(*FOUND))

    def expected(self, name: str) -> State:
        """What the story leaves when nothing disturbs it."""
        if name not in self._expected:
            self._undisturbed(self.begin(name))
            self._expected[name] = self.album.state()
            self._as_before(name)
        return self._expected[name]

    def ends_as(self, name: str, expected: State) -> None:
        """Find every promise kept and every row as it must be; a batch that was applied is taken back then."""
        self.album.check()
        found = self.album.state()
        for table, rows in expected.items():
            assert found[table] == rows, table
        self._as_before(name)

    def resolve(self) -> Batch:
        """Resolve every group, in this process, at once."""
        return self.catalog.duplicates.resolve(self.scope, Selection(DATASET), _LARGEST, by=self.album.user_id)

    def undo(self, batch_id: UUID) -> Batch:
        """Take it back, in this process, at once."""
        return self.catalog.duplicates.undo(self.scope, batch_id, by=self.album.user_id)

    def only_batch(self) -> UUID:
        """The one batch there is."""
        [batch] = self.catalog.duplicates.batches(self.scope, after=None, limit=10)
        return batch.batch_id

    def _sweep_anew(self, threshold: float) -> UUID:
        self.album.reset()
        return self.ask_sweep(threshold=threshold)

    def _ask_probe(self) -> UUID:
        """The sweep before has found nothing: all that is there came after it."""
        self.album.reset({"duplicate_runs": self.swept["duplicate_runs"]})
        return self.album.ask(JobKind.PROBE_DUPLICATES, {"after": ""}, "test")

    def _ask_apply(self) -> UUID:
        self._reset_swept("apply")
        resolving = self.catalog.duplicates.resolving
        its = resolving.applying
        asking = replace(resolving, applying=_Asking(its.transactions, its.trash, its.finish_delay))
        batch = asking.resolve(self.scope, Selection(DATASET), _LARGEST, by=self.album.user_id)
        return self.album.held_back(JobKind.APPLY_BATCH, str(batch.batch_id))

    def _ask_undo(self) -> UUID:
        self._reset_swept("undo")
        batch, resolving = self.resolve(), self.catalog.duplicates.resolving
        its = resolving.undoing
        asking = replace(resolving, undoing=_AskingBack(its.transactions, its.trash, its.finish_delay))
        asking.undo(self.scope, batch.batch_id, by=self.album.user_id)
        return self.album.held_back(JobKind.UNDO_BATCH, str(batch.batch_id))

    def _undisturbed(self, job_id: UUID) -> None:
        env = self.album.rest.stack.environment()
        with TemporaryDirectory() as folder, hand(env, Path(folder), job_done(job_id), {}) as worker:
            worker.wait_done()

    def _reset_swept(self, name: str) -> None:
        self.album.reset(self.swept)
        self._before[name] = self.album.state("images", "duplicate_groups")

    def _as_before(self, name: str) -> None:
        """Images, groups and points are again as they were before the batch; a group's version counts on."""
        if name == "apply":
            assert self.undo(self.only_batch()).state is BatchState.UNDONE
        if name in ("apply", "undo"):
            now = self.album.state("images", "duplicate_groups")
            assert without_versions(now) == without_versions(self._before[name])
            assert self.album.points() == self.album.vectors
            self.album.check()


def without_versions(state: State) -> State:
    """The state but for versions, which count on."""
    return {table: [{**row, "row_version": None} for row in rows] for table, rows in state.items()}
