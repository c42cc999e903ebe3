"""Read the settings, serve until told to stop, say in one line why when it cannot be done."""

import gc
import os
import sys
import time
from types import FrameType

import uvicorn
from pydantic import ValidationError

from embedder.app import create_app
from embedder.errors import CannotStart
from embedder.health import Readiness
from embedder.logs import configure_logs
from embedder.ports import Model
from embedder.settings import EmbedderSettings


class Server(uvicorn.Server):
    """Uvicorn that turns readiness off before it stops, ends with its own exit code, and stops when it cannot start."""

    def __init__(self, settings: EmbedderSettings) -> None:
        self.failure: CannotStart | None = None
        app = create_app(settings, _load, self.give_up)
        self._readiness: Readiness = app.state.readiness
        self._drain_s = settings.embed_drain_s
        self._stop_at: float | None = None
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.embed_host,
                port=settings.embed_port,
                loop="uvloop",
                http="httptools",
                lifespan="on",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_keep_alive=65,  # longer than any client keeps an idle connection, so that none is cut under it
                timeout_graceful_shutdown=max(1, round(settings.embed_stop_timeout_s)),
            )
        )

    def give_up(self, failure: CannotStart) -> None:
        """The model cannot be loaded: stop, and remember why."""
        self.failure = failure
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """On the first signal readiness goes off, and the door closes after the drain time; a second closes it now."""
        first = self._stop_at is None
        self._stop_at = time.monotonic() + (self._drain_s if first and self.started else 0)
        self._readiness.now_stopping()
        if not self.started:
            self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Close the door when its time has come."""
        if self._stop_at is not None and time.monotonic() >= self._stop_at:
            self.should_exit = True
        return await super().on_tick(counter)


def _load(settings: EmbedderSettings) -> Model:
    # Importing torch takes seconds: it happens on the model's thread, while /healthz answers already.
    from embedder.backends.loading import load_model

    model = load_model(settings)
    # Torch and its like are 380,000 objects, and each full collection went through them all: 200 ms in which nobody was
    # answered or refused. They stay for good, so from here on they are not looked at.
    gc.collect()
    gc.freeze()
    return model


def set_library_defaults() -> None:
    """What torch and the hub's client read from the environment when they are imported; the operator's word counts."""
    # OpenMP's threads spin while they wait for each other. Where others want the cores too, that made a batch ten times
    # slower than sleeping does (measured at a load of three processes a core: 229 ms against 18 ms for one picture).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")  # it reports each of its retries, twice


def main() -> int:
    """Serve; 0 after a clean stop, 1 when the service cannot start."""
    try:
        settings = EmbedderSettings()
    except ValidationError as error:
        for one in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in one["loc"]).upper()
            sys.stderr.write(f"embedder cannot start: {name}: {one['msg']}\n")
        return 1
    set_library_defaults()
    configure_logs(settings.log_level)
    server = Server(settings)
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that it cannot listen
        server.failure = CannotStart(f"EMBED_HOST={settings.embed_host} EMBED_PORT={settings.embed_port} is taken")
    if server.failure is not None:
        sys.stderr.write(f"embedder cannot start: {server.failure}\n")
        return 1
    return 0
