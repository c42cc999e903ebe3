"""What a check takes and answers."""

from typing import Annotated, Any, Self

from pydantic import StringConstraints, model_validator

from catalog.duplicates.views import Checked
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.pictures import LikenessOut, PictureOut, likeness_out, picture_out
from gateway.schemas import AnswerModel, StrictModel

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class CheckIn(StrictModel):
    """A picture by one of its hashes, in hex of lower case."""

    sha256: Sha256 | None = None
    phash: PHash | None = None

    @model_validator(mode="after")
    def _one_hash(self) -> Self:
        if (self.sha256 is None) == (self.phash is None):
            raise ValueError("send sha256 or phash, one of the two (or a file, as multipart)")
        return self


class CheckedOut(AnswerModel):
    """What is here already, the closest first. `exact` has the same bytes; nothing is like a `flat` picture by hash.

    `hash_only`: vectors were not compared, so likenesses may be fewer, and are not confirmed.
    """

    exact: PictureOut | None
    likenesses: list[LikenessOut]
    flat: bool
    hash_only: bool


def checked_out(checked: Checked, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """CheckedOut as plain data."""
    return {
        "exact": picture_out(checked.exact, scope, urls) if checked.exact else None,
        "likenesses": [likeness_out(one, scope, urls) for one in checked.likenesses],
        "flat": checked.flat,
        "hash_only": checked.hash_only,
    }
