"""Odd images: score them, watching, and hold what is flagged against what was planted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.client import Client
from deploy.demo.duplicates import Share
from deploy.demo.truth import Truth

_FIRST: Final = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """How many of a dataset's images are flagged (None: of all), and how many of the planted ones were found."""

    dataset: str | None
    flagged: int
    planted_flagged: Share
    planted_first: Share


def score(client: Client, truth: Truth, ids: Mapping[str, str]) -> list[Scored]:
    """Score each dataset, whose images are odd among their own kind, and then all together. Raises Refused."""
    return list(_each(client, truth, ids))


def compared(dataset: str | None, flagged: Sequence[str], first: Sequence[str], planted: frozenset[str]) -> Scored:
    """What was found beside the ids of what was planted."""
    return Scored(
        dataset=dataset,
        flagged=len(flagged),
        planted_flagged=Share(len(planted.intersection(flagged)), len(planted)),
        planted_first=Share(len(planted.intersection(first)), min(len(planted), _FIRST)),
    )


def _each(client: Client, truth: Truth, ids: Mapping[str, str]) -> Iterator[Scored]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("anomalies", total=None)
        for dataset in (*truth.datasets, None):
            for step in client.score_anomalies(dataset):
                words = f"anomalies of {dataset or 'all'}"
                progress.update(bar, description=words, completed=step.scanned, total=step.total)
            planted = frozenset(ids[name] for name in truth.odd_of(dataset))
            flagged = client.anomalies(dataset, flagged=True)
            yield compared(dataset, flagged, client.anomalies(dataset, flagged=False, limit=_FIRST), planted)
