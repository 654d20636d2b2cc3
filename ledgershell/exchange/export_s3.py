"""Where an export lies: S3, or what speaks like it.  The only importer of boto3, which comes with ``ledgershell[s3]``.

Credentials, region and endpoint are boto3's own business: its environment variables, files and roles.  Keys count from
the top of the bucket; an object of ours never takes the place of another one.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from ledgershell.errors import FileError
from ledgershell.exchange.export_places import Opened
from ledgershell.exchange.text_source import shown
from ledgershell.static_typing import IO, Any, Final

SCHEME: Final = "s3://"
IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of an object that are gathered in memory; what is more goes to a temporary file."""


def _client() -> Any:
    try:
        import boto3
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise FileError(
            "LS-EXPORT-008", "s3:// needs boto3, which is not installed", hint="pip install 'ledgershell[s3]'"
        ) from None
    try:
        return boto3.client("s3")
    except (BotoCoreError, ValueError) as error:
        raise _refused("s3://", error) from None


def _refused(where: str, error: Exception) -> FileError:
    response = getattr(error, "response", None)
    reason = str(error)
    if isinstance(response, dict):
        told = response.get("Error", {})
        reason = f"{told.get('Code', '')}: {told.get('Message', '')}".strip(": ")
    return FileError(
        "LS-EXPORT-009",
        f"{shown(where)}: {shown(reason[:300])}",
        hint="AWS_PROFILE, AWS_REGION and AWS_ENDPOINT_URL say which store is meant, and who asks",
    )


def _taken_apart(named: str) -> tuple[str, str]:
    """(bucket, prefix or key) of an ``s3://``."""
    bucket, _, key = named.removeprefix(SCHEME).partition("/")
    if not bucket or not bucket.isprintable():
        raise FileError("LS-EXPORT-001", f"{shown(named)} names no bucket", hint="s3://BUCKET/PREFIX/")
    return bucket, key


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What boto3 raises, as an error of ours."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise _refused(where, error) from None


def s3_source(named: str) -> tuple[S3Source, str | None]:
    """The place that ``s3://bucket/prefix`` means, and the manifest's key if that was named."""
    bucket, key = _taken_apart(named)
    return S3Source(_client(), bucket, key), key if key.endswith(".manifest") else None


def s3_target(named: str) -> S3Target:
    """The place to write an export to; a prefix that does not end in "/" is put before each name as it is."""
    bucket, prefix = _taken_apart(named)
    return S3Target(_client(), bucket, prefix)


class S3Source:
    """An export in a bucket."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.shown = shown(f"{SCHEME}{bucket}/{prefix}")
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    def names(self) -> list[str]:
        """The keys under the prefix, without folders.  A prefix that is a folder's name without "/" means it."""
        prefix = self._prefix
        if prefix.endswith(".manifest"):
            prefix = prefix[: prefix.rfind("/") + 1]
        keys, folders = self._listed(prefix)
        if not any(key.endswith(".manifest") for key in keys) and f"{prefix}/" in folders:
            keys, _ = self._listed(f"{prefix}/")
        return keys

    def _listed(self, prefix: str) -> tuple[list[str], set[str]]:
        keys: list[str] = []
        folders: set[str] = set()
        with _told(self.shown):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix, Delimiter="/"
            )
            for page in pages:
                keys += [entry["Key"] for entry in page.get("Contents", ())]
                folders |= {entry["Prefix"] for entry in page.get("CommonPrefixes", ())}
        return keys, folders

    def place(self, key: str) -> str:
        return shown(f"{SCHEME}{self._bucket}/{key}")

    def below(self, key: str, prefix: str) -> str:  # noqa: ARG002 - keys are known from the bucket's top
        return key

    def open(self, key: str) -> Opened:
        with _told(self.place(key)):
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        return Opened(io.BufferedReader(_Body(answer["Body"]), 1 << 18), answer["ContentLength"])


class _Body(io.RawIOBase):
    """What S3 sends, as a file; a connection that breaks is an ``OSError``."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        from botocore.exceptions import BotoCoreError

        try:
            data = self._body.read(len(buffer))
        except BotoCoreError as error:
            raise OSError(5, str(error)) from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._body.close()
        super().close()


class S3Target:
    """A bucket to export to."""

    encryption = "SSE_S3"

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.shown = shown(f"{SCHEME}{bucket}/{prefix}")
        self.bucket = bucket
        self.prefix = prefix
        self._client = client
        self._keys: list[str] = []

    @contextmanager
    def writing(self, key: str) -> Iterator[IO[bytes]]:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as stream:
            yield stream
            stream.seek(0)
            with _told(f"{SCHEME}{self.bucket}/{key}"):
                self._client.put_object(
                    Bucket=self.bucket, Key=key, Body=stream, ServerSideEncryption="AES256", IfNoneMatch="*"
                )
        self._keys.append(key)

    def discard(self) -> None:
        for key in reversed(self._keys):
            try:
                with _told(self.shown):
                    self._client.delete_object(Bucket=self.bucket, Key=key)
            except FileError:
                return
