"""Every documented rule is read as it says, everything else is refused, and each keeps what it names."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.duplicates.choosing import choose
from catalog.duplicates.keeper import suggest
from catalog.duplicates.model import Tier
from catalog.duplicates.rules import MAX_ENTRIES, MAX_TEXT, Keep, Rule, parse_rule
from catalog.errors import RuleInvalid
from tests.duplicate_images import an_image

ANNA, BERT = UUID(int=11), UUID(int=12)
OLD = an_image("old", filename="archive/a.jpg", owner_user_id=ANNA, created_at=datetime(2020, 1, 1, tzinfo=UTC))
NEW = an_image("new", filename="b.png", content_type="image/png", created_at=datetime(2025, 1, 1, tzinfo=UTC))
LARGE = an_image("large", width=4000, height=3000, owner_user_id=BERT, filename=None)
SHARP = an_image("sharp", quality_score=0.9, content_type="image/webp", filename="archive/deep/c.webp")
ALL = [OLD, NEW, LARGE, SHARP]


class TestParsing:
    @pytest.mark.parametrize(
        ("document", "rule"),
        [
            *(
                ({"keep": keep}, Rule(Keep(keep)))
                for keep in ("suggested", "largest", "best_quality", "oldest", "newest")
            ),
            ({"keep": "format_order", "formats": ["png", "webp"]}, Rule(Keep.FORMAT_ORDER, ("png", "webp"))),
            ({"keep": "path_first", "prefixes": ["a/", "b"]}, Rule(Keep.PATH_FIRST, ("a/", "b"))),
            ({"keep": "owner_first", "owner_user_ids": [str(ANNA).upper()]}, Rule(Keep.OWNER_FIRST, (str(ANNA),))),
        ],
    )
    def test_every_form(self, document: dict[str, Any], rule: Rule) -> None:
        assert parse_rule(document) == rule
        assert parse_rule(rule.document) == rule

    @pytest.mark.parametrize(
        ("document", "word"),
        [
            (None, "object"),
            ([], "object"),
            ("largest", "object"),
            ({}, "keep"),
            ({"keep": "best"}, "best_quality"),
            ({"keep": ["largest"]}, "best_quality"),
            ({"keep": None}, "best_quality"),
            ({"keep": "largest", "formats": ["png"]}, "nothing else"),
            ({"keep": "format_order"}, "formats"),
            ({"keep": "format_order", "formats": "png"}, "list"),
            ({"keep": "format_order", "formats": []}, "list"),
            ({"keep": "format_order", "formats": ["png", "png"]}, "twice"),
            ({"keep": "format_order", "formats": ["raw"]}, "jpeg"),
            ({"keep": "format_order", "formats": [1]}, "text"),
            ({"keep": "path_first", "prefixes": [""]}, "text"),
            ({"keep": "path_first", "prefixes": ["a" * (MAX_TEXT + 1)]}, "text"),
            ({"keep": "path_first", "prefixes": [str(at) for at in range(MAX_ENTRIES + 1)]}, "list"),
            ({"keep": "owner_first", "owner_user_ids": ["anna"]}, "UUID"),
            ({"keep": "owner_first", "owner_user_ids": [str(ANNA), ANNA.hex]}, "twice"),
        ],
    )
    def test_anything_else_is_refused_with_a_word_on_why(self, document: object, word: str) -> None:
        with pytest.raises(RuleInvalid, match=word):
            parse_rule(document)

    @settings(deadline=None, derandomize=True, database=None)
    @given(st.dictionaries(st.sampled_from(["keep", "formats"]), st.none() | st.text() | st.lists(st.text())))
    def test_no_document_breaks_it(self, document: object) -> None:
        with pytest.raises(RuleInvalid):
            parse_rule(document)


class TestChoosing:
    @pytest.mark.parametrize(
        ("rule", "keeper"),
        [
            (Rule(Keep.LARGEST), "large"),
            (Rule(Keep.BEST_QUALITY), "sharp"),
            (Rule(Keep.OLDEST), "old"),
            (Rule(Keep.NEWEST), "new"),
            (Rule(Keep.FORMAT_ORDER, ("png", "webp")), "new"),
            (Rule(Keep.FORMAT_ORDER, ("webp", "png")), "sharp"),
            (Rule(Keep.PATH_FIRST, ("archive/deep/", "archive/")), "sharp"),
            (Rule(Keep.OWNER_FIRST, (str(ANNA),)), "old"),
            (Rule(Keep.OWNER_FIRST, (str(BERT), str(ANNA))), "large"),
        ],
    )
    def test_each_rule_keeps_what_it_names_in_any_order(self, rule: Rule, keeper: str) -> None:
        for members in permutations(ALL):
            found = choose(rule, members, tier=Tier.EDITED)
            assert (found.keeper_id, found.why_not) == (keeper, None)
            assert found.reasons

    def test_ties_go_to_the_next_criterion(self) -> None:
        rule = Rule(Keep.PATH_FIRST, ("archive/",))
        assert choose(rule, ALL, tier=Tier.EDITED).keeper_id == "sharp"
        assert choose(Rule(Keep.PATH_FIRST, ("nowhere/",)), ALL, tier=Tier.EDITED).keeper_id == "large"
        heavier = replace(OLD, image_id="heavier", size_bytes=OLD.size_bytes + 1)
        assert choose(Rule(Keep.OLDEST), [OLD, heavier], tier=Tier.EDITED).keeper_id == "heavier"

    def test_the_last_word_is_the_content_hash(self) -> None:
        twins = [replace(OLD, image_id=one, sha256=one * 64) for one in ("b", "a")]
        assert {choose(Rule(Keep.LARGEST), order, tier=Tier.EDITED).keeper_id for order in (twins, twins[::-1])} == {
            "a"
        }

    def test_the_reason_is_what_decided(self) -> None:
        assert choose(Rule(Keep.NEWEST), ALL, tier=Tier.EDITED).reasons[0] == "the newest"
        assert choose(Rule(Keep.PATH_FIRST, ("nowhere/",)), ALL, tier=Tier.EDITED).reasons[0] == "the most pixels"

    def test_suggested_is_the_suggestion(self) -> None:
        found, suggested = choose(Rule(Keep.SUGGESTED), ALL, tier=Tier.EDITED), suggest(ALL, tier=Tier.EDITED)
        assert (found.keeper_id, found.why_not) == (suggested.keeper_id, suggested.why_not) == ("large", None)
        assert choose(Rule(Keep.SUGGESTED), ALL, tier=Tier.EDITED, hub=True).keeper_id is None
        assert choose(Rule(Keep.SUGGESTED), ALL, tier=Tier.EDITED, contradiction=True).keeper_id is None
        assert choose(Rule(Keep.LARGEST), ALL, tier=Tier.EDITED, hub=True).keeper_id == "large"

    @pytest.mark.parametrize("keep", [Keep.SUGGESTED, Keep.LARGEST])
    def test_variants_are_left_alone_until_somebody_confirms(self, keep: Keep) -> None:
        found = choose(Rule(keep), ALL, tier=Tier.VARIANT)
        assert found.keeper_id is None
        assert found.why_not
        assert choose(Rule(keep), ALL, tier=Tier.VARIANT, confirmed=True).keeper_id == "large"
