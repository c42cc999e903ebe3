"""Which space a rebuild fills, when another model takes over, and what is removed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from catalog.embeddings.model import Preprocess, PreprocessMode, VectorSpace
from catalog.errors import EmbedderUnavailable, ModelMismatch
from catalog.images.rebuilding import Rebuilding, TenantRebuild
from catalog.images.reindex_progress import Phase, Progress
from catalog.images.reindex_report import is_under_way, progress_line, report, troubles
from catalog.jobs.model import JobState
from catalog.tenancy import SystemScope, job_scope
from tests.fakes.images import an_image
from tests.fakes.inventory import MemoryInventory
from tests.fakes.parts import MODEL, MemoryEmbedder, MemoryIndex, MemorySpaces, vector_of

FIRST = VectorSpace("images_tiny_1", "tiny", "v1", 8)


@dataclass(slots=True)
class MemoryRebuilds:
    """RebuildLedger over a list of answers to "which tenants are there?"; the last one stays."""

    known: list[set[UUID]] = field(default_factory=lambda: [set()])

    def tenants(self, _: SystemScope) -> set[UUID]:
        """The next answer."""
        return self.known.pop(0) if len(self.known) > 1 else self.known[0]

    def ask(self, _: SystemScope, progress: Progress) -> tuple[list[UUID], int]:
        """Nobody's."""
        return [], 0

    def look(self, _: SystemScope, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        """Nobody's."""
        return []


def rebuilding(spaces: MemorySpaces, version: str = "v1", *known: set[UUID]) -> tuple[Rebuilding, MemoryIndex]:
    index = MemoryIndex()
    embedder = MemoryEmbedder(facts=replace(MODEL, version=version))
    ledger = MemoryRebuilds(list(known) or [set()])
    return Rebuilding(ledger, spaces, spaces, MemoryInventory(index), embedder), index


class TestTarget:
    def test_is_the_live_space_when_its_model_is_served(self) -> None:
        spaces = MemorySpaces(FIRST)
        assert rebuilding(spaces)[0].target(change_model=False) == FIRST
        assert (spaces.created, spaces.others) == (["images_tiny_1"], [])

    def test_is_the_live_space_also_when_the_model_may_be_changed(self) -> None:
        assert rebuilding(MemorySpaces(FIRST))[0].target(change_model=True) == FIRST

    def test_is_refused_for_another_model_that_nobody_asked_for(self) -> None:
        spaces = MemorySpaces(FIRST)
        with pytest.raises(ModelMismatch, match="re-index"):
            rebuilding(spaces, "v2")[0].target(change_model=False)
        assert (spaces.created, spaces.others) == ([], [])

    def test_is_a_new_space_for_a_new_model(self) -> None:
        spaces = MemorySpaces(FIRST)
        space = rebuilding(spaces, "v2")[0].target(change_model=True)
        assert space == VectorSpace("images_tiny_2", "tiny", "v2", 8, MODEL.preprocess)
        assert (spaces.row, spaces.others) == (FIRST, [space])

    def test_is_a_new_space_when_the_same_weights_are_given_cropped_pictures(self) -> None:
        cropping = Preprocess(PreprocessMode.CROP)
        made, _ = rebuilding(MemorySpaces(replace(FIRST, model_version="abc-pad")))
        made.embedder.facts = replace(MODEL, version="abc-crop", preprocess=cropping)  # type: ignore[attr-defined]  # the fake's
        with pytest.raises(ModelMismatch):
            made.target(change_model=False)
        assert made.target(change_model=True) == VectorSpace("images_tiny_2", "tiny", "abc-crop", 8, cropping)

    def test_is_the_old_space_when_its_model_comes_back(self) -> None:
        second = replace(FIRST, collection="images_tiny_2", model_version="v2")
        assert rebuilding(MemorySpaces(second, others=[FIRST]))[0].target(change_model=True) == FIRST

    def test_is_the_first_space_on_a_fresh_stack(self) -> None:
        assert rebuilding(MemorySpaces())[0].target(change_model=False) == FIRST

    def test_cannot_be_known_without_the_embedder(self) -> None:
        spaces = MemorySpaces(FIRST)
        made, _ = rebuilding(spaces)
        made.embedder.happenings.failing["model"] = EmbedderUnavailable()  # type: ignore[attr-defined]  # the fake's
        with pytest.raises(EmbedderUnavailable):
            made.target(change_model=False)
        assert spaces.created == []


def test_switch_moves_row_and_alias() -> None:
    second = replace(FIRST, collection="images_tiny_2", model_version="v2")
    spaces = MemorySpaces(FIRST, others=[second])
    made, _ = rebuilding(spaces, "v2")
    made.switch_to(second)
    assert made.is_live(second)
    assert spaces.alias == "images_tiny_2"


def test_what_is_not_live_is_dropped_when_asked() -> None:
    second = replace(FIRST, collection="images_tiny_2", model_version="v2")
    spaces = MemorySpaces(second, created=["images_tiny_1", "images_tiny_2"], others=[FIRST])
    assert rebuilding(spaces)[0].drop_old() == ["images_tiny_1"]
    assert (spaces.created, spaces.others, spaces.row) == (["images_tiny_2"], [], second)


def test_points_of_unknown_tenants_go_and_those_of_a_tenant_founded_meanwhile_stay() -> None:
    known, founded, gone = (job_scope(uuid4()) for _ in range(3))
    tenants = known.tenant_id, founded.tenant_id
    made, index = rebuilding(MemorySpaces(FIRST), "v1", {tenants[0]}, set(tenants))
    for scope in (known, founded, gone):
        image = an_image(scope)
        index.points[image.image_id] = (image, vector_of(b"x"))
    assert made.remove_strangers(FIRST) == 1
    assert {image.tenant_id for image, _ in index.points.values()} == set(tenants)


class TestReport:
    DONE = Progress("c", phase=Phase.DONE, total=3, seen=3, indexed=2, rows=3, points=3)

    def one(self, state: JobState = JobState.SUCCEEDED, error: str | None = None, **facts: Any) -> TenantRebuild:
        return TenantRebuild("acme", state, replace(self.DONE, **facts), error)

    def test_counts_all_tenants_together(self) -> None:
        found = [self.one(), self.one(JobState.RETRY, "EmbedderUnavailable: full", total=10, seen=4)]
        assert progress_line(found, seconds=7.4) == (
            "1 of 2 tenants, 7 of 13 images: 4 embedded, 0 failed, 0 points removed, 7 s"
            "; acme will be tried again: EmbedderUnavailable: full"
        )
        assert report(found[:1]) == ["1 tenants, 3 searchable images, 3 points"]
        assert [is_under_way(one) for one in found] == [False, True]

    @pytest.mark.parametrize(
        ("state", "facts", "said"),
        [
            (JobState.SUCCEEDED, {}, None),
            (JobState.SUCCEEDED, {"points": 4}, None),
            (JobState.SUCCEEDED, {"points": 2}, "3 searchable images and 2 points"),
            (JobState.SUCCEEDED, {"failed": 1, "points": 2}, "1 images could not be embedded"),
            (JobState.DEAD, {}, "given up"),
        ],
    )
    def test_trouble_is_fewer_points_than_images(
        self, state: JobState, facts: dict[str, Any], said: str | None
    ) -> None:
        told = troubles([self.one(state, **facts)])
        assert (told == []) if said is None else (said in told[0])
