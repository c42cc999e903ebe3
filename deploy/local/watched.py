"""One service under supervision: a small state machine that is asked every tick to take its next step."""

import os
import signal
import subprocess
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from deploy.local import process
from deploy.local.health import Unwell
from deploy.local.services import Service
from deploy.local.state import Phase, ServiceState

START_LIMIT_S = 120.0
STOP_GRACE_S = 30.0  # what every service promises to need at most
FIRST_START_ATTEMPTS = 3
_BACKOFF_FIRST_S = 0.2
_BACKOFF_LAST_S = float(os.environ.get("LOCAL_LONGEST_PAUSE_S", "10"))  # tests that kill on purpose do not wait
_CALM_S = 30.0
_BETWEEN_CHECKS_S = 0.2


class Watched:
    """Starts its service, asks it whether it is well, starts it again when it ends.

    A service that was never well and ends `FIRST_START_ATTEMPTS` times is failed for good.
    """

    def __init__(self, service: Service, log: Path, checks: ThreadPoolExecutor) -> None:
        self.service = service
        self.phase = Phase.WAITING
        self.process: subprocess.Popen[bytes] | None = None
        self._log = log
        self._checks = checks
        self._check: Future[None] | None = None
        self._was_well = False
        self._restarts = 0
        self._attempts = 0  # since it was last well for a while
        self._reason = ""
        self._started = 0.0
        self._next_step = 0.0

    def state(self) -> ServiceState:
        """Return what to tell the world."""
        pid = self.process.pid if self.process else None
        return ServiceState(self.phase, pid, self._restarts, self._reason, self.service.address)

    @property
    def is_up(self) -> bool:
        """Say whether those that need this service may start."""
        return self.phase in (Phase.READY, Phase.DONE)

    def step(self, needs_are_up: bool) -> None:
        """Do what is due now; never waits."""
        if self.phase in (Phase.DONE, Phase.FAILED):
            return
        if self.process is not None and self.process.poll() is not None:
            self._ended(self.process)
        elif self.process is None:
            if needs_are_up and time.monotonic() >= self._next_step:
                self._start()
        elif not self.service.one_shot:
            self._look()

    def ask_to_stop(self) -> None:
        """Send the service its stop signal, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.phase = Phase.STOPPING
            self.process.send_signal(self.service.stop_signal)

    def wait_stopped(self, deadline: float) -> None:
        """Wait until the service has ended; kill it and its children at `deadline` (monotonic seconds)."""
        if self.process is not None:
            try:
                self.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._reason = "did not stop when asked, killed"
            process.signal_group(self.process, signal.SIGKILL)
            self.process.wait()
            self.process = None
        self.phase = Phase.STOPPED

    def _start(self) -> None:
        self._started = time.monotonic()
        self.phase = Phase.STARTING
        try:
            self.service.prepare()
            command, environment = self.service.command, self.service.environment
            self.process = process.spawn(command, environment, self._log, self.service.stop_signal)
        except (OSError, RuntimeError) as error:
            self._retry(str(error))

    def _ended(self, ended: subprocess.Popen[bytes]) -> None:
        process.signal_group(ended, signal.SIGKILL)  # what it started must not outlive it
        self.process = None
        status = ended.returncode
        self._check = None
        if self.service.one_shot and status == 0:
            self.phase, self._reason = Phase.DONE, ""
            return
        self._retry(f"killed by {signal.Signals(-status).name}" if status < 0 else f"exited with status {status}")

    def _retry(self, reason: str) -> None:
        if time.monotonic() - self._started > _CALM_S:
            self._attempts = 0
        self._attempts += 1
        self._reason = reason
        if not self._was_well and self._attempts >= FIRST_START_ATTEMPTS:
            self.phase = Phase.FAILED
            return
        self._restarts += 1
        self.phase = Phase.WAITING
        self._next_step = time.monotonic() + min(_BACKOFF_FIRST_S * 2 ** (self._attempts - 1), _BACKOFF_LAST_S)

    def _look(self) -> None:
        """While the service starts, ask it every so often; once well, its end is all that is watched for."""
        if self.phase is not Phase.STARTING:
            return
        if self._check is None:
            if time.monotonic() >= self._next_step:
                self._check = self._checks.submit(self.service.check)
        elif self._check.done():
            error, self._check = self._check.exception(), None
            self._next_step = time.monotonic() + _BETWEEN_CHECKS_S
            self._answered(error)

    def _answered(self, error: BaseException | None) -> None:
        if error is None:
            self.phase, self._was_well, self._reason = Phase.READY, True, ""
        elif not isinstance(error, Unwell):
            raise error
        else:
            self._reason = str(error)
            if time.monotonic() - self._started > START_LIMIT_S:
                self._give_up()

    def _give_up(self) -> None:
        if not self._was_well:
            self.phase = Phase.FAILED
        elif self.process is not None:
            process.signal_group(self.process, signal.SIGKILL)
