"""A rule applied to one group: which image stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from catalog.duplicates.keeper import scores_of, suggest
from catalog.duplicates.model import Tier
from catalog.duplicates.rules import Keep, Rule
from catalog.images.model import Image


@dataclass(frozen=True, slots=True)
class Choice:
    """Which member stays and why, the weightiest first; None when the rule abstains, and `why_not` says why."""

    keeper_id: str | None
    reasons: tuple[str, ...]
    why_not: str | None = None


def choose(
    rule: Rule,
    members: Sequence[Image],
    *,
    tier: Tier,
    hub: bool = False,
    contradiction: bool = False,
    confirmed: bool = False,
) -> Choice:
    """What the rule keeps of a group.

    Variants (T4) are nobody's duplicates until a person has `confirmed` the group: every rule abstains. SUGGESTED also
    abstains where `suggest` does. The others go on to the next criterion among those that tie: the largest, the best
    quality, the oldest, the most bytes, the content hash.
    """
    if rule.keep is Keep.SUGGESTED:
        known = Tier.EDITED if tier is Tier.VARIANT and confirmed else tier
        found = suggest(members, tier=known, hub=hub, contradiction=contradiction)
        reasons = found.reasons[found.keeper_id] if found.keeper_id else ()
        return Choice(found.keeper_id, tuple(reasons), found.why_not)
    if tier is Tier.VARIANT and not confirmed:
        return Choice(None, (), "these are variants, and nobody has confirmed that they are duplicates")
    return _first(_criterion(rule), members)


def _first(criterion: tuple[str, Callable[[Image], Any]], members: Sequence[Image]) -> Choice:
    left, reasons = list(members), []
    for words, key in (criterion, *_NEXT):
        best = min(key(one) for one in left)
        kept = [one for one in left if key(one) == best]
        if len(kept) < len(left):
            reasons.append(words)
        left = kept
    return Choice(left[0].image_id, (*reasons, *(one.words for one in scores_of(members)[left[0].image_id].reasons)))


def _criterion(rule: Rule) -> tuple[str, Callable[[Image], Any]]:
    """Words, and what to have the least of."""
    if rule.keep in _PLAIN:
        return _PLAIN[rule.keep]
    return _ORDERED[rule.keep][0], lambda image: _place(rule, image)


def _place(rule: Rule, image: Image) -> int:
    """Which entry of the order is the image's; after all of them when none is."""
    fits = _ORDERED[rule.keep][1]
    return next((at for at, entry in enumerate(rule.order) if fits(image, entry)), len(rule.order))


_PLAIN: Final[Mapping[Keep, tuple[str, Callable[[Image], Any]]]] = {
    Keep.LARGEST: ("the most pixels", lambda image: -image.width * image.height),
    Keep.BEST_QUALITY: ("the best quality", lambda image: -image.quality_score),
    Keep.OLDEST: ("the oldest", lambda image: image.created_at),
    Keep.NEWEST: ("the newest", lambda image: -image.created_at.timestamp()),
}
_ORDERED: Final[Mapping[Keep, tuple[str, Callable[[Image, str], bool]]]] = {
    Keep.FORMAT_ORDER: ("of the most wanted format", lambda image, entry: image.content_type == f"image/{entry}"),
    Keep.PATH_FIRST: ("of the most wanted path", lambda image, entry: (image.filename or "").startswith(entry)),
    Keep.OWNER_FIRST: ("of the most wanted owner", lambda image, entry: str(image.owner_user_id) == entry),
}
_NEXT: Final = (
    _PLAIN[Keep.LARGEST],
    _PLAIN[Keep.BEST_QUALITY],
    _PLAIN[Keep.OLDEST],
    ("the most bytes", lambda image: -image.size_bytes),
    ("the lowest content hash", lambda image: image.sha256),
)
