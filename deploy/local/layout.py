"""Where a stack keeps what it owns: one folder per stack name."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


@dataclass(frozen=True, slots=True)
class Layout:
    """The files and folders of one stack; `root` is the only thing that differs between two stacks."""

    name: str
    root: Path

    @property
    def stack_json(self) -> Path:
        """Addresses and accounts, for people, tests and benches."""
        return self.root / "stack.json"

    @property
    def env_file(self) -> Path:
        """Every variable the gateway is started with."""
        return self.root / "stack.env"

    @property
    def accounts_file(self) -> Path:
        """The accounts that `gateway.admin apply` is given."""
        return self.root / "accounts.json"

    @property
    def secrets_file(self) -> Path:
        """Passwords and keys, made once."""
        return self.root / "secrets.json"

    @property
    def ports_file(self) -> Path:
        """The ports picked last time."""
        return self.root / "ports.json"

    @property
    def state_file(self) -> Path:
        """What the supervisor says of each service."""
        return self.root / "state.json"

    @property
    def lock_file(self) -> Path:
        """Held while the stack runs; names the process to signal."""
        return self.root / "lock"

    def data(self, service: str) -> Path:
        """The folder in which a service keeps its data."""
        return self.root / "data" / service

    def log(self, service: str) -> Path:
        """The file a service's output goes to."""
        return self.root / "logs" / f"{service}.log"


def find_layout(name: str | None = None) -> Layout:
    """Return the layout of the stack called `name`, by default $STACK or `dev`.

    $SEMBLANCE_LOCAL_DIR, where set, is the folder itself. Raises ValueError on a name that cannot be a folder's.
    """
    name = name or os.environ.get("STACK") or "dev"
    if not _NAME.fullmatch(name):
        raise ValueError(f"a stack's name is lower-case letters, digits and dashes, not {name!r}")
    chosen = os.environ.get("SEMBLANCE_LOCAL_DIR")
    if chosen:
        return Layout(name, Path(chosen).resolve())
    return Layout(name, REPOSITORY / (".local" if name == "dev" else f".local-{name}"))


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
