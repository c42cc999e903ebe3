"""What the routes of clusters take and answer."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog.clusters.agglomerating import MOST_IMAGES, Linkage
from catalog.clusters.model import Collection, NamedBy, Wanted
from catalog.clusters.views import ClusteringState
from catalog.filters.parsing import parse_filter
from catalog.images.datasets import WHOLE_TENANT
from gateway.images.schemas import Name
from gateway.schemas import AnswerModel, Loose, StrictModel, Ulid

MOST_IDS: Final = 2_000
"""In one request; they fit into the 64 KiB of a body."""
METHOD: Final = "agglomerative"

GivenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class ClusterIn(StrictModel):
    """Which images, and where to cut: at a cosine distance or into a number of clusters, exactly one of the two."""

    image_ids: Annotated[tuple[Ulid, ...], Field(min_length=1, max_length=MOST_IDS, strict=False)] | None = None
    filter: dict[str, Any] | None = None
    dataset_id: Name | None = None
    limit: int | None = Field(default=None, ge=2, le=MOST_IMAGES)
    method: Literal["agglomerative"] = METHOD
    linkage: Loose[Linkage] = Linkage.AVERAGE
    threshold: float | None = Field(default=None, ge=0, le=2)
    n_clusters: int | None = Field(default=None, ge=1, le=MOST_IMAGES)

    @model_validator(mode="after")
    def _one_cut(self) -> Self:
        if (self.threshold is None) == (self.n_clusters is None):
            raise ValueError("send threshold or n_clusters, one of the two")
        return self

    def wanted(self) -> Wanted:
        """As the catalog takes it. Raises FilterInvalid."""
        parse_filter(self.filter)
        collection = Collection(self.dataset_id or WHOLE_TENANT, self.filter, self.image_ids or ())
        return Wanted(collection, self.linkage, self.threshold, self.n_clusters, self.limit)


class RenameIn(StrictModel):
    """The cluster's name; null gives it back the vocabulary's."""

    name: GivenName | None


class AcceptedOut(AnswerModel):
    """A clustering that was asked for, and where to see how far it is."""

    clustering_id: UUID
    job_id: UUID
    status_url: str
    progress_url: str


class ProgressOut(AnswerModel):
    """How far its job is, in images."""

    status: str
    processed: int
    total: int
    message: str


class ClusteringOut(AnswerModel):
    """A clustering: what was asked, where it stands, and its figures once it is complete.

    `matched` images were there when it was asked for, `images` were clustered, `left_out` had no vector of the live
    model. `named_images` is how many ids were sent. `failure` says why a failed one did.
    """

    clustering_id: UUID
    job_id: UUID
    state: ClusteringState
    progress: ProgressOut | None
    failure: str | None
    method: str
    linkage: Linkage
    threshold: float | None
    n_clusters: int | None
    limit: int | None
    dataset_id: str | None
    filter: dict[str, Any] | None
    named_images: int | None
    matched: int
    images: int | None
    left_out: int | None
    clusters_found: int | None
    model_version: str | None
    asked_by: UUID
    created_at: datetime
    finished_at: datetime | None


class PictureOut(AnswerModel):
    """An image, and a small picture of it."""

    image_id: str
    filename: str | None
    width: int
    height: int
    preview_url: str


class ClusterOut(AnswerModel):
    """A cluster. `spread` is the mean cosine distance of its other images to the medoid.

    `samples` are up to 8 images next to the medoid, the nearest first, and `furthest` is the other end; what is not
    there any more is left out, or null. `confidence` is the vocabulary's, null where a person named it.
    """

    number: int
    size: int
    spread: float
    name: str | None
    named_by: NamedBy | None
    confidence: float | None
    named_by_user_id: UUID | None
    medoid: PictureOut | None
    samples: list[PictureOut]
    furthest: PictureOut | None


class ClusteringDetailOut(ClusteringOut):
    """A clustering with a page of its clusters, the largest first; none before it is complete."""

    clusters: list[ClusterOut]
    next_cursor: str | None


class ClusteringsOut(AnswerModel):
    """Clusterings, the newest first."""

    clusterings: list[ClusteringOut]
    next_cursor: str | None


class MemberOut(AnswerModel):
    """An image of a cluster and its cosine distance to the medoid; `rank` counts from the medoid, 0."""

    image: PictureOut
    rank: int
    distance: float


class MembersOut(AnswerModel):
    """Images of a cluster, from the medoid outwards."""

    images: list[MemberOut]
    next_cursor: str | None
