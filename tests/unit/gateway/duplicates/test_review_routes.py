"""Groups over HTTP: listed by signed keyset, shown with their evidence, judged, joined, parted, tagged."""

from typing import Any

import pytest

from catalog.duplicates.model import GroupStatus, PairVerdict, Tier, Verdict
from catalog.duplicates.views import GroupDetail, GroupSort, Member, Suggestion
from catalog.errors import GroupChanged, GroupDecided, GroupNotFound
from gateway.duplicates.batch_schemas import BatchOut
from gateway.duplicates.detail_schemas import GroupDetailOut
from gateway.duplicates.group_schemas import GroupsOut
from tests.token_bank.forge import USER
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import (
    GROUP_ID,
    SCOPE,
    WHEN,
    a_batch,
    a_catalog_of,
    a_group,
    an_edge,
    images,
)

URL = "/api/duplicates/groups"
ONE = f"{URL}/{GROUP_ID}"
PAIR = images(2)


def groups(count: int) -> list[Any]:
    """Groups with ids of their own."""
    return [a_group(PAIR, group_id=f"{number:032x}") for number in range(count)]


class TestTheList:
    def test_goes_on_where_the_last_page_ended(self, ask: Asking) -> None:
        catalog = a_catalog_of(groups=groups(3), images_among={one.image_id: one for one in PAIR})
        first = ask(catalog, "GET", f"{URL}?limit=2&dataset_id=drawings", role="viewer")
        page = GroupsOut.model_validate_json(first.content)
        assert [one.group_id for one in page.groups] == [f"{0:032x}", f"{1:032x}"]
        assert page.next_cursor is not None
        catalog.duplicates.answers["groups"] = groups(1)
        query = f"limit=2&dataset_id=drawings&cursor={page.next_cursor}"
        last = ask(catalog, "GET", f"{URL}?{query}").json()
        assert last["next_cursor"] is None
        listing = catalog.duplicates.last("groups").positional[1]
        assert (listing.dataset_id, listing.limit, listing.after) == ("drawings", 3, (2, f"{1:032x}"))
        assert (listing.sort, listing.descending) == (GroupSort.SIZE, True)

    @pytest.mark.parametrize(
        "other",
        ["sort=size", "tier=T1", "status=open", "tag=x", f"image_id={PAIR[0].image_id}", "dataset_id=other"],
        ids=["sort", "tier", "status", "tag", "image_id", "dataset_id"],
    )
    def test_a_cursor_of_another_list_is_refused(self, ask: Asking, other: str) -> None:
        catalog = a_catalog_of(groups=groups(2), images_among={})
        cursor = ask(catalog, "GET", f"{URL}?limit=1").json()["next_cursor"]
        answer = ask(catalog, "GET", f"{URL}?limit=1&cursor={cursor}&{other}")
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/cursor-invalid")

    @pytest.mark.parametrize(
        ("sort", "value"), [("-worst_similarity", 0.961), ("reclaimable_bytes", 100), ("-size", 2)]
    )
    def test_every_order_has_its_place_to_go_on_from(self, ask: Asking, sort: str, value: float) -> None:
        catalog = a_catalog_of(groups=groups(2), images_among={})
        cursor = ask(catalog, "GET", f"{URL}?limit=1&sort={sort}").json()["next_cursor"]
        ask(catalog, "GET", f"{URL}?limit=1&sort={sort}&cursor={cursor}")
        listing = catalog.duplicates.last("groups").positional[1]
        assert (listing.after, listing.descending) == ((value, f"{0:032x}"), sort.startswith("-"))

    def test_filters_reach_the_catalog(self, ask: Asking) -> None:
        catalog = a_catalog_of(groups=[], images_among={})
        query = f"tier=T1&tier=T2&status=open&status=skipped&tag=cat&image_id={PAIR[0].image_id}"
        assert ask(catalog, "GET", f"{URL}?{query}").status_code == 200
        listing = catalog.duplicates.last("groups").positional[1]
        assert listing.tiers == (Tier.SAME_PIXELS, Tier.EDITED)
        assert listing.statuses == (GroupStatus.OPEN, GroupStatus.SKIPPED)
        assert (listing.dataset_id, listing.tag, listing.image_id) == ("", "cat", PAIR[0].image_id)

    @pytest.mark.parametrize(
        "query",
        ["sort=name", "tier=T9", "status=new", "limit=0", "limit=201", "tag=", "tag=%07", "image_id=1", "dataset_id="],
    )
    def test_what_is_no_list_is_refused(self, ask: Asking, query: str) -> None:
        answer = ask(a_catalog_of(), "GET", f"{URL}?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")


