"""Rows of images that are near-duplicates by their hashes, without pictures behind them."""

from dataclasses import replace
from random import Random
from typing import Any

from catalog.adapters.postgres.duplicates.finding import FindingDatabase
from catalog.duplicates.edge_columns import EdgeColumns, edge_columns
from catalog.images.model import Image
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.drawn import draw_image


def draw_hashed(scope: TenantScope, seed: int, **facts: Any) -> Image:
    """A searchable image of the default dataset with hashes of its own, which are not flat."""
    random = Random(f"hashes {seed}")
    hashes: dict[str, Any] = {
        "flat": False,
        "dataset_id": None,
        "phash": f"{random.getrandbits(64):016x}",
        "turned_phashes": f"{random.getrandbits(448):0112x}",
        "pixel_hash": f"{random.getrandbits(128):032x}",
    }
    return replace(draw_image(scope, seed), **(hashes | facts))


def flipped(phash: str, *bits: int) -> str:
    """The hash with these of its 64 bits turned over."""
    return f"{int(phash, 16) ^ sum(1 << bit for bit in bits):016x}"


def add_all(ledger: Ledger, scope: TenantScope, *images: Image) -> list[str]:
    """Write the rows; their ids."""
    with ledger.database(scope) as tx:
        assert all(tx.images.add(image) for image in images)
    return [image.image_id for image in images]


def put_edges(ledger: Ledger, scope: TenantScope, *rows: tuple[str, str, int, int, float], model: str = "v1") -> int:
    """Write edges as (id, other id, tier, hamming, cosine); how many that changed."""
    edges: EdgeColumns = edge_columns((*row, 0) for row in rows)
    with FindingDatabase(ledger.database)(scope) as tx:
        return tx.edges.put(edges, model, over_closer=True)
