"""What a collection is made of: from the JSON of a create request to the engine's configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import qdrant_edge as edge

from deploy.local.qdrant.errors import BadRequest
from deploy.local.qdrant.fields import Fields, one_of, present

DISTANCES = {
    "Cosine": edge.Distance.Cosine,
    "Euclid": edge.Distance.Euclid,
    "Dot": edge.Distance.Dot,
    "Manhattan": edge.Distance.Manhattan,
}
_DATATYPES = {
    "float32": edge.VectorStorageDatatype.Float32,
    "float16": edge.VectorStorageDatatype.Float16,
    "uint8": edge.VectorStorageDatatype.Uint8,
}
_RATIOS = {f"x{n}": getattr(edge.CompressionRatio, f"X{n}") for n in (4, 8, 16, 32, 64)}
_ENCODINGS = {
    "one_bit": edge.BinaryQuantizationEncoding.OneBit,
    "two_bits": edge.BinaryQuantizationEncoding.TwoBits,
    "one_and_half_bits": edge.BinaryQuantizationEncoding.OneAndHalfBits,
}
HNSW_DEFAULTS = {"m": 16, "ef_construct": 100, "full_scan_threshold": 10_000, "max_indexing_threads": 0}
OPTIMIZER_DEFAULTS = {
    "deleted_threshold": 0.2,
    "vacuum_min_vector_number": 1000,
    "default_segment_number": 2,
    "indexing_threshold": 10_000,
    "flush_interval_sec": 5,
}
# What the engine has no notion of but a single server answers with its only possible value.
_ONE_SERVER = {"shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1}


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """One named vector: how long it is, how it is stored, and whether a point has a list of them."""

    size: int
    multi: bool
    whole_bytes: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """A collection's configuration, in the engine's terms and as Qdrant reports it."""

    config: edge.EdgeConfig
    spaces: Mapping[str, VectorSpace]
    report: Mapping[str, Any]
    indexing_threshold_kb: int


def parse_schema(body: Any) -> Schema:
    """Return the schema of a create-collection request. Raises BadRequest, naming what is not understood."""
    fields = Fields(body, "create collection")
    report_params: dict[str, Any] = {}
    for name, only in _ONE_SERVER.items():
        if (fields.integer(name) or only) != only:
            raise BadRequest(f"Wrong input: `{name}` can only be {only} on this server")
        report_params[name] = only
    on_disk_payload = fields.boolean("on_disk_payload")
    hnsw = HNSW_DEFAULTS | _hnsw(fields.raw("hnsw_config"))
    optimizers = OPTIMIZER_DEFAULTS | _optimizers(fields.raw("optimizers_config"))
    quantization = fields.raw("quantization_config")
    vectors = fields.need("vectors")
    fields.done()
    params, spaces = _vectors(vectors, hnsw)
    engine_optimizers = {name: value for name, value in optimizers.items() if name != "flush_interval_sec"}
    config = edge.EdgeConfig(
        vectors=params,
        on_disk_payload=on_disk_payload,
        hnsw_config=edge.HnswIndexConfig(**hnsw),
        quantization_config=_quantization(quantization),
        optimizers=edge.EdgeOptimizersConfig(**engine_optimizers),
        max_search_threads=1,
    )
    report_params |= {"vectors": vectors, "on_disk_payload": True if on_disk_payload is None else on_disk_payload}
    report = {
        "params": report_params,
        "hnsw_config": hnsw,
        "optimizer_config": optimizers,
        "wal_config": {"wal_capacity_mb": 32, "wal_segments_ahead": 0},
        "quantization_config": quantization,
    }
    return Schema(config, spaces, report, optimizers["indexing_threshold"])


def _vectors(value: Any, hnsw: Mapping[str, Any]) -> tuple[dict[str, edge.EdgeVectorParams], dict[str, VectorSpace]]:
    """Read one unnamed vector, which the engine knows as "", or several by name."""
    if not isinstance(value, dict) or not value:
        raise BadRequest("Format error in JSON body: `vectors` must be an object that is not empty")
    named = {"": value} if isinstance(value.get("size"), int) else value
    params, spaces = {}, {}
    for name, one in named.items():
        params[name], spaces[name] = _vector(one, f"vector `{name}`", hnsw)
    return params, spaces


def _vector(value: Any, where: str, hnsw: Mapping[str, Any]) -> tuple[edge.EdgeVectorParams, VectorSpace]:
    fields = Fields(value, where)
    size, distance = fields.integer("size", least=1), fields.choice("distance", DISTANCES)
    datatype = fields.choice("datatype", _DATATYPES)
    multi = fields.raw("multivector_config")
    own_hnsw = fields.raw("hnsw_config")
    on_disk, quantization = fields.boolean("on_disk"), fields.raw("quantization_config")
    fields.done()
    if size is None or distance is None:
        raise BadRequest(f"Format error in JSON body: {where} needs `size` and `distance`")
    params = edge.EdgeVectorParams(
        size,
        distance,
        on_disk=on_disk,
        multivector_config=_multivector(multi),
        datatype=datatype,
        quantization_config=_quantization(quantization),
        hnsw_config=edge.HnswIndexConfig(**{**hnsw, **_hnsw(own_hnsw)}) if own_hnsw else None,
    )
    return params, VectorSpace(size, multi is not None, datatype == edge.VectorStorageDatatype.Uint8)


def _multivector(value: Any) -> edge.MultiVectorConfig | None:
    if value is None:
        return None
    fields = Fields(value, "multivector_config")
    comparator = fields.choice("comparator", {"max_sim": edge.MultiVectorComparator.MaxSim})
    fields.done()
    return edge.MultiVectorConfig(present(comparator, "comparator", "multivector_config"))


def _hnsw(value: Any) -> dict[str, Any]:
    fields = Fields(value or {}, "hnsw_config")
    names = ("m", "ef_construct", "full_scan_threshold", "max_indexing_threads", "payload_m")
    read: dict[str, Any] = {name: fields.integer(name) for name in names}
    read["on_disk"] = fields.boolean("on_disk")
    fields.done()
    return {name: one for name, one in read.items() if one is not None}


def _optimizers(value: Any) -> dict[str, Any]:
    fields = Fields(value or {}, "optimizers_config")
    names = ("vacuum_min_vector_number", "default_segment_number", "max_segment_size", "indexing_threshold")
    read: dict[str, Any] = {name: fields.integer(name) for name in (*names, "flush_interval_sec")}
    read["deleted_threshold"] = fields.number("deleted_threshold")
    fields.done()
    return {name: one for name, one in read.items() if one is not None}


def _quantization(value: Any) -> Any:
    if value is None:
        return None
    outer = Fields(value, "quantization_config")
    kind = one_of(outer, ("scalar", "product", "binary"), "quantization_config")
    fields = Fields(outer.need(kind), f"{kind} quantization")
    outer.done()
    always_ram = fields.boolean("always_ram")
    config: Any
    if kind == "scalar":
        scalar_type = fields.choice("type", {"int8": edge.ScalarType.Int8})
        scalar_type = present(scalar_type, "type", "scalar quantization")
        config = edge.ScalarQuantizationConfig(scalar_type, fields.number("quantile"), always_ram)
    elif kind == "product":
        ratio = present(fields.choice("compression", _RATIOS), "compression", "product quantization")
        config = edge.ProductQuantizationConfig(ratio, always_ram)
    else:
        config = edge.BinaryQuantizationConfig(always_ram, fields.choice("encoding", _ENCODINGS))
    fields.done()
    return config
