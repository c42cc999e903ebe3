"""Named odd and hostile pictures, made anew each time, each with the verdict that it must get."""

from typing import Final

from tests.image_bank import bombs, colours, damage, metadata, polyglots, seeds, strangers
from tests.image_bank.case import BankCase, Verdict

__all__ = ["CASES", "BankCase", "Verdict"]

CASES: Final[list[BankCase]] = [
    *seeds.CASES,
    *strangers.CASES,
    *damage.CASES,
    *bombs.CASES,
    *metadata.CASES,
    *colours.CASES,
    *polyglots.CASES,
]
