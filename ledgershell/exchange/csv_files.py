"""CSV and TSV files as documents, for ``\\copy`` and ``\\import``.

One record is one struct whose fields are the header's names in order.  Reading is sqlite-utils' (``rows_from_file``,
``TypeTracker``); around it stand the checks that make every flaw of a file an error with its line, and the marks that
tell null from the empty string:

* an empty field is null, as in psql; ``""`` is the empty string (null in a column of another type than text);
* with ``null`` given (psql's ``NULL 'text'``), an unquoted field of that text is null and an empty field a string;
* blank lines are skipped, but in a file of one column each is an empty field, as in PostgreSQL; every other record must
  have as many fields as the header;
* ``types="detect"`` reads the file twice, first to learn each column's type (numbers, ISO dates and the like: see
  :mod:`ledgershell.exchange.column_types`), then for the documents; ``types="text"`` leaves every field a string;
* spaces around a name in the header do not belong to it; spaces in fields do.

Memory does not grow with the file.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ledgershell.errors import FileError
from ledgershell.exchange.column_types import CONVERTERS, ColumnType, detect
from ledgershell.exchange.csv_marks import QUOTED_NULL, Marker, restored
from ledgershell.exchange.text_source import LONGEST_LINE, at_line, cannot_read, checked_lines, open_text, shown
from ledgershell.ion.values import Struct, Value
from ledgershell.static_typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, cast

if TYPE_CHECKING:
    from _csv import Reader

_EXTRA = "\0extra"
_BUFFER = 16 * 1024
_NOT_DELIMITERS = '"\r\n\0'

Progress = Callable[[int], None]
"""Told now and then how many bytes of the file have been read since the last call."""


class CsvColumn(NamedTuple):
    """A field of the documents to come, and what its values are."""

    name: str
    type: ColumnType


class CsvFile:
    """A CSV file opened for reading: ``columns`` are known, iterating yields the documents.

    Iterating again reads the file again.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        delimiter: str = ",",
        header: bool = True,
        columns: Sequence[str] | None = None,
        null: str = "",
        encoding: str = "utf-8",
        types: Literal["detect", "text"] = "detect",
        progress: Progress | None = None,
    ) -> None:
        self._path = path
        self._delimiter = _checked_delimiter(delimiter)
        self._null = _checked_null(null, delimiter)
        self._header = header
        self._encoding = encoding
        self._progress = progress
        self._names = self._column_names(columns)
        found: list[ColumnType] = ["text"] * len(self._names)
        if types == "detect":
            found = detect(self._plain_rows(), len(self._names))
        self.columns = tuple(map(CsvColumn, self._names, found))

    @property
    def size(self) -> int:
        """Bytes in the file; with ``types="detect"`` all of them are read twice."""
        return Path(self._path).stat().st_size

    def __iter__(self) -> Iterator[Struct]:
        names = self._names
        converts = [self._converter(column.type) for column in self.columns]
        for fields in self._records():
            yield Struct(
                zip(names, [convert(text) for convert, text in zip(converts, fields, strict=True)], strict=True)
            )

    def _converter(self, kind: ColumnType) -> Callable[[str], Value]:
        null = self._null
        if kind == "text":
            return lambda text: None if text == null else restored(text) if "\0" in text else text
        convert = CONVERTERS[kind]
        return lambda text: None if text == null or not text or text[0] == "\0" else convert(text)

    def _plain_rows(self) -> Iterator[list[str]]:
        """Rows for the detection: null and quoted null as empty text."""
        null = self._null
        for fields in self._records():
            yield ["" if text in ("", null) or text.startswith(QUOTED_NULL) else text for text in fields]

    def _column_names(self, columns: Sequence[str] | None) -> list[str]:
        with open_text(self._path, self._encoding) as stream:
            first = next(self._raw_records(stream), None)
        if first is None:
            if columns is None:
                raise FileError(
                    "LS-FILE-007", f"{shown(self._path)} is empty", hint="the first line must name the columns"
                )
            return list(columns)
        if columns is None:
            if not self._header:
                raise FileError(
                    "LS-FILE-007", "without a header the columns have no names", hint="say HEADER, or list the columns"
                )
            names = [restored(name).strip() for name in first]
        else:
            names = list(columns)
            if len(names) != len(first):
                raise FileError(
                    "LS-FILE-007",
                    f"{shown(self._path)} has {_fields(len(first))}, but {_columns(len(names))} listed",
                    hint="list a name for each field of the file, in its order",
                )
        self._check_names(names)
        return names

    def _check_names(self, names: Sequence[str]) -> None:
        for place, name in enumerate(names):
            if not name:
                raise FileError(
                    "LS-FILE-007",
                    f"{shown(self._path)}: column {place + 1} of the header has no name",
                    hint="name it in the file, or list the columns",
                )
            if name in names[:place]:
                raise FileError(
                    "LS-FILE-007",
                    f"{shown(self._path)}: two columns are named {shown(name)!r}",
                    hint="rename one in the file, or list the columns",
                )

    def _dialect(self) -> type[csv.Dialect]:
        delimiter_text = self._delimiter

        class Rfc4180(csv.Dialect):
            delimiter = delimiter_text
            quotechar = '"'
            doublequote = True
            skipinitialspace = False
            lineterminator = "\n"
            quoting = csv.QUOTE_MINIMAL
            strict = True

        return Rfc4180

    def _raw_records(self, stream: TextIO) -> Iterator[list[str]]:
        """The records as Python's reader sees them, header included; for the header and for locating errors."""
        marker = Marker(self._path, self._delimiter, self._null)
        lines = marker.lines(checked_lines(self._path, stream, self._encoding))
        return (record for record in _reader(lines, self._dialect()) if record)

    def _records(self) -> Iterator[list[str]]:
        """The fields of each record after the header, marks still in them, read through sqlite-utils."""
        from sqlite_utils.utils import Format, rows_from_file

        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
        width = len(self._names)
        number = 0
        with open_text(self._path, self._encoding) as stream:
            source = io.BufferedReader(_Utf8(self._prepared(stream)), _BUFFER)
            found, _ = rows_from_file(
                source, format=Format.CSV, dialect=self._dialect(), encoding="utf-8", extras_key=_EXTRA
            )
            rows = cast("Iterable[dict[str, str]]", found)
            try:
                for row in rows:
                    number += 1
                    fields = list(row.values())
                    if len(fields) != width or fields[-1] is None:
                        raise self._ragged(number)
                    yield fields
            except csv.Error as error:
                raise FileError("LS-FILE-004", f"{shown(self._path)}: {error}") from None
            except OSError as error:
                raise cannot_read(self._path, error) from None

    def _prepared(self, stream: TextIO) -> Iterator[str]:
        """The marked lines, under a header of our own: sqlite-utils names fields by the first line it sees."""
        marker = Marker(self._path, self._delimiter, self._null)
        lines = marker.lines(self._counted(stream))
        yield self._delimiter.join(str(place) for place in range(len(self._names))) + "\n"
        if self._header:
            for line in lines:
                if not marker.open and line.strip("\r\n"):
                    break
        if len(self._names) > 1:
            yield from lines
            return
        inside = False
        for line in lines:
            yield line if inside or line.strip("\r\n") else '""\n'  # Python's reader takes a blank line for no record
            inside = marker.open

    def _counted(self, stream: TextIO) -> Iterator[str]:
        lines = checked_lines(self._path, stream, self._encoding)
        progress = self._progress
        if progress is None:
            yield from lines
            return
        held = 0
        for line in lines:
            yield line
            held += len(line)
            if held > _BUFFER:
                progress(held)
                held = 0
        progress(held)

    def _ragged(self, wanted: int) -> FileError:
        """The error for record ``wanted`` (from 1, header not counted), whose line is found by reading once more."""
        line, found = 1, 0
        with open_text(self._path, self._encoding) as stream:
            marker = Marker(self._path, self._delimiter, self._null)
            reader = _reader(marker.lines(checked_lines(self._path, stream, self._encoding)), self._dialect())
            number = -1 if self._header else 0
            before = 0
            for record in reader:
                if record or (len(self._names) == 1 and number >= 0):
                    number += 1
                    if number == wanted:
                        line, found = before + 1, len(record)
                        break
                before = reader.line_num
        return FileError(
            "LS-FILE-005",
            f"{at_line(self._path, line)}: {_fields(found)}, but {_columns(len(self._names))} expected",
            hint=f"is {self._delimiter!r} the delimiter, and is text that holds it quoted?",
        )


