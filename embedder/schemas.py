"""What goes over the wire: strict requests, documented answers. Vectors travel as JSON or as raw float32."""

from typing import Annotated, Any, Final

import numpy as np
import orjson
from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from embedder.errors import ItemFailed
from embedder.outcomes import Outcome
from embedder.ports import ModelFacts

PIXELS: Final = "application/x-semblance-pixels"
VECTORS: Final = "application/x-semblance-vectors"

_STRICT = ConfigDict(extra="forbid", strict=True)


class ObjectRef(BaseModel):
    """An object in the store."""

    model_config = _STRICT
    bucket: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    key: Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[^\x00-\x1f\x7f]+$")]


class ObjectsIn(BaseModel):
    """A batch of objects to embed."""

    model_config = _STRICT
    objects: Annotated[list[ObjectRef], Field(min_length=1)]


class TextsIn(BaseModel):
    """A batch of texts to embed."""

    model_config = _STRICT
    texts: Annotated[list[Annotated[str, StringConstraints(min_length=1)]], Field(min_length=1)]


class ErrorOut(BaseModel):
    """Why an item has no vector."""

    reason: str
    detail: str


class EmbeddingOut(BaseModel):
    """One item's vector, or why it has none."""

    vector: list[float] | None = None
    error: ErrorOut | None = None


class EmbeddingsOut(BaseModel):
    """The answer in JSON; `embeddings` is in request order."""

    model_config = ConfigDict(protected_namespaces=())
    model_name: str
    model_version: str
    dimension: int
    embeddings: list[EmbeddingOut]


class PreprocessOut(BaseModel):
    """How a picture becomes the model's pixels."""

    mode: str
    mean: list[float]
    std: list[float]
    interpolation: str


class ModelOut(BaseModel):
    """What the model is."""

    model_config = ConfigDict(protected_namespaces=())
    model_name: str
    model_version: str
    dimension: int
    image_size: int
    preprocess: PreprocessOut
    context_length: int
    device: str
    backend: str
    precision: str


class ModelsOut(BaseModel):
    """All models that are served; the first is the one that answers where none is named."""

    models: list[ModelOut]


def model_out(facts: ModelFacts) -> ModelOut:
    """The model's facts as they are answered."""
    return ModelOut(
        model_name=facts.name,
        model_version=facts.version,
        dimension=facts.dimension,
        image_size=facts.image_size,
        preprocess=PreprocessOut(
            mode=facts.preprocess, mean=list(facts.mean), std=list(facts.std), interpolation="bicubic"
        ),
        context_length=facts.context_length,
        device=facts.device,
        backend=facts.backend,
        precision=facts.precision,
    )


def vectors_answer(outcomes: list[Outcome], facts: ModelFacts, accept: str) -> Response:
    """The answer in the form that the client accepts: raw vectors when it says so, else JSON."""
    return _binary(outcomes, facts) if VECTORS in accept.lower() else _json(outcomes, facts)


def _json(outcomes: list[Outcome], facts: ModelFacts) -> Response:
    embeddings: list[dict[str, Any]] = [
        {"error": {"reason": one.reason, "detail": one.detail}}
        if isinstance(one, ItemFailed)
        else {"vector": np.ascontiguousarray(one)}
        for one in outcomes
    ]
    body = {
        "model_name": facts.name,
        "model_version": facts.version,
        "dimension": facts.dimension,
        "embeddings": embeddings,
    }
    return Response(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")


def _binary(outcomes: list[Outcome], facts: ModelFacts) -> Response:
    """N × D float32, little-endian, row by row; the row of a failed item is zeros."""
    rows = np.zeros((len(outcomes), facts.dimension), dtype="<f4")
    failed: list[dict[str, Any]] = []
    for index, one in enumerate(outcomes):
        if isinstance(one, ItemFailed):
            failed.append({"index": index, "reason": one.reason})
        else:
            rows[index] = one
    headers = {
        "X-Model-Name": facts.name,
        "X-Model-Version": facts.version,
        "X-Dimension": str(facts.dimension),
        "X-Count": str(len(outcomes)),
    }
    if failed:
        headers["X-Failed-Items"] = orjson.dumps(failed).decode()
    return Response(rows.tobytes(), media_type=VECTORS, headers=headers)
