"""Upload, ingest, get and list. No decision about an image is taken here."""

from typing import Annotated, Any, Final

from fastapi import File, Form, Query, Response, UploadFile

from catalog.duplicates.service import DuplicateService
from catalog.errors import NotAllowed
from catalog.images.model import Ingested, NewImage, Source
from catalog.images.thumbnails import THUMBNAIL_SIDES
from catalog.tenancy import Caller, Role
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.deps import CallerDep, CursorsDep, DuplicatesDep, EditorDep, ImagesDep, QualityDep, ThumbnailUrlsDep
from gateway.duplicates.likenesses import near_duplicates_of
from gateway.images.listing import ListQuery, page_of
from gateway.images.schemas import (
    AddForm,
    ImageDetailOut,
    IngestIn,
    IngestOut,
    PageOut,
    PresignIn,
    PresignOut,
    image_out,
    presign_out,
)
from gateway.responses import FastJson
from gateway.routing import guarded_router
from gateway.schemas import Ulid, validated

guarded = guarded_router("/api/images", "images")

_CREATED: Final = 201
_ACCEPTED: Final = 202
_INGESTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": IngestOut, "description": "These bytes were here already; tags were merged."},
    202: {"model": IngestOut, "description": "Kept; it becomes searchable by itself."},
}


@guarded.post("/presign")
def presign_upload(wanted: PresignIn, caller: EditorDep, images: ImagesDep) -> PresignOut:
    """A URL that takes one upload of exactly this type and size."""
    upload = images.presign(caller.scope, content_type=wanted.content_type, size_bytes=wanted.size_bytes)
    return presign_out(upload)


@guarded.post("/ingest", response_model=IngestOut, status_code=_CREATED, responses=_INGESTED)
def ingest_image(
    wanted: IngestIn, caller: EditorDep, images: ImagesDep, duplicates: DuplicatesDep, urls: ThumbnailUrlsDep
) -> Response:
    """Take in a finished upload. 201: searchable now. 202: kept, searchable soon. 200: known already."""
    new = _new_image(caller, wanted, source=wanted.source, filename=wanted.filename)
    ingested = images.ingest(caller.scope, bucket=wanted.bucket, key=wanted.key, new=new)
    return _ingest_answer(ingested, caller, duplicates, urls)


@guarded.post("", response_model=IngestOut, status_code=_CREATED, responses=_INGESTED)
def add_image(
    file: Annotated[UploadFile, File()],
    caller: EditorDep,
    images: ImagesDep,
    duplicates: DuplicatesDep,
    urls: ThumbnailUrlsDep,
    tags: Annotated[list[str] | None, Form()] = None,
    owner_user_id: Annotated[str | None, Form()] = None,
    dataset_id: Annotated[str | None, Form()] = None,
    category_id: Annotated[str | None, Form()] = None,
) -> Response:
    """Upload and ingest in one call, for programs."""
    form = validated(
        AddForm,
        {
            "tags": tuple(tags or ()),
            "owner_user_id": owner_user_id,
            "dataset_id": dataset_id,
            "category_id": category_id,
        },
    )
    new = _new_image(caller, form, source=Source.API, filename=file.filename)
    ingested = images.add(caller.scope, file.file.read(), declared_type=file.content_type, new=new)
    return _ingest_answer(ingested, caller, duplicates, urls)


@guarded.get("", response_model=PageOut)
def list_images(
    wanted: Annotated[ListQuery, Query()],
    caller: CallerDep,
    images: ImagesDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """One page of the tenant's images."""
    return FastJson(page_of(images, caller.scope, wanted, urls, cursors))


@guarded.get("/{image_id}", response_model=ImageDetailOut)
def get_image(
    image_id: Ulid, caller: CallerDep, images: ImagesDep, quality: QualityDep, urls: ThumbnailUrlsDep
) -> Response:
    """One image, with a preview and a short-lived URL of the original bytes."""
    image = images.get(caller.scope, image_id)
    answer = image_out(image, caller.scope, urls)
    answer["large_preview_url"] = urls.url(caller.scope, image.sha256, THUMBNAIL_SIDES[-1])
    answer["original_url"] = images.original_url(image)
    answer["quality_measures"] = quality.measures(caller.scope, image_id)
    return FastJson(answer)


def _new_image(caller: Caller, said: IngestIn | AddForm, *, source: Source, filename: str | None) -> NewImage:
    owner = said.owner_user_id or caller.user_id
    if owner != caller.user_id and not caller.role.covers(Role.ADMIN):
        raise NotAllowed("only an admin may upload for somebody else")
    return NewImage(
        owner_user_id=owner,
        source=source,
        filename=filename[-255:] if filename else None,
        tags=said.tags,
        dataset_id=said.dataset_id,
        category_id=said.category_id,
    )


def _ingest_answer(ingested: Ingested, caller: Caller, duplicates: DuplicateService, urls: ThumbnailUrls) -> Response:
    answer = {
        **image_out(ingested.image, caller.scope, urls),
        "is_new": ingested.is_new,
        "near_duplicates": near_duplicates_of(ingested.image, caller.scope, duplicates, urls),
    }
    if not ingested.is_new:
        return FastJson(answer)
    return FastJson(answer, _CREATED if ingested.image.model_version else _ACCEPTED)
