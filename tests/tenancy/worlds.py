"""What a tenant of the matrix owns: images that the other has too and one of its own, all marked by a canary."""

from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.image_bank.forge import chunk, with_chunk
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Person, Upload, good, wait_until
from tests.stack.api.pictures import picture, reencoded
from tests.tenancy.clustered import clustered
from tests.tenancy.feedback_words import spoken
from tests.tenancy.scored import scored

SHARED = (500, 501)
# What the images' own ingests left: these jobs change no more.
JOBS = {"kind": "finish_ingest", "state": "succeeded", "limit": "1"}
LISTING = {"limit": "1", "sort": "-width"}


@dataclass(frozen=True, slots=True)
class World:
    """A tenant, its random mark (in tags, names, labels and metadata), and what it owns; empty ones own nothing.

    `taken` is an upload that became an image, `waiting` one that did not yet. There are two groups of near-duplicates,
    found in its dataset and over the tenant; `batch_id` is a batch about both that was taken back. `scored_ids` are the
    images of its second dataset, scored as anomalies. Of its clusterings the first was taken away again.
    """

    tenant: Tenant
    canary: str
    images: tuple[Document, ...] = ()
    taken: Upload | None = None
    waiting: Upload | None = None
    cursor: str = ""
    job_ids: tuple[str, ...] = ()
    job_cursor: str = ""
    group_ids: tuple[str, ...] = ()
    batch_id: str = ""
    group_cursor: str = ""
    batch_cursor: str = ""
    item_cursor: str = ""
    feedback_id: str = ""
    feedback_cursor: str = ""
    hard_negative_cursor: str = ""
    clustering_ids: tuple[str, ...] = ()
    clustering_cursor: str = ""
    cluster_cursor: str = ""
    member_cursor: str = ""
    scored_ids: tuple[str, ...] = ()
    anomaly_cursor: str = ""

    @property
    def label(self) -> str:
        """The name of its dataset, its category and one of its tags."""
        return f"canary-{self.canary}"

    @property
    def scored_label(self) -> str:
        """The name of its second dataset, whose images are scored."""
        return f"{self.label}-odd"

    @property
    def own_picture(self) -> bytes:
        """A picture that nobody else has."""
        return marked(self.canary)

    def marks(self) -> list[bytes]:
        """Texts that no answer to anybody else may hold. Ids of groups are repeated to whoever asks about several."""
        people = [str(person.user_id) for person in self.tenant.people]
        images = [image["image_id"] for image in self.images]
        tenant_id = str(self.tenant.tenant_id)
        kept = filter(None, [self.batch_id, self.feedback_id])
        found = (*self.job_ids, *self.scored_ids, *self.clustering_ids, *kept)
        return [text.encode() for text in (self.canary, tenant_id, *people, *images, *found)]

    def thumbnail(self) -> dict[str, str]:
        """The parts of the signed URL of its first image's preview."""
        url = urlsplit(self.images[0]["preview_url"])
        tenant_id, sha256, file = url.path.split("/")[3:]
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        return {"tenant_id": tenant_id, "sha256": sha256, "side": file.partition(".")[0], **query}


class Leak(AssertionError):
    """An answer held something of another tenant."""


class Watchmen:
    """Look at every answer to a tenant for the marks of the others."""

    def __init__(self) -> None:
        self.worlds: list[World] = []
        self.bytes_seen = 0

    def over(self, canary: str) -> "Watch":
        """The one who looks at the answers to the tenant with that canary."""
        return Watch(self, canary)


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at the answers to one tenant."""

    watchmen: Watchmen
    canary: str

    def __call__(self, answer: httpx.Response) -> None:
        """Raise Leak when the answer holds a mark of another tenant."""
        said = answer.content + repr(answer.headers.raw).encode()
        self.watchmen.bytes_seen += len(said)
        for world in self.watchmen.worlds:
            for mark in world.marks():
                if world.canary != self.canary and mark in said:
                    raise Leak(f"{answer.request.method} {answer.request.url} told {mark!r} to another tenant")


def settle(founder: Founder, watchmen: Watchmen) -> World:
    """A tenant with the shared pictures, and two of its own that are there in two versions each."""
    canary = token_hex(16)
    tenant = founder.found(f"m-{canary}", watchmen.over(canary))
    person, label = tenant.editor, f"canary-{canary}"
    said: Document = {"tags": [label, "shared"], "dataset_id": label, "category_id": label, "filename": f"{label}.png"}
    taken = person.stage(marked(canary))
    other = picture(int(canary[8:16], 16))
    others = [*map(picture, SHARED), other]
    versions = [(reencoded(data), "image/jpeg") for data in (marked(canary), other)]
    ingested = [person.ingest(taken, **said).json(), *(person.take_in(data, **said) for data in others)]
    ingested += [person.take_in(*version, **said) for version in versions]
    for image in ingested:
        wait_until(partial(httpx.get, image["preview_url"], timeout=30), lambda answer: answer.status_code == 200)
    cursor = person.send("GET", "/api/images", params=LISTING).json()["next_cursor"]
    jobs = [person.send("GET", "/api/jobs", params={**JOBS, "limit": limit}).json() for limit in ("200", "1")]
    world = World(
        tenant,
        canary,
        tuple(ingested),
        taken,
        person.stage(picture(502)),
        cursor,
        tuple(job["job_id"] for job in jobs[0]["jobs"]),
        jobs[1]["next_cursor"],
        **_reviewed(person, label),
        **clustered(person, label),
        **spoken(person, ingested),
        **scored(person, f"{label}-odd", tags=[label, "shared"]),
    )
    watchmen.worlds.append(world)
    return world


def _reviewed(person: Person, label: str) -> Document:
    """Near-duplicates of the dataset and of the tenant, and batches about them, by the names that the World has."""
    for base in (f"/api/datasets/{label}/near-duplicates", "/api/near-duplicates"):
        person.detect(base)
    page = {"limit": "1", "dataset_id": label}
    told = person.send("GET", "/api/duplicates/groups", params={**page, "limit": "2"}).json()["groups"]
    group_ids = tuple(group["group_id"] for group in told)
    assert len(group_ids) == 2
    said = {"dataset_id": label, "group_ids": group_ids, "add": ["shared"]}
    batches = [good(person.send("POST", "/api/duplicates/groups/tags", json=said))["batch_id"] for _ in range(2)]
    one = f"/api/duplicates/batches/{batches[0]}"
    good(person.send("POST", f"{one}/undo"))
    cursors = {
        name: person.send("GET", path, params=query).json()["next_cursor"]
        for name, path, query in (
            ("group_cursor", "/api/duplicates/groups", page),
            ("batch_cursor", "/api/duplicates/batches", {"limit": "1"}),
            ("item_cursor", one, {"limit": "1"}),
        )
    }
    assert all(cursors.values())
    return {"group_ids": group_ids, "batch_id": batches[0], **cursors}


def settle_empty(founder: Founder, watchmen: Watchmen) -> World:
    """A tenant that owns nothing."""
    canary = token_hex(16)
    world = World(founder.found(f"m-{canary}", watchmen.over(canary)), canary)
    watchmen.worlds.append(world)
    return world


def marked(canary: str) -> bytes:
    """A picture whose metadata and pixels are of this canary alone."""
    return with_chunk(picture(int(canary[:8], 16)), chunk(b"tEXt", b"Comment\0" + canary.encode()))
