"""CSV files that people have: what becomes of each field, and of each flaw."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ledgershell.errors import FileError
from ledgershell.exchange.csv_files import CsvColumn, CsvFile, read_csv
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import Struct, Value
from tests.locations import REPOSITORY


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


class Writer:
    """Makes files of a test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, content: str | bytes, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def rows(file: CsvFile) -> list[tuple[tuple[str, Value], ...]]:
    return [document.items() for document in file]


def columns_of(file: CsvFile) -> dict[str, list[tuple[type, Value]]]:
    """Each column's values with their types, since Python finds 1 equal to 1.0 and True."""
    found: dict[str, list[tuple[type, Value]]] = {column.name: [] for column in file.columns}
    for document in file:
        for name, value in document.items():
            found[name].append((type(value), value))
    return found


def failure(path: Path, **options: object) -> FileError:
    with pytest.raises(FileError) as caught:
        list(read_csv(path, **options))  # type: ignore[arg-type]
    return caught.value


class TestTypes:
    def test_whole_numbers_become_ints(self, write: Writer) -> None:
        assert columns_of(read_csv(write("n\n0\n42\n-7\n"))) == {"n": [(int, 0), (int, 42), (int, -7)]}

    def test_fractions_become_decimals_digit_for_digit(self, write: Writer) -> None:
        (values,) = columns_of(read_csv(write("price\n12.50\n3\n.5\n1e3\n-0.0\n"))).values()
        assert [str(value) for _, value in values] == ["12.50", "3", "0.5", "1E+3", "-0.0"]
        assert {kind for kind, _ in values} == {Decimal}

    @pytest.mark.parametrize(
        "text", ["007", "00", "+5", "1_000", " 5", "5 ", "٣", "0x1F", "1,5", "nan", "inf", "1e99999", "--1"]
    )
    def test_what_would_not_come_back_as_it_was_stays_text(self, write: Writer, text: str) -> None:
        path = write(f'n\n1\n"{text}"\n')
        assert columns_of(read_csv(path)) == {"n": [(str, "1"), (str, text)]}

    def test_one_identifier_with_a_leading_zero_keeps_its_whole_column_text(self, write: Writer) -> None:
        assert columns_of(read_csv(write("id\n1\n2\n007\n"))) == {"id": [(str, "1"), (str, "2"), (str, "007")]}

    def test_iso_dates_become_timestamps_of_day_precision(self, write: Writer) -> None:
        file = read_csv(write("order_date_taken\n2024-02-29\n1999-12-31\n"))
        assert file.columns == (CsvColumn("order_date_taken", "date"),)
        assert rows(file)[0] == (("order_date_taken", Timestamp(2024, 2, 29, precision=Precision.DAY)),)

    @pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "0000-01-01", "24-01-01", "2024/01/01", "2024-1-1"])
    def test_days_that_do_not_exist_and_other_habits_stay_text(self, write: Writer, text: str) -> None:
        assert read_csv(write(f"d\n2024-01-01\n{text}\n")).columns == (CsvColumn("d", "text"),)

    def test_full_timestamps_keep_precision_and_offset(self, write: Writer) -> None:
        file = read_csv(write("t\n2024-03-09T10:15Z\n2024-03-09T10:15:00.250-08:00\n2024-03-09T10:15:00-00:00\n"))
        assert [document["t"] for document in file] == [
            Timestamp(2024, 3, 9, 10, 15, 0, None, 0, Precision.MINUTE),
            Timestamp(2024, 3, 9, 10, 15, 0, Decimal("0.250"), -480, Precision.SECOND),
            Timestamp(2024, 3, 9, 10, 15, 0, None, None, Precision.SECOND),
        ]

    def test_a_time_without_an_offset_stays_text(self, write: Writer) -> None:
        assert read_csv(write("t\n2024-03-09T10:15:00\n")).columns[0].type == "text"

    def test_booleans_only_when_spelled_as_such(self, write: Writer) -> None:
        file = read_csv(write("a,b\ntrue,yes\nfalse,no\n"))
        assert columns_of(file) == {"a": [(bool, True), (bool, False)], "b": [(str, "yes"), (str, "no")]}

    def test_types_text_leaves_every_field_a_string(self, write: Writer) -> None:
        file = read_csv(write("a,b,c\n1,2024-01-01,\n"), types="text")
        assert rows(file) == [(("a", "1"), ("b", "2024-01-01"), ("c", None))]

    def test_the_last_row_can_change_the_type_of_the_first(self, write: Writer) -> None:
        file = read_csv(write("n\n" + "1\n" * 5000 + "x\n"))
        assert next(iter(file))["n"] == "1"

    @pytest.mark.parametrize(("text", "kind"), [("5", "integer"), ("2024-01-01", "date"), ("x", "text"), ("", "text")])
    def test_a_column_may_begin_with_thousands_of_empty_fields(self, write: Writer, text: str, kind: str) -> None:
        assert read_csv(write("a,b\n" + "1,\n" * 3000 + f"1,{text}\n")).columns[1].type == kind

    def test_the_tracker_of_sqlite_utils_would_not_decide_otherwise(self, write: Writer) -> None:
        from sqlite_utils.utils import TypeTracker

        columns = {"integer": ["1", "-7"], "float": ["1", ".5", "1e3"], "text": ["2024-01-01", "true"]}
        for expected, values in columns.items():
            tracker = TypeTracker()
            list(tracker.wrap({"a": value} for value in values))
            assert tracker.types == {"a": expected}
            ours = read_csv(write("a\n" + "\n".join(values))).columns[0].type
            assert ours == {"integer": "integer", "float": "decimal", "text": "text"}[expected]


