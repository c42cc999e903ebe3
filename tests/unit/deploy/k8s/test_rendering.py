"""The renderer gives what kustomize gives, and refuses what it does not know."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.deploy.k8s.documents import Document, Unreadable, read_documents
from tests.unit.deploy.k8s.installations import INSTALLATIONS, K8S, installation
from tests.unit.deploy.k8s.patching import Unsupported, json_patched, merged
from tests.unit.deploy.k8s.rendering import identity, render

_RENDERERS = {
    "kubectl": (("kubectl", "version", "--client", "--output=yaml"), ("kubectl", "kustomize")),
    "kustomize": (("kustomize", "version"), ("kustomize", "build")),
}
_VERSION = re.compile(r"(?:kustomizeVersion: |^|kustomize/)v([0-9]+)\.", re.M)
_OLDEST = 5  # Debian's kubectl 1.20 has one from before components


def major_version(*command: str) -> int:
    """Of the kustomize that a command speaks of; 0 when it is another program."""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = _VERSION.search(said)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("program", _RENDERERS)
@pytest.mark.parametrize("name", INSTALLATIONS)
def test_it_renders_what_kustomize_renders(name: str, program: str, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not on PATH to compare with")
    asks_version, renders = _RENDERERS[program]
    if major_version(*asks_version) < _OLDEST:
        pytest.skip(f"{program} on PATH does not have kustomize {_OLDEST} or newer")
    folder = installation(name, tmp_path)
    printed = subprocess.run([*renders, folder], capture_output=True, text=True, check=True).stdout
    theirs = {identity(one): one for one in read_documents(printed)}
    assert {identity(one): one for one in render(folder)} == theirs


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("namePrefix: my-", "namePrefix"),
        ("replacements: []", "replacements"),
        ("configMapGenerator: [{name: a, literals: [b=c]}]", "configMapGenerator"),
        ("patches: [{patch: 'x', target: {kind: Job}}]", "patch"),
        ("images: [{name: semblance, newTag: '2', digest: 'sha256:0'}]", "image"),
        ("replicas: [{name: nobody, count: 2}]", "nobody"),
        ("namespace: elsewhere", "renamed"),
        ("resources: [../prod, ../prod]", "two objects"),
    ],
)
def test_it_refuses_what_it_does_not_know(line: str, named: str, tmp_path: Path) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    folder = tmp_path / "k8s" / "overlays" / "own"
    folder.mkdir()
    resources = "" if line.startswith("resources") else "resources: [../prod]\n"
    (folder / "kustomization.yaml").write_text(resources + line + "\n")
    with pytest.raises(Unsupported, match=named):
        render(folder)


def test_it_refuses_a_key_that_stands_twice() -> None:
    with pytest.raises(Unreadable, match="stands twice"):
        read_documents("a: {b: 1, c: 2, b: 3}")


def test_a_merge_replaces_adds_and_removes() -> None:
    assert merged({"a": {"b": 1, "c": 2}}, {"a": {"b": 3, "c": None}, "d": 4}) == {"a": {"b": 3}, "d": 4}


def test_a_merge_of_lists_is_refused() -> None:
    with pytest.raises(Unsupported):
        merged({"a": [1]}, {"a": [2]})


def test_a_json_patch_adds_replaces_and_removes() -> None:
    operations: list[Document] = [
        {"op": "add", "path": "/a/x~1y", "value": 1},
        {"op": "add", "path": "/l/-", "value": 2},
        {"op": "replace", "path": "/l/0/n", "value": 3},
        {"op": "remove", "path": "/gone"},
    ]
    assert json_patched({"a": {}, "l": [{"n": 0}], "gone": 1}, operations) == {"a": {"x/y": 1}, "l": [{"n": 3}, 2]}


@pytest.mark.parametrize("op", ["replace", "remove"])
def test_a_json_patch_without_a_place_is_an_error(op: str) -> None:
    with pytest.raises(KeyError):
        json_patched({"a": 1}, [{"op": op, "path": "/b", "value": 2}])
