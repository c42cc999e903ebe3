"""YAML as it is read here: every document a mapping, and a key that stands twice in one refused."""

from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]


class Unreadable(Exception):
    """A file is not the YAML that Kubernetes would be given; the text says where."""


class _Strict(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no types
    """Refuses a key that stands twice, of which the usual loader forgets the first."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            raise Unreadable(f"{node.start_mark}: {twice[0]} stands twice")
        return dict(super().construct_mapping(node, deep=deep))


def read_documents(text: str) -> list[Document]:
    """The documents of a text, empty ones left out. Raises Unreadable."""
    found = [one for one in yaml.load_all(text, Loader=_Strict) if one is not None]
    for one in found:
        if not isinstance(one, dict):
            raise Unreadable(f"not a mapping: {str(one)[:80]}")
    return found


def read_value(path: Path) -> Any:
    """The one value of a file, whatever its type. Raises Unreadable."""
    return yaml.load(path.read_text(), Loader=_Strict)  # noqa: S506 - a safe loader
