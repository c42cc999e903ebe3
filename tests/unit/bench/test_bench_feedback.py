"""The bench of feedback counts what it says: marked hits that stay, and hits that fit."""

import numpy as np
import pytest

from catalog.search.rocchio import OF_PICTURES
from tests.bench import feedback


def test_marked_hits_are_counted_and_leave(capsys: pytest.CaptureFixture[str]) -> None:
    vectors = np.random.default_rng(5).normal(size=(60, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = [feedback.Query(vectors[at], np.arange(60) % 2 == at % 2, OF_PICTURES, at) for at in range(8)]
    first = [np.argsort(-vectors @ query.vector)[1:11] for query in queries]
    asked = [hits for query, hits in zip(queries, first, strict=True) if np.count_nonzero(~query.fits[hits]) >= 3]
    feedback.measure("drawn", vectors, queries, 0)
    told = capsys.readouterr().out
    assert f"drawn: {len(asked)} queries with 3 irrelevant hits" in told
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line[:1] == "|"]
    stayed = {row[0]: row[1] for row in rows if len(row) == 3}
    assert stayed["before"] == str(3 * len(asked))
    assert stayed["moved, the marked ones left out (ours)"] == "0"
    assert int(stayed["moved only"]) < 3 * len(asked)
