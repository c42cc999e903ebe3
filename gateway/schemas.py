"""The base of every request's model, and the types that JSON has no word for.

Strict: a number is no text, a bool no number, an unknown field an error. Ids, dates and enums arrive as texts and are
taken from texts only.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, TypeVar
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CANONICAL_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.I)
E_ = TypeVar("E_", bound=StrEnum)
ModelT = TypeVar("ModelT", bound=BaseModel)


def refuse_control(value: object) -> object:
    """The value, unless it is (or is a list that holds) a text with control characters or half a surrogate pair."""
    texts = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    if any(isinstance(text, str) and _CONTROL.search(text) for text in texts):
        raise PydanticCustomError("control_character", "Input should have no control characters")
    return value


def _text_only(value: object) -> object:
    if not isinstance(value, str | datetime | UUID):
        raise PydanticCustomError("text_type", "Input should be a valid string")
    return value


def _plain_uuid(value: object) -> object:
    if isinstance(value, UUID) or (isinstance(value, str) and _CANONICAL_UUID.fullmatch(value)):
        return value
    raise PydanticCustomError("uuid_form", "Input should be a valid UUID")


class StrictModel(BaseModel):
    """A request's model: nothing unknown, nothing coerced, nothing that is not finite, no control characters."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_control_characters(cls, value: object) -> object:
        return refuse_control(value)


class AnswerModel(BaseModel):
    """An answer's model. It documents the form; fast routes send bytes that a test compares with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def validated(model: type[ModelT], document: object) -> ModelT:
    """The document as the model. Raises RequestValidationError, as the framework does for bodies that it reads."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found]) from None


Uuid = Annotated[UUID, Field(strict=False), BeforeValidator(_plain_uuid)]
"""A UUID in its usual form of 36 characters."""

Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_text_only)]
"""A date and time with an offset, RFC 3339; never a number."""

Ulid = Annotated[str, StringConstraints(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$", min_length=26, max_length=26)]
"""A ULID in upper case."""

Loose = Annotated[E_, Field(strict=False), BeforeValidator(_text_only)]
"""`Loose[Role]`: an enum, given by its value."""
