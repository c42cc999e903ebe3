"""Which images a dataset has, as SQL."""

from typing import Any, Final

from catalog.duplicates.model import DEFAULT_DATASET, WHOLE_TENANT
from catalog.tenancy import TenantScope

SEARCHABLE: Final = "i.tenant_id = %(own)s AND i.state = 'searchable'"


def of_dataset(dataset_id: str) -> str:
    """The condition on `images i`; it may name the parameter `dataset`."""
    match dataset_id:
        case "":
            return "true"
        case "default":
            return "i.dataset_id IS NULL"
        case _:
            return "i.dataset_id = %(dataset)s"


def parameters(scope: TenantScope, dataset_id: str = WHOLE_TENANT, **others: Any) -> dict[str, Any]:
    """What statements over a dataset are given."""
    return {"own": scope.tenant_id, "dataset": dataset_id, **others}


assert (WHOLE_TENANT, DEFAULT_DATASET) == ("", "default")
