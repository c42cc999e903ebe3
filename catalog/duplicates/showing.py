"""The groups that stand now, or that another threshold makes: a page of them, and how many there are in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from catalog.duplicates.detecting import Detecting, check_threshold
from catalog.duplicates.model import Group
from catalog.duplicates.ports import DuplicateTransactions
from catalog.duplicates.regrouping import Grouping, find_groups, groups_of
from catalog.embeddings.spaces import Spaces
from catalog.images.model import Image
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Found:
    """A page of groups, the largest first, and of all groups: how many, how many images could go, at what threshold."""

    groups: tuple[Group, ...]
    total_groups: int
    total_duplicates: int
    threshold: float


class ShownGroups(Protocol):
    """Groups as they are shown in one long list."""

    def undecided(self, scope: TenantScope, dataset_id: str, *, limit: int, offset: int) -> Sequence[Group]:
        """Groups that nobody has closed, the largest first, ties by falling id."""

    def count_undecided(self, scope: TenantScope, dataset_id: str) -> tuple[int, int]:
        """How many there are, and how many images would go if each kept one."""

    def named(self, scope: TenantScope, dataset_id: str, group_ids: Sequence[str]) -> Mapping[str, Group]:
        """Those of the ids that name a kept group, by id."""

    def images_among(self, scope: TenantScope, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Those of the ids that name an image, in whatever state, by id."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads groups; writes nothing."""

    transactions: DuplicateTransactions
    spaces: Spaces
    detecting: Detecting
    shown: ShownGroups

    def found(self, scope: TenantScope, dataset_id: str, threshold: float | None, *, limit: int, offset: int) -> Found:
        """A page of the kept groups, or of those that the kept edges make at another threshold (0.80..0.99).

        Raises NotDetected, Invalid or Unavailable.
        """
        run = self.detecting.run(scope, dataset_id)
        if threshold is not None and threshold != run.threshold:
            return self._found_at(scope, dataset_id, threshold, limit, offset)
        total, duplicates = self.shown.count_undecided(scope, dataset_id)
        page = self.shown.undecided(scope, dataset_id, limit=limit, offset=offset)
        return Found(tuple(page), total, duplicates, run.threshold)

    def _found_at(self, scope: TenantScope, dataset_id: str, threshold: float, limit: int, offset: int) -> Found:
        check_threshold(threshold)
        with self.transactions(scope) as tx:
            found = find_groups(tx, self.spaces.live(), dataset_id, threshold)
        order = _largest_first(found)
        page = list(groups_of(dataset_id, found, order[offset : offset + limit]))
        # A group of the same members is the same group: what was said of it holds at any threshold.
        kept = self.shown.named(scope, dataset_id, [group.group_id for group in page])
        groups = tuple(kept.get(group.group_id, group) for group in page)
        return Found(groups, len(found.columns), found.duplicates, threshold)


def _largest_first(found: Grouping) -> list[int]:
    """The numbers of the groups by falling size, ties by falling id."""
    if not len(found.columns):
        return []
    order: list[int] = np.lexsort((found.ids, np.diff(found.columns.starts)))[::-1].tolist()
    return order
