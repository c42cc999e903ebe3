"""Reading JSON objects strictly: a field of the wrong type, or one that nobody asked for, is refused by its name."""

from collections.abc import Sequence
from typing import Any, TypeVar

from deploy.local.qdrant.errors import BadRequest

T = TypeVar("T")


class Fields:
    """The fields of one JSON object, taken out one by one; `null` counts as absent, as it does for Qdrant."""

    __slots__ = ("_left", "_where")

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise BadRequest(f"Format error in JSON body: {where} must be an object")
        self._left: dict[str, Any] = value.copy()
        self._where = where

    def __contains__(self, name: str) -> bool:
        return self._left.get(name) is not None

    def raw(self, name: str) -> Any:
        """Take a field of any type; None when absent."""
        return self._left.pop(name, None)

    def need(self, name: str) -> Any:
        """Take a field of any type that must be there."""
        value = self._left.pop(name, None)
        if value is None:
            raise BadRequest(f"Format error in JSON body: missing field `{name}` in {self._where}")
        return value

    def boolean(self, name: str) -> bool | None:
        """Take a true or false."""
        return self._typed(name, bool, "a boolean")

    def text(self, name: str) -> str | None:
        """Take a string."""
        return self._typed(name, str, "a string")

    def integer(self, name: str, least: int = 0) -> int | None:
        """Take a whole number that is not smaller than `least`."""
        value = self._typed(name, int, "an integer")
        if value is not None and value < least:
            raise self._wrong(name, f"at least {least}")
        return value

    def number(self, name: str) -> float | None:
        """Take a number."""
        value = self._left.pop(name, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(name, "a number")
        return float(value)

    def items(self, name: str) -> list[Any] | None:
        """Take a list."""
        return self._typed(name, list, "a list")

    def choice(self, name: str, choices: dict[str, T]) -> T | None:
        """Take a string that is one of the choices, and return what it stands for."""
        value = self.text(name)
        if value is None:
            return None
        if value not in choices:
            raise self._wrong(name, f"one of {', '.join(choices)}")
        return choices[value]

    def done(self) -> None:
        """Refuse the object if a field is left that nobody took."""
        left = [name for name, value in self._left.items() if value is not None]
        if left:
            raise BadRequest(f"Format error in JSON body: unknown or unsupported field `{left[0]}` in {self._where}")

    def _typed(self, name: str, kind: type[T], what: str) -> T | None:
        value = self._left.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self._wrong(name, what)
        return value

    def _wrong(self, name: str, what: str) -> BadRequest:
        return BadRequest(f"Format error in JSON body: `{name}` in {self._where} must be {what}")


def one_of(fields: Fields, names: Sequence[str], where: str) -> str:
    """Return the one name of `names` that is among the fields; refuse none and several."""
    present = [name for name in names if name in fields]
    if len(present) != 1:
        raise BadRequest(f"Format error in JSON body: {where} must have exactly one of {', '.join(names)}")
    return present[0]


def present(value: T | None, name: str, where: str) -> T:
    """Return the value of a field that must be there."""
    if value is None:
        raise BadRequest(f"Format error in JSON body: missing field `{name}` in {where}")
    return value
