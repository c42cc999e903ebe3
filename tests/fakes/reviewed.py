"""A tenant with groups to review: rows in whatever database, points and pictures in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from catalog.duplicates.applying import Applying
from catalog.duplicates.composing import compose, likenesses
from catalog.duplicates.model import DEFAULT_DATASET, Edge, Group, Tier, Turn, WorstPair
from catalog.duplicates.resolving import Resolving
from catalog.duplicates.review_ports import ReviewTransactions
from catalog.duplicates.reviewing import Reviewing
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.undoing import Undoing
from catalog.duplicates.views import Batch, Selection
from catalog.images.model import Image, ImageState
from catalog.images.trash import Trash
from catalog.images.trash_ports import TrashTransactions
from catalog.tenancy import TenantScope
from tests.fakes.images import an_image
from tests.fakes.inventory import MemoryInventory
from tests.fakes.kitchen import DELAY, Kitchen
from tests.fakes.parts import MODEL, vector_of

ANNE = UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8fa001")
BEN = UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8fb002")
LARGEST = Rule(Keep.LARGEST)


@dataclass(slots=True)
class Reviewed:
    """What a person reviews, and the services that do it."""

    transactions: ReviewTransactions
    rows: TrashTransactions
    put_edges: Callable[[Sequence[Edge]], object]
    kitchen: Kitchen = field(default_factory=Kitchen)

    @property
    def scope(self) -> TenantScope:
        """The tenant."""
        return self.kitchen.scope

    @property
    def trash(self) -> Trash:
        """The trash, over the points in memory."""
        inventory = MemoryInventory(self.kitchen.index)
        spaces, days = self.kitchen.indexing.spaces, timedelta(days=30)
        return Trash(self.rows, self.kitchen.index, inventory, inventory, self.kitchen.blobs, spaces, days)

    @property
    def applying(self) -> Applying:
        """What applies batches."""
        return Applying(self.transactions, self.trash, DELAY)

    @property
    def reviewing(self) -> Reviewing:
        """What a person does to groups."""
        return Reviewing(self.transactions, self.applying)

    @property
    def resolving(self) -> Resolving:
        """What rules do to groups."""
        return Resolving(self.transactions, self.applying, Undoing(self.transactions, self.trash, DELAY))

    def images(self, count: int, **facts: Any) -> list[Image]:
        """Searchable images with their points, each with fewer pixels than the one before."""
        made = []
        for at in range(count):
            usual: dict[str, Any] = {"width": 2000 - at, "size_bytes": 1000 + at, "state": ImageState.SEARCHABLE}
            model = {"model_name": MODEL.name, "model_version": MODEL.version}
            made.append(an_image(self.scope, **(usual | model | facts)))
        with self.transactions(self.scope) as tx:
            for image in made:
                tx.images.add(image)
        for image in made:
            self.kitchen.index.points[image.image_id] = (image, vector_of(image.sha256.encode()))
        return made

    def group(self, members: Sequence[Image], *, cosine: float = 0.97, tier: Tier = Tier.EDITED, **facts: Any) -> Group:
        """An open group of these, every pair of them with an edge."""
        edges = [an_edge(one, other, cosine, tier=tier) for one, other in combinations(members, 2)]
        self.put_edges(edges)
        model = Group(DEFAULT_DATASET, "", (), tier, "", WorstPair("", "", 0.0), 0.95, 0)
        made = replace(compose(model, members, likenesses(edges), unbound=tier), **facts)
        with self.transactions(self.scope) as tx:
            tx.groups.put(made)
        return made

    def groups(self, count: int, *, of: int = 2, **facts: Any) -> list[Group]:
        """Open groups of so many members each."""
        return [self.group(self.images(of), **facts) for _ in range(count)]

    def resolve(self, *groups: Group, rule: Rule = LARGEST, **how: Any) -> Batch:
        """Resolve these groups."""
        wanted = Selection(DEFAULT_DATASET, tuple(group.group_id for group in groups))
        return self.resolving.resolve(self.scope, wanted, rule, by=ANNE, **how)

    def undo(self, batch: Batch) -> Batch:
        """Take the batch back."""
        return self.resolving.undo(self.scope, batch.batch_id, by=BEN)

    def now(self, group: Group) -> Group:
        """The group's row as it is."""
        with self.transactions(self.scope) as tx:
            return tx.groups.get((group.dataset_id, group.group_id))

    def image(self, image_id: str) -> Image:
        """The image's row as it is."""
        with self.transactions(self.scope) as tx:
            return tx.images.get(image_id)


def an_edge(one: Image, other: Image, cosine: float, *, tier: Tier = Tier.EDITED) -> Edge:
    """Two images that are so alike."""
    low, high = sorted((one.image_id, other.image_id))
    return Edge(low, high, tier, 2, cosine, Turn.UPRIGHT, MODEL.version)


def in_memory() -> Reviewed:
    """A tenant all of whose rows are in memory."""
    kitchen = Kitchen()

    def put_edges(edges: Sequence[Edge]) -> None:
        kitchen.database.held.review.edges += edges

    return Reviewed(kitchen.database, kitchen.database, put_edges, kitchen)
