"""A filter in a query string: JSON, read as strictly as a body."""

from typing import Final

from catalog.errors import FilterInvalid
from gateway.errors import MalformedJson
from gateway.strict_json import strict_json

LONGEST_FILTER: Final = 8_192


def filter_document(spelled: str | None) -> object:
    """What the text holds, for parse_filter; None where there is none. Raises FilterInvalid."""
    if spelled is None:
        return None
    try:
        return strict_json(spelled.encode())
    except (MalformedJson, UnicodeEncodeError) as error:
        raise FilterInvalid("filter is not JSON") from error
