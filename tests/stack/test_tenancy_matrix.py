"""Every operation × three tenants × three roles × every place for an id × {own, foreign, unknown}: nothing leaks.

What is foreign and what does not exist are answered with the same bytes, and no answer ever holds a mark of another
tenant: a random text in its tags, file names, labels and metadata, its ids, its users' ids.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import httpx
import pytest

from catalog.tenancy import Role
from tests.stack.api.founder import Founder
from tests.stack.api.person import slug
from tests.stack.api.stores import Stores
from tests.tenancy.asks import BASES, Ask
from tests.tenancy.row import EVERYTHING, Kind, Media, Operation, Row
from tests.tenancy.table import SMUGGLED, TABLE
from tests.tenancy.values import OTHER_BUCKET, Values, values_for
from tests.tenancy.worlds import Watchmen, World, settle, settle_empty

REPEATING = (Kind.WORDS, Kind.PICTURE)
FEWEST_CELLS = 1500


@dataclass(frozen=True, slots=True)
class Matrix:
    """Three tenants, and how many cells were tried of each operation."""

    worlds: tuple[World, World, World]
    watchmen: Watchmen
    cells: Counter[Operation] = field(default_factory=Counter)

    def others(self, world: World) -> list[World]:
        """The tenants beside this one."""
        return [other for other in self.worlds if other is not world]


@pytest.fixture(scope="module")
def matrix(founder: Founder, stores: Stores) -> Iterator[Matrix]:
    """Two tenants with images, some of them the same, and one without any."""
    watchmen = Watchmen()
    client = stores.s3.client
    client.create_bucket(Bucket=OTHER_BUCKET)
    worlds = (settle(founder, watchmen), settle(founder, watchmen), settle_empty(founder, watchmen))
    yield Matrix(worlds, watchmen)
    client.delete_bucket(Bucket=OTHER_BUCKET)


@pytest.mark.parametrize("operation", TABLE, ids=str)
def test_foreign_and_unknown_are_answered_alike(matrix: Matrix, operation: Operation) -> None:
    row = TABLE[operation]
    for world, role in callers(matrix, row):
        for position, kind in row.fields.items():
            for values in values_for(kind, position, world, matrix.others(world)):
                try_values(matrix, Seat(operation, row, world, role), values, repeats=kind in REPEATING)


@pytest.mark.parametrize("operation", [one for one, row in TABLE.items() if row.own in (200, 202)], ids=str)
def test_an_id_where_nobody_asked_for_one_changes_nothing(matrix: Matrix, operation: Operation) -> None:
    row = TABLE[operation]
    for (world, role), (position, kind) in product(callers(matrix, row), SMUGGLED.items()):
        if position in row.fields or (position.startswith("body.") and operation.media is Media.NONE):
            continue
        seat = Seat(operation, row, world, role)
        [values] = values_for(kind, position, world, matrix.others(world))
        tried = [seat.ask(position, value) for value in (*values.unknown, *values.foreign, *values.own)]
        matrix.cells[operation] += len(tried)
        assert {seat.said(answer) for answer in tried} == {seat.said(tried[0])}, position


def test_there_were_many_cells_and_not_one_leak(matrix: Matrix, capsys: pytest.CaptureFixture[str]) -> None:
    total = matrix.cells.total()
    with capsys.disabled():
        print(f"\ntenancy matrix: {total} cells, {matrix.watchmen.bytes_seen} bytes looked at, 0 leaks")
    assert total >= FEWEST_CELLS
    assert set(matrix.cells) == set(TABLE), "an operation without a cell proves nothing"


def test_a_search_finds_nothing_of_another_tenant(matrix: Matrix) -> None:
    for world in matrix.worlds:
        own = set(world.tenant.viewer.listed(limit=200))
        for question in (
            {"text_query": world.label},
            {"text_query": "a picture", "exact": True, "score_threshold": -1},
        ):
            found = world.tenant.viewer.search(**question, limit=200)["hits"]
            assert {hit["image_id"] for hit in found} <= own
        for other in matrix.others(world):
            found = world.tenant.viewer.search_file(other.own_picture, limit=200, phash_gate=64)["hits"]
            assert {hit["image_id"] for hit in found} <= own


@dataclass(frozen=True, slots=True)
class Seat:
    """From where an operation is asked."""

    operation: Operation
    row: Row
    world: World
    role: str

    @property
    def may(self) -> bool:
        """Whether the role is enough."""
        return self.row.needs is None or Role(self.role).covers(self.row.needs)

    def ask(self, position: str, value: Any) -> httpx.Response:
        """The answer with one field set."""
        base: Ask = BASES[self.operation](self.world)
        changed = base.changed(position.partition(":")[0], value)
        answer = changed.send(self.world.tenant.person(self.role), token=self.row.needs is not None)
        assert answer.status_code < 500, f"{self} {position} {value}: {answer.text}"
        if not self.may:
            assert (answer.status_code, slug(answer)) == (403, "role-too-low")
        return answer

    def said(self, answer: httpx.Response) -> tuple[object, ...]:
        """All of an answer that must not differ: status, headers and body but for what changes by itself."""
        if self.row.volatile == EVERYTHING:
            return (self.row.own if answer.status_code in self.row.also else answer.status_code,)
        body = answer.content
        for name in self.row.volatile:
            body = re.sub(rb'"%s":("[^"]*"|[-0-9.e]+|null)' % name.encode(), b'"%s":_' % name.encode(), body)
        moving = ("date", "content-length") if self.row.volatile else ("date",)
        headers = tuple((name, value) for name, value in answer.headers.multi_items() if name not in moving)
        return (answer.status_code, headers, body)


def try_values(matrix: Matrix, seat: Seat, values: Values, *, repeats: bool) -> None:
    """Own is answered as the table says, foreign as unknown."""
    for value in values.own:
        answer = seat.ask(values.position, value)
        good = answer.status_code in (seat.row.own, *seat.row.also)
        assert good or not seat.may, f"{seat} {values.position}: {answer.text}"
    unknown = [seat.ask(values.position, value) for value in values.unknown]
    foreign = [seat.ask(values.position, value) for value in values.foreign]
    matrix.cells[seat.operation] += len(values.own) + len(unknown) + len(foreign)
    if not repeats:
        wanted = {seat.said(answer) for answer in unknown}
        assert len(wanted) == 1, f"{values.position}: two unknowns differ: {wanted}"
        assert {seat.said(answer) for answer in foreign} <= wanted, f"{seat.operation} {values.position}: not alike"


def callers(matrix: Matrix, row: Row) -> list[tuple[World, str]]:
    """Who asks: everybody, or one of each tenant where no token is asked for."""
    roles = ["viewer"] if row.needs is None else [role.value for role in Role]
    return list(product(matrix.worlds, roles))
