"""Every object against the schemas of Kubernetes itself, strictly: a field that the API does not know is a fault."""

from typing import Final

import kubernetes_validate

from tests.unit.deploy.k8s.rendering import Objects, identity

VERSIONS: Final = ("1.30", "1.37")  # the oldest that the manifests are for, and the newest whose schemas are at hand


def schema_faults(objects: Objects) -> list[str]:
    """What a server of these versions would refuse, by its schemas."""
    faults = []
    for one in objects:
        for version in VERSIONS:
            try:
                kubernetes_validate.validate(one, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                place = ".".join(map(str, error.path))
                faults.append(f"{identity(one)} {place}: {error.message[:200]} ({version})")
            except kubernetes_validate.SchemaNotFoundError as error:
                faults.append(f"{identity(one)}: {error.message}")
    return faults
