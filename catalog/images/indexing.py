"""From an accepted row to a searchable image: embed, index, say so in the row. Safe to run twice at once."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import Spaces
from catalog.failpoints import failpoint
from catalog.images.embedding import embed_seen
from catalog.images.inspection import Inspection
from catalog.images.model import Image, ImageState
from catalog.images.ports import Transactions, VectorIndex
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

# How often others may change the row (the same bytes sent again, with more tags) before its job is left to finish it.
_TURNS: Final = 20
# Images that become searchable within such a time are compared with the others by one job, which begins after it.
_TOGETHER_S: Final = 5
_PROBE_DELAY: Final = timedelta(seconds=_TOGETHER_S + 1)
# The first letters of an image's id are the time of its upload, in steps of 17 minutes.
_AGE_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Indexing:
    """Puts images and their payload into the live vector space."""

    transactions: Transactions
    embedder: Embedder
    index: VectorIndex
    spaces: Spaces

    def make_searchable(
        self,
        scope: TenantScope,
        image: Image,
        seen: Inspection,
        *,
        urgency: Urgency,
        failpoints: str,
    ) -> Image:
        """Embed what was seen of the image and of its crops in one call, write the point, then the row.

        Raises EmbedderUnavailable, IndexUnavailable or ModelMismatch; the row then stays `uploaded` and its job stands.
        """
        space = self.spaces.live()
        [vectors] = embed_seen(self.embedder, space, [seen], urgency=urgency)
        failpoint(f"{failpoints}.after_embed")
        for _ in range(_TURNS):
            ready = image.now_searchable(model_name=space.model_name, model_version=space.model_version)
            self.index.put(scope, space, ready, vectors.whole, vectors.crops)
            failpoint(f"{failpoints}.after_upsert")
            image = self._say_so(scope, ready, over_version=image.row_version)
            if image.state is not ImageState.UPLOADED:
                break
        return image

    def write_payload(self, scope: TenantScope, image_id: str) -> None:
        """Make the index say of the image what the row says; an image that is not searchable is left alone."""
        with self.transactions(scope) as tx:
            image = tx.images.get(image_id)
        if image.state is not ImageState.SEARCHABLE:
            return
        self.index.set_payload(scope, self.spaces.live(), image)
        with self.transactions(scope) as tx:
            if tx.images.get(image_id).row_version == image.row_version:
                tx.jobs.settle(JobKind.SYNC_PAYLOAD, image_id)

    def _say_so(self, scope: TenantScope, ready: Image, *, over_version: int) -> Image:
        with self.transactions(scope) as tx:
            if tx.images.save(ready, over_version=over_version):
                tx.jobs.settle(JobKind.FINISH_INGEST, ready.image_id)
                tx.jobs.ask(_probe(ready.image_id))
                return ready
            # Somebody changed the row meanwhile. Tags: it is still `uploaded`, and the point is written anew with them.
            # The other of two finishers: their version stands. In the trash since: the point is one too many.
            now = tx.images.get(ready.image_id)
            if now.state is ImageState.TRASHED:
                tx.jobs.ask(NewJob(JobKind.SYNC_POINTS, str(uuid4()), {"image_ids": now.image_id}))
            return now


def _probe(image_id: str) -> NewJob:
    """The job that compares the image, and all others of its age or younger that were not, with every other one.

    One for each age and window of time: asked for last, because a second asker waits until the first has committed.
    """
    after = image_id[:_AGE_LETTERS]
    window = int(time.time()) // _TOGETHER_S
    return NewJob(JobKind.PROBE_DUPLICATES, f"{after} {window}", {"after": after}, _PROBE_DELAY)
