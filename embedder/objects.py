"""Reads objects of one bucket. The only module that imports boto3."""

from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from embedder.errors import ObjectUnreadable, Reason, StoreUnavailable
from embedder.settings import EmbedderSettings

_MISSING: Final = frozenset({"404", "NoSuchKey", "NotFound", "NoSuchBucket"})


class ObjectReader:
    """A thread-safe reader of the bucket that the settings name, and of no other."""

    def __init__(self, client: Any, *, bucket: str, max_bytes: int) -> None:
        self._client = client
        self._bucket = bucket
        self._max_bytes = max_bytes

    def read(self, bucket: str, key: str) -> bytes:
        """The object's bytes. Raises ObjectUnreadable for the object's fault, StoreUnavailable for the store's."""
        if bucket != self._bucket:
            raise ObjectUnreadable(Reason.WRONG_BUCKET, "objects are read from the configured bucket only")
        try:
            found = self._client.get_object(Bucket=bucket, Key=key)
            with found["Body"] as body:
                data: bytes = body.read(self._max_bytes + 1)
        except ClientError as error:
            if str(error.response.get("Error", {}).get("Code")) in _MISSING:
                raise ObjectUnreadable(Reason.OBJECT_MISSING, "there is no such object") from None
            raise StoreUnavailable("the object store refused the read", retry_after_s=2) from error
        except (BotoCoreError, OSError) as error:
            raise StoreUnavailable("the object store does not answer", retry_after_s=2) from error
        if len(data) > self._max_bytes:
            raise ObjectUnreadable(Reason.TOO_MANY_BYTES, f"a picture may have {self._max_bytes} bytes at most")
        return data


def object_reader(settings: EmbedderSettings) -> ObjectReader | None:
    """A reader for the S3_* settings; None when no store is configured."""
    if not settings.s3_endpoint or not settings.s3_bucket:
        return None
    client = boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key or None,
        aws_secret_access_key=settings.s3_secret_key.get_secret_value() or None,
        config=Config(
            connect_timeout=2,
            read_timeout=10,
            retries={"max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
        ),
    )
    return ObjectReader(client, bucket=settings.s3_bucket, max_bytes=settings.embed_max_image_bytes)
