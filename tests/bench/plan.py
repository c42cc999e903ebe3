"""How much is measured: the full bench, or a quick run that only shows that it works."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes are images in the index; requests are per round, `embedded` of those that the embedder takes part in."""

    search_sizes: tuple[int, ...]
    growth_sizes: tuple[int, ...]
    clients: tuple[int, ...]
    upload_clients: tuple[int, ...]
    rounds: int
    requests: int
    embedded: int
    pictures: int


FULL: Final = Plan(
    (1_000, 20_000), (1_000, 5_000, 20_000), (1, 16), (4, 16), rounds=3, requests=300, embedded=100, pictures=48
)
QUICK: Final = Plan((60,), (30, 60), (2,), (2,), rounds=1, requests=12, embedded=4, pictures=3)
