"""One group as a person looks at it: members with their rows, evidence, what was said, whom to keep."""

from collections.abc import Sequence

from catalog.duplicates.composing import Likenesses, likenesses
from catalog.duplicates.keeper import suggest
from catalog.duplicates.model import Group
from catalog.duplicates.review_ports import ReviewTransaction
from catalog.duplicates.views import GroupDetail, Member, Suggestion
from catalog.images.model import Image


def detail_of(tx: ReviewTransaction, group: Group) -> GroupDetail:
    """The group with all that is known of its pairs. Members whose rows are gone for good are left out."""
    rows = tx.trash.among(group.member_ids)
    images = [rows[one] for one in group.member_ids if one in rows]
    edges = tx.evidence.among([image.image_id for image in images])
    known = likenesses(edges)
    return GroupDetail(
        group=group,
        members=tuple(member_of(group, image, known) for image in images),
        pairs=tuple(edges),
        verdicts=tuple(tx.verdicts.among([image.sha256 for image in images])),
        suggestion=suggestion_of(group, images),
    )


def member_of(group: Group, image: Image, known: Likenesses) -> Member:
    """The image as a member of the group, and the pair that it makes with the medoid."""
    image_id, medoid = image.image_id, group.medoid_id
    evidence = known.edge(medoid, image_id)
    to_medoid = None if evidence is None else known.similarity(medoid, image_id)
    return Member(
        image=image,
        similarity=1.0 if image_id == medoid else to_medoid,
        evidence=evidence,
        is_new=image_id in group.new_ids,
        is_hub=image_id in group.hub_ids,
    )


def suggestion_of(group: Group, images: Sequence[Image]) -> Suggestion:
    """Which of the members that are left to keep."""
    if not images:
        return Suggestion(None, "no member is left", {}, {})
    return suggest(images, tier=group.tier, hub=bool(group.hub_ids), contradiction=group.contradictory)
