"""What an operator does with the index as a whole: rebuild it, give it another model, drop what is not used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Embedder, SpaceCensus, SpaceHistory, SpaceKeeper
from catalog.embeddings.spaces import check_same_model, next_space
from catalog.images.reindex_progress import Progress
from catalog.jobs.model import JobState
from catalog.tenancy import SystemScope, system_scope

# Every process has looked which space is live by then.
SEEN_BY_ALL_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class TenantRebuild:
    """One tenant's rebuild as its job says; `error` is why the last attempt failed."""

    tenant: str
    state: JobState
    progress: Progress
    error: str | None


class RebuildLedger(Protocol):
    """The jobs of rebuilds over all tenants. Every method raises DatabaseUnavailable."""

    def tenants(self, scope: SystemScope) -> set[UUID]:
        """Every tenant there is."""

    def ask(self, scope: SystemScope, progress: Progress) -> tuple[list[UUID], int]:
        """Write a job for each tenant that has none active for the collection; ids of all active, how many are new."""

    def look(self, scope: SystemScope, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        """How far these jobs are, by tenant name."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Makes the space of the embedder's model complete and live. Every method raises Unavailable."""

    ledger: RebuildLedger
    spaces: SpaceHistory
    keeper: SpaceKeeper
    census: SpaceCensus
    embedder: Embedder

    def target(self, *, change_model: bool) -> VectorSpace:
        """The newest space of the model that the embedder serves, made if there is none; its collection is there.

        Raises ModelMismatch when that is not the live model, unless the model is to be changed.
        """
        facts, live, every = self.embedder.model(), self.spaces.live(), self.spaces.all()
        if live is not None and not change_model:
            check_same_model(live, facts.version)
        if live is not None and live.model_version == facts.version:
            space = live
        else:
            same = [space for space in every if space.model_version == facts.version]
            space = same[-1] if same else next_space(facts, every)
        # The collection comes before the row: a row always names a collection that is there.
        self.keeper.create(space)
        self.spaces.add(space)
        return space

    def is_live(self, space: VectorSpace) -> bool:
        """True when searches are answered from this space."""
        return self.spaces.live() == space

    def start(self, space: VectorSpace, *, everything: bool) -> tuple[list[UUID], int]:
        """Ask for every tenant's rebuild; the jobs that stand for it, and how many of them are new."""
        return self.ledger.ask(system_scope(), Progress(space.collection, everything=everything))

    def look(self, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        """How far these jobs are."""
        return self.ledger.look(system_scope(), job_ids)

    def switch_to(self, space: VectorSpace) -> None:
        """Have searches answered from this space; every process knows SEEN_BY_ALL_S later."""
        self.spaces.switch_to(space)
        self.keeper.point_alias_at(space)

    def remove_strangers(self, space: VectorSpace) -> int:
        """Remove the points of tenants that have no row; how many such tenants there were."""
        scope, removed = system_scope(), 0
        while strangers := self.census.strangers(scope, space, self.ledger.tenants(scope)):
            # Asked again, because a tenant may have been founded since; its row was there before its first point.
            gone = strangers - self.ledger.tenants(scope)
            if gone:
                self.census.remove_tenants(scope, space, gone)
            removed += len(gone)
        return removed

    def drop_old(self) -> list[str]:
        """Remove every space that is not live; the names of their collections."""
        live = self.spaces.live()
        old = [space for space in self.spaces.all() if space != live]
        for space in old:
            self.keeper.drop(space)
            self.spaces.forget(space)
        return [space.collection for space in old]
