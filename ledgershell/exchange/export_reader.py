"""Reading an export: from its manifests to its blocks, one at a time, each with the file and the byte where it begins.

Nothing is taken on trust but what the user named: which objects there are says the completed manifest, which blocks
are in them their names, and both are held against what the objects hold.  Hashes are somebody else's business
(:mod:`ledgershell.journal.verify_export`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.errors import FileError, IonError
from ledgershell.exchange.export_places import FolderSource, Source, bad_key, check_key
from ledgershell.exchange.export_text import read_text_values
from ledgershell.ion.encoder import VERSION_MARKER
from ledgershell.ion.stream_reader import read_binary
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.export import (
    COMPLETED,
    STARTED,
    ManifestName,
    ObjectName,
    Started,
    address_of,
    completed_name,
    object_name,
    read_completed,
    read_started,
)
from ledgershell.static_typing import IO, Final, NamedTuple, TypeVar

LARGEST_BLOCK: Final = 256 * 1024 * 1024
"""Bytes of one block beyond which a file is given up."""
LARGEST_MANIFEST: Final = 64 * 1024 * 1024
S3: Final = "s3://"

Parsed = TypeVar("Parsed")


class Place(NamedTuple):
    """Where in an export something stands: a file, and a byte in it."""

    file: str
    offset: int

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}"


class ReadBlock(NamedTuple):
    """A block as it was read."""

    place: Place
    block: Struct


class Unsound(NamedTuple):
    """Something in an export's files that is not as it must be; reading goes on with the next object."""

    place: Place
    seq: int
    what: str
    field: str
    expected: str
    found: str


class Export:
    """An export that is complete.  ``blocks`` is how many its objects' names promise."""

    def __init__(
        self, source: Source, started: Started | None, name: ManifestName, objects: list[tuple[str, ObjectName]]
    ) -> None:
        self.source = source
        self.started = started
        self.export_id = name.export_id
        self.strand_id = name.strand_id
        self.objects = objects
        self.blocks = sum(named.last - named.first + 1 for _, named in objects)

    @property
    def verifiable(self) -> bool:
        """Whether its format keeps what hashes are made of: all but JSON do."""
        return all(named.ending == "ion" for _, named in self.objects)

    def read(self) -> Iterator[ReadBlock | Unsound]:
        """All blocks in the order of the manifest; and what is wrong with the files that should hold them."""
        for key, named in self.objects:
            yield from self._object(key, named)

    def _object(self, key: str, named: ObjectName) -> Iterator[ReadBlock | Unsound]:
        file = self.source.place(key)
        expected = named.first
        try:
            opened = self.source.open(key)
        except FileError as error:
            if error.code == "LS-EXPORT-003":
                raise
            yield Unsound(Place(file, 0), named.first, "object", "file", "an object that can be read", error.message)
            return
        offset = 0
        with opened.stream as stream:
            try:
                for offset, value in _values(stream):
                    place = Place(file, offset)
                    if not isinstance(value, Struct):
                        yield Unsound(place, expected, "object", "value", "a block, as a struct", "another value")
                        return
                    address = address_of(value)
                    if address is not None and address != (named.strand_id, expected):
                        found = f"block {address[1]} of strand {address[0]}"
                        yield Unsound(
                            place, expected, "object", "block", f"block {expected} of strand {named.strand_id}", found
                        )
                        expected = address[1]
                    expected += 1
                    yield ReadBlock(place, value)
            except IonError as error:
                yield Unsound(Place(file, offset), expected, "object", "content", "Ion that can be read", error.message)
                return
            except OSError as error:
                yield Unsound(
                    Place(file, offset), expected, "object", "content", "bytes that can be read", str(error.strerror)
                )
                return
        if expected != named.last + 1:
            place = Place(file, opened.size)
            yield Unsound(
                place, expected, "object", "end", f"blocks to {named.last}, as it is named", f"{expected - 1}"
            )


def _values(stream: IO[bytes]) -> Iterator[tuple[int, Value]]:
    head = _head(stream)
    if head[:2] == b"\x1f\x8b":
        raise IonError("LS-ION-001", "this is gzip (byte 0)", hint="unpack it first")
    if head[:1] == VERSION_MARKER[:1]:
        return read_binary(stream, LARGEST_BLOCK)
    return read_text_values(stream, LARGEST_BLOCK)


def _head(stream: IO[bytes]) -> bytes:
    """The first bytes, without taking them."""
    peek = getattr(stream, "peek", None)
    if peek is not None:
        head: bytes = peek(4)
        return head
    head = stream.read(4)
    stream.seek(0)
    return head