def a_detail() -> GroupDetail:
    """A group of two with everything that one can have."""
    edge = an_edge(*PAIR)
    members = (Member(PAIR[0], 1.0, None, False, False), Member(PAIR[1], 0.97, edge, True, True))
    low, high = sorted(one.sha256 for one in PAIR)
    said = PairVerdict(low, high, Verdict.SAME, USER, WHEN, "the same cat")
    suggestion = Suggestion(PAIR[0].image_id, None, {PAIR[0].image_id: 0.9}, {PAIR[0].image_id: ("the largest",)})
    return GroupDetail(a_group(PAIR, decided_by=USER, decided_at=WHEN), members, (edge,), (said,), suggestion)


def test_one_group_is_shown_with_its_evidence(ask: Asking) -> None:
    catalog = a_catalog_of(group=a_detail())
    answer = ask(catalog, "GET", f"{ONE}?dataset_id=drawings", role="viewer")
    told = GroupDetailOut.model_validate_json(answer.content)
    assert [one.image.image_id for one in told.members] == [one.image_id for one in PAIR]
    assert told.members[1].evidence == told.pairs[0]
    assert (told.pairs[0].turn, told.pairs[0].hamming) == ("upright", 2)
    assert (told.verdicts[0].note, told.suggestion.reasons) == ("the same cat", {PAIR[0].image_id: ["the largest"]})
    assert catalog.duplicates.last("group").positional == (SCOPE, "drawings", GROUP_ID)


@pytest.mark.parametrize("group_id", ["x", "0" * 31, "0" * 33, "G" * 32, "0123456789ABCDEF" * 2])
def test_what_is_no_id_of_a_group_is_refused(ask: Asking, group_id: str) -> None:
    assert ask(a_catalog_of(), "GET", f"{URL}/{group_id}").status_code == 422


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_reaches_the_catalog(ask: Asking, verdict: Verdict) -> None:
    catalog = a_catalog_of(decide=a_batch())
    said = {"verdict": verdict.value, "note": "seen", "row_version": 3}
    answer = ask(catalog, "POST", f"{ONE}/verdict?dataset_id=drawings", json=said)
    assert BatchOut.model_validate_json(answer.content).outcomes == {"done": 1}
    asked = catalog.duplicates.last("decide")
    assert asked.positional == (SCOPE, "drawings", GROUP_ID, verdict)
    assert asked.named == {"by": USER, "note": "seen", "over_version": 3}


def test_to_skip_is_no_verdict_on_pairs(ask: Asking) -> None:
    catalog = a_catalog_of(skip=a_batch())
    assert ask(catalog, "POST", f"{ONE}/verdict", json={"verdict": "skip"}).status_code == 200
    asked = catalog.duplicates.last("skip")
    assert (asked.positional, asked.named) == ((SCOPE, "", GROUP_ID), {"by": USER, "over_version": None})


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"verdict": "perhaps"},
        {"verdict": "same", "note": ""},
        {"verdict": "same", "note": "x" * 501},
        {"verdict": "same", "note": "bell\u0007"},
        {"verdict": "same", "row_version": 0},
        {"verdict": "same", "row_version": "1"},
        {"verdict": "same", "by": "me"},
    ],
    ids=str,
)
def test_what_is_no_verdict_is_refused(ask: Asking, said: dict[str, Any]) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "POST", f"{ONE}/verdict", json=said).status_code == 422
    assert catalog.duplicates.asked == []


