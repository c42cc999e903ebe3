"""One function, two routes: of one dataset, and of the whole tenant."""

from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Path, Request

from catalog.duplicates.model import WHOLE_TENANT
from gateway.duplicates.fields import DatasetId
from gateway.routing import guarded_router

of_dataset = guarded_router("/api/datasets/{dataset_id}/near-duplicates", "near-duplicates")
of_tenant = guarded_router("/api/near-duplicates", "near-duplicates")

_OF_TENANT: Final = "_of_tenant"
RouteT = TypeVar("RouteT", bound=Callable[..., Any])


async def _named(dataset_id: Annotated[DatasetId, Path()]) -> None:
    """Check the dataset's name, and put it into the OpenAPI document."""


async def _where(request: Request) -> str:
    dataset_id: str = request.path_params.get("dataset_id", WHOLE_TENANT)
    return dataset_id


WhereDep = Annotated[str, Depends(_where)]
"""The dataset that the path names, or WHOLE_TENANT."""


def both(method: str, path: str, **options: Any) -> Callable[[RouteT], RouteT]:
    """Register the function at `path` of a dataset and, with a name of its own, at `path` of the tenant."""

    def register(route: RouteT) -> RouteT:
        of_dataset.add_api_route(path, route, methods=[method], dependencies=[Depends(_named)], **options)
        of_tenant.add_api_route(path, route, methods=[method], name=route.__name__ + _OF_TENANT, **options)
        return route

    return register
