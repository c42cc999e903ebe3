"""What may be installed from deploy/k8s: each overlay as it is, and production with every component switched on."""

import re
import shutil
from pathlib import Path
from typing import Final

from tests.unit.deploy.k8s.rendering import Objects, render

K8S: Final = Path(__file__).parents[4] / "deploy" / "k8s"
COMPONENTS: Final = frozenset(path.name for path in (K8S / "components").iterdir())
INSTALLATIONS: Final = ("dev", "prod", "everything")
_OFF: Final = re.compile(r"^# (components:|  - \.\./\.\./components/(\S+))", re.M)


def installation(name: str, scratch: Path) -> Path:
    """The folder of an installation; `everything` is production in a copy, its lines with components uncommented."""
    if name != "everything":
        return K8S / "overlays" / name
    shutil.copytree(K8S, scratch / "k8s")
    folder = scratch / "k8s" / "overlays" / "prod"
    plan = (folder / "kustomization.yaml").read_text()
    if missing := COMPONENTS - {found[1] for found in _OFF.findall(plan)}:
        raise LookupError(f"production does not offer the components {sorted(missing)}")
    (folder / "kustomization.yaml").write_text(_OFF.sub(r"\1", plan))
    return folder


def rendered(name: str, scratch: Path) -> Objects:
    """Its objects."""
    return render(installation(name, scratch))
