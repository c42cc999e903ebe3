"""A search by file: the multipart form's texts as the same parameters that JSON has."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import UploadFile

from gateway.errors import FieldError, MalformedJson, ValidationFailed
from gateway.schemas import validated
from gateway.search.schemas import ParamsIn
from gateway.strict_json import strict_json

_MOST_FIELDS: Final = 16


@dataclass(frozen=True, slots=True)
class PictureQuestion:
    """A file, what type the client says it has, and how to search."""

    data: bytes
    declared_type: str | None
    asked: ParamsIn


async def picture_question(request: Request) -> PictureQuestion:
    """The form's question. Raises ValidationFailed."""
    async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ValidationFailed([FieldError(("body", "file"), "Field required")])
        texts = {name: str(value) for name, value in form.multi_items() if name != "file"}
        return PictureQuestion(await file.read(), file.content_type, _params(texts))


def _params(texts: dict[str, str]) -> ParamsIn:
    """Each text is read as the JSON that it spells, so that a number is a number here too."""
    return validated(ParamsIn, {name: _value(name, text) for name, text in texts.items()})


def _value(name: str, text: str) -> Any:
    try:
        return strict_json(text.encode())
    except (MalformedJson, UnicodeEncodeError):
        raise ValidationFailed([FieldError(("body", name), "Input should be a number, a boolean or JSON")]) from None
