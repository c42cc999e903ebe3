"""Crops through the whole stack: what comes in with them is found by a part of it, and the answer says which part."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from catalog.images.model import ImageState, NewImage, Source
from catalog.settings import CatalogSettings
from catalog.tenancy import caller_scope
from catalog.wiring import Catalog, open_catalog
from tests.image_bank.forge import encoded
from tests.planted.scenes import planted_scene
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, ids, wait_until
from tests.stack.api.stores import Stores
from tests.stack.plugin import RunningStack

SCENE = encoded(planted_scene(0).picture, "PNG")
OTHER = encoded(planted_scene(1).picture, "PNG")


@pytest.fixture
def cropping(stack: RunningStack) -> Iterator[Catalog]:
    """The catalog over the stack's stores with two crops an image, and with patience: nobody else finishes its work."""
    variables: dict[str, Any] = {name.lower(): value for name, value in stack.environment().items()}
    known = {name: value for name, value in variables.items() if name in CatalogSettings.model_fields}
    patience = {"embed_timeout_s": 60, "qdrant_timeout_s": 60, "database_timeout_s": 60, "finish_delay_s": 600}
    with open_catalog(CatalogSettings(**known | patience | {"crops_per_image": 2})) as catalog:
        yield catalog


def take_in(catalog: Catalog, tenant: Tenant, data: bytes) -> str:
    """Ingest with crops; the image's id."""
    new = NewImage(tenant.editor.user_id, Source.API)
    made = catalog.images.taking_in.from_bytes(caller_scope(tenant.tenant_id), data, declared_type=None, new=new)
    assert made.image.state is ImageState.SEARCHABLE
    return made.image.image_id


def edges(stores: Stores, tenant: Tenant, image_id: str) -> list[float]:
    """Where the first crop of the image is, as its point says."""
    [mine] = [
        one.payload or {} for one in stores.points(tenant.tenant_id) if (one.payload or {})["image_id"] == image_id
    ]
    assert len(mine["crop_boxes"]) == 2
    first: list[float] = mine["crop_boxes"][0]
    return first


def part(data: bytes, box: list[float]) -> bytes:
    """The pixels of the box as a picture of their own."""
    with Image.open(BytesIO(data)) as picture:
        (width, height), (left, top, right, bottom) = picture.size, box
        cut = (int(left * width), int(top * height), round(right * width), round(bottom * height))
        return encoded(picture.crop(cut), "PNG")


def by_id(found: Document) -> dict[str, Document]:
    return {hit["image_id"]: hit for hit in found["hits"]}


def test_an_image_is_found_by_a_part_of_it(cropping: Catalog, tenant: Tenant, stores: Stores, founder: Founder) -> None:
    person = tenant.editor
    image_id, other = take_in(cropping, tenant, SCENE), take_in(cropping, tenant, OTHER)
    box = edges(stores, tenant, image_id)
    asked = part(SCENE, box)
    whole = person.search_file(asked)
    assert (whole["crops_compared"], by_id(whole)[image_id]["vector_name"]) == (False, "clip_global")
    found = person.search_file(asked, use_crops=True)
    assert (found["crops_compared"], set(ids(found))) == (True, {image_id, other})
    [first, *_] = found["hits"]
    assert (first["image_id"], first["vector_name"]) == (image_id, "clip_crops")
    assert first["box"] == dict(zip(("left", "top", "right", "bottom"), box, strict=True))
    assert first["score"] == pytest.approx(1, abs=1e-3)
    assert first["score"] > by_id(whole)[image_id]["score"]
    assert ids(person.search(image_id=image_id, use_crops=True)) == [other]
    assert person.search_file(asked, use_crops=True, filter={"tags": {"any": ["new"]}})["crops_compared"] is False

    # Another payload, the same crops.
    assert person.add(SCENE, tags=["new"]).json()["image_id"] == image_id
    only_new = {"tags": {"any": ["new"]}}
    tagged = wait_until(
        lambda: person.search_file(asked, use_crops=True, filter=only_new), lambda found: ids(found) != []
    )
    assert [(hit["image_id"], hit["box"]) for hit in tagged["hits"]] == [(image_id, first["box"])]
    assert founder.found().viewer.search_file(asked, use_crops=True)["hits"] == []


def test_without_crops_in_the_collection_the_answer_says_so(tenant: Tenant) -> None:
    image = tenant.editor.take_in(OTHER)
    found = tenant.viewer.search_file(OTHER, use_crops=True)
    assert (ids(found), found["crops_compared"]) == ([image["image_id"]], False)
    assert [(hit["vector_name"], hit["box"]) for hit in found["hits"]] == [("clip_global", None)]
