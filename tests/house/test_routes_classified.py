"""Every route and every field of every request is classified for the tenancy matrix; what is new fails here first."""

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute, iter_route_contexts

from gateway.app import with_routes
from gateway.openapi import document
from gateway.routing import GuardedRoute
from tests.tenancy.asks import BASES
from tests.tenancy.row import Media, Operation
from tests.tenancy.table import TABLE

APP = with_routes()
DOCUMENT = document(APP)


def documented() -> dict[Operation, set[str]]:
    """The fields of every operation in the OpenAPI document, as `path.image_id`, `query.cursor` or `body.key`."""
    return {
        operation: fields
        for path, operations in DOCUMENT["paths"].items()
        for method, told in operations.items()
        for operation, fields in forms(method.upper(), path, told)
    }


def forms(method: str, path: str, told: dict[str, Any]) -> Iterator[tuple[Operation, set[str]]]:
    """The operation once for each form of its body."""
    parameters = {f"{one['in']}.{one['name']}" for one in told.get("parameters", [])}
    bodies = told.get("requestBody", {}).get("content", {})
    if not bodies:
        yield Operation(method, path), parameters
    for media, content in bodies.items():
        schema = content["schema"]
        if "$ref" in schema:
            schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        yield Operation(method, path, Media(media)), parameters | {f"body.{name}" for name in schema["properties"]}


def routes() -> dict[tuple[str, str], bool]:
    """Every route of the API, documented or not, and whether it asks for a token. The web app's files are no API."""
    return {
        (method, str(found.path)): isinstance(found.original_route, GuardedRoute)
        for found in iter_route_contexts(APP.routes)
        if isinstance(found.original_route, APIRoute)
        for method in found.original_route.methods or ()
    }


def test_every_route_is_classified_and_nothing_else() -> None:
    assert {(one.method, one.path) for one in TABLE} == set(routes())


def test_every_field_is_classified_and_nothing_else() -> None:
    classified = {operation: set(row.fields) for operation, row in TABLE.items()}
    hidden: dict[Operation, set[str]] = {
        operation: set() for operation in TABLE if operation.path not in DOCUMENT["paths"]
    }
    assert classified == documented() | hidden


def test_the_open_routes_are_the_ones_without_a_role() -> None:
    asks_for_token = routes()
    for operation, row in TABLE.items():
        assert asks_for_token[operation.method, operation.path] == (row.needs is not None), operation


def test_every_operation_can_be_asked() -> None:
    assert BASES.keys() == TABLE.keys()
