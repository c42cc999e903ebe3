"""POST /api/duplicates/check: multipart asks about a file, JSON about a hash. Nothing is stored."""

from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import Request, Response
from starlette.datastructures import UploadFile

from catalog.duplicates.service import DuplicateService
from catalog.duplicates.views import Checked
from catalog.tenancy import Caller
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.deps import CallerDep, DuplicatesDep, ThumbnailUrlsDep
from gateway.duplicates.check_schemas import CheckedOut, CheckIn, checked_out
from gateway.errors import FieldError, ValidationFailed
from gateway.responses import FastJson
from gateway.routing import guarded_router, require_media_type
from gateway.schemas import validated

guarded = guarded_router("/api/duplicates", "duplicates")

_MULTIPART: Final = "multipart/form-data"
_FILE: Final = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": CheckIn.model_json_schema()}, _MULTIPART: {"schema": _FILE}},
    }
}


@guarded.post("/check", response_model=CheckedOut, openapi_extra=_BODY)
async def check_picture(
    request: Request, caller: CallerDep, duplicates: DuplicatesDep, urls: ThumbnailUrlsDep
) -> Response:
    """What is here already of a picture, before it is uploaded."""
    if request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        data, declared_type = await _file(request)
        return await run_sync(
            lambda: _answer(duplicates.check(caller.scope, data, declared_type), caller, urls),
        )
    require_media_type(request, "application/json")
    asked = validated(CheckIn, await request.json())
    return await run_sync(lambda: _answer(_by_hash(duplicates, caller, asked), caller, urls))


async def _file(request: Request) -> tuple[bytes, str | None]:
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or len(form.multi_items()) > 1:
            raise ValidationFailed([FieldError(("body", "file"), "Field required, and no other")])
        return await file.read(), file.content_type


def _by_hash(duplicates: DuplicateService, caller: Caller, asked: CheckIn) -> Checked:
    if asked.sha256 is not None:
        return duplicates.check_sha256(caller.scope, asked.sha256)
    return duplicates.check_phash(caller.scope, asked.phash or "")


def _answer(checked: Checked, caller: Caller, urls: ThumbnailUrls) -> Response:
    return FastJson(checked_out(checked, caller.scope, urls))
