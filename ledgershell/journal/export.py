"""An export: the journal as files, laid out as Amazon QLDB's ExportJournalToS3 laid it out.

::

    prefix/
      7SurIC6dsU9Gpa4kHhXs7M.started.manifest                          first: what is being exported
      2024/01/31/12/7OlGpDXfHsidQfbRO30ucI.0-99.ion                    blocks 0 to 99 of that strand
      2024/01/31/13/7OlGpDXfHsidQfbRO30ucI.100-153.ion
      7SurIC6dsU9Gpa4kHhXs7M.7OlGpDXfHsidQfbRO30ucI.completed.manifest last: the keys of the objects, in order

The first part of a manifest's name is the export's id, the second one of ``completed.manifest`` the strand's.  An
export without its completed manifest was broken off, or is still being written, and is nothing to rely on.

    started    {ledgerName, exportId, inclusiveStartTime, exclusiveEndTime, bucket, prefix, objectEncryptionType,
                outputFormat}                                          outputFormat only where it was asked for
    completed  {keys: ["prefix/2024/01/31/12/7OlG….0-99.ion", …]}      keys count from the top of the bucket

An object holds whole blocks, one top-level value each (:mod:`ledgershell.journal.block`), without anything around
them.  Ion text and Ion binary say the same; they differ in size and speed.  **JSON loses**: timestamps, symbols and
blobs become strings, annotations vanish, 1.50 and 1.5 are one to most readers.  Hashes are over what is lost, so a JSON
export is for other programs to read: nothing in it can be verified, and no ledger can be made of it.

The folders are the UTC date and hour of the object's first block.  A prefix is put before each name as it is, so one
that means a folder ends in "/".

Source: Amazon QLDB developer guide, "Exporting journal data" and "Journal export output"; names and keys as the
service's own sample applications read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ledgershell.errors import IonError
from ledgershell.ion.streams import loads
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.static_typing import Final, NamedTuple

STARTED: Final = ".started.manifest"
COMPLETED: Final = ".completed.manifest"
LARGEST_SEQUENCE_NO: Final = (1 << 63) - 1
MOST_BLOCKS: Final = 10_000
"""Blocks in one object of ours."""
LARGEST_OBJECT: Final = 16 * 1024 * 1024
"""Bytes after which a new object is begun."""


class OutputFormat(NamedTuple):
    """One form of an export's files.  ``name`` is QLDB's word for it, ``ending`` that of its objects."""

    name: str
    ending: str
    verifiable: bool


FORMATS: Final = {
    name: OutputFormat(name, ending, verifiable)
    for name, ending, verifiable in (
        ("ION_TEXT", "ion", True),
        ("ION_BINARY", "ion", True),
        ("JSON", "json", False),
    )
}
DEFAULT_FORMAT: Final = "ION_TEXT"


def written(values: Iterable[Value], format_name: str) -> bytes:
    """Values as a piece of an object; pieces may simply be put one after another."""
    if format_name == "ION_BINARY":
        from ledgershell.ion.encoder import encode_stream

        return encode_stream(values)
    if format_name == "JSON":
        from ledgershell.ion.to_json import write_json

        return "".join([f"{write_json(value)}\n" for value in values]).encode()
    from ledgershell.ion.text_writer import write_text

    return "".join([f"{write_text(value)}\n" for value in values]).encode()


# -- Names


def started_key(prefix: str, export_id: str) -> str:
    """The started manifest's key."""
    return f"{prefix}{export_id}{STARTED}"


def completed_key(prefix: str, export_id: str, strand_id: str) -> str:
    """The completed manifest's key."""
    return f"{prefix}{export_id}.{strand_id}{COMPLETED}"


def object_key(prefix: str, time: int, strand_id: str, first: int, last: int, ending: str) -> str:
    """An object's key; ``time`` is its first block's, in milliseconds since 1970."""
    begin = Timestamp.from_milliseconds(time)
    folder = f"{begin.year:04d}/{begin.month:02d}/{begin.day:02d}/{begin.hour:02d}"
    return f"{prefix}{folder}/{strand_id}.{first}-{last}.{ending}"


_OBJECT: Final = re.compile(r"([0-9A-Za-z-]{1,64})\.(0|[1-9][0-9]{0,18})-(0|[1-9][0-9]{0,18})\.([a-z]{1,8})")


