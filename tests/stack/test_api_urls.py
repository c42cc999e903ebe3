"""URLs that leave the house: presigned uploads, originals and thumbnails are good for what they were made for."""

import hashlib
import re
import time
from datetime import timedelta
from functools import partial
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image

from catalog.tenancy import caller_scope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from tests.image_bank.forge import encoded, painted
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Upload, slug, wait_until
from tests.stack.api.pictures import picture
from tests.stack.api.stores import Stores
from tests.stack.plugin import RunningStack

SECRET_WORDS = b"the photographer's home"
REFUSED = (400, 403)  # stores differ in which of the two an expired or unsigned URL gets


@pytest.fixture(scope="module")
def owner(founder: Founder) -> Tenant:
    """Who the pictures of these tests belong to."""
    return founder.found("urls")


@pytest.fixture(scope="module")
def photograph() -> bytes:
    """A large JPEG that lies on its side and has a description in its EXIF."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET_WORDS.decode()
    return encoded(painted(1600, 1200, 5), "JPEG", exif=exif, quality=80)


@pytest.fixture(scope="module")
def shown(owner: Tenant, photograph: bytes) -> Document:
    """The photograph as the API tells of it, once its thumbnails are there."""
    taken = owner.editor.take_in(photograph, "image/jpeg", filename='../we"ird näme.jpg')
    told = owner.editor.get(taken["image_id"])
    for url in (told["preview_url"], told["large_preview_url"]):
        wait_until(partial(httpx.get, url, timeout=30), lambda answer: answer.status_code == 200)
    return told


class TestThumbnails:
    @pytest.mark.parametrize(("which", "side"), [("preview_url", 256), ("large_preview_url", 1024)])
    def test_are_small_upright_and_bare(self, shown: Document, which: str, side: int) -> None:
        answer = httpx.get(shown[which], timeout=30)
        assert answer.headers["content-type"] == "image/webp"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        with Image.open(BytesIO(answer.content)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (side * 3 // 4, side))
            assert not picture.getexif()
        assert SECRET_WORDS not in answer.content

    def test_open_only_as_they_were_signed(self, shown: Document, stack: RunningStack) -> None:
        url = shown["preview_url"]
        spoiled = [
            url.replace("/256.webp", "/1024.webp"),
            url.replace("/256.webp", "/512.webp"),
            re.sub(r"expires=(\d+)", lambda found: f"expires={int(found[1]) + 86_400}", url),
            re.sub(r"signature=.", lambda found: "signature=" + ("B" if found[0][-1] == "A" else "A"), url),
            re.sub(r"signature=.*", "signature=", url),
            url + "A",
            re.sub(r"[0-9a-f]{64}", "0" * 64, url),
            url.replace(shown["payload"]["tenant_id"], str(uuid4())),
            shown["large_preview_url"].replace("/1024.webp", "/256.webp"),
        ]
        answers = [httpx.get(one, timeout=30) for one in spoiled]
        assert [(one.status_code, slug(one)) for one in answers] == [(404, "image-not-found")] * len(spoiled)

    def test_end(self, shown: Document, owner: Tenant, stack: RunningStack) -> None:
        two_days_ago = time.time() - 2 * 86_400
        environment = stack.environment()
        maker = ThumbnailUrls(environment["SIGNING_SECRET"], stack.gateway, clock=lambda: two_days_ago)
        old = maker.url(caller_scope(UUID(str(owner.tenant_id))), shown["payload"]["sha256"], 256)
        assert slug(httpx.get(old, timeout=30)) == "image-not-found"
        now = ThumbnailUrls(environment["SIGNING_SECRET"], stack.gateway)
        assert httpx.get(now.url(caller_scope(owner.tenant_id), shown["payload"]["sha256"], 256), timeout=30).content


class TestOriginals:
    def test_are_the_bytes_as_they_came_and_nothing_a_browser_runs(self, shown: Document, photograph: bytes) -> None:
        answer = httpx.get(shown["original_url"], timeout=30)
        assert answer.content == photograph
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == 'attachment; filename=".._we_ird_n_me.jpg"'

    def test_open_only_as_they_were_signed(self, shown: Document, owner: Tenant) -> None:
        url = shown["original_url"]
        assert 0 < int(parse_qs(urlsplit(url).query)["X-Amz-Expires"][0]) <= 3600
        other = owner.editor.take_in(picture(900))["payload"]["key"]
        spoiled = [
            url.replace(shown["payload"]["key"], other),
            re.sub(r"X-Amz-Expires=\d+", "X-Amz-Expires=604800", url),
            re.sub(r"(X-Amz-Signature=).", r"\1x", url),
            re.sub(r"response-content-type=[^&]*", "response-content-type=text%2Fhtml", url),
            url.partition("?")[0],
        ]
        for one in spoiled:
            assert httpx.get(one, timeout=30).status_code in REFUSED
        assert httpx.delete(url, timeout=30).status_code == 403
        assert httpx.put(url, content=b"x", timeout=30).status_code == 403

    def test_end(self, shown: Document, stores: Stores) -> None:
        brief = stores.s3.presign_get(shown["payload"]["key"], filename="a.jpg", expires_in=timedelta(seconds=1))
        wait_until(lambda: httpx.get(brief, timeout=30).status_code, lambda status: status in REFUSED)


class TestPresignedUploads:
    def test_take_what_was_declared_and_nothing_else(self, owner: Tenant, stores: Stores) -> None:
        data = picture(901)
        upload = owner.editor.presign(len(data))
        elsewhere = upload.url.replace(upload.key, f"t/{owner.tenant_id}/originals/{'0' * 64}")
        neighbour = upload.url.replace(str(owner.tenant_id), str(uuid4()))
        longer = re.sub(r"X-Amz-Expires=\d+", "X-Amz-Expires=604800", upload.url)
        misuses = {
            "larger": (upload.url, data + b"x", upload.headers),
            "smaller": (upload.url, data[:-1], upload.headers),
            "empty": (upload.url, b"", upload.headers),
            "other type": (upload.url, data, {"Content-Type": "text/html"}),
            "no type": (upload.url, data, {}),
            "an original's key": (elsewhere, data, upload.headers),
            "another tenant's key": (neighbour, data, upload.headers),
            "longer life": (longer, data, upload.headers),
        }
        before = stores.holdings(owner.tenant_id)
        for name, (url, body, headers) in misuses.items():
            sent = {key: value for key, value in headers.items() if key != "Content-Length"}
            assert httpx.put(url, content=body, headers=sent, timeout=30).status_code == 403, name
        assert httpx.get(upload.url, timeout=30).status_code == 403
        assert httpx.delete(upload.url, timeout=30).status_code == 403
        assert stores.holdings(owner.tenant_id) == before
        assert slug(owner.editor.ingest(upload)) == "upload-missing"
        assert httpx.put(upload.url, content=data, headers=upload.headers, timeout=30).status_code == 200
        assert owner.editor.ingest(upload).status_code == 201

    def test_end(self, owner: Tenant, stores: Stores) -> None:
        key = owner.editor.presign(5).key
        made = stores.s3.presign_put(key, content_type="image/png", size_bytes=5, expires_in=timedelta(seconds=1))
        upload = Upload(made.bucket, made.key, made.url, made.headers)
        wait_until(lambda: self._put(upload).status_code, lambda status: status in REFUSED)
        stores.s3.delete([key])
        assert self._put(upload).status_code in REFUSED
        assert stores.s3.head(key) is None

    def test_name_a_new_place_each_time(self, owner: Tenant) -> None:
        keys = [owner.editor.presign(5, filename="../../t/x/../../../etc/passwd").key for _ in range(20)]
        assert len(set(keys)) == len(keys)
        pattern = rf"t/{owner.tenant_id}/staging/[0-7][0-9A-HJKMNP-TV-Z]{{25}}"
        assert all(re.fullmatch(pattern, key) for key in keys)

    def test_what_comes_after_ingest_changes_nothing(self, owner: Tenant, stores: Stores) -> None:
        first, second, third = (encoded(painted(96, 72, number), "BMP") for number in (902, 903, 904))
        upload = owner.editor.presign(len(second), "image/bmp")

        def put(data: bytes) -> None:
            assert httpx.put(upload.url, content=data, headers=upload.headers, timeout=30).status_code == 200

        put(first)
        put(second)
        image = owner.editor.ingest(upload).json()
        put(third)
        assert image["payload"]["sha256"] == hashlib.sha256(second).hexdigest()
        assert httpx.get(owner.editor.get(image["image_id"])["original_url"], timeout=30).content == second
        stores.s3.delete([upload.key])

    @staticmethod
    def _put(upload: Upload) -> httpx.Response:
        return httpx.put(upload.url, content=b"12345", headers=upload.headers, timeout=30)
