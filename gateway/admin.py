"""`python -m gateway.admin apply FILE.json`: make tenants and accounts be as the file says. Safe to run again.

The file: {"users": [{"username", "password", "tenant", "role"}]}. Needs the same environment as the gateway.
"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson
from pydantic import Field, ValidationError

from catalog.accounts.model import WantedAccount
from catalog.accounts.service import AccountService
from catalog.errors import CatalogError
from catalog.tenancy import Role
from gateway.errors import MalformedJson
from gateway.schemas import Loose, StrictModel
from gateway.settings import SettingsUnusable
from gateway.strict_json import strict_json

_USAGE = "usage: python -m gateway.admin apply FILE.json"


class UserIn(StrictModel):
    """One account as wanted."""

    username: str
    password: str = Field(repr=False)
    tenant: str
    role: Loose[Role]


class UsersIn(StrictModel):
    """The file."""

    users: list[UserIn] = Field(max_length=10_000)


class FileUnusable(Exception):
    """The file cannot be applied; the text says why, and holds no password."""


def read(path: Path) -> list[WantedAccount]:
    """The accounts that the file wants. Raises FileUnusable."""
    try:
        found = UsersIn.model_validate(strict_json(path.read_bytes()))
        return [WantedAccount(one.username.lower(), one.password, one.tenant, one.role) for one in found.users]
    except ValidationError as error:
        places = ("users." + ".".join(map(str, one["loc"][1:])) + ": " + one["msg"] for one in error.errors())
        raise FileUnusable("; ".join(places)) from None
    except (OSError, MalformedJson, CatalogError) as error:
        raise FileUnusable(str(error)) from None


def apply(accounts: AccountService, wanted: Sequence[WantedAccount]) -> bytes:
    """Apply them, and say as JSON what was done."""
    applied = [asdict(one) for one in accounts.apply(wanted)]
    return orjson.dumps({"users": applied}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def main(arguments: Sequence[str]) -> None:
    """The command. Exits with 1 and one line when something is wrong."""
    if len(arguments) != 2 or arguments[0] != "apply":
        sys.exit(_USAGE)
    from catalog.wiring import open_catalog
    from gateway.main import load_all

    try:
        wanted = read(Path(arguments[1]))
        _, catalog_settings = load_all()
        with open_catalog(catalog_settings) as catalog:
            sys.stdout.buffer.write(apply(catalog.accounts, wanted))
    except (FileUnusable, SettingsUnusable, CatalogError) as error:
        sys.exit(f"gateway.admin: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
