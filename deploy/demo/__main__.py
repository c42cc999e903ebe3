"""`python -m deploy.demo`: start the stack, upload the seed pictures, ask, detect duplicates, score anomalies."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table

from deploy.demo.anomalies import score
from deploy.demo.client import Client, DuplicateGroup, Refused
from deploy.demo.duplicates import Detected, detect
from deploy.demo.page import TIER_WORDS, page
from deploy.demo.place import NoStack, Place, compose_place, local_place
from deploy.demo.questions import Answer, Asker
from deploy.demo.truth import Truth, read_truth
from deploy.demo.uploading import Upload, upload_all
from deploy.seed.__main__ import DEFAULT_COUNT
from deploy.seed.assembly import assemble
from deploy.seed.truth import write

_THUMBNAIL_WAIT_S: Final = 60.0
_WIDE: Final = 120
_console: Final = Console(width=None if sys.stdout.isatty() else _WIDE)


def main() -> int:
    """The exit status: 0 when everything was found that the demo promises to find."""
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description=__doc__)
    parser.add_argument("--compose", action="store_true", help="use the stack that `make up` started")
    try:
        place = compose_place() if parser.parse_args().compose else local_place()
        folder = _seed(place)
        truth = read_truth(folder / "truth.json")
        shown = place.folder / "demo.html"
        with closing(Client(place.url, place.username, place.password)) as client:
            summary = _show(client, truth, folder, shown)
    except NoStack as absent:
        _console.print(f"[red]No stack:[/red] {absent}")
        return 1
    except Refused as refused:
        _console.print(f"[red]The API refused:[/red] {refused}")
        return 1
    except httpx.TransportError as error:
        _console.print(f"[red]{place.url} does not answer:[/red] {error}")
        return 1
    _say_what_next(place, summary, shown)
    return 0


def _seed(place: Place) -> Path:
    """The folder of the seed pictures, drawn if they are not there."""
    folder = place.folder / "seed"
    if not (folder / "truth.json").exists():
        _console.print("Drawing the seed pictures …")
        write(assemble(DEFAULT_COUNT), folder)
    return folder


def _show(client: Client, truth: Truth, folder: Path, shown: Path) -> str:
    """Upload, ask, write the page; what was found, in a sentence."""
    uploaded = upload_all(client, folder, truth.pictures)
    answers = _ask(client, truth, uploaded, folder)
    detected = _detect(client, truth, uploaded)
    _score(client, truth, uploaded)
    summary = _summary(answers, len(truth.pictures))
    shown.write_text(page(answers, detected.groups, summary, _pictures(client, uploaded, answers, detected.groups)))
    return summary


def _detect(client: Client, truth: Truth, uploaded: Upload) -> Detected:
    """The main job, and what it found beside what was planted."""
    ids = {name: image.image_id for name, image in uploaded.images.items()}
    detected = detect(client, truth.groups, ids)
    found = Counter(group.tier for group in detected.groups)
    table = Table("tier", "groups", "planted pairs found", "pairs that were planted", title="Near-duplicates")
    for tier in sorted(detected.recall.keys() | detected.precision.keys()):
        row = (str(found[tier]), str(detected.recall.get(tier, "")), str(detected.precision.get(tier, "")))
        table.add_row(f"{tier}  {TIER_WORDS[tier]}", *row)
    _console.print(table)
    freed = detected.freed
    _console.print(
        f"The suggested keepers would resolve {freed.resolved} groups and put {freed.trashed} images in the trash "
        f"({freed.trashed_bytes / 1e6:.1f} MB); {freed.abstained} groups are left to you. Nothing was changed."
    )
    return detected


def _score(client: Client, truth: Truth, uploaded: Upload) -> None:
    """How odd each image is, and what was flagged beside what was planted."""
    ids = {name: image.image_id for name, image in uploaded.images.items()}
    table = Table("among", "flagged", "planted ones flagged", "planted ones among the first ten", title="Anomalies")
    for one in score(client, truth, ids):
        table.add_row(one.dataset or "all images", str(one.flagged), str(one.planted_flagged), str(one.planted_first))
    _console.print(table)


def _ask(client: Client, truth: Truth, uploaded: Upload, folder: Path) -> list[Answer]:
    told = {201: "new", 200: "here already", 202: "searchable soon"}
    _console.print(", ".join(f"{count} {told[status]}" for status, count in sorted(uploaded.statuses.items())))
    ids = {name: image.image_id for name, image in uploaded.images.items()}
    answers = list(Asker(client, truth, ids, folder).ask_all())
    table = Table("question", "by", "right", "the first three hits", title="What was found")
    names = {image_id: Path(name).name for name, image_id in reversed(ids.items())}
    for answer in answers:
        hits = ", ".join(f"{names.get(hit.image_id, '?')} {hit.score:.0%}" for hit in answer.hits[:3])
        table.add_row(answer.title, answer.kind, f"{answer.found}/{answer.possible}", hits)
    _console.print(table)
    return answers


def _summary(answers: list[Answer], pictures: int) -> str:
    """Right answers of those possible among the first ten, for each way of asking."""
    found: Counter[str] = Counter()
    possible: Counter[str] = Counter()
    for answer in answers:
        found[answer.kind] += answer.found
        possible[answer.kind] += answer.possible
    scores = "; ".join(f"by {kind} {found[kind] / possible[kind]:.0%}" for kind in possible if possible[kind])
    return f"{pictures} pictures, {len(answers)} questions. Right among the first ten, of all that could be: {scores}."


def _pictures(
    client: Client, uploaded: Upload, answers: list[Answer], groups: tuple[DuplicateGroup, ...]
) -> Callable[[str], bytes | None]:
    """Thumbnails by image id; waits a while for those whose job is still in line."""
    urls = {image.image_id: image.preview_url for image in uploaded.images.values()}
    urls |= {hit.image_id: hit.preview_url for answer in answers for hit in answer.hits}
    urls |= {image_id: url for group in groups for image_id, url in group.preview_urls.items()}
    give_up_at = time.monotonic() + _THUMBNAIL_WAIT_S
    seen: dict[str, bytes] = {}

    def picture(image_id: str) -> bytes | None:
        while image_id not in seen:
            data = client.picture(urls[image_id])
            if data is not None:
                seen[image_id] = data
            elif time.monotonic() > give_up_at:
                return None
            else:
                time.sleep(0.2)
        return seen[image_id]

    return picture


def _say_what_next(place: Place, summary: str, shown: Path) -> None:
    _console.print(f"\n[bold]{summary}[/bold]")
    app = place.app or "the stack was started before it was built: make local-down demo"
    _console.print(f"The app:       {app}")
    _console.print(f"Log in as:     {place.username} / {place.password}   (tenant {place.tenant})")
    _console.print(f"The pictures:  {shown.as_uri()}")
    _console.print(f"The API:       {place.url}/api   (docs/API.md has every call, with examples)")
    _console.print(f"What to try:   {place.commands}")


if __name__ == "__main__":
    sys.exit(main())
