"""The endpoints: read the body in the form that it declares, ask the service, answer."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from embedder.batching.questions import Kind, Terms
from embedder.bodies import Body, BodyReader
from embedder.errors import RequestInvalid, UnsupportedBody
from embedder.health import Readiness
from embedder.outcomes import Outcome
from embedder.patience import unless_gone, until_deadline
from embedder.schemas import (
    PIXELS,
    VECTORS,
    EmbeddingsOut,
    ModelOut,
    ModelsOut,
    ObjectsIn,
    TextsIn,
    model_out,
    vectors_answer,
)
from embedder.service import EmbedService
from embedder.settings import EmbedderSettings
from embedder.terms import read_terms

router = APIRouter(tags=["embed"])

_PARTITION: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": EmbeddingsOut, "content": {VECTORS: {}}},
    **{status: {"description": "problem+json"} for status in (404, 408, 413, 415, 422, 500, 503, 504)},
}


async def _service(request: Request, model: str = "") -> EmbedService:
    readiness: Readiness = request.app.state.readiness
    return readiness.service(model)


ServiceDep = Annotated[EmbedService, Depends(_service)]
TermsDep = Annotated[Terms, Depends(read_terms)]
Reader = Callable[[Request, Body, EmbedService, Terms], Awaitable[list[Outcome]]]


@router.post("/embed/image", responses=_ANSWER)
async def embed_image(request: Request, service: ServiceDep, terms: TermsDep) -> Response:
    """Embed pictures: one encoded, several encoded, model-ready pixels, or objects of the store."""
    read = _image_reader(request)
    # What cannot be taken is refused before its body is read: a refusal has to cost next to nothing. (A text is small,
    # and may be known.)
    service.batcher.check(Kind.IMAGE, _announced_count(request), terms)
    return await _embed(request, service, read, terms)


@router.post("/embed/text", responses=_ANSWER)
async def embed_text(request: Request, service: ServiceDep, terms: TermsDep) -> Response:
    """Embed texts."""
    if _media_type(request) != "application/json":
        raise UnsupportedBody("texts have to be sent as application/json")
    return await _embed(request, service, _texts, terms)


@router.get("/model")
async def model(service: ServiceDep) -> ModelOut:
    """What the model is, and how pictures have to be prepared for it."""
    return model_out(service.facts)


@router.get("/models")
async def models(request: Request) -> ModelsOut:
    """All models that are served, the main one first."""
    readiness: Readiness = request.app.state.readiness
    return ModelsOut(models=[model_out(one.facts) for one in readiness.services()])


async def _embed(request: Request, service: EmbedService, read: Reader, terms: Terms) -> Response:
    bodies: BodyReader = request.app.state.bodies
    async with until_deadline(terms), bodies.open(request) as body:
        outcomes = await read(request, body, service, terms)
    request.state.items = len(outcomes)
    return vectors_answer(outcomes, service.facts, request.headers.get("accept", ""))


def _image_reader(request: Request) -> Reader:
    media_type = _media_type(request)
    if media_type == PIXELS:
        return _pixels
    if media_type == "multipart/form-data":
        return _files
    if media_type == "application/json":
        return _objects
    if media_type == "application/octet-stream" or media_type.startswith("image/"):
        return _one_picture
    raise UnsupportedBody(f"pictures have to be sent as image/*, multipart/form-data, {PIXELS} or application/json")


async def _one_picture(request: Request, body: Body, service: EmbedService, terms: Terms) -> list[Outcome]:
    data = await body.whole()
    return await unless_gone(request, service.pictures([data], terms))


async def _files(request: Request, body: Body, service: EmbedService, terms: Terms) -> list[Outcome]:
    files = await body.files("files")
    return await unless_gone(request, service.pictures(files, terms))


async def _pixels(request: Request, body: Body, service: EmbedService, terms: Terms) -> list[Outcome]:
    count = _declared_count(request)
    _check_count(request, count, "X-Image-Count")
    data = await body.whole()
    expected = count * service.facts.image_size**2 * 3
    if len(data) != expected:
        raise RequestInvalid(f"{count} pictures have {expected} bytes of pixels, and the body has {len(data)}")
    return await unless_gone(request, service.pixels(data, count, terms))


async def _objects(request: Request, body: Body, service: EmbedService, terms: Terms) -> list[Outcome]:
    asked = await body.as_json(ObjectsIn)
    _check_count(request, len(asked.objects), "objects")
    references = [(one.bucket, one.key) for one in asked.objects]
    return await unless_gone(request, service.stored(references, terms))


async def _texts(request: Request, body: Body, service: EmbedService, terms: Terms) -> list[Outcome]:
    partition = _partition(request)
    asked = await body.as_json(TextsIn)
    _check_count(request, len(asked.texts), "texts")
    longest: int = request.app.state.settings.embed_max_text_chars
    if any(len(text) > longest for text in asked.texts):
        raise RequestInvalid(f"a text may have {longest} characters at most")
    return await unless_gone(request, service.texts(asked.texts, terms, partition))


def _partition(request: Request) -> str:
    """Whose texts these are; nobody's without the header, and all are everybody's where the setting says so."""
    settings: EmbedderSettings = request.app.state.settings
    partition = request.headers.get("x-cache-partition")
    if partition is None or not settings.embed_text_cache_isolated:
        return ""
    if not _PARTITION.fullmatch(partition):
        raise RequestInvalid("X-Cache-Partition has to be 1 to 64 of A-Z a-z 0-9 . _ -")
    return partition


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _declared_count(request: Request) -> int:
    declared = request.headers.get("x-image-count", "")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 10 else 0


def _announced_count(request: Request) -> int:
    """How many items the headers announce; 1 when they do not say, or say what will be refused for itself."""
    bodies: BodyReader = request.app.state.bodies
    count = _declared_count(request)
    return count if 1 <= count <= bodies.limits.max_items else 1


def _check_count(request: Request, count: int, what: str) -> None:
    bodies: BodyReader = request.app.state.bodies
    if not 1 <= count <= bodies.limits.max_items:
        raise RequestInvalid(f"{what} has to stand for 1 to {bodies.limits.max_items} items")
