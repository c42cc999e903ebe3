"""Plans: what a rule keeps of a group, and what no rule touches."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.duplicates.model import DEFAULT_DATASET, Group, GroupStatus, Tier, Verdict
from catalog.duplicates.planning import KeepThis, parse_what_to_keep
from catalog.duplicates.rules import Keep, Rule
from catalog.duplicates.verdicts import all_pairs, cross_pairs
from catalog.duplicates.views import Outcome, Selection
from catalog.errors import RuleInvalid
from tests.fakes.reviewed import ANNE, LARGEST, Reviewed, in_memory


@pytest.fixture
def world() -> Reviewed:
    return in_memory()


def marked(world: Reviewed, **marks: object) -> Group:
    """An open group with these marks."""
    [group] = world.groups(1)
    changed = replace(group, **marks)  # type: ignore[arg-type]
    world.kitchen.database.held.review.groups[DEFAULT_DATASET, group.group_id] = changed
    return changed


def test_no_rule_touches_what_is_in_doubt(world: Reviewed) -> None:
    marked(world, tier=Tier.VARIANT)
    marked(world, contradictory=True)
    marked(world, hub_ids=("01ARZ3NDEKTSV4RRFFQ69G5FAV",))
    marked(world)
    preview = world.resolving.preview(world.scope, Selection(DEFAULT_DATASET), LARGEST)
    assert (preview.groups, preview.resolved, preview.abstained, preview.trashed) == (4, 1, 3, 1)
    assert all(plan.why_not for plan in preview.abstained_samples)
    assert world.kitchen.database.held.review.batches == {}


def test_variants_that_a_person_confirmed_are_resolved(world: Reviewed) -> None:
    group = marked(world, tier=Tier.VARIANT)
    world.reviewing.decide(world.scope, DEFAULT_DATASET, group.group_id, Verdict.SAME, by=ANNE)
    assert world.resolve(group).outcomes == {Outcome.DONE: 1}


def test_two_that_are_too_close_are_left_to_a_person(world: Reviewed) -> None:
    alike = world.images(2, created_at=datetime.now(UTC))
    batch = world.resolve(world.group(alike), rule=Rule(Keep.SUGGESTED))
    assert batch.outcomes == {Outcome.ABSTAINED: 1}
    [item] = world.resolving.items(world.scope, batch.batch_id, limit=1)
    assert "too close" in item.detail["why"]


def test_tags_are_merged_unless_that_is_switched_off(world: Reviewed) -> None:
    merged, apart = (
        [*world.images(1, tags=("a",)), *world.images(1, tags=("b",), width=10, height=10)] for _ in range(2)
    )
    world.resolve(world.group(merged))
    world.resolve(world.group(apart), merge_tags=False)
    assert world.image(merged[0].image_id).tags == ("a", "b")
    assert world.image(apart[0].image_id).tags == ("a",)


def test_decided_groups_are_not_in_a_selection_without_ids(world: Reviewed) -> None:
    world.resolve(*world.groups(2))
    assert world.resolving.preview(world.scope, Selection(DEFAULT_DATASET), LARGEST).groups == 0


def test_an_image_to_keep_is_a_member_of_the_one_group(world: Reviewed) -> None:
    one, other = world.groups(2)
    rule = KeepThis(one.member_ids[0])
    with pytest.raises(RuleInvalid):
        world.resolving.preview(world.scope, Selection(DEFAULT_DATASET, (one.group_id, other.group_id)), rule)
    wrong = world.resolving.preview(world.scope, Selection(DEFAULT_DATASET, (other.group_id,)), rule)
    assert (wrong.resolved, wrong.abstained) == (0, 1)
    assert world.now(one).status is GroupStatus.OPEN


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ({"keep": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, KeepThis("01ARZ3NDEKTSV4RRFFQ69G5FAV")),
        ({"keep": "largest"}, LARGEST),
        ({"keep": "format_order", "formats": ["png"]}, Rule(Keep.FORMAT_ORDER, ("png",))),
    ],
)
def test_what_to_keep_is_a_rule_or_an_image(document: object, rule: Rule | KeepThis) -> None:
    assert parse_what_to_keep(document) == rule
    assert rule.document == document


@pytest.mark.parametrize(
    "document", [None, [], {}, {"keep": "01arz3ndektsv4rrffq69g5fav"}, {"keep": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "x": 1}]
)
def test_what_is_neither_is_refused(document: object) -> None:
    with pytest.raises(RuleInvalid):
        parse_what_to_keep(document)


def test_pairs_have_the_lower_hash_first_and_none_with_itself() -> None:
    assert list(all_pairs(["b", "a", "b"])) == [("a", "b")]
    assert set(cross_pairs([["c", "a"], ["b", "a"]])) == {("b", "c"), ("a", "c"), ("a", "b")}
