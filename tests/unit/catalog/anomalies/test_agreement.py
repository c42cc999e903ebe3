"""How well people agree, by figures that can be checked by hand."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from catalog.anomalies.agreement import cohens_kappa, pairs_of
from catalog.anomalies.model import Review, Verdict
from catalog.anomalies.reviewing import calls_normal

N, D, U = Verdict.NORMAL, Verdict.DEFECT, Verdict.UNSURE


def said(*verdicts: Verdict | None) -> list[Review]:
    """One word of each of several people on one image."""
    return [Review(UUID(int=at), one, None, datetime.now(UTC), 1) for at, one in enumerate(verdicts)]


def test_every_two_people_on_an_image_are_a_pair() -> None:
    assert pairs_of([said(N), said(N, D), said(D, U, N), said(None, D), []]) == [(N, D), (D, U), (D, N), (U, N)]
    assert pairs_of([list(reversed(said(N, D)))]) == [(N, D)], "in the order of the people, not of time"


def test_agreement_is_what_is_beyond_chance() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([(N, N)] * 3) == 1.0
    assert cohens_kappa([(N, N), (D, D)]) == 1.0
    assert cohens_kappa([(N, D), (D, N)]) == -1.0
    assert cohens_kappa([(N, N), (N, D), (D, N), (D, D)]) == 0.0
    # The example of the literature: 20 and 15 of 50 alike, 5 and 10 not; observed 0.7, by chance 0.5.
    example = [(N, N)] * 20 + [(N, D)] * 5 + [(D, N)] * 10 + [(D, D)] * 15
    assert cohens_kappa(example) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("verdicts", "is_normal"),
    [((), False), ((N,), True), ((U,), False), ((N, U), True), ((N, D), False), ((D,), False), ((N, N, None), True)],
)
def test_a_content_is_normal_when_somebody_says_so_and_nobody_calls_it_a_defect(
    verdicts: tuple[Verdict | None, ...], is_normal: bool
) -> None:
    assert calls_normal(said(*verdicts)) is is_normal
