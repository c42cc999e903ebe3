"""What happened, in order: every fake writes its effects here, and fails here when it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Happenings:
    """A list of effects. `failing` maps an effect to the error that comes instead, `before` to what comes first."""

    effects: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)

    def happen(self, effect: str) -> None:
        """Note the effect, or raise what stands in its way. What comes before it comes once."""
        if first := self.before.pop(effect, None):
            first()
        if error := self.failing.get(effect):
            raise error
        self.effects.append(effect)
