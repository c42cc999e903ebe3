"""One named picture, or something that poses as one, with the verdict that it must get."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat

Verdict = ImageFormat | RejectionReason


@dataclass(frozen=True, slots=True)
class BankCase:
    """`make` builds the bytes anew, the same each time. `verdict` is the format accepted or the reason of refusal.

    `safe` is False when the bytes may only be given to a confined process.
    """

    name: str
    make: Callable[[], bytes]
    verdict: Verdict
    declared_type: str | None = None
    safe: bool = True

    def __str__(self) -> str:
        return self.name