class TestNothingAndTheEmptyString:
    def test_an_empty_field_is_null_and_a_quoted_one_the_empty_string(self, write: Writer) -> None:
        assert rows(read_csv(write('a,b,c\nx,,""\n'))) == [(("a", "x"), ("b", None), ("c", ""))]

    def test_in_a_column_of_numbers_both_are_null(self, write: Writer) -> None:
        assert columns_of(read_csv(write('n,m\n1,a\n"",b\n,c\n')))["n"] == [
            (int, 1),
            (type(None), None),
            (type(None), None),
        ]

    def test_psqls_null_text(self, write: Writer) -> None:
        file = read_csv(write('a,b,c,d\nx,\\N,"\\N",\n'), null="\\N")
        assert rows(file) == [(("a", "x"), ("b", None), ("c", "\\N"), ("d", ""))]

    def test_a_column_without_any_value_is_text(self, write: Writer) -> None:
        assert columns_of(read_csv(write("a,b\n1,\n2,\n")))["b"] == [(type(None), None), (type(None), None)]

    def test_blank_lines_are_no_records(self, write: Writer) -> None:
        assert len(rows(read_csv(write("a,b\n\n1,2\n\n\n3,4\n\n")))) == 2


class TestShapes:
    def test_quotes_delimiters_and_line_ends_inside_fields(self, write: Writer) -> None:
        file = read_csv(write('a,b\n"say ""hi"", then\nleave","x\r\ny\rz"\n'))
        assert rows(file) == [(("a", 'say "hi", then\nleave'), ("b", "x\r\ny\rz"))]

    def test_a_quote_in_the_middle_of_an_unquoted_field_is_a_character(self, write: Writer) -> None:
        assert rows(read_csv(write('a,b\n5" pipe,"6"" pipe"\n'))) == [(("a", '5" pipe'), ("b", '6" pipe'))]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends_of_every_system(self, write: Writer, end: str) -> None:
        assert rows(read_csv(write(end.join(["a,b", "1,2", "3,4"])))) == [(("a", 1), ("b", 2)), (("a", 3), ("b", 4))]

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self, write: Writer) -> None:
        assert read_csv(write(b"\xef\xbb\xbfa,b\n1,2\n")).columns[0].name == "a"

    def test_tabs_and_semicolons(self, write: Writer) -> None:
        assert rows(read_csv(write("a\tb\n1\tx;y\n"), delimiter="\t")) == [(("a", 1), ("b", "x;y"))]
        assert rows(read_csv(write("a;b\n1;x,y\n"), delimiter=";")) == [(("a", 1), ("b", "x,y"))]

    def test_other_encodings_by_name(self, write: Writer) -> None:
        assert rows(read_csv(write("a\nMünchen\n".encode("latin-1")), encoding="latin-1")) == [(("a", "München"),)]
        assert rows(read_csv(write("a\nMünchen\n".encode("utf-16")), encoding="utf-16")) == [(("a", "München"),)]

    def test_listed_columns_name_the_fields_by_position_and_the_header_is_skipped(self, write: Writer) -> None:
        path = write('"what\never",b\n1,2\n')
        assert rows(read_csv(path, columns=["x", "y"])) == [(("x", 1), ("y", 2))]
        assert rows(read_csv(write("1,2\n"), columns=["x", "y"], header=False)) == [(("x", 1), ("y", 2))]

    def test_a_header_alone_is_a_file_without_documents(self, write: Writer) -> None:
        file = read_csv(write("a,b\n"))
        assert rows(file) == []
        assert [column.name for column in file.columns] == ["a", "b"]

    def test_names_of_fields_may_be_anything(self, write: Writer) -> None:
        assert rows(read_csv(write('0,select,"a,b",é\n1,2,3,4\n'))) == [
            (("0", 1), ("select", 2), ("a,b", 3), ("é", 4)),
        ]

    def test_reading_twice_gives_the_same(self, write: Writer) -> None:
        file = read_csv(write("a\n1\n2\n"))
        assert rows(file) == rows(file)

    def test_progress_adds_up_to_the_file(self, write: Writer) -> None:
        told: list[int] = []
        path = write("a,b\n" + "1,hello\n" * 100_000)
        count = sum(1 for _ in read_csv(path, types="text", progress=told.append))
        assert count == 100_000
        assert sum(told) == path.stat().st_size
        assert len(told) > 2

    def test_a_field_longer_than_pythons_own_limit(self, write: Writer) -> None:
        long = "x" * 500_000
        assert rows(read_csv(write(f"a\n{long}\n"))) == [(("a", long),)]

    def test_the_orders_of_the_example(self) -> None:
        file = read_csv(REPOSITORY / "examples" / "orders" / "orders.csv")
        documents = list(file)
        assert len(documents) == 1000
        assert all(isinstance(document, Struct) for document in documents)
        assert dict(file.columns)["order_date_taken"] == "date"


