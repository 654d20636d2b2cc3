"""Hostile CSV ends in an error or in data, never in anything else; and what is written comes back."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import FileError
from ledgershell.exchange.csv_files import read_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["", '"', '""', "\r\n", "\r", "\n", ",", "\\N", " ", "007", "a\rb", '","', "\t"]
)
PIECES = st.lists(
    st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b"1", b"\xff", b"\0", b"\xe2\x82", b" "]), max_size=40
)


def written(content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(suffix=".csv", delete=False) as file:
        file.write(content)
    return Path(file.name)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_fields_written_by_pythons_own_writer_come_back_exactly(records: list[list[str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *records])
    path = written(target.getvalue().encode())
    try:
        found = [list(document.values()) for document in read_csv(path, delimiter=delimiter, types="text")]
    finally:
        path.unlink()
    assert found == records


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_any_bytes_give_documents_or_an_error_that_names_the_file(pieces: list[bytes]) -> None:
    path = written(b"".join(pieces))
    message = path.name
    try:
        for document in read_csv(path):
            assert len(document) >= 1
    except FileError as error:
        message = error.message
    finally:
        path.unlink()
    assert path.name in message


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(['"', ",", "\n", "a", ""]), max_size=6), max_size=8))
def test_well_formed_text_reads_as_pythons_strict_reader_reads_it(lines: list[list[str]]) -> None:
    text = "h,i\n" + "\n".join("".join(line) for line in lines)
    try:
        expected = [record for record in csv.reader(io.StringIO(text, newline=""), strict=True) if record][1:]
    except csv.Error:
        return
    if any(len(record) != 2 for record in expected):
        return
    path = written(text.encode())
    try:
        found = [[value or "" for value in document.values()] for document in read_csv(path, types="text")]
    finally:
        path.unlink()
    assert found == expected