def test_whoever_comes_late_is_told_what_was_decided(ask: Asking) -> None:
    catalog = a_catalog_of(decide=GroupDecided(GROUP_ID, "different", USER, WHEN))
    answer = ask(catalog, "POST", f"{ONE}/verdict", json={"verdict": "same"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/group-decided")
    assert answer.json()["decision"] == {
        "group_id": GROUP_ID,
        "status": "different",
        "decided_by": str(USER),
        "decided_at": WHEN.isoformat(),
    }


@pytest.mark.parametrize(("error", "status"), [(GroupChanged("x"), 409), (GroupNotFound("x"), 404)])
def test_a_group_that_changed_or_went_is_a_problem(ask: Asking, error: Exception, status: int) -> None:
    assert ask(a_catalog_of(split=error), "POST", f"{ONE}/split", json={}).status_code == status


def test_groups_are_parted_joined_and_tagged(ask: Asking) -> None:
    catalog = a_catalog_of(split=a_batch(), merge=a_batch(), tag=a_batch())
    ids = [f"{number:032x}" for number in range(2)]
    assert ask(catalog, "POST", f"{ONE}/split", json={"row_version": 2}).status_code == 200
    assert catalog.duplicates.last("split").named == {"by": USER, "over_version": 2}
    joined = {"dataset_id": "drawings", "group_ids": ids, "row_versions": {ids[0]: 1}}
    assert ask(catalog, "POST", f"{URL}/merge", json=joined).status_code == 200
    asked = catalog.duplicates.last("merge")
    assert asked.positional == (SCOPE, "drawings", tuple(ids))
    assert asked.named == {"by": USER, "over_versions": {ids[0]: 1}}
    assert (
        ask(catalog, "POST", f"{URL}/tags", json={"group_ids": ids, "add": ["a"], "remove": ["b"]}).status_code == 200
    )
    asked = catalog.duplicates.last("tag")
    assert (asked.positional, asked.named) == ((SCOPE, "", tuple(ids)), {"add": ("a",), "remove": ("b",), "by": USER})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("merge", {"group_ids": [GROUP_ID]}),
        ("merge", {"group_ids": [f"{number:032x}" for number in range(21)]}),
        ("merge", {"group_ids": "both"}),
        ("merge", {"group_ids": [GROUP_ID, GROUP_ID[::-1]], "row_versions": {"x": 1}}),
        ("tags", {"group_ids": [GROUP_ID]}),
        ("tags", {"group_ids": [], "add": ["a"]}),
        ("tags", {"group_ids": [GROUP_ID], "add": ["x" * 65]}),
        ("tags", {"group_ids": [GROUP_ID], "add": ["a"] * 101}),
        ("tags", {"group_ids": [f"{number:032x}" for number in range(501)], "add": ["a"]}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_too_few_and_too_many_are_refused(ask: Asking, path: str, body: dict[str, Any]) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "POST", f"{URL}/{path}", json=body).status_code == 422
    assert catalog.duplicates.asked == []


@pytest.mark.parametrize("path", [f"{ONE}/verdict", f"{ONE}/split", f"{URL}/merge", f"{URL}/tags"])
def test_a_viewer_changes_nothing(ask: Asking, path: str) -> None:
    catalog = a_catalog_of()
    bodies = {"verdict": {"verdict": "same"}, "split": {}, "merge": {"group_ids": [GROUP_ID, "0" * 32]}}
    body = bodies.get(path.rpartition("/")[2], {"group_ids": [GROUP_ID], "add": ["a"]})
    assert ask(catalog, "POST", path, role="viewer", json=body).status_code == 403
    assert catalog.duplicates.asked == []
