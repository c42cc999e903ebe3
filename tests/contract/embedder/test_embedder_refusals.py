"""A refusal over a real connection: it comes before the body, and the connection goes on to be used."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import httpx
import uvicorn

from embedder.app import create_app
from embedder.settings import EmbedderSettings
from tests.unit.embedder.stub_model import StubModel

SIZE = 3_000_000


class Server(uvicorn.Server):
    """Leaves the signals to the tests' own process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def listening(model: StubModel, **settings: object) -> AsyncIterator[int]:
    """The port of a ready service around `model`, served as the real one is."""
    app = create_app(EmbedderSettings.model_validate(settings), lambda _: model)
    server = Server(uvicorn.Config(app, port=0, http="httptools", lifespan="on", access_log=False, log_config=None))
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started or app.state.readiness.phase != "ready":
            await asyncio.sleep(0.001)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        model.gate.set()
        server.should_exit = True
        await serving


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of the next answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return int(head.split()[1]), await reader.readexactly(length)


def test_a_picture_is_refused_before_it_is_sent_and_its_connection_stays_of_use() -> None:
    model = StubModel()
    head = f"POST /embed/image HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: {SIZE}\r\n\r\n"

    async def scene() -> None:
        async with (
            listening(model, embed_queue_limit=1) as port,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
        ):
            model.gate.clear()
            first = asyncio.create_task(client.post("/embed/text", json={"texts": ["a"]}))
            while not model.waiting:
                await asyncio.sleep(0.001)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _ in range(3):
                writer.write(head.encode() + bytes(1000))
                status, body = await answer(reader)
                assert (status, b'"busy"' in body) == (503, True)
                writer.write(bytes(SIZE - 1000))
                await writer.drain()
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await answer(reader))[0] == 200
            writer.close()
            await writer.wait_closed()
            model.gate.set()
            assert (await first).status_code == 200

    asyncio.run(asyncio.wait_for(scene(), 60))
