"""Anomalies as a table, a page at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from catalog.anomalies.model import Anomaly
from catalog.anomalies.scoring import Method
from gateway.csv_cells import Cell, lines

HEADER: Final = (
    "image_id",
    "filename",
    "method",
    "score",
    "percentile",
    "robust_z",
    "flagged",
    *(method.value for method in Method),
    "nearest_id",
    "nearest_distance",
    "verdicts",
    "in_reference_set",
    "size_bytes",
    "width",
    "height",
    "sha256",
)
_DIGITS: Final = 6


def anomalies_csv(pages: Iterable[Sequence[Anomaly]]) -> Iterator[bytes]:
    """A line for each image, the oddest first; the columns named by a method have its score, empty where it has none.

    `verdicts` has what was said, each once, with a space between.
    """
    yield lines([HEADER])
    for page in pages:
        yield lines(_line(one) for one in page)


def _line(anomaly: Anomaly) -> Sequence[Cell]:
    image, nearest = anomaly.image, next(iter(anomaly.evidence), None)
    raw = {method: score.raw for method, score in anomaly.scores.items()}
    return (
        image.image_id,
        image.filename,
        anomaly.method.value,
        round(anomaly.score, _DIGITS),
        round(anomaly.percentile, _DIGITS),
        round(anomaly.robust_z, _DIGITS),
        _yes(anomaly.flagged),
        *(round(raw[method], _DIGITS) if method in raw else None for method in Method),
        nearest.image_id if nearest else None,
        round(nearest.distance, _DIGITS) if nearest else None,
        " ".join(sorted({review.verdict.value for review in anomaly.reviews if review.verdict})),
        _yes(anomaly.in_reference_set),
        image.size_bytes,
        image.width,
        image.height,
        image.sha256,
    )


def _yes(claim: bool) -> str:
    return "yes" if claim else "no"
