"""Which of those who wait leave together."""

from collections import deque
from collections.abc import Callable, Hashable
from typing import Final

from embedder.batching.questions import Group, Waiting

# So many batches' worth of the queue is looked at for items of like length: enough to find some among mixed texts,
# and little enough that choosing stays far below the time of a batch.
WINDOW: Final = 8


def take(queue: deque[Waiting], *, items: int, padded: float, still_waits: Callable[[Waiting], bool]) -> list[Group]:
    """Take the next batch out of the queue: its head, and those near the front that are nearest to it in size.

    The longest waiting always leaves, so nobody starves. Those with the same key form one group, which counts as one
    item; `still_waits` is asked once about each that is looked at, and takes those out for which it is False.
    """
    window: list[Waiting] = []
    while queue and len(window) < items * WINDOW:
        one = queue.popleft()
        if still_waits(one):
            window.append(one)
    groups = _nearest(window, items, padded)
    taken = {one for group in groups for one in group}
    queue.extendleft(one for one in reversed(window) if one not in taken)
    return groups


def _nearest(window: list[Waiting], items: int, padded: float) -> list[Group]:
    if not window:
        return []
    size = window[0].question.size
    groups: dict[Hashable, Group] = {}
    longest = 0
    for one in sorted(window, key=lambda one: abs(one.question.size - size)):  # stable: alike, the first comes first
        if one.question.key in groups:
            groups[one.question.key].append(one)
            continue
        longer = max(longest, one.question.size)
        if not groups or (len(groups) < items and longer * (len(groups) + 1) <= padded):
            groups[one.question.key] = [one]
            longest = longer
    return list(groups.values())
