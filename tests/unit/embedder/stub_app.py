"""The app around the stub model, for the length of one story."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi import FastAPI

from embedder.app import LoadModel, create_app
from embedder.settings import EmbedderSettings
from tests.unit.embedder.stub_model import StubModel

Story = Callable[[httpx.AsyncClient, FastAPI], Awaitable[None]]


def run(story: Story, load: LoadModel, *, wait: bool = True, told: Any = None, **settings: Any) -> None:
    """Run `story` against the app; with `wait`, once the model is loaded."""

    async def scene() -> None:
        app = create_app(EmbedderSettings(**settings), load, told)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://embedder") as client,
        ):
            while wait and (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.001)
            await asyncio.wait_for(story(client, app), 60)

    asyncio.run(scene())


def with_stub(story: Story, model: StubModel | None = None, **settings: Any) -> None:
    """Run `story` with a stub that is ready."""
    stub = model or StubModel()
    run(story, lambda _: stub, **settings)


def assert_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The answer is that problem, with its request's id; the body for more questions."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == kind
    assert body["status"] == status
    assert body["title"]
    assert body["request_id"] == answer.headers["x-request-id"]
    return body
