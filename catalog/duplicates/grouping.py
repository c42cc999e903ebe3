"""Tight groups out of edges: the same for the same pictures and words, in whatever order they came."""

from collections.abc import Iterable
from dataclasses import fields
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import VARIANT, EdgeTable
from catalog.duplicates.assembling import assembled, nothing
from catalog.duplicates.blocks import Verdicts
from catalog.duplicates.grouped import GroupColumns
from catalog.duplicates.pairs import Pairs, is_among, is_close, key_of, millionths, pairs_of
from catalog.duplicates.splitting import split

CAP: Final = 200
MARGIN: Final = 0.03
_ID_BYTES: Final = 16


def group(
    table: EdgeTable,
    *,
    threshold: float,
    variant_threshold: float,
    together: NDArray[np.int32],
    apart: NDArray[np.int32],
    cap: int = CAP,
    margin: float = MARGIN,
) -> GroupColumns:
    """Near-duplicates (to T3, similarity at least `threshold`), and then variants (T4, at least `variant_threshold`).

    `together` (p, 2) and `apart` (q, 2) are pairs of nodes of which somebody said so. In each group every member is
    bound to the medoid by an edge at the threshold, every pair (of any tier) is at least the threshold less `margin`,
    and no pair is apart; pairs that are together, directly or through others, need neither, and always share a group.
    Variants are looked for between the medoids of the first groups and the images that are in none; two of these are
    apart when any two images that they stand for are. So an image is in one group of each kind at most.
    A group of more than `cap` (words may make one) is split again at stricter thresholds, see `split`.

    Groups come in the order of their medoids, variants last.
    """
    verdicts = Verdicts.of(len(table.image_ids), together, apart)
    pairs = pairs_of(table, verdicts.block)
    near = pairs.together | is_close(pairs.tier)
    found = _round(pairs, near, verdicts, threshold, margin, cap)
    standing = _standing(found, len(verdicts.block))
    alone = _standing_for(verdicts, standing)
    mine = (standing[pairs.low] == pairs.low) & (standing[pairs.high] == pairs.high)
    pairs = pairs.only(mine)
    variants = _round(pairs, pairs.tier == VARIANT, alone, variant_threshold, margin, cap)
    return _one_after_the_other(found, variants)


def group_id(sha256s: Iterable[str]) -> str:
    """32 hex digits for the members with these content hashes, in whatever order."""
    return blake2b("\n".join(sorted(sha256s)).encode(), digest_size=_ID_BYTES).hexdigest()


def _round(
    pairs: Pairs, binds: NDArray[np.bool_], verdicts: Verdicts, threshold: float, margin: float, cap: int
) -> GroupColumns:
    nodes = len(verdicts.block)
    binding = binds & (pairs.counted >= millionths(threshold))
    if not binding.any():
        return nothing()
    parted = is_among(key_of(nodes, pairs.low, pairs.high), verdicts.apart)
    close = pairs.together | (pairs.counted >= millionths(threshold - margin))
    kept = close & ~parted
    done = split(pairs.only(kept), binds[kept], verdicts.block, threshold=threshold, margin=margin, cap=cap)
    return assembled(pairs.only(kept), binds[kept], pairs.only(binding), done, verdicts)


def _standing(found: GroupColumns, nodes: int) -> NDArray[np.int32]:
    """(n,) the medoid of each node's group, or the node itself."""
    standing = np.arange(nodes, dtype=np.int32)
    standing[found.members] = np.repeat(found.members[found.starts[:-1]], np.diff(found.starts))
    return standing


def _standing_for(verdicts: Verdicts, standing: NDArray[np.int32]) -> Verdicts:
    """What was said of images, said of those that stand for them."""
    nodes = max(1, len(standing))
    ends = np.stack([standing[verdicts.apart // nodes], standing[verdicts.apart % nodes]], axis=1)
    return Verdicts.of(len(standing), np.zeros((0, 2), np.int32), ends)


def _one_after_the_other(first: GroupColumns, then: GroupColumns) -> GroupColumns:
    columns = {
        one.name: np.concatenate([getattr(first, one.name), getattr(then, one.name)])
        for one in fields(GroupColumns)
        if one.name not in ("starts", "new", "near_apart")
    }
    return GroupColumns(
        starts=np.concatenate([first.starts, then.starts[1:] + first.starts[-1]]),
        new=first.new | {at + len(first): nodes for at, nodes in then.new.items()},
        near_apart=first.near_apart | {at + len(first): nodes for at, nodes in then.near_apart.items()},
        **columns,
    )
