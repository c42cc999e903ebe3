"""The queue that people look through, one image of it, and how far they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.anomalies.agreement import cohens_kappa, pairs_of
from catalog.anomalies.model import Anomaly, AnomalyListing, AnomalyRun, Neighbour, Review, ReviewProgress
from catalog.anomalies.ports import AnomalyTransaction, AnomalyTransactions, ScoredImage
from catalog.anomalies.scoring import Method
from catalog.errors import ImageNotFound, NotScored
from catalog.images.model import Image
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Looking:
    """Reads scores and reviews; writes nothing."""

    transactions: AnomalyTransactions

    def queue(self, scope: TenantScope, listing: AnomalyListing) -> list[Anomaly]:
        """A page of images, the oddest first. Raises NotScored."""
        with self.transactions(scope) as tx:
            run = run_of(tx, listing.dataset_id)
            found = tx.scores.page(listing, run.generation)
            return _told(tx, listing.dataset_id, listing.method, found)

    def anomaly(self, scope: TenantScope, dataset_id: str, image_id: str, method: Method) -> Anomaly:
        """One image's scores with their evidence. Raises ImageNotFound, or NotScored where it has none."""
        with self.transactions(scope) as tx:
            image_of(tx, dataset_id, image_id)
            found = tx.scores.find(dataset_id, run_of(tx, dataset_id).generation, image_id)
            if found is None or method not in found.scores:
                raise NotScored("the image has not been scored there yet")
            [told] = _told(tx, dataset_id, method, [found])
            return told

    def history(self, scope: TenantScope, dataset_id: str, image_id: str) -> list[Review]:
        """All that was ever said of the image, the newest first. Raises ImageNotFound."""
        with self.transactions(scope) as tx:
            return tx.reviews.history(dataset_id, image_of(tx, dataset_id, image_id).sha256)

    def progress(self, scope: TenantScope, dataset_id: str, method: Method) -> ReviewProgress:
        """How far people are, and how well they agree. Raises NotScored."""
        with self.transactions(scope) as tx:
            generation = run_of(tx, dataset_id).generation
            flagged, reviewed, left = tx.scores.tally(dataset_id, generation, method)
            budget, judged = tx.runs.budget(dataset_id), tx.reviews.judged(dataset_id)
        words = [word for one in judged for word in one.reviews]
        pairs = pairs_of(one.reviews for one in judged)
        return ReviewProgress(
            method,
            flagged=flagged,
            reviewed=reviewed,
            left=left,
            budget=budget,
            tonight=min(budget, left),
            by_verdict=Counter(word.verdict for word in words if word.verdict),
            by_reviewer=Counter(word.reviewer for word in words),
            pairs=len(pairs),
            agreement=cohens_kappa(pairs),
        )


def run_of(tx: AnomalyTransaction, dataset_id: str) -> AnomalyRun:
    """The run that counts. Raises NotScored before the first."""
    run = tx.runs.find(dataset_id)
    if run is None:
        raise NotScored("anomalies have not been scored there yet")
    return run


def image_of(tx: AnomalyTransaction, dataset_id: str, image_id: str) -> Image:
    """The searchable image of the dataset. Raises ImageNotFound, whatever else it may be."""
    found = tx.images.among(dataset_id, [image_id])
    if image_id not in found:
        raise ImageNotFound("there is no image with that id")
    return found[image_id]


def _told(tx: AnomalyTransaction, dataset_id: str, method: Method, found: Sequence[ScoredImage]) -> list[Anomaly]:
    """The rows with the images of their evidence and what people said; three questions for them all."""
    near = sorted({image_id for one in found for image_id, _ in one.neighbours})
    images = tx.images.among(dataset_id, near)
    words = tx.reviews.standing(dataset_id, [one.image.sha256 for one in found])
    references = tx.reviews.references(dataset_id)
    return [
        Anomaly(
            image=one.image,
            method=method,
            score=one.scores[method].raw,
            percentile=one.scores[method].percentile,
            robust_z=one.scores[method].robust_z,
            flagged=method in one.flagged,
            scores=one.scores,
            evidence=_evidence(one, images),
            reviews=words.get(one.image.sha256, ()),
            in_reference_set=one.image.sha256 in references,
            later=one.later,
            scored_at=one.scored_at,
        )
        for one in found
    ]


def _evidence(scored: ScoredImage, images: Mapping[str, Image]) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(image_id, distance, images.get(image_id)) for image_id, distance in scored.neighbours)