class ObjectName(NamedTuple):
    """What an object's name says of it."""

    strand_id: str
    first: int
    last: int
    ending: str


def object_name(key: str) -> ObjectName | None:
    """The strand and the first and last block that a key's last part names; ``None`` when it is no such name."""
    match = _OBJECT.fullmatch(key.rpartition("/")[2])
    if match is None:
        return None
    strand_id, first, last, ending = match.groups()
    if not int(first) <= int(last) <= LARGEST_SEQUENCE_NO:
        return None
    return ObjectName(strand_id, int(first), int(last), ending)


class ManifestName(NamedTuple):
    """The two ids in the name of a completed manifest."""

    export_id: str
    strand_id: str


_COMPLETED: Final = re.compile(
    r"(?:.*([0-9A-Za-z]{22})|(?:.*[^0-9A-Za-z-])?([0-9A-Za-z-]{1,200}))\.([0-9A-Za-z-]{1,64})\.completed\.manifest"
)
"""Before an export's id, which has 22 characters, there may be a prefix that runs into it."""


def completed_name(name: str) -> ManifestName | None:
    """The ids in a file's name, if it is that of a completed manifest."""
    match = _COMPLETED.fullmatch(name.rpartition("/")[2])
    return None if match is None else ManifestName(match.group(1) or match.group(2), match.group(3))


# -- Manifests


class Started(NamedTuple):
    """What the started manifest says; texts are empty where it does not say."""

    ledger_name: str
    export_id: str
    bucket: str
    prefix: str
    output_format: str


def started_manifest(
    *,
    ledger_name: str,
    export_id: str,
    start: int,
    end: int,
    bucket: str,
    prefix: str,
    encryption: str,
    output_format: str | None,
) -> Struct:
    """The struct; ``start`` (inclusive) and ``end`` (exclusive) in milliseconds since 1970."""
    fields: list[tuple[str, Value]] = [
        ("ledgerName", ledger_name),
        ("exportId", export_id),
        ("inclusiveStartTime", Timestamp.from_milliseconds(start)),
        ("exclusiveEndTime", Timestamp.from_milliseconds(end)),
        ("bucket", bucket),
        ("prefix", prefix),
        ("objectEncryptionType", encryption),
    ]
    if output_format is not None:
        fields.append(("outputFormat", output_format))
    return Struct(fields)


def completed_manifest(keys: Sequence[str]) -> Struct:
    """The struct."""
    return Struct((("keys", list(keys)),))


def read_started(data: bytes) -> Started:
    """The started manifest in a file's bytes, of any format.  Raises :class:`IonError` when it is none."""
    manifest = _manifest(data)
    fields = ("ledgerName", "exportId", "bucket", "prefix", "outputFormat")
    texts = [manifest.get(name, "") for name in fields]
    if not all(type(text) is str for text in texts) or len(set(manifest.keys())) < len(manifest):
        raise IonError("LS-ION-001", "this is no started manifest", hint=_HINT)
    return Started(*texts)


def read_completed(data: bytes) -> list[str]:
    """The keys in a completed manifest's bytes.  Raises :class:`IonError` when it is none."""
    manifest = _manifest(data)
    keys = manifest.get("keys")
    if manifest.keys() != ("keys",) or type(keys) is not list or not all(type(key) is str for key in keys):
        raise IonError("LS-ION-001", "this is no completed manifest", hint=_HINT)
    return keys


_HINT: Final = "a manifest is one struct, as Amazon QLDB and export-journal write it"


def _manifest(data: bytes) -> Struct:
    value = loads(data)
    if not isinstance(value, Struct):
        raise IonError("LS-ION-001", "this is no manifest", hint=_HINT)
    return value


# -- The parts of a block that reading an export needs


def address_of(block: Struct) -> tuple[str, int] | None:
    """(strand, sequence number) of a block; ``None`` when it does not say."""
    address = block.get("blockAddress", MISSING)
    if not isinstance(address, Struct):
        return None
    strand_id, number = address.get("strandId"), address.get("sequenceNo")
    if type(strand_id) is not str or type(number) is not int or not 0 <= number <= LARGEST_SEQUENCE_NO:
        return None
    return strand_id, number
