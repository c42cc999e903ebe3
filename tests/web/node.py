"""Node for the browser tests: one file of web/e2e at a time, in a session of its own that does not outlive the test."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from deploy.local.layout import REPOSITORY

WEB = REPOSITORY / "web"
_LIMIT_S = 420
_GRACE_S = 15


@dataclass(frozen=True, slots=True)
class Ran:
    """How it ended, and all that it said. `status` is None when it had to be stopped."""

    status: int | None
    said: str


def run_file(file: str, environment: Mapping[str, str]) -> Ran:
    """Run one file of browser tests. Chromium ends with it, because it listens to a pipe that then is closed."""
    command = ["node", "node_modules/vitest/vitest.mjs", "run", "--config", "e2e/vitest.config.ts", file]
    with subprocess.Popen(
        command,
        cwd=WEB,
        env={**os.environ, "NO_COLOR": "1", **environment},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=_LIMIT_S)
            return Ran(process.returncode, said)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            said = _last_words(process)
            return Ran(None, f"{said}\nit was stopped after {_LIMIT_S} s")
        finally:
            _end(process)


def _last_words(process: subprocess.Popen[str]) -> str:
    try:
        return process.communicate(timeout=_GRACE_S)[0]
    except subprocess.TimeoutExpired:
        _end(process)
        return process.communicate()[0]


def _end(process: subprocess.Popen[str]) -> None:
    """Whatever of the session is still there: nobody else is in it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
