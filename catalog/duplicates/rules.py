"""Rules by which a batch chooses what to keep, and their JSON form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from catalog.errors import RuleInvalid
from catalog.images.formats import ImageFormat

MAX_ENTRIES: Final = 100
MAX_TEXT: Final = 512


class Keep(StrEnum):
    """What a rule goes by."""

    SUGGESTED = "suggested"
    LARGEST = "largest"
    BEST_QUALITY = "best_quality"
    OLDEST = "oldest"
    NEWEST = "newest"
    FORMAT_ORDER = "format_order"
    PATH_FIRST = "path_first"
    OWNER_FIRST = "owner_first"


@dataclass(frozen=True, slots=True)
class Rule:
    """`order` is the list that the last three go by, the most wanted first: formats, filename prefixes, user ids."""

    keep: Keep
    order: tuple[str, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The JSON form that `parse_rule` reads."""
        listed = _LISTS.get(self.keep)
        return {"keep": self.keep.value} | ({listed[0]: list(self.order)} if listed else {})


def parse_rule(document: object) -> Rule:
    """The rule that a JSON document describes. Raises RuleInvalid.

    `{"keep": "suggested" | "largest" | "best_quality" | "oldest" | "newest"}`, or `{"keep": "format_order", "formats":
    ["png", …]}`, `{"keep": "path_first", "prefixes": ["originals/", …]}`, `{"keep": "owner_first", "owner_user_ids":
    […]}`; each list has the most wanted first.
    """
    if not isinstance(document, Mapping):
        raise RuleInvalid("a rule is a JSON object with keep")
    keep = next((one for one in Keep if one == document.get("keep")), None)
    if keep is None:
        raise RuleInvalid(f"keep is one of {', '.join(Keep)}")
    listed = _LISTS.get(keep)
    wanted = {"keep", listed[0]} if listed else {"keep"}
    if set(document) != wanted:
        raise RuleInvalid(f"a rule that keeps {keep} has {' and '.join(sorted(wanted))}, and nothing else")
    return Rule(keep, _order(listed[0], document[listed[0]], listed[1]) if listed else ())


def _order(name: str, value: object, check: Callable[[str], str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_ENTRIES:
        raise RuleInvalid(f"{name} is a list of 1 to {MAX_ENTRIES} entries")
    if not all(isinstance(one, str) and 1 <= len(one) <= MAX_TEXT for one in value):
        raise RuleInvalid(f"each of {name} is a text of 1 to {MAX_TEXT} characters")
    order = tuple(check(one) for one in value)
    if len(set(order)) < len(order):
        raise RuleInvalid(f"{name} has an entry twice")
    return order


def _format(text: str) -> str:
    if text not in set(ImageFormat):
        raise RuleInvalid(f"each of formats is one of {', '.join(ImageFormat)}")
    return text


def _user(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise RuleInvalid("each of owner_user_ids is a UUID") from None


_LISTS: Final[Mapping[Keep, tuple[str, Callable[[str], str]]]] = {
    Keep.FORMAT_ORDER: ("formats", _format),
    Keep.PATH_FIRST: ("prefixes", str),
    Keep.OWNER_FIRST: ("owner_user_ids", _user),
}
