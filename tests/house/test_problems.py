"""The table of errors is complete, its drawn trees are true, and docs/errors.md has every entry."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from catalog import errors as catalog_errors
from catalog.errors import CatalogError, RejectionReason
from gateway import errors as gateway_errors
from gateway.errors import RequestRefused, ServerFault
from gateway.problems import STATUS, slug_of, status_of, title_of

DOCS = (Path(__file__).parents[2] / "docs" / "errors.md").read_text()
SECTIONS = dict(re.findall(r"^## (\S+)\n(.+?)(?=^## |\Z)", DOCS, re.M | re.S))


def family(base: type[Exception]) -> list[type[Exception]]:
    return [base, *(kin for child in base.__subclasses__() for kin in family(child))]


EVERY_ERROR = [one for base in (CatalogError, RequestRefused) for one in family(base)]
RAISED = [one for one in EVERY_ERROR if one not in {CatalogError, RequestRefused}]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.__name__)
class TestEveryError:
    def test_has_a_status_of_its_own_or_of_a_near_ancestor(self, error: type[Exception]) -> None:
        assert (status_of(error) == 500) == (error in {CatalogError, ServerFault})

    def test_has_a_title_of_one_sentence(self, error: type[Exception]) -> None:
        assert title_of(error).endswith(".")
        assert error.__doc__ == title_of(error)


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.__name__)
class TestEveryErrorThatIsRaised:
    def test_is_documented_with_its_status_and_title(self, error: type[Exception]) -> None:
        section = SECTIONS[slug_of(error)]
        assert f"**{status_of(error)}**" in section
        assert title_of(error) in section


def test_nothing_else_is_documented() -> None:
    assert set(SECTIONS) == {slug_of(error) for error in RAISED}


def test_names_are_unique() -> None:
    assert len({slug_of(error) for error in EVERY_ERROR}) == len(EVERY_ERROR)


def test_the_table_has_no_entry_for_what_does_not_exist() -> None:
    assert set(STATUS) <= set(EVERY_ERROR)


def test_every_reason_of_a_rejection_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", SECTIONS["image-rejected"], re.M)) == {
        one.value for one in RejectionReason
    }


@pytest.mark.parametrize(("module", "base"), [(catalog_errors, CatalogError), (gateway_errors, RequestRefused)])
def test_the_drawn_tree_is_the_real_one(module: ModuleType, base: type[Exception]) -> None:
    drawn = [line for line in inspect.cleandoc(module.__doc__ or "").splitlines() if re.match(r"\w+$|[├└│ ]", line)]
    assert [(len(re.match(r"[├└│─ ]*", line).group()) // 4, line.split()[-1]) for line in drawn] == tree(base, 0)  # type: ignore[union-attr]  # it always matches


def tree(base: type[Exception], depth: int) -> list[tuple[int, str]]:
    return [(depth, base.__name__), *(row for child in base.__subclasses__() for row in tree(child, depth + 1))]
