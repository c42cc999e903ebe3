"""What a search takes and answers."""

from dataclasses import asdict
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.feedback.model import AskedQuery, Marks
from catalog.filters.parsing import parse_filter
from catalog.images.payload import public_payload
from catalog.search.model import MAX_EXAMPLES, MAX_LIMIT, MAX_REACH, MAX_TEXT, Examples, SearchParams, SearchResult
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.payloads import GRID_SIDE, PayloadOut
from gateway.schemas import AnswerModel, StrictModel, Ulid

ExampleIds = Annotated[tuple[Ulid, ...], Field(max_length=MAX_EXAMPLES, strict=False)]


class ParamsIn(StrictModel):
    """How to search, whatever the question is."""

    limit: int = Field(default=20, ge=1, le=MAX_LIMIT)
    offset: int = Field(default=0, ge=0, lt=MAX_REACH)
    score_threshold: float | None = Field(default=None, ge=-1, le=1)
    filter: dict[str, Any] | None = None
    phash_gate: int | None = Field(default=None, ge=0, le=64)
    include_payload: bool = True
    hnsw_ef: int | None = Field(default=None, ge=4, le=4096)
    exact: bool = False
    use_crops: bool = False
    positive_ids: ExampleIds = ()
    negative_ids: ExampleIds = ()
    use_feedback: bool = False

    def params(self, marked: Marks | None = None) -> SearchParams:
        """As the catalog takes them, with what feedback has marked. Raises FilterInvalid."""
        return SearchParams(
            limit=self.limit,
            offset=self.offset,
            score_threshold=self.score_threshold,
            filter=parse_filter(self.filter),
            phash_gate=self.phash_gate,
            hnsw_ef=self.hnsw_ef,
            exact=self.exact,
            use_crops=self.use_crops,
            examples=Examples(self.positive_ids, self.negative_ids),
            marked=Examples() if marked is None else Examples(marked.relevant_ids, marked.irrelevant_ids),
        )


class QuestionIn(ParamsIn):
    """A question about an image that is here, or in words, or by examples alone."""

    image_id: Ulid | None = None
    text_query: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)] | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        asked = [one for one in (self.image_id, self.text_query) if one is not None]
        if len(asked) == 2 or not (asked or self.positive_ids):
            raise ValueError("send image_id or text_query, one of the two (or a file, as multipart), or positive_ids")
        if self.use_feedback and not asked:
            raise ValueError("feedback is kept of questions: use_feedback goes with image_id, text_query or a file")
        return self

    def asked(self) -> AskedQuery:
        """The question as feedback names it."""
        return AskedQuery(self.text_query, self.image_id)


class BoxOut(AnswerModel):
    """A part of the upright picture: its edges as shares of the width and the height, 0..1."""

    left: float
    top: float
    right: float
    bottom: float


class HitOut(AnswerModel):
    """An image and its cosine similarity to the question, −1..1. `payload` is null unless it was asked for.

    `vector_name` says which of the image's vectors has that cosine; for one of its crops `box` says where that is.
    """

    image_id: str
    score: float
    vector_name: str
    box: BoxOut | None
    payload: PayloadOut | None
    preview_url: str


class ExamplesOut(AnswerModel):
    """The images that moved the question: those of the request and, with `use_feedback`, those that people marked."""

    positive_ids: list[str]
    negative_ids: list[str]


class SearchOut(AnswerModel):
    """Hits, best first, and the vector space that they were found in.

    `crops_compared` is false unless crops were asked for and some image that the filter passes has them.
    """

    hits: list[HitOut]
    vector_name: str
    model_name: str
    model_version: str
    crops_compared: bool
    examples: ExamplesOut


def search_out(
    result: SearchResult, scope: TenantScope, urls: ThumbnailUrls, *, include_payload: bool
) -> dict[str, Any]:
    """SearchOut as plain data, for the fast path."""
    return {
        "hits": [
            {
                "image_id": hit.image.image_id,
                "score": hit.score,
                "vector_name": hit.vector_name,
                "box": None if hit.box is None else asdict(hit.box),
                "payload": public_payload(hit.image) if include_payload else None,
                "preview_url": urls.url(scope, hit.image.sha256, GRID_SIDE),
            }
            for hit in result.hits
        ],
        "vector_name": result.vector_name,
        "model_name": result.model_name,
        "model_version": result.model_version,
        "crops_compared": result.crops_compared,
        "examples": {
            "positive_ids": list(result.examples.positive_ids),
            "negative_ids": list(result.examples.negative_ids),
        },
    }
