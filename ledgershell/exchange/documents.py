"""Any file that documents can be read from: one table of formats, chosen by name or by the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from ledgershell.errors import FileError
from ledgershell.exchange.text_source import FileName, shown
from ledgershell.ion.values import Struct
from ledgershell.static_typing import Literal, NamedTuple


class ReadOptions(NamedTuple):
    """Wishes for reading; a format ignores what does not concern it.

    ``delimiter`` None is the format's own; ``columns``, ``header``, ``null`` and ``types`` are for csv and tsv (see
    :class:`ledgershell.exchange.csv_files.CsvFile`), ``encoding`` for all text but Ion, which is UTF-8.
    """

    delimiter: str | None = None
    header: bool = True
    columns: tuple[str, ...] | None = None
    null: str = ""
    encoding: str = "utf-8"
    types: Literal["detect", "text"] = "detect"
    progress: Callable[[int], None] | None = None


class InputFormat(NamedTuple):
    """A format to read: its name, one line about it, the endings of such files, and ``read(path, options)``."""

    name: str
    summary: str
    endings: tuple[str, ...]
    read: Callable[[FileName, ReadOptions], Iterable[Struct]]


def _delimited(path: FileName, options: ReadOptions, delimiter: str) -> Iterable[Struct]:
    from ledgershell.exchange.csv_files import read_csv

    return read_csv(
        path,
        delimiter=options.delimiter or delimiter,
        header=options.header,
        columns=options.columns,
        null=options.null,
        encoding=options.encoding,
        types=options.types,
        progress=options.progress,
    )


def _csv(path: FileName, options: ReadOptions) -> Iterable[Struct]:
    return _delimited(path, options, ",")


def _tsv(path: FileName, options: ReadOptions) -> Iterable[Struct]:
    return _delimited(path, options, "\t")


def _json(path: FileName, options: ReadOptions) -> Iterable[Struct]:
    from ledgershell.exchange.json_files import read_json

    return read_json(path, encoding=options.encoding)


def _ion(path: FileName, options: ReadOptions) -> Iterable[Struct]:  # noqa: ARG001 - the common signature
    from ledgershell.exchange.ion_files import read_ion

    return read_ion(path)


INPUT_FORMATS: Mapping[str, InputFormat] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            InputFormat("csv", "comma-separated values, a header first", (".csv",), _csv),
            InputFormat("tsv", "tab-separated values, a header first", (".tsv", ".tab"), _tsv),
            InputFormat("json", "an array of objects, or objects one after the other", (".json",), _json),
            InputFormat("jsonl", "one JSON object a line", (".jsonl", ".ndjson"), _json),
            InputFormat("ion", "Ion text or binary", (".ion", ".10n"), _ion),
        )
    }
)


def input_format(path: FileName, name: str | None = None) -> InputFormat:
    """The format of this name, or the one that the file's ending tells.  Raises :class:`FileError` LS-FILE-011."""
    known = ", ".join(INPUT_FORMATS)
    if name is not None:
        found = INPUT_FORMATS.get(name.lower())
        if found is None:
            raise FileError("LS-FILE-011", f"there is no input format {shown(name)!r}", hint=f"one of {known}")
        return found
    ending = PurePath(path).suffix.lower()
    for entry in INPUT_FORMATS.values():
        if ending in entry.endings:
            return entry
    raise FileError("LS-FILE-011", f"the name {shown(path)} does not tell its format", hint=f"name it: one of {known}")


def read_documents(
    path: FileName,
    name: str | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - immutable
) -> Iterable[Struct]:
    """The documents of a file, lazily.  Raises :class:`FileError`, here or while iterating."""
    return input_format(path, name).read(path, options)
