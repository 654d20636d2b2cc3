"""Writing an export: the started manifest, the blocks cut into objects, the completed manifest.

An object's name tells its last block, so its blocks are gathered first: at most :data:`LARGEST_OBJECT` bytes of them,
however long the journal is.  When anything goes wrong, what was written is taken away again; after a power cut there is
an export without its completed manifest, which nobody takes for a whole one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledgershell.exchange.export_places import Target
from ledgershell.ion.values import Struct
from ledgershell.journal.export import (
    DEFAULT_FORMAT,
    FORMATS,
    LARGEST_OBJECT,
    MOST_BLOCKS,
    completed_key,
    completed_manifest,
    object_key,
    started_key,
    started_manifest,
    written,
)
from ledgershell.static_typing import Final, NamedTuple

HOUR: Final = 3_600_000
PIECE: Final = 256
"""Revisions, and blocks, that are written at a time; in Ion binary they share a symbol table."""


class Exported(NamedTuple):
    """What an export came to."""

    export_id: str
    keys: list[str]
    blocks: int
    size: int


class ExportWriter:
    """One export; :meth:`run` does all of it."""

    def __init__(
        self, target: Target, export_id: str, ledger_name: str, strand_id: str, format_name: str | None = None
    ) -> None:
        self._target = target
        self._export_id = export_id
        self._ledger_name = ledger_name
        self._strand_id = strand_id
        self._asked_format = format_name
        self._format = FORMATS[format_name or DEFAULT_FORMAT]
        self._keys: list[str] = []
        self._size = 0
        self._blocks = 0
        # of the object that is being gathered
        self._pieces: list[bytes] = []
        self._waiting: list[Struct] = []
        self._weight = 0
        self._gathered = 0
        self._first = self._last = -1
        self._begin = 0

    def run(
        self, blocks: Iterable[tuple[int, int, Struct]], start: int, end: int, progress: Callable[[int], None]
    ) -> Exported:
        """Export ``blocks``, given as (sequence number, time, block), which lie in the range of times.

        Times in milliseconds since 1970; ``progress`` is told how many blocks are done.
        """
        target = self._target
        try:
            manifest = started_manifest(
                ledger_name=self._ledger_name,
                export_id=self._export_id,
                start=start,
                end=end,
                bucket=target.bucket,
                prefix=target.prefix,
                encryption=target.encryption,
                output_format=self._asked_format,
            )
            self._put(started_key(target.prefix, self._export_id), [written([manifest], self._format.name)])
            for seq, time, block in blocks:
                self._add(seq, time, block)
                progress(self._blocks)
            self._finish_object()
            last = written([completed_manifest(self._keys)], self._format.name)
            self._put(completed_key(target.prefix, self._export_id, self._strand_id), [last])
        except BaseException:
            target.discard()
            raise
        return Exported(self._export_id, self._keys, self._blocks, self._size)

    def _add(self, seq: int, time: int, block: Struct) -> None:
        full = self._gathered >= LARGEST_OBJECT or seq - self._first >= MOST_BLOCKS
        if self._first >= 0 and (full or time // HOUR != self._begin // HOUR):
            self._finish_object()
        if self._first < 0:
            self._first, self._begin = seq, time
        self._last = seq
        self._waiting.append(block)
        self._blocks += 1
        self._weight += 1 + len(block.get("revisions", ()))
        if self._weight >= PIECE:
            self._write_waiting()

    def _write_waiting(self) -> None:
        if self._waiting:
            piece = written(self._waiting, self._format.name)
            self._waiting, self._weight = [], 0
            self._pieces.append(piece)
            self._gathered += len(piece)

    def _finish_object(self) -> None:
        if self._first < 0:
            return
        self._write_waiting()
        key = object_key(
            self._target.prefix, self._begin, self._strand_id, self._first, self._last, self._format.ending
        )
        self._put(key, self._pieces)
        self._keys.append(key)
        self._size += self._gathered
        self._pieces, self._gathered, self._first = [], 0, -1

    def _put(self, key: str, pieces: Iterable[bytes]) -> None:
        with self._target.writing(key) as stream:
            for piece in pieces:
                stream.write(piece)
