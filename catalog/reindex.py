"""`python -m catalog.reindex`: makes the index say what PostgreSQL says, and lets operators change the model.

Needs the same environment as the gateway, and workers on the batch queue that do the work. Searches go on meanwhile.
Safe to run again, and beside itself: a second call joins the rebuild that is under way.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from catalog.embeddings.model import VectorSpace
from catalog.errors import CatalogError, DatabaseUnavailable
from catalog.images.rebuilding import SEEN_BY_ALL_S, Rebuilding, TenantRebuild
from catalog.images.reindex_report import is_under_way, progress_line, report, troubles
from catalog.settings import CatalogSettings, one_line
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog

_LOOK_S: Final = 0.5
_TELL_S: Final = 5.0

parser = argparse.ArgumentParser(
    prog="python -m catalog.reindex", description="Make the index say what PostgreSQL says, for the embedder's model."
)
parser.add_argument("--all", action="store_true", help="embed every image anew, not only those without a point")
parser.add_argument("--change-model", action="store_true", help="let the embedder's model take the live one's place")
parser.add_argument("--switch-first", action="store_true", help="answer from the new model before all is embedded")
parser.add_argument("--detach", action="store_true", help="ask for the work and leave; what is not live stays so")
parser.add_argument("--drop-old", action="store_true", help="only remove the collections that are not live")


@dataclass(frozen=True, slots=True)
class Command:
    """One call of the command."""

    rebuilding: Rebuilding
    asked: argparse.Namespace

    def run(self) -> int:
        """The exit status: 0 when the index says what the rows say. Raises Unavailable."""
        if self.asked.drop_old:
            dropped = self.rebuilding.drop_old()
            _tell(f"removed {', '.join(dropped)}" if dropped else "there is no collection but the live one")
            return 0
        space = self.rebuilding.target(change_model=self.asked.change_model)
        live = self.rebuilding.is_live(space)
        _tell(f"{space.collection}: {space.model_name} {space.model_version}, {'live' if live else 'not live yet'}")
        if self.asked.detach:
            self._start(space, everything=self.asked.all)
            return 0
        return self._fill_live(space) if live else self._change_model(space)

    def _fill_live(self, space: VectorSpace, *, again: bool = False) -> int:
        strangers = self.rebuilding.remove_strangers(space)
        if strangers:
            _tell(f"removed the points of {strangers} tenants that PostgreSQL does not know")
        found = self._follow(self._start(space, everything=self.asked.all and not again))
        for line in report(found):
            _tell(line)
        return 1 if troubles(found) else 0

    def _change_model(self, space: VectorSpace) -> int:
        if not self.asked.switch_first:
            found = self._follow(self._start(space, everything=self.asked.all))
            if wrong := troubles(found):
                for line in wrong:
                    _tell(line)
                _tell("not switched; --switch-first switches all the same")
                return 1
        self.rebuilding.switch_to(space)
        _tell(f"switched: searches are answered from {space.collection}")
        time.sleep(SEEN_BY_ALL_S)
        # What was changed meanwhile was told to the collection that was live then.
        return self._fill_live(space, again=not self.asked.switch_first)

    def _start(self, space: VectorSpace, *, everything: bool) -> list[UUID]:
        job_ids, new = self.rebuilding.start(space, everything=everything)
        if joined := len(job_ids) - new:
            _tell(f"joined the rebuild of {joined} tenants that is under way")
        _tell(f"asked for the rebuild of {new} tenants")
        return job_ids

    def _follow(self, job_ids: Sequence[UUID]) -> list[TenantRebuild]:
        """Tell how far the jobs are until none is under way. What PostgreSQL cannot answer now, it is asked again."""
        started = told = time.monotonic()
        while True:
            try:
                found = self.rebuilding.look(job_ids)
            except DatabaseUnavailable as error:
                _tell(str(error))
            else:
                now, working = time.monotonic(), any(map(is_under_way, found))
                if not working or now - told >= _TELL_S:
                    _tell(progress_line(found, seconds=now - started))
                    told = now
                if not working:
                    return found
            time.sleep(_LOOK_S)


def _tell(line: str) -> None:
    sys.stdout.write(f"reindex: {line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask with the settings of the environment; the exit status."""
    asked = parser.parse_args(arguments)
    configure_logging("reindex", "WARNING")
    try:
        with open_catalog(CatalogSettings.model_validate({})) as catalog:
            return Command(catalog.rebuilding, asked).run()
    except KeyboardInterrupt:
        sys.stderr.write("reindex: the workers go on; the same command watches them again\n")
        return 130
    except ValidationError as error:
        sys.stderr.write(f"reindex: {one_line(error)}\n")
    except CatalogError as error:
        sys.stderr.write(f"reindex: {type(error).__name__}: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