# -- Finding an export


def open_export(named: str) -> Export:
    """The export that a folder, a completed manifest or an ``s3://`` of either is.

    Raises :class:`FileError`: LS-EXPORT-001 for what is no export, or several; 002 for one that is not complete; 003
    for keys that lead outside.
    """
    source, wanted = _source(named)
    names = [wanted] if wanted is not None else source.names()
    complete = [(name, ids) for name in names if (ids := completed_name(name)) is not None]
    if not complete:
        raise _not_complete(source, names)
    if len({ids.export_id for _, ids in complete}) > 1:
        exports = ", ".join(name for name, _ in complete[:4])
        raise FileError(
            "LS-EXPORT-001",
            f"{source.shown} holds {len(complete)} exports",
            hint=f"name one of its manifests: {exports}",
        )
    if len(complete) > 1:
        raise FileError(
            "LS-EXPORT-007",
            f"{source.shown}: the export has {len(complete)} strands",
            hint="a journal has one strand; name the manifest of one of them to look at it alone",
        )
    [(manifest, ids)] = complete
    before = manifest[: len(manifest) - len(f"{ids.export_id}.{ids.strand_id}{COMPLETED}")]
    started = _started(source, f"{before}{ids.export_id}{STARTED}", ids)
    keys = _parsed(source, manifest, read_completed)
    prefix = started.prefix if started is not None else ""
    objects = []
    for key in keys:
        check_key(source.place(manifest), key)
        objects.append((source.below(key, prefix), _object_of(source.place(manifest), key, ids)))
    return Export(source, started, ids, objects)


def looks_like_export(named: str) -> bool:
    """Whether an argument names an export and not a ledger."""
    from pathlib import Path

    if named.startswith(S3) or named.endswith(".manifest"):
        return True
    try:
        return Path(named).is_dir()
    except (OSError, ValueError):
        return False


def _source(named: str) -> tuple[Source, str | None]:
    """Where the export lies, and the manifest's name if that was given."""
    if named.startswith(S3):
        from ledgershell.exchange.export_s3 import s3_source

        return s3_source(named)
    if not named.endswith(".manifest"):
        return FolderSource(named), None
    folder, slash, name = named.rpartition("/")
    if not name.endswith(COMPLETED):
        raise FileError(
            "LS-EXPORT-001", f"{named} is not a completed manifest", hint=f"name its folder, or the one in …{COMPLETED}"
        )
    return FolderSource(folder or ("/" if slash else ".")), name


def _not_complete(source: Source, names: list[str]) -> FileError:
    if any(name.endswith(STARTED) for name in names):
        return FileError(
            "LS-EXPORT-002",
            f"{source.shown}: the export was started and is not complete",
            hint=f"it was broken off, or is still being written: its …{COMPLETED} is missing",
        )
    return FileError(
        "LS-EXPORT-001",
        f"{source.shown} is no export: there is no …{COMPLETED}",
        hint="name the folder of its manifests",
    )


def _started(source: Source, name: str, ids: ManifestName) -> Started | None:
    """What the started manifest says, if it is there: it only tells where an export came from."""
    if name not in source.names():
        return None
    started = _parsed(source, name, read_started)
    if started.export_id not in ("", ids.export_id):
        raise FileError(
            "LS-EXPORT-001",
            f"{source.place(name)}: the manifest is that of another export",
            hint="the export's id must be the one in the file's name",
        )
    return started


def _parsed(source: Source, name: str, read: Callable[[bytes], Parsed]) -> Parsed:
    opened = source.open(name)
    with opened.stream as stream:
        data = stream.read(LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise FileError("LS-FILE-012", f"{source.place(name)} has more than {LARGEST_MANIFEST:,} bytes")
    try:
        return read(data)
    except IonError as error:
        where = f", character {error.span.start}" if error.span is not None else ""
        raise FileError("LS-EXPORT-001", f"{source.place(name)}{where}: {error.message}", hint=error.hint) from None


def _object_of(manifest: str, key: str, ids: ManifestName) -> ObjectName:
    """What the name of an object says; it must be one of this strand, and hold Ion or JSON."""
    named = object_name(key)
    if named is None or named.ending not in ("ion", "json"):
        raise bad_key(manifest, key, "does not end in strand.first-last.ion")
    if named.strand_id != ids.strand_id:
        raise bad_key(manifest, key, f"is not of strand {ids.strand_id}")
    return named
