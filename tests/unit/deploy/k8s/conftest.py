"""The rendered installations, each rendered once."""

from pathlib import Path

import pytest

from tests.unit.deploy.k8s.installations import INSTALLATIONS, rendered
from tests.unit.deploy.k8s.rendering import Objects


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Objects]:
    """The objects of each by its name; a test that changes them takes a copy."""
    scratch: Path = tmp_path_factory.mktemp("k8s")
    return {name: rendered(name, scratch) for name in INSTALLATIONS}


@pytest.fixture(params=INSTALLATIONS)
def objects(request: pytest.FixtureRequest, installations: dict[str, Objects]) -> Objects:
    """Those of one installation after the other."""
    return installations[request.param]
