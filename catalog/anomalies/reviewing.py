"""Saying what an odd image is. What is normal becomes a reference, and its look-alikes stop alarming."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.anomalies.looking import image_of, run_of
from catalog.anomalies.model import LONGEST_NOTE, Review, Verdict
from catalog.anomalies.ports import AnomalyTransaction, AnomalyTransactions
from catalog.anomalies.rescoring import Rescoring
from catalog.embeddings.spaces import Spaces
from catalog.errors import Invalid, NotScored
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Writes reviews; what follows from one is written in the same transaction."""

    transactions: AnomalyTransactions
    spaces: Spaces
    rescoring: Rescoring

    def review(
        self, scope: TenantScope, dataset_id: str, image_id: str, verdict: Verdict, note: str | None, by: UUID
    ) -> None:
        """Say what the image is, in place of what the same person said before.

        Raises ImageNotFound, NotScored, Invalid for a note of more than 2,000 letters, IndexUnavailable.
        """
        if note is not None and len(note) > LONGEST_NOTE:
            raise Invalid(f"a note has at most {LONGEST_NOTE} letters")
        self._say(scope, dataset_id, image_id, by, verdict, note)

    def take_back(self, scope: TenantScope, dataset_id: str, image_id: str, by: UUID) -> None:
        """Take one's word back; where there is none nothing happens. Raises as review does."""
        self._say(scope, dataset_id, image_id, by, None, None)

    def _say(
        self, scope: TenantScope, dataset_id: str, image_id: str, by: UUID, verdict: Verdict | None, note: str | None
    ) -> None:
        space = self.spaces.live()
        with self.transactions(scope) as tx:
            image = image_of(tx, dataset_id, image_id)
            # The index is asked inside: of two people who speak at once, the second sees the first one's references.
            tx.runs.hold(dataset_id)
            run = run_of(tx, dataset_id)
            if tx.scores.find(dataset_id, run.generation, image_id) is None:
                raise NotScored("the image has not been scored there yet")
            if verdict is None and not any(word.reviewer == by for word in _words(tx, dataset_id, image.sha256)):
                return
            tx.reviews.say(dataset_id, image.sha256, by, verdict, note)
            if self._is_other_now(tx, dataset_id, image.sha256, by):
                self.rescoring.around(tx, scope, space, run, [image.sha256])

    def _is_other_now(self, tx: AnomalyTransaction, dataset_id: str, sha256: str, by: UUID) -> bool:
        """Put the content into the reference set or take it out, as the words on it say; whether that changed it."""
        was, is_normal = sha256 in tx.reviews.references(dataset_id), calls_normal(_words(tx, dataset_id, sha256))
        if is_normal and not was:
            tx.reviews.add_reference(dataset_id, sha256, by)
        if was and not is_normal:
            tx.reviews.remove_reference(dataset_id, sha256)
        return was is not is_normal


def calls_normal(words: Sequence[Review]) -> bool:
    """Whether the words that count make a content a reference: somebody calls it normal, and nobody a defect."""
    verdicts = {word.verdict for word in words}
    return Verdict.NORMAL in verdicts and Verdict.DEFECT not in verdicts


def _words(tx: AnomalyTransaction, dataset_id: str, sha256: str) -> tuple[Review, ...]:
    return tx.reviews.standing(dataset_id, [sha256]).get(sha256, ())
