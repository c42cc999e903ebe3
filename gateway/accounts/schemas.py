"""What log-in takes and answers."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from catalog.accounts.model import LONGEST_PASSWORD
from catalog.tenancy import Role
from gateway.schemas import AnswerModel, StrictModel


class LoginIn(StrictModel):
    """A username and its password."""

    username: str = Field(min_length=1, max_length=256)
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD, repr=False)


class TokenOut(AnswerModel):
    """An access token and for how many seconds it is good."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of the scheme
    expires_in: int


class MeOut(AnswerModel):
    """Who the token stands for. `username` and `tenant` (its name) are null for a user of another identity provider."""

    user_id: UUID
    username: str | None
    tenant_id: UUID
    tenant: str | None
    role: Role
