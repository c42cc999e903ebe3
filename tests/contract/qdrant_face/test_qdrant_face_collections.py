"""Collections, aliases and payload indexes: made, described, switched, removed."""

from typing import Any

import pytest
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from tests.contract.qdrant_face.world import INDEXES, SIZE, draw_world, make_collection

QUANTIZATIONS: dict[str, Any] = {
    "scalar": models.ScalarQuantization(
        scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99, always_ram=True)
    ),
    "product": models.ProductQuantization(
        product=models.ProductQuantizationConfig(compression=models.CompressionRatio.X8, always_ram=True)
    ),
    "binary": models.BinaryQuantization(binary=models.BinaryQuantizationConfig(always_ram=True)),
}


def test_collection_lives_from_create_to_delete(client: QdrantClient, fresh: str) -> None:
    assert not client.collection_exists(fresh)
    make_collection(client, fresh, on_disk_payload=True)
    assert client.collection_exists(fresh)
    assert fresh in {one.name for one in client.get_collections().collections}
    assert client.delete_collection(fresh)
    assert not client.collection_exists(fresh)
    assert not client.delete_collection(fresh)


def test_info_says_what_the_collection_was_made_with(client: QdrantClient, fresh: str) -> None:
    make_collection(client, fresh)
    client.upsert(fresh, draw_world(10).points(), wait=True)
    info = client.get_collection(fresh)
    vectors = info.config.params.vectors
    assert isinstance(vectors, dict)
    assert vectors["clip_global"].size == SIZE
    assert vectors["phash"].datatype == models.Datatype.UINT8
    assert vectors["clip_crops"].multivector_config is not None
    assert vectors["clip_crops"].on_disk is True
    assert (info.config.hnsw_config.m, info.config.hnsw_config.ef_construct) == (16, 200)
    assert info.points_count == 10
    assert info.status == models.CollectionStatus.GREEN
    assert set(info.payload_schema) == set(INDEXES)
    tenant = info.payload_schema["tenant_id"].params
    assert isinstance(tenant, models.KeywordIndexParams)
    assert tenant.is_tenant is True


@pytest.mark.parametrize("kind", QUANTIZATIONS)
def test_quantized_collections_find_the_right_points(client: QdrantClient, fresh: str, kind: str) -> None:
    config = QUANTIZATIONS[kind]
    make_collection(
        client, fresh, quantization_config=config, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=10)
    )
    assert client.get_collection(fresh).config.quantization_config == config
    world = draw_world(400)
    client.upsert(fresh, world.points(), wait=True)
    search = models.SearchParams(quantization=models.QuantizationSearchParams(rescore=True, oversampling=4.0))
    for row in range(20):
        query = world.vectors[row].tolist()
        hits = client.query_points(fresh, query=query, using="clip_global", limit=1, search_params=search).points
        assert hits[0].score == pytest.approx(1.0, abs=1e-4)


def test_payload_index_can_be_removed(client: QdrantClient, fresh: str) -> None:
    make_collection(client, fresh)
    client.delete_payload_index(fresh, "tags", wait=True)
    assert "tags" not in client.get_collection(fresh).payload_schema


def test_alias_stands_for_its_collection_and_moves_in_one_step(client: QdrantClient, fresh: str) -> None:
    first, second, alias = f"{fresh}-1", f"{fresh}-2", f"{fresh}-alias"
    for name, count in ((first, 3), (second, 5)):
        make_collection(client, name)
        client.upsert(name, draw_world(count).points(), wait=True)
    client.update_collection_aliases([_create(first, alias)])
    assert client.count(alias, exact=True).count == 3
    assert [one.collection_name for one in client.get_aliases().aliases if one.alias_name == alias] == [first]

    client.update_collection_aliases([_delete(alias), _create(second, alias)])
    assert client.count(alias, exact=True).count == 5
    assert [one.alias_name for one in client.get_collection_aliases(second).aliases] == [alias]
    assert client.get_collection_aliases(first).aliases == []

    rename = models.RenameAlias(old_alias_name=alias, new_alias_name=f"{alias}-b")
    client.update_collection_aliases([models.RenameAliasOperation(rename_alias=rename)])
    assert client.count(f"{alias}-b", exact=True).count == 5

    client.delete_collection(second)
    assert f"{alias}-b" not in {one.alias_name for one in client.get_aliases().aliases}
    client.delete_collection(first)


def test_alias_changes_are_all_or_none(client: QdrantClient, fresh: str) -> None:
    make_collection(client, fresh)
    alias = f"{fresh}-alias"
    with pytest.raises(UnexpectedResponse) as refused:
        client.update_collection_aliases([_create(fresh, alias), _create("no-such-collection", f"{alias}-2")])
    assert refused.value.status_code == 404
    assert client.get_collection_aliases(fresh).aliases == []


def _create(collection: str, alias: str) -> models.CreateAliasOperation:
    return models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=collection, alias_name=alias))


def _delete(alias: str) -> models.DeleteAliasOperation:
    return models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
