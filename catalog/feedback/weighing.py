"""From what several people say of a query's answers to the images that it moves towards and away from."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from catalog.feedback.model import MARKS_USED, Mark, Marks


def weighed(marks: Sequence[Mark], by: UUID) -> Marks:
    """What counts for the user `by`, of marks that come the newest first.

    The user's own word counts; of what the others alone have marked, the word of more of them, and none when as many
    say the one as the other. The user's own marks come first, then the newest.
    """
    said: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        said[mark.image_id].append(mark)
    verdicts = {image_id: _verdict(some, by) for image_id, some in said.items()}
    own = {mark.image_id for mark in marks if mark.user_id == by}
    in_order = sorted(said, key=lambda image_id: image_id not in own)
    relevant, irrelevant = ([one for one in in_order if verdicts[one] is wanted] for wanted in (True, False))
    return Marks(tuple(relevant[:MARKS_USED]), tuple(irrelevant[:MARKS_USED]))


def _verdict(marks: Sequence[Mark], by: UUID) -> bool | None:
    for mark in marks:
        if mark.user_id == by:
            return mark.relevant
    lead = sum(1 if mark.relevant else -1 for mark in marks)
    return None if lead == 0 else lead > 0
