"""All seed pictures through presigned URLs, several at a time, with a progress bar."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.client import Client, Uploaded
from deploy.demo.truth import SeedPicture

_AT_ONCE: Final = 6


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of the files: the image that each is, and how many answers of each status there were."""

    images: dict[str, Uploaded]
    statuses: Counter[int]


def upload_all(client: Client, folder: Path, pictures: tuple[SeedPicture, ...]) -> Upload:
    """Upload every picture. Raises Refused at the first that is not taken."""
    images: dict[str, Uploaded] = {}

    def one(picture: SeedPicture) -> Uploaded:
        return client.upload(folder / picture.name, picture.content_type, picture.facts)

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress, ThreadPoolExecutor(_AT_ONCE) as pool:
        bar = progress.add_task("uploading", total=len(pictures))
        for picture, uploaded in zip(pictures, pool.map(one, pictures), strict=True):
            images[picture.name] = uploaded
            progress.advance(bar)
    return Upload(images, Counter(uploaded.status for uploaded in images.values()))
