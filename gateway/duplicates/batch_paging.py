"""Pages of batches, and of the groups of one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.duplicates.service import DuplicateService
from catalog.duplicates.views import Batch
from catalog.tenancy import TenantScope
from gateway.duplicates.batch_schemas import batch_detail_out, batch_out
from gateway.paging import Cursors, Listing, PageQuery


def batches_page(
    duplicates: DuplicateService, scope: TenantScope, wanted: PageQuery, cursors: Cursors
) -> dict[str, Any]:
    """BatchesOut as plain data. Raises CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["review batches"], "-created_at")
    after: tuple[datetime, UUID] | None = None
    if wanted.cursor is not None:
        created_at, batch_id = cursors.open(sealed, wanted.cursor)
        after = (datetime.fromisoformat(str(created_at)), UUID(str(batch_id)))
    # One more than asked for tells whether there is a next page.
    found = duplicates.batches(scope, after=after, limit=wanted.limit + 1)
    page, is_last = found[: wanted.limit], len(found) <= wanted.limit
    return {
        "batches": [batch_out(batch) for batch in page],
        "next_cursor": None
        if is_last
        else cursors.seal(sealed, [page[-1].created_at.isoformat(), str(page[-1].batch_id)]),
    }


def items_page(
    duplicates: DuplicateService, scope: TenantScope, batch: Batch, wanted: PageQuery, cursors: Cursors
) -> dict[str, Any]:
    """BatchDetailOut as plain data. Raises CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["review items", str(batch.batch_id)], "seq")
    after = -1 if wanted.cursor is None else int(str(cursors.open(sealed, wanted.cursor)[0]))
    found = duplicates.items(scope, batch.batch_id, after=after, limit=wanted.limit + 1)
    page, is_last = found[: wanted.limit], len(found) <= wanted.limit
    return batch_detail_out(batch, page, None if is_last else cursors.seal(sealed, [page[-1].seq]))