def read_csv(
    path: str | os.PathLike[str],
    *,
    delimiter: str = ",",
    header: bool = True,
    columns: Sequence[str] | None = None,
    null: str = "",
    encoding: str = "utf-8",
    types: Literal["detect", "text"] = "detect",
    progress: Progress | None = None,
) -> CsvFile:
    """Open a CSV file (TSV with ``delimiter="\\t"``); see :class:`CsvFile`.

    ``columns`` names the fields instead of the header; with ``header`` the first record is skipped all the same, as in
    psql.  Raises :class:`FileError`, here or while iterating, with the file's name and the line.
    """
    return CsvFile(
        path,
        delimiter=delimiter,
        header=header,
        columns=columns,
        null=null,
        encoding=encoding,
        types=types,
        progress=progress,
    )


class _Utf8(io.RawIOBase):
    """Lines as a stream of bytes, which is what ``rows_from_file`` reads."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._pending = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = len(buffer)
        if not self._pending:
            pieces: list[str] = []
            length = 0
            for line in self._lines:
                pieces.append(line)
                length += len(line)
                if length >= wanted:
                    break
            self._pending = "".join(pieces).encode()
        given = self._pending[:wanted]
        buffer[: len(given)] = given
        self._pending = self._pending[wanted:]
        return len(given)


def _reader(lines: Iterator[str], dialect: type[csv.Dialect]) -> Reader:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    return csv.reader(lines, dialect=dialect)


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _columns(count: int) -> str:
    return "1 column is" if count == 1 else f"{count} columns are"


def _checked_delimiter(delimiter: str) -> str:
    if len(delimiter) != 1 or delimiter in _NOT_DELIMITERS:
        raise FileError(
            "LS-FILE-011", f"{shown(delimiter)!r} cannot be a delimiter", hint="one character, for example ',' or ';'"
        )
    return delimiter


def _checked_null(null: str, delimiter: str) -> str:
    if any(character in null for character in _NOT_DELIMITERS + delimiter):
        raise FileError(
            "LS-FILE-011", f"{shown(null)!r} cannot stand for null", hint="text without quotes and delimiter"
        )
    return null
