"""The hashes of one tenant's images: read whole for a sweep, looked up by their bands for a few pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import SEARCHABLE, of_dataset, parameters
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.packing import packed
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.model import DEFAULT_DATASET, MOST_TURNED, WHOLE_TENANT
from catalog.duplicates.ports import AskedHash, HashHit
from catalog.images.model import Image
from catalog.tenancy import TenantScope

_TELLING: Final = f"{SEARCHABLE} AND NOT i.flat"
_LACKING: Final = f"{_TELLING} AND (i.pixel_hash IS NULL OR i.turned_phashes IS NULL)"
_HASHES: Final = {
    "image_id": "S26",
    "upright": np.dtype(">u8"),
    "turned": np.dtype((">u8", (7,))),
    "pixels": np.dtype((">u8", (2,))),
}
# Hashes at most 7 bits apart differ by at most one bit in one of four bands: 17 look-ups a band find them all.
_BAND: Final = """
    SELECT a.asked, a.turn, a.hash, i.image_id, i.phash
    FROM asked a CROSS JOIN flips f JOIN images i
      ON i.tenant_id = %(own)s AND NOT i.flat AND i.state = 'searchable'
     AND i.phash_band_{band} = lpad(to_hex(('x' || substr(a.hash, {first}, 4))::bit(16)::int # f.bit), 4, '0')
"""
_NEAR: Final = f"""
WITH asked AS (SELECT * FROM unnest(%(asked)s::int[], %(turns)s::int[], %(hashes)s::text[]) AS t (asked, turn, hash)),
flips AS (SELECT unnest(%(flips)s::int[]) AS bit),
found AS ({" UNION ALL ".join(_BAND.format(band=at + 1, first=4 * at + 1) for at in range(4))}),
measured AS (
    SELECT asked, image_id, turn, bit_count(('x' || hash)::bit(64) # ('x' || phash)::bit(64))::int AS hamming FROM found
)
SELECT DISTINCT ON (asked, image_id) asked, image_id, hamming, turn
FROM measured WHERE hamming <= CASE turn WHEN 0 THEN %(furthest)s ELSE %(furthest_turned)s END
ORDER BY asked, image_id, turn > 0, hamming, turn
"""
_SAME: Final = f"""
SELECT a.asked, i.image_id, bit_count(('x' || a.hash)::bit(64) # ('x' || i.phash)::bit(64))::int AS hamming
FROM unnest(%(asked)s::int[], %(pixels)s::text[], %(hashes)s::text[]) AS a (asked, pixels, hash)
JOIN images i ON i.pixel_hash = a.pixels AND {_TELLING}
"""
_FLIPS: Final = [0, *(1 << bit for bit in range(16))]


@dataclass(frozen=True, slots=True)
class PostgresHashes:
    """HashRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""
        if dataset_id in (WHOLE_TENANT, DEFAULT_DATASET):
            return True
        statement = f"SELECT 1 FROM images i WHERE i.tenant_id = %(own)s AND {of_dataset(dataset_id)} LIMIT 1"
        return self._rows(statement, dataset_id).first() is not None

    def table(self, dataset_id: str) -> HashTable:
        """The hashes of all searchable images of the dataset, as they are now."""
        statement = f"""
            SELECT i.image_id, decode(i.phash, 'hex'), decode(i.turned_phashes, 'hex'), decode(i.pixel_hash, 'hex')
            FROM images i WHERE {_TELLING} AND {of_dataset(dataset_id)}
            AND i.pixel_hash IS NOT NULL AND i.turned_phashes IS NOT NULL ORDER BY i.image_id
        """
        rows = packed(self.connection, statement, parameters(self.scope, dataset_id), _HASHES)
        return HashTable(
            rows["image_id"].copy(),
            rows["upright"].astype(np.uint64),
            rows["turned"].astype(np.uint64),
            rows["pixels"].astype(np.uint64),
        )

    def count(self, dataset_id: str) -> int:
        """How many searchable images the dataset has."""
        return self._count(SEARCHABLE, dataset_id)

    def sample(self, dataset_id: str, limit: int) -> list[str]:
        """Up to `limit` searchable images, spread evenly over the dataset's ids."""
        statement = f"""
            SELECT image_id FROM (
                SELECT i.image_id, row_number() OVER (ORDER BY i.image_id) - 1 AS at, count(*) OVER () AS of
                FROM images i WHERE {SEARCHABLE} AND {of_dataset(dataset_id)}
            ) AS numbered WHERE at %% greatest(1, (of + %(limit)s - 1) / %(limit)s) = 0 ORDER BY image_id
        """
        return list(self._rows(statement, dataset_id, limit=limit).scalars())

    def without(self, dataset_id: str, *, after: str, limit: int) -> list[Image]:
        """Searchable images past this id, in order, that lack a hash which is kept today."""
        statement = f"""
            SELECT i.image_id FROM images i WHERE {_LACKING} AND {of_dataset(dataset_id)} AND i.image_id > %(after)s
            ORDER BY i.image_id LIMIT %(limit)s
        """
        ids = list(self._rows(statement, dataset_id, after=after, limit=limit).scalars())
        found = PostgresImages(self.connection, self.scope).searchable_among(ids)
        return [found[one] for one in ids]

    def count_without(self, dataset_id: str) -> int:
        """How many such images there are."""
        return self._count(_LACKING, dataset_id)

    def fill(self, image_id: str, *, pixel_hash: str, turned_phashes: str) -> None:
        """Note the hashes of an image that lacks them."""
        statement = """
            UPDATE images SET pixel_hash = %(pixels)s, turned_phashes = %(turned)s
            WHERE tenant_id = %(own)s AND image_id = %(image_id)s
        """
        self._rows(statement, image_id=image_id, pixels=pixel_hash, turned=turned_phashes)

    def near(self, asked: Sequence[AskedHash], max_hamming: int) -> list[HashHit]:
        """Every searchable image with equal pixels or at most `max_hamming` (0..7) away, turned ones too; exact."""
        if not 0 <= max_hamming <= 7:
            raise ValueError("looking up bands is exact for distances of 0 to 7")
        if not asked:
            return []
        found = {(hit.asked, hit.image_id): hit for hit in self._banded(asked, max_hamming)}
        return list((found | {(hit.asked, hit.image_id): hit for hit in self._equal(asked)}).values())

    def _banded(self, asked: Sequence[AskedHash], furthest: int) -> Iterable[HashHit]:
        each = [(number, turn, of) for number, one in enumerate(asked) for turn, of in enumerate(one.turns)]
        numbers, turns, hashes = (list(column) for column in zip(*each, strict=True))
        wanted: dict[str, Any] = {
            "asked": numbers,
            "turns": turns,
            "hashes": hashes,
            "flips": _FLIPS,
            "furthest": furthest,
            "furthest_turned": min(furthest, MOST_TURNED),
        }
        for number, image_id, hamming, turn in self._rows(_NEAR, **wanted):
            yield HashHit(number, image_id, hamming, turn, same_pixels=False)

    def _equal(self, asked: Sequence[AskedHash]) -> Iterable[HashHit]:
        each = [(number, one.pixel_hash, one.turns[0]) for number, one in enumerate(asked) if one.pixel_hash]
        if not each:
            return
        numbers, pixels, hashes = (list(column) for column in zip(*each, strict=True))
        for number, image_id, hamming in self._rows(_SAME, asked=numbers, pixels=pixels, hashes=hashes):
            yield HashHit(number, image_id, hamming, 0, same_pixels=True)

    def _count(self, condition: str, dataset_id: str) -> int:
        statement = f"SELECT count(*) FROM images i WHERE {condition} AND {of_dataset(dataset_id)}"
        return int(self._rows(statement, dataset_id).scalar_one())

    def _rows(self, statement: str, dataset_id: str = WHOLE_TENANT, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))
