"""A service that answers what it was told to, and writes down what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One call."""

    name: str
    positional: tuple[Any, ...]
    named: dict[str, Any]


@dataclass
class Canned:
    """Every method is there: its answer is what `answers` has under its name; an exception is raised."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def method(*positional: Any, **named: Any) -> Any:
            self.asked.append(Asked(name, positional, named))
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return method

    def last(self, name: str) -> Asked:
        """The last call of that name."""
        return next(one for one in reversed(self.asked) if one.name == name)
