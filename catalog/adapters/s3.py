"""Bytes on S3 or anything that speaks it. The only module with boto3 on this side of the house."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from catalog.adapters.breakers import DEFAULT_LIMITS, Breaker, BreakerLimits, Verdict, verdict_on_status
from catalog.errors import StoreUnavailable, TooLarge
from catalog.images.ports import PresignedUpload, StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef, ObjectIdentifierTypeDef

_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_FULL: Final = {"SlowDown", "SlowDownRead", "SlowDownWrite", "RequestLimitExceeded"}
_DELETE_AT_ONCE: Final = 1_000
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]")


def open_client(endpoint: str, *, region: str, access_key: str, secret_key: str, connections: int) -> "S3Client":
    """A client with bounded waits and one retry; paths, not host names, carry the bucket."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(
            connect_timeout=2,
            read_timeout=5,  # for each byte awaited, twice: both together fit into a request
            retries={"total_max_attempts": 2, "mode": "standard"},
            max_pool_connections=connections,
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            # Stores that are not Amazon's do not all know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def breaker(limits: BreakerLimits = DEFAULT_LIMITS) -> Breaker:
    """The store's breaker. A store that asks to slow down is there."""
    return Breaker("store", StoreUnavailable, _verdict, limits)


@dataclass(frozen=True, slots=True)
class S3Store:
    """BlobStore over one bucket. `public` signs the URLs that leave the house; its host is the one that clients see."""

    client: "S3Client"
    public: "S3Client"
    bucket: str
    breaker: Breaker = field(default_factory=breaker)

    def presign_put(self, key: str, *, content_type: str, size_bytes: int, expires_in: timedelta) -> PresignedUpload:
        """A URL whose signature covers the key, the type and the length."""
        seconds = int(expires_in.total_seconds())
        url = self.public.generate_presigned_url(
            "put_object",
            Params={"Bucket": self.bucket, "Key": key, "ContentType": content_type, "ContentLength": size_bytes},
            ExpiresIn=seconds,
        )
        headers = {"Content-Type": content_type, "Content-Length": str(size_bytes)}
        return PresignedUpload(self.bucket, key, url, headers, datetime.now(UTC) + timedelta(seconds=seconds))

    def presign_get(self, key: str, *, filename: str, expires_in: timedelta) -> str:
        """A URL that downloads the object as an attachment of no known type, so that no browser runs it."""
        safe = _UNSAFE.sub("_", filename)
        return self.public.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{safe[-100:]}"',
                "ResponseContentType": "application/octet-stream",
            },
            ExpiresIn=int(expires_in.total_seconds()),
        )

    def head(self, key: str) -> StoredObject | None:
        """What is there, or None."""
        with translated(self.breaker):
            try:
                answer = self.client.head_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if _is_absent(error):
                    return None
                raise
        return StoredObject(key, answer["ContentLength"], answer.get("ContentType"), answer["LastModified"])

    def get(self, key: str, *, max_bytes: int) -> bytes | None:
        """The object's bytes, or None. Raises TooLarge past `max_bytes`, however long the store says it is."""
        with translated(self.breaker):
            try:
                answer = self.client.get_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if _is_absent(error):
                    return None
                raise
            with answer["Body"] as body:
                data = body.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise TooLarge(f"the object has more than {max_bytes} bytes")
        return data

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Store the bytes."""
        with translated(self.breaker):
            self.client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=content_type)

    def delete(self, keys: Sequence[str]) -> None:
        """Delete the objects; what is not there is no error."""
        with translated(self.breaker):
            for start in range(0, len(keys), _DELETE_AT_ONCE):
                some: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys[start : start + _DELETE_AT_ONCE]]
                self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": some, "Quiet": True})

    def list_under(self, prefix: str) -> Iterator[StoredObject]:
        """Everything under the prefix, in key order."""
        pages = iter(self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix))
        # Only the asking is guarded: what the caller does between the pages may take its time.
        while (page := self._next(pages)) is not None:
            for entry in page.get("Contents", []):
                yield StoredObject(entry["Key"], entry["Size"], None, entry["LastModified"])

    def _next(self, pages: "Iterator[ListObjectsV2OutputTypeDef]") -> "ListObjectsV2OutputTypeDef | None":
        with translated(self.breaker):
            return next(pages, None)

    def ensure_bucket(self) -> None:
        """Make the bucket if it is not there."""
        with translated():
            try:
                self.client.head_bucket(Bucket=self.bucket)
            except ClientError as error:
                if not _is_absent(error):
                    raise
                self.client.create_bucket(Bucket=self.bucket)

    def ping(self) -> None:
        """Raise StoreUnavailable unless the bucket can be reached; it is asked whatever the breaker says."""
        with translated():
            self.client.head_bucket(Bucket=self.bucket)
        self.breaker.found_ready()


@contextmanager
def translated(guarded_by: Breaker | None = None) -> Iterator[None]:
    """Turn whatever boto3 says went wrong into StoreUnavailable."""
    try:
        with guarded_by.guard() if guarded_by else nullcontext():
            yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable(f"the object store does not answer ({type(error).__name__})") from error


def _is_absent(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") in _ABSENT


def _verdict(error: Exception) -> Verdict:
    if isinstance(error, ClientError):
        told = error.response
        full = told.get("Error", {}).get("Code") in _FULL
        return verdict_on_status(told["ResponseMetadata"]["HTTPStatusCode"], asks_to_wait=full)
    # Refused, reset, silent; everything else of botocore's is about what we asked, or about its answer.
    return Verdict.AWAY if isinstance(error, HTTPClientError | NoConnection) else Verdict.UNCLEAR
