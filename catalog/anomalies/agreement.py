"""How well people agree who judged the same images."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from catalog.anomalies.model import Review, Verdict

Pair = tuple[Verdict, Verdict]


def pairs_of(contents: Iterable[Iterable[Review]]) -> list[Pair]:
    """For each image and each two people who judged it, their verdicts, in the order of the people's ids."""
    pairs: list[Pair] = []
    for reviews in contents:
        said = sorted((one.reviewer, one.verdict) for one in reviews if one.verdict is not None)
        pairs += [(first, second) for (_, first), (_, second) in combinations(said, 2)]
    return pairs


def cohens_kappa(pairs: list[Pair]) -> float | None:
    """Agreement beyond chance, −1..1; 1 where all say the same; None without pairs.

    Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement, 1960. Pairs of
    more than two people are taken together, the one with the lower id as the first.
    """
    if not pairs:
        return None
    count = len(pairs)
    agreed = sum(first is second for first, second in pairs) / count
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[verdict] * seconds[verdict] for verdict in Verdict) / count**2
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
