"""Rows and transactions in memory, writing down what happens to them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, fields, replace

from catalog.errors import ImageNotFound
from catalog.images.model import Image, ImageState, Standing
from catalog.images.ports import Listing
from catalog.images.quality import QualityMeasures
from catalog.tenancy import TenantScope
from tests.fakes.happenings import Happenings
from tests.fakes.ledger import MemoryRequests
from tests.fakes.quality import MemoryQuality
from tests.fakes.review import HeldReview, MemoryBatches, MemoryEvidence, MemoryGroups, MemoryVerdicts
from tests.fakes.trash import MemoryTrash

_ACCEPTED = (ImageState.UPLOADED, ImageState.SEARCHABLE)


@dataclass(slots=True)
class Held:
    """What a database holds."""

    images: dict[str, Image] = field(default_factory=dict)
    measures: dict[str, QualityMeasures] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    jobs: MemoryRequests = field(default_factory=MemoryRequests)
    review: HeldReview = field(default_factory=HeldReview)


@dataclass(slots=True)
class MemoryImages:
    """ImageRepository over a dict."""

    scope: TenantScope
    held: Held
    happenings: Happenings

    def add(self, image: Image, measures: QualityMeasures | None = None) -> bool:
        """Insert the row unless the bytes are known."""
        self.happenings.happen("row")
        if self.find_by_sha256(image.sha256) is not None:
            return False
        self.held.images[image.image_id] = image
        if measures is not None:
            self.held.measures[image.image_id] = measures
        return True

    def save(self, image: Image, *, over_version: int) -> bool:
        """Replace the row if it is still at that version."""
        self.happenings.happen(f"save {image.state}")
        kept = self._own.get(image.image_id)
        if kept is None or kept.row_version != over_version:
            return False
        self.held.images[image.image_id] = replace(image, has_thumbnails=kept.has_thumbnails)
        return True

    def mark_thumbnailed(self, image_id: str) -> None:
        """Note that the thumbnails are there."""
        self.held.images[image_id] = replace(self.get(image_id), has_thumbnails=True)

    def get(self, image_id: str) -> Image:
        """The image. Raises ImageNotFound."""
        if image_id not in self._own:
            raise ImageNotFound("there is no image with that id")
        return self._own[image_id]

    def find_by_sha256(self, sha256: str) -> Image | None:
        """The tenant's image with these bytes."""
        return next((image for image in self._own.values() if image.sha256 == sha256), None)

    def searchable_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """The searchable ones, by id."""
        found = {image_id: self._own[image_id] for image_id in image_ids if image_id in self._own}
        return {image_id: image for image_id, image in found.items() if image.state is ImageState.SEARCHABLE}

    def standings(self, image_ids: Sequence[str]) -> dict[str, Standing]:
        """How the known ones stand."""
        found = [self._own[image_id] for image_id in image_ids if image_id in self._own]
        return {one.image_id: Standing(one.image_id, one.state, one.failure, one.row_version) for one in found}

    def note_upload(self, key: str, image_id: str) -> None:
        """Remember what the upload became."""
        self.held.uploads.setdefault(key, image_id)

    def find_by_upload(self, key: str) -> Image | None:
        """The image that the upload became."""
        return self._own.get(self.held.uploads.get(key, ""))

    def list_page(self, listing: Listing) -> list[Image]:
        """By time of creation; filters are for the real one."""
        return sorted(self._own.values(), key=lambda image: image.created_at)[: listing.limit]

    def ids_after(self, image_id: str, *, limit: int) -> list[str]:
        """The ids past this one, in order, of what is searchable or on its way to it."""
        return sorted(own for own in self.accepted_among(list(self._own)) if own > image_id)[:limit]

    def accepted_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those that are searchable or on their way to it, by id."""
        self.happenings.happen("accepted asked")
        found = {image_id: self._own[image_id] for image_id in image_ids if image_id in self._own}
        return {image_id: image for image_id, image in found.items() if image.state in _ACCEPTED}

    def count_searchable(self) -> int:
        """How many are searchable."""
        return len(self.searchable_among(list(self._own)))

    def known_sha256(self, sha256s: Sequence[str]) -> set[str]:
        """Those that a row names."""
        self.happenings.happen("rows asked")
        return {image.sha256 for image in self._own.values()} & set(sha256s)

    @property
    def _own(self) -> dict[str, Image]:
        mine = self.held.images.items()
        return {image_id: image for image_id, image in mine if image.tenant_id == self.scope.tenant_id}


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """Transaction, TrashTransaction and ReviewTransaction over what is held."""

    held: Held
    images: MemoryImages
    jobs: MemoryRequests
    trash: MemoryTrash
    quality: MemoryQuality
    groups: MemoryGroups
    evidence: MemoryEvidence
    verdicts: MemoryVerdicts
    batches: MemoryBatches

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What fails inside leaves nothing, in the dicts that the repositories hold."""
        kept = deepcopy(self.held)
        try:
            yield
        except BaseException:
            for one in (self.held, self.held.review):
                was = kept if one is self.held else kept.review
                for field_ in fields(one):
                    _put_back(getattr(one, field_.name), getattr(was, field_.name))
            raise


@dataclass(slots=True)
class MemoryDatabase:
    """Transactions over a copy, which becomes what is held at the commit."""

    happenings: Happenings = field(default_factory=Happenings)
    held: Held = field(default_factory=Held)

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[MemoryTransaction]:
        """All or nothing."""
        draft = deepcopy(self.held)
        yield _transaction(scope, draft, self.happenings)
        self.happenings.happen("commit")
        self.held = draft


def _transaction(scope: TenantScope, draft: Held, happenings: Happenings) -> MemoryTransaction:
    review = draft.review
    return MemoryTransaction(
        draft,
        MemoryImages(scope, draft, happenings),
        draft.jobs,
        MemoryTrash(draft.images, review.vectors),
        MemoryQuality(scope, draft.images, draft.measures),
        MemoryGroups(review),
        MemoryEvidence(review),
        MemoryVerdicts(review),
        MemoryBatches(review),
    )


def _put_back(now: object, was: object) -> None:
    """In place, because others hold it."""
    if isinstance(now, dict) and isinstance(was, dict):
        now.clear()
        now.update(was)
    elif isinstance(now, list) and isinstance(was, list):
        now[:] = was
