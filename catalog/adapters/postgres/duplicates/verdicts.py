"""What people said of pairs of contents, the later word in place of the earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, Text, any_, bindparam, column, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from catalog.adapters.postgres.duplicate_tables import duplicate_verdicts
from catalog.duplicates.model import PairVerdict, Verdict
from catalog.duplicates.review_ports import ContentPair
from catalog.tenancy import TenantScope

_COLUMN: Final = duplicate_verdicts.c
_VERDICTS: Final = select(
    _COLUMN.low_sha256, _COLUMN.high_sha256, _COLUMN.verdict, _COLUMN.decided_by, _COLUMN.decided_at, _COLUMN.note
).where(_COLUMN.tenant_id == bindparam("own"))
_HASHES: Final = bindparam("hashes", type_=ARRAY(Text))
_AMONG: Final = _VERDICTS.where(_COLUMN.low_sha256 == any_(_HASHES), _COLUMN.high_sha256 == any_(_HASHES)).order_by(
    _COLUMN.low_sha256, _COLUMN.high_sha256
)
# As two arrays of one length: ten thousand pairs are two parameters.
_PAIRS: Final = (
    func.unnest(bindparam("lows", type_=ARRAY(Text)), bindparam("highs", type_=ARRAY(Text)))
    .table_valued(column("low", Text), column("high", Text))
    .render_derived(name="pairs")
)
_OF_PAIR: Final = (_COLUMN.low_sha256 == _PAIRS.c.low, _COLUMN.high_sha256 == _PAIRS.c.high)
_LOCKED: Final = (
    _VERDICTS.where(*_OF_PAIR).order_by(_COLUMN.low_sha256, _COLUMN.high_sha256).with_for_update(of=duplicate_verdicts)
)


@dataclass(frozen=True, slots=True)
class PostgresVerdicts:
    """VerdictLedger over one connection."""

    connection: Connection
    scope: TenantScope

    def among(self, sha256s: Sequence[str]) -> list[PairVerdict]:
        """The verdicts on two of these contents, in the order of their hashes."""
        return self._read(_AMONG, hashes=list(sha256s))

    def locked(self, pairs: Sequence[ContentPair]) -> dict[ContentPair, PairVerdict]:
        """Those that are there, held until the transaction ends."""
        if not pairs:
            return {}
        held = self._read(_LOCKED, **_arrays(pairs))
        return {(said.low_sha256, said.high_sha256): said for said in held}

    def say(self, verdicts: Sequence[PairVerdict]) -> list[PairVerdict | None]:
        """Write them in place of earlier ones; what was said of each pair before."""
        if not verdicts:
            return []
        pairs = [(said.low_sha256, said.high_sha256) for said in verdicts]
        before = self.locked(pairs)
        added = self._add([said for said in verdicts if (said.low_sha256, said.high_sha256) not in before])
        # Said by somebody else between the two statements, and committed by now.
        before |= self.locked([pair for pair in pairs if pair not in before and pair not in added])
        self._replace([said for said in verdicts if (said.low_sha256, said.high_sha256) in before])
        return [before.get(pair) for pair in pairs]

    def take_back(self, pairs: Sequence[ContentPair]) -> None:
        """Strike them out."""
        if pairs:
            these = delete(duplicate_verdicts).where(_COLUMN.tenant_id == bindparam("own"), *_OF_PAIR)
            self.connection.execute(these, {"own": self.scope.tenant_id, **_arrays(pairs)})

    def _add(self, verdicts: Sequence[PairVerdict]) -> set[ContentPair]:
        """Write what is not there yet; the pairs that were written."""
        if not verdicts:
            return set()
        statement = insert(duplicate_verdicts).on_conflict_do_nothing()
        rows = [self._row_of(said) for said in sorted(verdicts, key=lambda said: (said.low_sha256, said.high_sha256))]
        written = self.connection.execute(statement.returning(_COLUMN.low_sha256, _COLUMN.high_sha256), rows)
        return {(low, high) for low, high in written}

    def _replace(self, verdicts: Sequence[PairVerdict]) -> None:
        if not verdicts:
            return
        statement = insert(duplicate_verdicts)
        changed = {name: statement.excluded[name] for name in ("verdict", "decided_by", "decided_at", "note")}
        keys = [_COLUMN.tenant_id, _COLUMN.low_sha256, _COLUMN.high_sha256]
        upsert = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        self.connection.execute(upsert, [self._row_of(said) for said in verdicts])

    def _read(self, statement: Select[Any], **values: list[str]) -> list[PairVerdict]:
        found = self.connection.execute(statement, {"own": self.scope.tenant_id, **values})
        return [PairVerdict(low, high, Verdict(verdict), by, at, note) for low, high, verdict, by, at, note in found]

    def _row_of(self, said: PairVerdict) -> dict[str, Any]:
        return {
            "tenant_id": self.scope.tenant_id,
            "low_sha256": said.low_sha256,
            "high_sha256": said.high_sha256,
            "verdict": said.verdict.value,
            "decided_by": said.decided_by,
            "decided_at": said.decided_at,
            "note": said.note,
        }


def _arrays(pairs: Sequence[ContentPair]) -> dict[str, list[str]]:
    return {"lows": [low for low, _ in pairs], "highs": [high for _, high in pairs]}
