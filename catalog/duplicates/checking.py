"""Is this picture here already? Answered before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256 as sha256_of
from typing import Final

import numpy as np
import structlog
from numpy.typing import NDArray

from catalog.duplicates.arrays import SAME_PIXELS, TIERS, TURNED, VARIANT
from catalog.duplicates.confirming import EDGE_FLOOR
from catalog.duplicates.ports import AskedHash, DuplicateTransactions, HashHit, VectorReader
from catalog.duplicates.probing import DEFAULT_HAMMING, asked_hash, hash_asked, tier_of
from catalog.duplicates.thresholds import Thresholds, thresholds_of
from catalog.duplicates.views import Checked, Likeness
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import Spaces
from catalog.errors import ImageRejected, RejectionReason, Unavailable
from catalog.images.embedding import embed_seen
from catalog.images.inspection import Inspection
from catalog.images.model import Image, ImageState
from catalog.images.ports import Inspector
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)
NEIGHBOURS: Final = 20
MOST_ANSWERED: Final = 100


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of the asked picture: the images near to it by hash, and by vector with their cosines."""

    hits: dict[str, HashHit]
    cosines: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checking:
    """Compares a picture, or only its hashes, with all of a tenant's images. Stores nothing."""

    transactions: DuplicateTransactions
    inspector: Inspector
    embedder: Embedder
    spaces: Spaces
    reader: VectorReader
    max_bytes: int

    def by_bytes(self, scope: TenantScope, data: bytes, declared_type: str | None) -> Checked:
        """By everything; by hashes alone, which the answer then says, while the embedder or the index is away.

        Raises ImageRejected, InspectorBusy or DatabaseUnavailable.
        """
        if len(data) > self.max_bytes:
            raise ImageRejected(RejectionReason.TOO_MANY_BYTES, f"a picture has at most {self.max_bytes} bytes")
        exact = self._exact(scope, sha256_of(data).hexdigest())
        seen = self.inspector.inspect(data, declared_type)
        hits = {} if seen.flat else self._near(scope, hash_asked(seen.phash, seen.turned_phashes, seen.pixel_hash))
        try:
            space, cosines = self._by_vector(scope, seen, sorted(hits))
        except Unavailable as error:
            _log.warning("checked by hash alone", error=str(error))
            return self._checked(scope, exact, _Seen(hits), flat=seen.flat, hash_only=True)
        hits = {
            one: hit for one, hit in hits.items() if _is_kept(hit, cosines.get(one), thresholds_of(space.model_name))
        }
        return self._checked(scope, exact, _Seen(hits, cosines), flat=seen.flat)

    def by_sha256(self, scope: TenantScope, sha256: str) -> Checked:
        """By the bytes' hash (64 hex digits) alone. Raises DatabaseUnavailable."""
        return Checked(self._exact(scope, sha256), (), flat=False, hash_only=True)

    def by_phash(self, scope: TenantScope, phash: str) -> Checked:
        """By a pHash (16 hex digits) alone, upright; of a flat picture it says nothing, which nobody can tell from it.

        Raises DatabaseUnavailable.
        """
        return self._checked(scope, None, _Seen(self._near(scope, hash_asked(phash, None, None))), hash_only=True)

    def likenesses_of(self, scope: TenantScope, image: Image) -> tuple[Likeness, ...]:
        """What is like an image that is here, by hash alone, the closest first; of a flat one, nothing.

        Raises DatabaseUnavailable.
        """
        hits = {} if image.flat else self._near(scope, asked_hash(image))
        hits.pop(image.image_id, None)
        return self._checked(scope, image, _Seen(hits), hash_only=True).likenesses if hits else ()

    def _exact(self, scope: TenantScope, sha256: str) -> Image | None:
        with self.transactions(scope) as tx:
            found = tx.images.find_by_sha256(sha256)
        return found if found is not None and found.state in (ImageState.UPLOADED, ImageState.SEARCHABLE) else None

    def _near(self, scope: TenantScope, asked: AskedHash) -> dict[str, HashHit]:
        with self.transactions(scope) as tx:
            hits = tx.hashes.near([asked], DEFAULT_HAMMING)
        return {hit.image_id: hit for hit in hits}

    def _by_vector(
        self, scope: TenantScope, seen: Inspection, near: Sequence[str]
    ) -> tuple[VectorSpace, dict[str, float]]:
        """The cosines of those that are near by hash, and of the nearest neighbours that are variants."""
        space = self.spaces.live()
        whole = embed_seen(self.embedder, space, [seen], urgency=Urgency.INTERACTIVE)[0].whole
        asked: NDArray[np.float32] = whole[np.newaxis, :]
        known, vectors = self.reader.vectors(scope, space, near)
        likenesses = (vectors @ whole).tolist()
        cosines = {one: cosine for one, cosine, there in zip(near, likenesses, known, strict=True) if there}
        if not seen.flat:
            least = thresholds_of(space.model_name).variant
            [answer] = self.reader.neighbours(scope, space, asked, least=least, limit=NEIGHBOURS)
            cosines |= {match.image_id: match.similarity for match in answer}
        return space, cosines

    def _checked(
        self, scope: TenantScope, exact: Image | None, seen: _Seen, *, flat: bool = False, hash_only: bool = False
    ) -> Checked:
        others = (seen.hits.keys() | seen.cosines.keys()) - ({exact.image_id} if exact else set())
        with self.transactions(scope) as tx:
            images = tx.images.searchable_among(sorted(others))
        likenesses = (
            _likeness(image, seen.hits.get(image.image_id), seen.cosines.get(image.image_id))
            for image in images.values()
            if image.image_id in seen.hits or not image.flat
        )
        ordered = tuple(sorted(likenesses, key=_closest_first)[:MOST_ANSWERED])
        return Checked(exact, ordered, flat=flat, hash_only=hash_only)


def _is_kept(hit: HashHit, cosine: float | None, its: Thresholds) -> bool:
    """Whether vectors confirm what the hashes say; one that is not in the index yet has nothing against it."""
    tier = tier_of(hit)
    floor = its.turned_floor if tier == TURNED else EDGE_FLOOR
    return tier == SAME_PIXELS or cosine is None or cosine >= floor


def _likeness(image: Image, hit: HashHit | None, cosine: float | None) -> Likeness:
    tier = TIERS[VARIANT if hit is None else tier_of(hit)]
    return Likeness(image, tier, None if hit is None else hit.hamming, cosine)


def _closest_first(likeness: Likeness) -> tuple[str, float, int, str]:
    far = 64 if likeness.hamming is None else likeness.hamming
    return likeness.tier.value, -(likeness.cosine or 0.0), far, likeness.image.image_id
