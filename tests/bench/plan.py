"""How much is measured: the full bench, or a quick run that only shows that it works."""

from dataclasses import dataclass
from typing import Final

from tests.bench.embed_plan import EMBED_FULL, EMBED_QUICK, EmbedPlan


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes are images in the index; requests are per round, `embedded` of those that the embedder takes part in.

    Of the join of hashes: how many hashes alone, against brute force, and beside faiss and imagededup's methods.
    `photographs` is the most that are edited; of planted copies of photographs, one in `edits_one_in` is looked at.
    `cluster_sizes` and `neighbour_sizes` are vectors and rounds, scipy clusters up to `cluster_peer_most`, `drawn` the
    pictures that photographs are put among. `scenes` are those with a planted thing, and others.
    """

    search_sizes: tuple[int, ...]
    growth_sizes: tuple[int, ...]
    clients: tuple[int, ...]
    upload_clients: tuple[int, ...]
    rounds: int
    requests: int
    embedded: int
    pictures: int
    hash_sizes: tuple[int, ...]
    hash_rounds: int
    recall_size: int
    peer_sizes: tuple[int, ...]
    peer_rounds: int
    imagededup_sizes: tuple[tuple[int, str], ...]
    photographs: int
    edge_sizes: tuple[int, ...]
    seed_pictures: int
    sweep_sizes: tuple[int, ...]
    moved_edges: int
    review_groups: int
    edits_one_in: int
    seed_files: tuple[int, ...]
    neighbour_sizes: tuple[tuple[int, int], ...]
    cluster_sizes: tuple[tuple[int, int], ...]
    cluster_peer_most: int
    drawn: int
    scenes: tuple[int, int]
    embed: EmbedPlan


FULL: Final = Plan(
    (1_000, 20_000),
    (1_000, 5_000, 20_000),
    (1, 16),
    (4, 16),
    rounds=3,
    requests=300,
    embedded=100,
    pictures=48,
    hash_sizes=(10_000, 100_000, 1_000_000),
    hash_rounds=5,
    recall_size=50_000,
    peer_sizes=(10_000, 100_000),
    peer_rounds=3,
    imagededup_sizes=((1_000, "bktree"), (1_000, "brute_force_cython"), (10_000, "brute_force_cython")),
    photographs=100,
    edge_sizes=(20_000, 200_000, 2_000_000),
    seed_pictures=3_000,
    sweep_sizes=(10_000, 100_000),
    moved_edges=200_000,
    review_groups=1_000,
    edits_one_in=1,
    seed_files=(640, 2_000),
    neighbour_sizes=((10_000, 3), (30_000, 3), (100_000, 1)),
    cluster_sizes=((1_000, 3), (5_000, 3), (20_000, 1)),
    cluster_peer_most=5_000,
    drawn=300,
    scenes=(72, 72),
    embed=EMBED_FULL,
)
QUICK: Final = Plan(
    (60,),
    (30, 60),
    (2,),
    (2,),
    rounds=1,
    requests=12,
    embedded=4,
    pictures=3,
    hash_sizes=(300, 600),
    hash_rounds=1,
    recall_size=600,
    peer_sizes=(),
    peer_rounds=1,
    imagededup_sizes=(),
    photographs=2,
    edge_sizes=(300, 600),
    seed_pictures=100,
    sweep_sizes=(60, 120),
    moved_edges=100,
    review_groups=21,
    edits_one_in=36,
    seed_files=(100,),
    neighbour_sizes=((300, 1),),
    cluster_sizes=((100, 1), (200, 1)),
    cluster_peer_most=100,
    drawn=30,
    scenes=(12, 12),
    embed=EMBED_QUICK,
)
