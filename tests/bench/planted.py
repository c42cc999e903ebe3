"""What is found of near-duplicates that were planted, beside imagededup and beside plain connected components."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Sized
from pathlib import Path
from typing import Final

from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.model import Tier
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.bench.figures import table
from tests.bench.peers.environment import PeerMissing, python_of
from tests.bench.plan import Plan
from tests.planted.answers import Answer, Pair, components_of, our_answer, our_variants, score, tiers_of
from tests.planted.edits import EDITED
from tests.planted.finding import Looked, edge_table, groups_of
from tests.planted.model import Planted, PlantedSet
from tests.planted.sets import chains, edited_photographs, seed_set

_PEER: Final = Path(__file__).parent / "peers" / "imagededup_pictures.py"
_FURTHEST: Final = 10  # imagededup's own default
_TIERS: Final = (Tier.SAME_PIXELS, Tier.EDITED, Tier.TURNED)
_HEADS: Final = (
    *("program", *(f"{tier.value} found" for tier in _TIERS), "precision", "families whole", "of families"),
    *("groups", "bland grouped", "chains joined"),
)
_EDIT_HEADS: Final = ("edit", "copies", "bound to their original", "in its group", "variant of it")
_EDGE_HEADS: Final = ("edges that bind", "pairs", "of them planted")


def run(plan: Plan) -> None:
    """Print, for every planted set, shares of what each program finds; and for photographs which edits are found."""
    model = load_model(EmbedderSettings(model_name=NAME))
    sets = {"edited photographs": edited_photographs(one_in=plan.edits_one_in), "chains of four": chains()}
    sets |= {f"the seed set of {count:,}": seed_set(count) for count in plan.seed_files}
    for name, planted in sets.items():
        print(f"{name}: {len(planted.files):,} files", flush=True)
        _measure(planted, model, with_peer=bool(plan.peer_sizes))


def _measure(planted: PlantedSet, model: LoadedModel, *, with_peer: bool) -> None:
    looked = Looked.at(planted, model)
    edges = edge_table(looked)
    ours = our_answer(edges, looked, groups_of(edges, looked))
    programs = {"ours": ours, "our edges, connected components": components_of(planted, ours.pairs)}
    if with_peer:
        programs |= _peer(planted)
    print(table(_HEADS, [_row(name, planted, answer) for name, answer in programs.items()]), end="\n\n")
    print(table(_EDGE_HEADS, list(_edge_rows(planted, edges, looked))), end="\n\n")
    if any(file.edit in EDITED for file in planted.files):
        print(table(_EDIT_HEADS, list(_edit_rows(planted, ours, our_variants(edges, looked)))), end="\n\n")


def _row(name: str, planted: PlantedSet, answer: Answer) -> list[str | float]:
    found = score(planted, answer)
    families = len(planted.families)
    shares = [*(found.recall[tier] for tier in _TIERS), found.precision, found.whole]
    counts = [str(families), str(found.groups)]
    return [name, *shares, *counts, _of(found.bland_grouped, planted.bland), _of(found.chains_joined, planted.chains)]


def _of(count: int, held: Sized) -> str:
    return f"{count} of {len(held)}" if held else "–"


def _edge_rows(planted: PlantedSet, edges: EdgeTable, looked: Looked) -> Iterator[list[str | float]]:
    true = planted.true_pairs()
    for tier, pairs in tiers_of(edges, looked).items():
        yield [tier.value, f"{len(pairs):,}", f"{len(pairs & true):,}"]


def _edit_rows(planted: PlantedSet, ours: Answer, variants: frozenset[Pair]) -> Iterator[list[str | float]]:
    edits = dict.fromkeys(file.edit for file in planted.files if file.edit)
    for edit in edits:
        copies = [file for file in planted.files if file.edit == edit]
        alone = PlantedSet(tuple(copies))
        tier = copies[0].tier or Tier.SAME_BYTES
        one, other = score(alone, ours), score(alone, Answer(variants, ()))
        yield [edit, str(len(copies)), one.pairs[tier], one.recall[tier], other.pairs[tier]]


def _peer(planted: PlantedSet) -> Mapping[str, Answer]:
    """imagededup's PHash at its default distance; what its pairs connect is a group."""
    with tempfile.TemporaryDirectory() as folder:
        names = dict(_written(planted.files, Path(folder)))
        try:
            command: Sequence[str | Path] = [python_of("imagededup"), _PEER, folder, str(_FURTHEST)]
        except PeerMissing as error:
            print(error)
            return {}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    pairs = [sorted((names[one], names[other])) for one, other in json.loads(done.stdout)]
    return {"imagededup, PHash to 10 bits": components_of(planted, ((one, other) for one, other in pairs))}


def _written(files: tuple[Planted, ...], folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each file that is written, with the one that it was planted under; formats are told by content."""
    for at, file in enumerate(files):
        name = f"{at:05d}.png"
        (folder / name).write_bytes(file.data)
        yield name, file.name
