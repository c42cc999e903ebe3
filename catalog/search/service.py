"""The ways to ask: an image that is here, a picture that is not, words, and examples, alone or beside those."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from catalog.embeddings.model import Vector, VectorSpace
from catalog.embeddings.ports import Embedder, Urgency
from catalog.embeddings.spaces import Spaces, check_same_model
from catalog.errors import ImageRejected, IndexUnavailable, QueryInvalid, RejectionReason
from catalog.images.embedding import embed_seen
from catalog.images.model import Image, ImageState
from catalog.images.ports import IndexQuery, Inspector, Match, Transactions, VectorIndex
from catalog.search.crops import Answer, ask_both, with_boxes
from catalog.search.examples import ExampleReader, Exemplars, without_images
from catalog.search.model import MAX_LIMIT, MAX_REACH, MAX_TEXT, VECTOR_NAME, Hit, SearchParams, SearchResult
from catalog.search.rocchio import OF_EXAMPLES, OF_PICTURES, OF_WORDS, Weights, middle, moved
from catalog.tenancy import TenantScope

# Rows that were deleted or are not accepted yet are dropped from the index's answer, so it is asked for some more.
_OVERFETCH: Final = 1.3


@dataclass(frozen=True, slots=True)
class _Question:
    """A unit vector, how far examples move it, its pHash if it has one, and the image that it is about, if any."""

    vector: Vector
    weights: Weights
    phash: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class SearchService:
    """Searches the live vector space and joins what it finds with the rows, which are the truth."""

    transactions: Transactions
    inspector: Inspector
    embedder: Embedder
    index: VectorIndex
    spaces: Spaces
    max_bytes: int
    example_reader: ExampleReader

    def by_image(self, scope: TenantScope, image_id: str, params: SearchParams) -> SearchResult:
        """Look-alikes of an image that is here; it is never among them.

        Raises ImageNotFound, QueryInvalid (not searchable yet) or Unavailable.
        """
        _check(params)
        space = self.spaces.live()
        indexed = self.index.find(scope, space, image_id)
        if indexed is None:
            with self.transactions(scope) as tx:
                _check_searchable(tx.images.get(image_id))
            raise IndexUnavailable("the image's vector is not in the index; it has to be embedded again")
        question = _Question(indexed.vector, OF_PICTURES, indexed.phash, image_id)
        return self._search(scope, space, question, params)

    def by_picture(
        self, scope: TenantScope, data: bytes, declared_type: str | None, params: SearchParams
    ) -> SearchResult:
        """Look-alikes of a picture that is not kept. Raises ImageRejected or Unavailable."""
        _check(params)
        if len(data) > self.max_bytes:
            raise ImageRejected(RejectionReason.TOO_MANY_BYTES, f"a picture has at most {self.max_bytes} bytes")
        inspection = self.inspector.inspect(data, declared_type)
        space = self.spaces.live()
        [vectors] = embed_seen(self.embedder, space, [inspection], urgency=Urgency.INTERACTIVE)
        question = _Question(vectors.whole, OF_PICTURES, None if inspection.flat else inspection.phash)
        return self._search(scope, space, question, params)

    def by_text(self, scope: TenantScope, text: str, params: SearchParams) -> SearchResult:
        """Images that show what the words say. Raises QueryInvalid or Unavailable."""
        _check(params)
        words = " ".join(text.split())
        if not 1 <= len(words) <= MAX_TEXT:
            raise QueryInvalid(f"text_query has 1 to {MAX_TEXT} characters")
        if params.phash_gate is not None:
            raise QueryInvalid("words have no pHash: phash_gate goes with a picture or an image_id")
        space = self.spaces.live()
        embedding = self.embedder.embed_text(scope, words)
        check_same_model(space, embedding.model_version)
        return self._search(scope, space, _Question(embedding.vector, OF_WORDS), params)

    def by_examples(self, scope: TenantScope, params: SearchParams) -> SearchResult:
        """Images like the positive examples, of which there is at least one, and unlike the negative ones.

        Raises ImageNotFound, QueryInvalid or Unavailable.
        """
        _check(params)
        if not params.examples.positive_ids:
            raise QueryInvalid("negative examples go beside a question or a positive example")
        if params.phash_gate is not None:
            raise QueryInvalid("examples have no one pHash: phash_gate goes with a picture or an image_id")
        space = self.spaces.live()
        exemplars = self.example_reader.read(scope, space, params, about=None)
        return self._answered(scope, space, _Question(middle(exemplars.positives), OF_EXAMPLES), params, exemplars)

    def _search(
        self, scope: TenantScope, space: VectorSpace, question: _Question, params: SearchParams
    ) -> SearchResult:
        exemplars = self.example_reader.read(scope, space, params, about=question.about)
        return self._answered(scope, space, question, params, exemplars)

    def _answered(
        self, scope: TenantScope, space: VectorSpace, question: _Question, params: SearchParams, exemplars: Exemplars
    ) -> SearchResult:
        reach = params.offset + params.limit
        query = IndexQuery(
            vector=moved(question.vector, exemplars.positives, exemplars.negatives, question.weights),
            filter=without_images(params.filter, exemplars.of.negative_ids),
            limit=ceil(reach * _OVERFETCH),
            score_threshold=params.score_threshold,
            phash_gate=_gate(question.phash, params.phash_gate),
            without_image_id=question.about,
            hnsw_ef=params.hnsw_ef,
            exact=params.exact,
        )
        if params.use_crops:
            answer = ask_both(self.index, scope, space, query)
        else:
            answer = Answer(self.index.query(scope, space, query))
        page = self._joined(scope, answer.matches, about=question.about)[params.offset : reach]
        hits = with_boxes(self.index, scope, space, query.vector, page, answer.by_crop)
        found_in = (VECTOR_NAME, space.model_name, space.model_version)
        return SearchResult(hits, *found_in, exemplars.of, crops_compared=answer.crops_compared)

    def _joined(self, scope: TenantScope, matches: list[Match], *, about: str | None) -> tuple[Hit, ...]:
        """The matches with their rows; `about` is the image that was asked about, whose row is read with them.

        Raises ImageNotFound or QueryInvalid for that one: the index may still know an image that is gone.
        """
        wanted = [match.image_id for match in matches] + ([] if about is None else [about])
        if not wanted:
            return ()
        with self.transactions(scope) as tx:
            images = tx.images.searchable_among(wanted)
            if about is not None and about not in images:
                _check_searchable(tx.images.get(about))
        return tuple(Hit(images[match.image_id], match.similarity) for match in matches if match.image_id in images)


def _check_searchable(image: Image) -> None:
    if image.state is not ImageState.SEARCHABLE:
        raise QueryInvalid("the image is not searchable yet; ask for it until its state says so")


def _gate(phash: str | None, furthest: int | None) -> tuple[str, int] | None:
    if furthest is None:
        return None
    if phash is None:
        raise QueryInvalid("the picture is too even to have a pHash that says anything; ask without phash_gate")
    return phash, furthest


def _check(params: SearchParams) -> None:
    if not 1 <= params.limit <= MAX_LIMIT or params.offset < 0 or params.offset + params.limit > MAX_REACH:
        raise QueryInvalid(f"limit is 1 to {MAX_LIMIT}, and offset and limit together reach at most {MAX_REACH}")
