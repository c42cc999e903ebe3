"""The probe: what is near to images that are new, found when they come, so that a sweep only repairs.

An image costs its share of one question by hash and of one by vector, for up to CHUNK images at a time.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.duplicates.arrays import EDITED, NO_HAMMING, SAME_PIXELS, TURNED
from catalog.duplicates.confirming import Confirming
from catalog.duplicates.edge_columns import EdgeColumns, edge_columns
from catalog.duplicates.joining import inverse
from catalog.duplicates.model import WHOLE_TENANT
from catalog.duplicates.ports import (
    AskedHash,
    DuplicateTransaction,
    DuplicateTransactions,
    HashHit,
    VectorReader,
)
from catalog.duplicates.regrouping import Regrouping
from catalog.duplicates.variants import find_variants
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.failpoints import failpoint
from catalog.images.model import Image
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

CHUNK: Final = 64
DEFAULT_HAMMING: Final = 6
MOST_PROBED: Final = 7
"""The largest distance for which looking up hashes by their bands is exact."""
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Probing:
    """Compares images that have not been compared with all others."""

    transactions: DuplicateTransactions
    spaces: Spaces
    reader: VectorReader
    regrouping: Regrouping

    def probe(self, scope: TenantScope, after: str, found: int, job: JobHandle) -> None:
        """Probe all images past that id, then group again where that found anything, or may have before.

        `found` is what attempts before this one may have found: edges and marks are committed before the cursor, so an
        attempt that goes on behind another groups whatever it finds itself.
        Raises Unavailable, JobStopped or LeaseLost; what is done is kept.
        """
        failpoint("probe.after_claim")
        space = self.spaces.live()
        self._checkpoint(job, after, found)
        while some := self._unprobed(scope, space, after):
            found += self.compare(scope, space, some)
            failpoint("probe.after_marks")
            after = some[-1].image_id
            self._checkpoint(job, after, found)
            failpoint("probe.after_cursor")
        if found:
            self.regrouping.regroup_all(scope, space)
            failpoint("probe.after_groups")
        with self.transactions(scope) as tx:
            # Once it is known what each new image is a copy of: how odd it is says nothing of its copies.
            tx.jobs.ask(NewJob(JobKind.SCORE_NEWCOMERS, str(job.job_id), {"after": ""}))

    def _checkpoint(self, job: JobHandle, after: str, found: int) -> None:
        progress = JobProgress("scanning", message="comparing new images", counts={"edges_found": found})
        job.checkpoint(progress, {"after": after, "found": str(found + 1)})

    def compare(self, scope: TenantScope, space: VectorSpace, images: Sequence[Image]) -> int:
        """Write the edges of these images and mark them as probed; how many edges are new or other than before."""
        with self.transactions(scope) as tx:
            furthest = _furthest(tx)
            near = _near(tx, space, images, furthest)
        compared, variants = find_variants(self.transactions, self.reader, scope, space, images)
        kept, _ = Confirming(self.reader, scope, space).confirmed(near)
        with self.transactions(scope) as tx:
            written = tx.edges.put(kept, space.model_version, over_closer=False)
            written += tx.edges.put(variants, space.model_version, over_closer=False)
            failpoint("probe.after_edges")
            tx.probes.mark(compared, space.model_version)
        return written

    def _unprobed(self, scope: TenantScope, space: VectorSpace, after: str) -> list[Image]:
        with self.transactions(scope) as tx:
            return tx.probes.unprobed(WHOLE_TENANT, space.model_version, after=after, limit=CHUNK)


def asked_hash(image: Image) -> AskedHash:
    """The image's own hashes, those under the seven turns too if they are kept."""
    return hash_asked(image.phash, image.turned_phashes, image.pixel_hash)


def hash_asked(phash: str, turned_phashes: str | None, pixel_hash: str | None) -> AskedHash:
    """What is asked of hashes (16, 112 and 32 hex digits)."""
    turned = turned_phashes or ""
    others = (turned[begin : begin + _DIGITS] for begin in range(0, len(turned), _DIGITS))
    return AskedHash((phash, *others), pixel_hash)


def tier_of(hit: HashHit) -> int:
    """How the hashes say that the two are alike."""
    if hit.same_pixels:
        return SAME_PIXELS
    return TURNED if hit.turn else EDITED


def _furthest(tx: DuplicateTransaction) -> int:
    """As far as the sweeps of this tenant look, as long as that can be looked up exactly."""
    return min(MOST_PROBED, max((run.max_hamming for run in tx.runs.all()), default=DEFAULT_HAMMING))


def _near(tx: DuplicateTransaction, space: VectorSpace, images: Sequence[Image], furthest: int) -> EdgeColumns:
    """The pairs of these images with others that hashes bring together, and with those that these are bound to.

    The latter are no candidates by themselves; they are compared so that the worst pair of a group is known.
    """
    telling = [image for image in images if not image.flat]
    hits = [
        (telling[hit.asked].image_id, hit)
        for hit in tx.hashes.near([asked_hash(image) for image in telling], furthest)
        if telling[hit.asked].image_id != hit.image_id
    ]
    pairs: dict[tuple[str, str], tuple[int, int, int]] = {}
    for image_id, hit in hits:
        key = (min(image_id, hit.image_id), max(image_id, hit.image_id))
        turn = hit.turn if image_id < hit.image_id else inverse(hit.turn)
        found = (tier_of(hit), hit.hamming, turn)
        pairs[key] = min(found, pairs.get(key, found))
    for low, high in _around(tx, space, hits):
        pairs.setdefault((low, high), (EDITED, NO_HAMMING, 0))
    return edge_columns((low, high, tier, far, 0.0, turn) for (low, high), (tier, far, turn) in sorted(pairs.items()))


def _around(tx: DuplicateTransaction, space: VectorSpace, hits: Sequence[tuple[str, HashHit]]) -> list[tuple[str, str]]:
    """Each image with those that an edge binds to one of its hits."""
    near = sorted({hit.image_id for _, hit in hits})
    bound: Mapping[str, set[str]] = defaultdict(set)
    for one, other in tx.edges.neighbours(near, space.model_version) if near else ():
        bound[one].add(other)
    found = {(image_id, other) for image_id, hit in hits for other in bound[hit.image_id] if other != image_id}
    return sorted({(min(pair), max(pair)) for pair in found})
