"""The trash's rows in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.images.model import Image, ImageState
from catalog.images.trash_ports import KeptVector


@dataclass(slots=True)
class MemoryTrash:
    """TrashRows over the dicts of rows and of kept vectors."""

    images: dict[str, Image]
    vectors: dict[str, KeptVector]

    def among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those that are there."""
        return {one: self.images[one] for one in sorted(set(image_ids)) if one in self.images}

    locked = among

    def keep(self, vectors: Sequence[KeptVector]) -> None:
        """Keep these."""
        self.vectors.update((kept.image_id, kept) for kept in vectors)

    def kept(self, image_ids: Sequence[str]) -> dict[str, KeptVector]:
        """What is kept."""
        return {one: self.vectors[one] for one in image_ids if one in self.vectors}

    def forget(self, image_ids: Sequence[str]) -> None:
        """Keep nothing of these."""
        for one in image_ids:
            self.vectors.pop(one, None)

    def expired(self, before: datetime, *, limit: int) -> list[str]:
        """What was put here before then."""
        lying = [image for image in self.images.values() if image.state is ImageState.TRASHED and image.trashed_at]
        return [image.image_id for image in lying if image.trashed_at and image.trashed_at < before][:limit]

    def unmark_thumbnailed(self, image_ids: Sequence[str]) -> None:
        """Note that the thumbnails may be gone."""
        for one in image_ids:
            self.images[one] = replace(self.images[one], has_thumbnails=False)

    def remove(self, image_ids: Sequence[str]) -> None:
        """Delete the rows."""
        for one in image_ids:
            self.images.pop(one)
            self.vectors.pop(one, None)
