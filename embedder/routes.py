"""The endpoints: read the body in the form that it declares, ask the service, answer."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from embedder.batcher import Priority
from embedder.bodies import Body, BodyReader
from embedder.errors import ClientGone, RequestInvalid, UnsupportedBody
from embedder.health import Readiness
from embedder.schemas import PIXELS, VECTORS, EmbeddingsOut, ModelOut, ObjectsIn, TextsIn, model_out, vectors_answer
from embedder.service import EmbedService, Outcome

router = APIRouter(tags=["embed"])

_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": EmbeddingsOut, "content": {VECTORS: {}}},
    **{status: {"description": "problem+json"} for status in (408, 413, 415, 422, 500, 503)},
}


async def _service(request: Request) -> EmbedService:
    readiness: Readiness = request.app.state.readiness
    return readiness.service()


async def _priority(request: Request) -> Priority:
    try:
        return Priority(request.headers.get("x-priority", Priority.INTERACTIVE))
    except ValueError:
        raise RequestInvalid("X-Priority has to be interactive or batch") from None


ServiceDep = Annotated[EmbedService, Depends(_service)]
PriorityDep = Annotated[Priority, Depends(_priority)]
Reader = Callable[[Request, Body, EmbedService, Priority], Awaitable[list[Outcome]]]


@router.post("/embed/image", responses=_ANSWER)
async def embed_image(request: Request, service: ServiceDep, priority: PriorityDep) -> Response:
    """Embed pictures: one encoded, several encoded, model-ready pixels, or objects of the store."""
    return await _embed(request, service, _image_reader(request), priority)


@router.post("/embed/text", responses=_ANSWER)
async def embed_text(request: Request, service: ServiceDep, priority: PriorityDep) -> Response:
    """Embed texts."""
    if _media_type(request) != "application/json":
        raise UnsupportedBody("texts have to be sent as application/json")
    return await _embed(request, service, _texts, priority)


@router.get("/model")
async def model(service: ServiceDep) -> ModelOut:
    """What the model is, and how pictures have to be prepared for it."""
    return model_out(service.facts)


async def _embed(request: Request, service: EmbedService, read: Reader, priority: Priority) -> Response:
    bodies: BodyReader = request.app.state.bodies
    async with bodies.open(request) as body:
        outcomes = await read(request, body, service, priority)
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


async def _one_picture(request: Request, body: Body, service: EmbedService, priority: Priority) -> list[Outcome]:
    data = await body.whole()
    return await _unless_gone(request, service.pictures([data], priority))


async def _files(request: Request, body: Body, service: EmbedService, priority: Priority) -> list[Outcome]:
    files = await body.files("files")
    return await _unless_gone(request, service.pictures(files, priority))


async def _pixels(request: Request, body: Body, service: EmbedService, priority: Priority) -> list[Outcome]:
    declared = request.headers.get("x-image-count", "")
    count = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 10 else 0
    _check_count(request, count, "X-Image-Count")
    data = await body.whole()
    expected = count * service.facts.image_size**2 * 3
    if len(data) != expected:
        raise RequestInvalid(f"{count} pictures have {expected} bytes of pixels, and the body has {len(data)}")
    return await _unless_gone(request, service.pixels(data, count, priority))


async def _objects(request: Request, body: Body, service: EmbedService, priority: Priority) -> list[Outcome]:
    asked = await body.as_json(ObjectsIn)
    _check_count(request, len(asked.objects), "objects")
    references = [(one.bucket, one.key) for one in asked.objects]
    return await _unless_gone(request, service.stored(references, priority))


async def _texts(request: Request, body: Body, service: EmbedService, priority: Priority) -> list[Outcome]:
    asked = await body.as_json(TextsIn)
    _check_count(request, len(asked.texts), "texts")
    longest: int = request.app.state.settings.embed_max_text_chars
    if any(len(text) > longest for text in asked.texts):
        raise RequestInvalid(f"a text may have {longest} characters at most")
    return await _unless_gone(request, service.texts(asked.texts, priority))


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _check_count(request: Request, count: int, what: str) -> None:
    bodies: BodyReader = request.app.state.bodies
    if not 1 <= count <= bodies.limits.max_items:
        raise RequestInvalid(f"{what} has to stand for 1 to {bodies.limits.max_items} items")


async def _unless_gone(request: Request, work: Coroutine[Any, Any, list[Outcome]]) -> list[Outcome]:
    """The work's result; when the client goes away first, the work is cancelled and leaves the queue."""
    working = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGone("the client closed the connection")
        return working.result()
    finally:
        working.cancel()
        gone.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
