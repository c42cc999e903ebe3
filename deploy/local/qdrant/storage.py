"""The collections and aliases of one server, as folders and one file."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from deploy.local.layout import write_private
from deploy.local.qdrant.collection import Collection
from deploy.local.qdrant.errors import BadRequest, Conflict, no_collection
from deploy.local.qdrant.fields import Fields, one_of

_NAME = re.compile(r"[^/\\\x00-\x1f<>:\"|?*.][^/\\\x00-\x1f<>:\"|?*]{0,254}")


class Storage:
    """Every collection by name; an alias stands for its collection wherever a name is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "collections"
        self._aliases_file = folder / "aliases.json"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.collections: dict[str, Collection] = {}
        for path in sorted(self._folder.iterdir()):
            if (path / "collection.json").exists():
                self.collections[path.name] = Collection.load(path)
            else:  # the process ended while it was being made or removed
                shutil.rmtree(path)
        self.aliases: dict[str, str] = {}
        if self._aliases_file.exists():
            stored: dict[str, str] = json.loads(self._aliases_file.read_text())
            self.aliases = {alias: name for alias, name in stored.items() if name in self.collections}

    def find(self, name: str) -> Collection:
        """Return the collection of that name or alias. Raises NotFound."""
        try:
            return self.collections[self.aliases.get(name, name)]
        except KeyError:
            raise no_collection(name) from None

    def create(self, name: str, body: Any) -> None:
        """Make an empty collection. Raises Conflict when the name is taken, BadRequest on what is not understood."""
        if not _NAME.fullmatch(name):
            raise BadRequest(f"Wrong input: `{name}` cannot be the name of a collection")
        if name in self.collections or name in self.aliases:
            raise Conflict(f"Wrong input: Collection `{name}` already exists!")
        folder = self._folder / name
        try:
            self.collections[name] = Collection.create(folder, body)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def delete(self, name: str) -> bool:
        """Remove a collection and the aliases that stand for it; False when there is none of that name."""
        collection = self.collections.pop(name, None)
        if collection is None:
            return False
        self._replace_aliases({alias: to for alias, to in self.aliases.items() if to != name})
        collection.close()
        (collection.folder / "collection.json").unlink()
        shutil.rmtree(collection.folder, ignore_errors=True)  # a rest is removed at the next start
        return True

    def change_aliases(self, body: Any) -> None:
        """Create, delete and rename aliases, all or none, in one step on disk too."""
        fields = Fields(body, "change aliases")
        actions = fields.items("actions") or []
        fields.done()
        aliases = dict(self.aliases)
        for action in actions:
            self._apply(action, aliases)
        self._replace_aliases(aliases)

    def close(self) -> None:
        """Close every collection."""
        for collection in self.collections.values():
            collection.close()

    def _apply(self, action: Any, aliases: dict[str, str]) -> None:
        outer = Fields(action, "alias action")
        kind = one_of(outer, ("create_alias", "delete_alias", "rename_alias"), "alias action")
        fields = Fields(outer.need(kind), kind)
        outer.done()
        if kind == "create_alias":
            name, alias = str(fields.need("collection_name")), str(fields.need("alias_name"))
            if name not in self.collections:
                raise no_collection(name)
            if alias in self.collections:
                raise Conflict(f"Wrong input: Collection `{alias}` already exists!")
            aliases[alias] = name
        elif kind == "delete_alias":
            aliases.pop(str(fields.need("alias_name")), None)
        else:
            old, new = str(fields.need("old_alias_name")), str(fields.need("new_alias_name"))
            if old not in aliases:
                raise BadRequest(f"Wrong input: Alias {old} does not exists!")
            aliases[new] = aliases.pop(old)
        fields.done()

    def _replace_aliases(self, aliases: dict[str, str]) -> None:
        write_private(self._aliases_file, json.dumps(aliases))
        self.aliases = aliases
