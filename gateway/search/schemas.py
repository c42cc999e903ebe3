"""What a search takes and answers."""

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.filters.parsing import parse_filter
from catalog.images.payload import public_payload
from catalog.search.model import MAX_LIMIT, MAX_REACH, MAX_TEXT, SearchParams, SearchResult
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.payloads import GRID_SIDE, PayloadOut
from gateway.schemas import AnswerModel, StrictModel, Ulid


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

    def params(self) -> SearchParams:
        """As the catalog takes them. Raises FilterInvalid."""
        return SearchParams(
            limit=self.limit,
            offset=self.offset,
            score_threshold=self.score_threshold,
            filter=parse_filter(self.filter),
            phash_gate=self.phash_gate,
            hnsw_ef=self.hnsw_ef,
            exact=self.exact,
        )


class QuestionIn(ParamsIn):
    """A question about an image that is here, or in words: one of the two."""

    image_id: Ulid | None = None
    text_query: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)] | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        if (self.image_id is None) == (self.text_query is None):
            raise ValueError("send image_id or text_query, one of the two (or a file, as multipart)")
        return self


class HitOut(AnswerModel):
    """An image and its cosine similarity to the question, −1..1. `payload` is null unless it was asked for."""

    image_id: str
    score: float
    payload: PayloadOut | None
    preview_url: str


class SearchOut(AnswerModel):
    """Hits, best first, and the vector space that they were found in."""

    hits: list[HitOut]
    vector_name: str
    model_name: str
    model_version: str


def search_out(
    result: SearchResult, scope: TenantScope, urls: ThumbnailUrls, *, include_payload: bool
) -> dict[str, Any]:
    """SearchOut as plain data, for the fast path."""
    return {
        "hits": [
            {
                "image_id": hit.image.image_id,
                "score": hit.score,
                "payload": public_payload(hit.image) if include_payload else None,
                "preview_url": urls.url(scope, hit.image.sha256, GRID_SIDE),
            }
            for hit in result.hits
        ],
        "vector_name": result.vector_name,
        "model_name": result.model_name,
        "model_version": result.model_version,
    }
