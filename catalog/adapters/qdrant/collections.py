"""The shape of a collection: its vectors, its graph, its payload indexes, its alias."""

from dataclasses import dataclass, field
from typing import Final

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from catalog.adapters.breakers import Breaker
from catalog.adapters.qdrant.connection import breaker, translated
from catalog.adapters.qdrant.points import CHECKED, CROPS, GLOBAL, PHASH, PHASH_BITS
from catalog.embeddings.model import Quantization, VectorSpace

ALIAS: Final = "images"
_CONFLICT: Final = 409
_HNSW: Final = models.HnswConfigDiff(m=16, ef_construct=200)

_KEYWORDS: Final = (
    "image_id",
    "tags",
    "quality_checks",
    "owner_user_id",
    "dataset_id",
    "category_id",
    "source",
    "model_name",
)
_FLOATS: Final = ("quality_score", "nsfw_score")
_INTEGERS: Final = ("width", "height", "row_version")


@dataclass(frozen=True, slots=True)
class QdrantCollections:
    """SpaceKeeper over Qdrant."""

    client: QdrantClient
    quantization: Quantization
    breaker: Breaker = field(default_factory=breaker)

    def create(self, space: VectorSpace) -> None:
        """Make the collection with its indexes if it is not there, and point the alias at it if it points nowhere."""
        with translated(self.breaker):
            if not self.client.collection_exists(space.collection):
                self._create(space)
            # Indexes come before points: the graph is then built with links that filters can follow.
            for field, schema in _payload_indexes().items():
                self.client.create_payload_index(space.collection, field_name=field, field_schema=schema, wait=True)
            if not self._aliased():
                self.point_alias_at(space)

    def point_alias_at(self, space: VectorSpace) -> None:
        """Point the alias at the space's collection, in one step."""
        changes: list[models.AliasOperations] = []
        create = models.CreateAlias(collection_name=space.collection, alias_name=ALIAS)
        with translated():
            if self._aliased():
                changes.append(models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=ALIAS)))
            changes.append(models.CreateAliasOperation(create_alias=create))
            self.client.update_collection_aliases(changes)

    def drop(self, space: VectorSpace) -> None:
        """Remove the collection; one that is not there is no error."""
        with translated():
            self.client.delete_collection(space.collection)

    def _create(self, space: VectorSpace) -> None:
        try:
            self.client.create_collection(
                space.collection,
                vectors_config=_vectors(space.dimension),
                hnsw_config=_HNSW,
                quantization_config=_quantization(self.quantization),
                on_disk_payload=True,
            )
        except UnexpectedResponse as error:
            if error.status_code != _CONFLICT:  # another process was quicker
                raise

    def _aliased(self) -> bool:
        return any(alias.alias_name == ALIAS for alias in self.client.get_aliases().aliases)


def _vectors(dimension: int) -> dict[str, models.VectorParams]:
    return {
        GLOBAL: models.VectorParams(size=dimension, distance=models.Distance.COSINE),
        CROPS: models.VectorParams(
            size=dimension,
            distance=models.Distance.COSINE,
            on_disk=True,
            multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
        ),
        PHASH: models.VectorParams(size=PHASH_BITS, distance=models.Distance.MANHATTAN, datatype=models.Datatype.UINT8),
    }


def _quantization(kind: Quantization) -> models.QuantizationConfig | None:
    match kind:
        case Quantization.NONE:
            return None
        case Quantization.SCALAR:
            scalar = models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99, always_ram=True)
            return models.ScalarQuantization(scalar=scalar)
        case Quantization.PRODUCT:
            product = models.ProductQuantizationConfig(compression=models.CompressionRatio.X16, always_ram=True)
            return models.ProductQuantization(product=product)
        case Quantization.BINARY:
            return models.BinaryQuantization(binary=models.BinaryQuantizationConfig(always_ram=True))


def _payload_indexes() -> dict[str, models.PayloadSchemaType | models.KeywordIndexParams]:
    return {
        "tenant_id": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
        "created_at": models.PayloadSchemaType.DATETIME,
        CHECKED: models.PayloadSchemaType.BOOL,
        **dict.fromkeys(_KEYWORDS, models.PayloadSchemaType.KEYWORD),
        **dict.fromkeys(_FLOATS, models.PayloadSchemaType.FLOAT),
        **dict.fromkeys(_INTEGERS, models.PayloadSchemaType.INTEGER),
    }