class TestFlaws:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        error = failure(tmp_path / "absent.csv")
        assert error.code == "LS-FILE-001"
        assert "No such file" in error.message

    def test_a_directory(self, tmp_path: Path) -> None:
        assert failure(tmp_path).code == "LS-FILE-002"

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        import os

        os.mkfifo(tmp_path / "pipe")
        assert failure(tmp_path / "pipe").code == "LS-FILE-002"

    def test_a_path_with_nul(self) -> None:
        assert failure(Path("a\0b")).code == "LS-FILE-001"

    def test_bytes_that_are_not_utf8_are_named_with_offset_and_line(self, write: Writer) -> None:
        error = failure(write(b"a,b\n1,2\n3,caf\xe9\n"))
        assert error.code == "LS-FILE-003"
        assert "line 3" in error.message
        assert "byte 13" in error.message

    def test_bad_bytes_far_behind_the_first_buffer(self, write: Writer) -> None:
        good = "ä,b\n".encode() * 50_000
        error = failure(write(b"a,b\n" + good + b"\xff,1\n"))
        assert f"byte {len(good) + 4}" in error.message
        assert "line 50002" in error.message

    def test_a_quote_that_never_closes_is_found_where_it_opens(self, write: Writer) -> None:
        error = failure(write('a,b\n1,2\n3,"4\n5,6\n'))
        assert error.code == "LS-FILE-004"
        assert "line 3" in error.message

    def test_text_behind_a_closing_quote(self, write: Writer) -> None:
        error = failure(write('a,b\n"x"y,2\n'))
        assert error.code == "LS-FILE-004"
        assert "line 2, column 4" in error.message

    @pytest.mark.parametrize(("record", "count"), [("5", "1 field"), ("5,6,7", "3 fields")])
    def test_ragged_rows_are_named_by_their_line_in_the_file(self, write: Writer, record: str, count: str) -> None:
        error = failure(write(f'a,b\n1,"two\nlines"\n\n3,4\n{record}\n'))
        assert error.code == "LS-FILE-005"
        assert "line 6:" in error.message
        assert count in error.message

    def test_a_nul_character(self, write: Writer) -> None:
        error = failure(write(b"a,b\n1,2\n3,\0\n"))
        assert error.code == "LS-FILE-006"
        assert "line 3" in error.message

    def test_an_empty_file(self, write: Writer) -> None:
        assert failure(write("")).code == "LS-FILE-007"

    def test_headers_that_do_not_name_the_columns(self, write: Writer) -> None:
        assert "two columns are named 'a'" in failure(write("a,b,a\n1,2,3\n")).message
        assert "column 2 of the header has no name" in failure(write("a,,c\n1,2,3\n")).message
        assert failure(write("1,2\n"), header=False).code == "LS-FILE-007"
        assert "has 2 fields, but 3 columns are listed" in failure(write("a,b\n"), columns=["x", "y", "z"]).message
        assert "has 2 fields, but 1 column is listed" in failure(write("a,b\n"), columns=["x"]).message
        assert "3 fields, but 2 columns are expected" in failure(write("a,b\n1,2,3\n")).message
        assert "2 fields, but 1 column is expected" in failure(write("a\n1,2\n")).message

    @pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "\0"])
    def test_delimiters_that_cannot_work(self, write: Writer, delimiter: str) -> None:
        assert failure(write("a\n"), delimiter=delimiter).code == "LS-FILE-011"

    @pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex", "a\x1b"])
    def test_encodings_that_there_are_not(self, write: Writer, encoding: str) -> None:
        assert failure(write("a\n"), encoding=encoding).code == "LS-FILE-011"

    def test_names_of_files_are_shown_without_their_control_characters(self, tmp_path: Path) -> None:
        assert "\x1b" not in failure(tmp_path / "a\x1b[31m.csv").message

    def test_a_flaw_at_the_end_leaves_the_documents_before_it(self, write: Writer) -> None:
        documents = iter(read_csv(write("a,b\n1,2\n3\n"), types="text"))
        assert next(documents).items() == (("a", "1"), ("b", "2"))
        with pytest.raises(FileError):
            next(documents)
