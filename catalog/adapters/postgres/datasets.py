"""Which images a dataset has, as SQL."""

from typing import Any, Final

from sqlalchemy import ColumnElement, or_, true

from catalog.adapters.postgres.tables import images
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.tenancy import TenantScope

SEARCHABLE: Final = "i.tenant_id = %(own)s AND i.state = 'searchable'"


def of_dataset(dataset_id: str) -> str:
    """The condition on `images i`; it may name the parameter `dataset`."""
    if dataset_id == WHOLE_TENANT:
        return "true"
    if dataset_id == DEFAULT_DATASET:
        return "(i.dataset_id IS NULL OR i.dataset_id = %(dataset)s)"
    return "i.dataset_id = %(dataset)s"


def in_dataset(dataset_id: str) -> ColumnElement[bool]:
    """The same condition on the table of images."""
    if dataset_id == WHOLE_TENANT:
        return true()
    named = images.c.dataset_id == dataset_id
    return or_(images.c.dataset_id.is_(None), named) if dataset_id == DEFAULT_DATASET else named


def parameters(scope: TenantScope, dataset_id: str = WHOLE_TENANT, **others: Any) -> dict[str, Any]:
    """What statements over a dataset are given."""
    return {"own": scope.tenant_id, "dataset": dataset_id, **others}
