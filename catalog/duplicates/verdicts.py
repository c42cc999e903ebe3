"""Verdicts on pairs of contents: which pairs one word is about, and the words themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from catalog.duplicates.model import PairVerdict, Verdict
from catalog.duplicates.review_ports import ContentPair


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody's word, said at one moment."""

    by: UUID
    at: datetime
    note: str | None = None

    def of(self, verdict: Verdict, pairs: Iterable[ContentPair]) -> list[PairVerdict]:
        """The verdict on each of the pairs, once, in the order of their hashes."""
        return [PairVerdict(low, high, verdict, self.by, self.at, self.note) for low, high in sorted(set(pairs))]


def all_pairs(sha256s: Iterable[str]) -> Iterator[ContentPair]:
    """Each two of the contents, the lower hash first."""
    return combinations(sorted(set(sha256s)), 2)


def cross_pairs(parts: Sequence[Sequence[str]]) -> Iterator[ContentPair]:
    """Each two contents of different parts, the lower hash first."""
    for one, other in combinations(parts, 2):
        for first in one:
            for second in other:
                if first != second:
                    yield min(first, second), max(first, second)
