"""What the supervisor tells the world: one small file, replaced as a whole."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from deploy.local.layout import Layout, write_private


class Phase(StrEnum):
    """Where one service, or the stack as a whole, stands."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    FAILED = "failed"
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service as the supervisor sees it; `reason` says why it is not ready."""

    phase: Phase
    pid: int | None = None
    restarts: int = 0
    reason: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class StackState:
    """The stack as its supervisor sees it."""

    phase: Phase
    supervisor: int
    services: dict[str, ServiceState] = field(default_factory=dict)


def write_state(layout: Layout, state: StackState) -> None:
    """Replace the state file."""
    write_private(layout.state_file, json.dumps(asdict(state), indent=2))


def read_state(layout: Layout) -> StackState | None:
    """Return what was last written, or None before the first start."""
    if not layout.state_file.exists():
        return None
    raw = json.loads(layout.state_file.read_text())
    services = {
        name: ServiceState(**{**service, "phase": Phase(service["phase"])}) for name, service in raw["services"].items()
    }
    return StackState(Phase(raw["phase"]), raw["supervisor"], services)
