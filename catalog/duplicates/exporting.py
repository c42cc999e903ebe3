"""Pairs and groups in whole, page by page: what a table for a spreadsheet or another program is written from.

Each page is read in a transaction of its own, so a client that reads slowly holds nothing of the database. A page
begins after the last row of the one before: what stays is told once, what changes meanwhile as it then is, or not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from catalog.duplicates.composing import Likenesses, likenesses
from catalog.duplicates.detail import member_of, suggestion_of
from catalog.duplicates.detecting import Detecting
from catalog.duplicates.model import Edge, Group
from catalog.duplicates.review_ports import ReviewTransactions
from catalog.duplicates.views import GroupListing, GroupSort, Member
from catalog.images.model import Image
from catalog.tenancy import TenantScope

PAIRS_PAGE: Final = 1_000
GROUPS_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class ExportedGroup:
    """A group, its members (the medoid first), and the member that it is best to keep, where that is clear."""

    group: Group
    members: tuple[Member, ...]
    keeper_id: str | None


class PairPages(Protocol):
    """The pairs that detecting kept, in the order of their ids."""

    def pairs_after(
        self, scope: TenantScope, dataset_id: str, *, least: float, after: tuple[str, str], limit: int
    ) -> Sequence[Edge]:
        """Pairs of searchable images of the dataset past those two ids, of at least that cosine (−1..1)."""


@dataclass(frozen=True, slots=True)
class Exporting:
    """Goes through all that was found. Raises NotDetected before the first detection."""

    detecting: Detecting
    pair_pages: PairPages
    transactions: ReviewTransactions

    def pairs(self, scope: TenantScope, dataset_id: str, *, least: float = -1.0) -> Iterator[Sequence[Edge]]:
        """All pairs of at least that cosine, −1..1."""
        self.detecting.run(scope, dataset_id)
        return self._pairs(scope, dataset_id, least)

    def groups(self, scope: TenantScope, dataset_id: str) -> Iterator[Sequence[ExportedGroup]]:
        """All groups, the largest first."""
        self.detecting.run(scope, dataset_id)
        return self._groups(scope, dataset_id)

    def _pairs(self, scope: TenantScope, dataset_id: str, least: float) -> Iterator[Sequence[Edge]]:
        after = ("", "")
        while page := self.pair_pages.pairs_after(scope, dataset_id, least=least, after=after, limit=PAIRS_PAGE):
            yield page
            if len(page) < PAIRS_PAGE:
                return
            after = (page[-1].low_id, page[-1].high_id)

    def _groups(self, scope: TenantScope, dataset_id: str) -> Iterator[Sequence[ExportedGroup]]:
        after: tuple[float, str] | None = None
        while page := self._page(scope, _next_groups(dataset_id, after)):
            yield page
            if len(page) < GROUPS_PAGE:
                return
            last = page[-1].group
            after = (len(last.member_ids), last.group_id)

    def _page(self, scope: TenantScope, listing: GroupListing) -> list[ExportedGroup]:
        """Groups with their members: three questions for a page, however many groups it has."""
        with self.transactions(scope) as tx:
            groups = tx.groups.page(listing)
            ids = list({image_id for group in groups for image_id in group.member_ids})
            images = tx.trash.among(ids)
            known = likenesses(tx.evidence.among(ids))
        return [_exported(group, images, known) for group in groups]


def _exported(group: Group, images: Mapping[str, Image], known: Likenesses) -> ExportedGroup:
    held = [images[image_id] for image_id in group.member_ids if image_id in images]
    members = tuple(member_of(group, image, known) for image in held)
    return ExportedGroup(group, members, suggestion_of(group, held).keeper_id)


def _next_groups(dataset_id: str, after: tuple[float, str] | None) -> GroupListing:
    return GroupListing(dataset_id, GroupSort.SIZE, descending=True, limit=GROUPS_PAGE, after=after)
