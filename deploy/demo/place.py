"""Where the demo runs and as whom: the local stack, or the one that docker-compose.yml started."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from deploy.local.commands import up
from deploy.local.layout import REPOSITORY, find_layout

_NEEDED: Final = ("API_PUBLIC_URL", "ADMIN_USERNAME", "ADMIN_PASSWORD", "ADMIN_TENANT")


class NoStack(Exception):
    """There is nothing to run on; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses, an account that may upload, a folder for the seed pictures and the page, and commands to try.

    `app` is where the web app is, None where it has not been built.
    """

    url: str
    app: str | None
    username: str
    password: str
    tenant: str
    folder: Path
    commands: str


def local_place() -> Place:
    """The local stack, started if need be. Raises NoStack when it does not come up."""
    layout = find_layout()
    if up(layout) != 0:
        raise NoStack("the local stack did not start")
    stack = json.loads(layout.stack_json.read_text())
    user = next(user for user in stack["users"] if user["role"] == "editor")
    return Place(
        url=stack["gateway"],
        app=stack.get("web"),
        username=user["username"],
        password=user["password"],
        tenant=user["tenant"],
        folder=layout.root,
        commands="make local-status · make local-logs · make local-down · make test",
    )


def compose_place(env_file: Path = REPOSITORY / ".env") -> Place:
    """The stack of docker-compose.yml, through its web container. Raises NoStack without a whole .env."""
    settings = dotenv_values(env_file) if env_file.exists() else {}
    missing = [name for name in _NEEDED if not settings.get(name)]
    if missing:
        raise NoStack(f"{', '.join(missing)} missing from {env_file.name}: run `make up` first")
    url, username, password, tenant = (str(settings[name]) for name in _NEEDED)
    return Place(
        url=url,
        app=url,
        username=username,
        password=password,
        tenant=tenant,
        folder=REPOSITORY / ".local" / "compose",
        commands="docker compose ps · docker compose logs · make down",
    )
