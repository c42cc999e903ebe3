"""A tenant's part of the index, made to say what the rows say: slice by slice, going on where the last one ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import SpaceHistory
from catalog.failpoints import failpoint
from catalog.images.inventory_ports import IndexInventory
from catalog.images.model import Image, ImageState
from catalog.images.ports import Transactions, VectorIndex
from catalog.images.reembedding import Reembedding
from catalog.images.reindex_progress import Phase, Progress
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

ROWS_AT_ONCE: Final = 64
POINTS_AT_ONCE: Final = 1_000
# How often rows of one slice may be changed by others while it works; what differs even then is left to the next run.
_TURNS: Final = 5


@dataclass(frozen=True, slots=True)
class Reindexing:
    """Compares a tenant's rows with its points in one space. Points are written before rows; the rows are the truth."""

    transactions: Transactions
    index: VectorIndex
    inventory: IndexInventory
    spaces: SpaceHistory
    reembedding: Reembedding
    finish_delay: timedelta

    def next_slice(self, scope: TenantScope, progress: Progress) -> Progress | None:
        """Do the next slice; what is left, or None when nothing is. Raises Unavailable or SpaceNotFound."""
        failpoint("rebuild.after_claim")
        space = self.spaces.find(progress.collection)
        match progress.phase:
            case Phase.ROWS:
                return self._rows(scope, space, progress)
            case Phase.POINTS:
                return self._points(scope, space, progress)
            case Phase.DONE:
                return None

    def _rows(self, scope: TenantScope, space: VectorSpace, progress: Progress) -> Progress:
        with self.transactions(scope) as tx:
            ids = tx.images.ids_after(progress.after, limit=ROWS_AT_ONCE)
            total = tx.images.count_searchable() if progress.after == "" else progress.total
        progress = replace(progress, total=total)
        if not ids:
            return replace(progress, phase=Phase.POINTS, after="")
        return self._compared(scope, space, progress, ids)

    def _compared(self, scope: TenantScope, space: VectorSpace, progress: Progress, ids: Sequence[str]) -> Progress:
        live = self.spaces.live() == space
        embedded, failed, every = set[str](), set[str](), progress.everything
        left = ids
        for _ in range(_TURNS):
            # In this order: a point whose version is ahead of a row read later was written from no such row.
            versions = self.inventory.versions(scope, space, left)
            rows = self._accepted(scope, left)
            self._correct_payloads(scope, space, rows, versions)
            made, lost = self._embed(scope, space, rows, versions, every=every)
            embedded, failed, every = embedded | made, failed | lost, False
            failpoint("rebuild.after_points")
            if live:
                self._say_so(scope, space, rows, without=failed)
                failpoint("rebuild.after_rows")
            left = self._changed_meanwhile(scope, space, rows, live=live, without=failed)
            if not left:
                break
        searchable = sum(row.state is ImageState.SEARCHABLE for row in self._accepted(scope, ids).values())
        return replace(
            progress,
            after=ids[-1],
            indexed=progress.indexed + len(embedded),
            failed=progress.failed + len(failed),
            seen=progress.seen + searchable,
        )

    def _embed(
        self, scope: TenantScope, space: VectorSpace, rows: dict[str, Image], versions: dict[str, int], *, every: bool
    ) -> tuple[set[str], set[str]]:
        """Write the points that are missing, or all; the ids of those written, and of those that cannot be."""
        missing = [row for row in _searchable(rows) if every or row.image_id not in versions]
        embedded = self.reembedding.embed(space, missing)
        failpoint("rebuild.after_embed")
        for image, vectors in embedded:
            self.index.put(scope, space, wanted(space, image), vectors.whole, vectors.crops)
        done = {image.image_id for image, _ in embedded}
        return done, {image.image_id for image in missing} - done

    def _correct_payloads(
        self, scope: TenantScope, space: VectorSpace, rows: dict[str, Image], versions: dict[str, int]
    ) -> None:
        """Rewrite payloads that were written from another version of the row; the truth may have been restored."""
        for row in _searchable(rows):
            said, wants = versions.get(row.image_id), wanted(space, row)
            if said is not None and said < wants.row_version:
                self.index.set_payload(scope, space, wants)
            elif said is not None and said > wants.row_version:
                self.inventory.force_payload(scope, space, wants)
        # Its finisher would take the point of an image that is yet to be indexed for a newer one than its own.
        ahead = [
            row.image_id
            for row in rows.values()
            if row.state is ImageState.UPLOADED and versions.get(row.image_id, 0) > row.row_version + 1
        ]
        if ahead:
            self.index.delete(scope, space, ahead)

    def _say_so(self, scope: TenantScope, space: VectorSpace, rows: dict[str, Image], *, without: set[str]) -> None:
        """Note the model in the rows, and have finished what was accepted and never became searchable."""
        with self.transactions(scope) as tx:
            for row in rows.values():
                wants = wanted(space, row)
                if row.state is ImageState.UPLOADED:
                    # A fresh job: the one that stands may have spent its attempts while there was nothing to write to.
                    tx.jobs.settle(JobKind.FINISH_INGEST, row.image_id)
                    payload = {"image_id": row.image_id}
                    tx.jobs.ask(NewJob(JobKind.FINISH_INGEST, row.image_id, payload, self.finish_delay))
                elif wants is not row and row.image_id not in without:
                    tx.images.save(wants, over_version=row.row_version)

    def _changed_meanwhile(
        self, scope: TenantScope, space: VectorSpace, rows: dict[str, Image], *, live: bool, without: set[str]
    ) -> list[str]:
        """Those whose row is another than their point was written from: it was changed before the point was there."""
        expected = {
            row.image_id: wanted(space, row).row_version if live else row.row_version
            for row in _searchable(rows)
            if row.image_id not in without
        }
        now = self._accepted(scope, list(expected))
        return [image_id for image_id, row in now.items() if row.row_version != expected[image_id]]

    def _points(self, scope: TenantScope, space: VectorSpace, progress: Progress) -> Progress:
        """Remove points that no row stands behind. Rows come before points, so these are nobody's upload under way."""
        page, following = self.inventory.page(scope, space, after=progress.after, limit=POINTS_AT_ONCE)
        known = self._accepted(scope, list(page.values()))
        strays = [point for point, image_id in page.items() if image_id not in known]
        if strays:
            self.inventory.remove(scope, space, strays)
        progress = replace(progress, removed=progress.removed + len(strays), after=following or "")
        return progress if following else self._counted(scope, space, progress)

    def _counted(self, scope: TenantScope, space: VectorSpace, progress: Progress) -> Progress:
        with self.transactions(scope) as tx:
            rows = tx.images.count_searchable()
        points = self.inventory.count(scope, space)
        _log.info("index compared", tenant_id=str(scope.tenant_id), rows=rows, points=points, failed=progress.failed)
        return replace(progress, phase=Phase.DONE, rows=rows, points=points)

    def _accepted(self, scope: TenantScope, ids: Sequence[str]) -> dict[str, Image]:
        with self.transactions(scope) as tx:
            return tx.images.accepted_among(ids)


def wanted(space: VectorSpace, row: Image) -> Image:
    """The row as it is once the space is live: itself, or its next version, with the space's model."""
    if row.model_version == space.model_version:
        return row
    return row.now_searchable(model_name=space.model_name, model_version=space.model_version)


def _searchable(rows: dict[str, Image]) -> list[Image]:
    return [row for row in rows.values() if row.state is ImageState.SEARCHABLE]
