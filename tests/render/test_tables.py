"""Tables: on a terminal they fit and say what they leave out; in a pipe they leave nothing out."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import Annotated, Struct, Symbol, Value
from ledgershell.render import spool
from ledgershell.render.cells import cell, kind_of
from ledgershell.render.drawing import BATCH, Column, Drawn, draw
from ledgershell.render.formats import format_named, render
from ledgershell.render.layout import fit, narrowest
from ledgershell.render.options import RenderOptions
from ledgershell.render.plain_table import table_of
from ledgershell.render.safe_text import display_width
from ledgershell.render.short_form import short_forms
from tests.render.samples import ALL_TYPES, COLOR, PIPE, TERMINAL, printed


def people(count: int, **more: Value) -> list[Struct]:
    return [Struct([("id", number), ("name", f"Person {number}"), *more.items()]) for number in range(count)]


class TestInAPipe:
    def test_full_width_however_wide(self) -> None:
        long = "x" * 5000
        lines = printed([Struct([("a", long), ("b", 1)])], "table").splitlines()
        assert lines[2] == f" {long} | 1"

    def test_numbers_to_the_right_text_to_the_left_and_no_spaces_at_the_end(self) -> None:
        rows = [Struct([("n", 1), ("s", "a")]), Struct([("n", 100), ("s", "abc")]), Struct([("n", None)])]
        assert printed(rows, "table") == (
            "    n | s\n" + "------+-----\n" + "    1 | a\n" + "  100 | abc\n" + " null | ·\n"
        )

    def test_wide_characters_take_two_columns(self) -> None:
        rows = [Struct([("a", "日本"), ("b", "x")]), Struct([("a", "abcd"), ("b", "y")])]
        header, _, first, second = printed(rows, "table").splitlines()
        assert first == " 日本 | x"
        assert second == " abcd | y"
        assert header == " a    | b"

    def test_a_column_that_comes_late_is_a_column_all_the_same(self) -> None:
        rows = [*people(3), Struct([("late", True)])]
        header = printed(rows, "table").splitlines()[0]
        assert [title.strip() for title in header.split("|")] == ["id", "name", "late"]

    def test_columns_known_beforehand_come_first(self) -> None:
        output = printed([Struct([("b", 1), ("a", 2)])], "csv", columns=["a", "b", "c"])
        assert output == "a,b,c\n2,1,\n"

    def test_a_result_without_rows_is_nothing_and_with_known_columns_a_header(self) -> None:
        for name in ("table", "csv", "markdown", "vertical", "ion", "ion-lines"):
            assert printed([], name) == ""
        assert printed([], "csv", columns=["a", "b"]) == "a,b\n"

    def test_empty_structs_are_shown(self) -> None:
        assert printed([Struct(), Struct()], "csv") == "(no fields)\n{}\n{}\n"
        assert printed([Struct(), Struct()], "table") == " (no fields)\n-------------\n {}\n {}\n"

    @pytest.mark.parametrize("name", ["table", "csv", "markdown"])
    def test_rows_beyond_memory_go_through_a_file_unchanged(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        rows = [Struct([("id", number), ("text", f"日\n{number}")]) for number in range(500)]
        expected = printed(rows, name)
        monkeypatch.setattr(spool.RowSpool.__init__, "__defaults__", (1000,))
        assert printed(rows, name) == expected

    def test_without_a_header(self) -> None:
        options = PIPE._replace(header=False)
        assert printed([Struct([("a", 1), ("b", "x")])], "table", options) == " 1 | x\n"
        assert printed([Struct([("a", 1), ("b", "x")])], "csv", options) == "1,x\n"


class TestOnATerminal:
    @given(
        st.lists(st.lists(st.text("ab日é", max_size=30), min_size=1, max_size=14), min_size=1, max_size=4),
        st.integers(20, 120),
    )
    def test_no_line_is_wider_than_the_terminal(self, cells: list[list[str]], width: int) -> None:
        rows = [Struct((f"column {place}", text) for place, text in enumerate(row)) for row in cells]
        lines = printed(rows, "table", TERMINAL._replace(width=width)).splitlines()
        drawn = [line for line in lines if line[0] in "│┌├└"]
        assert len(drawn) == len(cells) + 5
        assert {display_width(line) for line in drawn} == {display_width(drawn[0])}
        assert display_width(drawn[0]) <= width

    def test_middle_columns_are_left_out_and_counted(self) -> None:
        output = printed([Struct((f"c{n}", "x" * 20) for n in range(30))], "table", TERMINAL)
        assert "c0" in output
        assert "c29" in output
        assert "c15" not in output
        assert re.search(r"30 columns, \d+ of them shown", output)

    def test_middle_rows_are_left_out_and_counted(self) -> None:
        output = printed(people(5000), "table", TERMINAL._replace(max_rows=10))
        shown = [int(number) for number in re.findall(r"│ +(\d+) │", output)]
        assert shown == [0, 1, 2, 3, 4, 4995, 4996, 4997, 4998, 4999]
        assert "⋮" in output
        assert "5,000 rows, 10 of them shown" in output

    def test_nothing_is_said_when_nothing_is_left_out(self) -> None:
        output = printed(people(10), "table", TERMINAL._replace(max_rows=10))
        assert "shown" not in output
        assert "⋮" not in output
        everything = printed(people(50), "table", TERMINAL._replace(max_rows=0))
        assert len(re.findall(r"Person \d+", everything)) == 50

    def test_only_the_rows_to_be_shown_are_held(self) -> None:
        renderer = format_named("table").make(io.StringIO(), TERMINAL._replace(max_rows=10))
        renderer.begin()
        for row in people(1000):
            renderer.row(row)
        assert len(renderer._head) + len(renderer._tail) == 10  # type: ignore[attr-defined]

    def test_without_colour_there_is_no_escape_at_all_not_even_bold(self) -> None:
        assert "\x1b" not in printed(people(3, nothing=None), "table", TERMINAL)
        assert "\x1b[1m" in printed(people(3, nothing=None), "table", COLOR)

    def test_the_environment_of_the_process_does_not_matter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = printed(people(3), "table", TERMINAL)
        for name, value in {"FORCE_COLOR": "1", "COLUMNS": "30", "NO_COLOR": "", "TTY_COMPATIBLE": "1"}.items():
            monkeypatch.setenv(name, value)
        assert printed(people(3), "table", TERMINAL) == expected


class TestFrames:
    """psql's three borders, drawn with either set of lines."""

    ROWS = (Struct([("id", 7), ("name", "Ada")]), Struct([("id", 12), ("note", None)]))

    def test_border_0_1_and_2_in_ascii(self) -> None:
        assert self.drawn(border=0) == ["id name note", "-- ---- ----", " 7 Ada  ·", "12 ·    null"]
        assert self.drawn(border=1) == [
            " id | name | note",
            "----+------+------",
            "  7 | Ada  | ·",
            " 12 | ·    | null",
        ]
        assert self.drawn(border=2) == [
            "+----+------+------+",
            "| id | name | note |",
            "+----+------+------+",
            "|  7 | Ada  | ·    |",
            "| 12 | ·    | null |",
            "+----+------+------+",
        ]

    def test_unicode_lines_when_they_are_asked_for(self) -> None:
        assert self.drawn(border=1, line_style="unicode")[1] == "────┼──────┼──────"
        assert self.drawn(border=2, line_style="unicode")[0] == "┌────┬──────┬──────┐"

    def test_a_title_stands_in_the_middle(self) -> None:
        assert self.drawn(border=2, title="Owners")[0] == "       Owners"

    def test_on_a_terminal_the_same_frames(self) -> None:
        for border in (0, 1, 2):
            wide = TERMINAL._replace(types=False, border=border)
            plain = PIPE._replace(border=border, line_style="unicode")
            assert printed(self.ROWS, "table", wide) == printed(self.ROWS, "table", plain)

    def drawn(self, **wishes: Any) -> list[str]:
        return printed(self.ROWS, "table", PIPE._replace(**wishes)).splitlines()


class TestNestedValues:
    OWNERS = Struct([("Primary", Struct([("Id", "294jJ3YUoH1IEEm8GSabOs")])), ("Others", [Struct([("Id", "5Uf")])])])

    def test_a_cell_shows_as_much_as_there_is_room_for(self) -> None:
        forms = [self.cell(width) for width in (90, 60, 50, 40, 30, 20)]
        assert forms == [
            '{Primary: {Id: "294jJ3YUoH1IEEm8GSabOs"}, Others: [{Id: "5Uf"}]}',
            '{Primary: {Id: "294jJ3YUoH1IEEm8GSabOs"}, Others: [{…}]}',
            "{Primary: {…}, Others: […]}",
            "{Primary: {…}, Others: […]}",
            "{Primary: {…}, Others: […]}"[:25] + "…",
            "{Primary: {…}, …",
        ]

    def test_a_short_form_is_said_to_be_one(self) -> None:
        rows = [Struct([("o", self.OWNERS)])]
        assert r"some cells were cut to fit; \x shows all of them" in printed(
            rows, "table", TERMINAL._replace(width=40)
        )
        assert "cut" not in printed(rows, "table", TERMINAL)
        assert '"294jJ3YUoH1IEEm8GSabOs"' in printed(rows, "vertical", TERMINAL._replace(width=40))

    def test_a_cell_too_narrow_for_an_outline_counts(self) -> None:
        rows = [Struct([("o", self.OWNERS), *((f"c{n}", "x" * 9) for n in range(3))])]
        output = printed(rows, "table", TERMINAL._replace(width=53))
        assert "│ {2 fields} │" in output

    def test_long_values_are_cut_without_writing_them_whole(self) -> None:
        huge = Struct([(f"field {number}", list(range(1000))) for number in range(1000)])
        (form, *_, last) = short_forms(huge, 100)
        assert len(form) < 150
        assert last == "{1000 fields}"

    def cell(self, width: int) -> str:
        output = printed([Struct([("o", self.OWNERS)])], "table", TERMINAL._replace(width=width))
        return output.splitlines()[4].strip("│ ")


def test_the_kind_of_a_value_is_that_of_its_cell() -> None:
    values = [value for row in ALL_TYPES for value in (row.values() if isinstance(row, Struct) else [row])]
    assert [kind_of(value) for value in values] == [cell(value).kind for value in values]
    assert kind_of(Struct()) == "struct"


def test_types_stand_under_the_names_on_a_terminal_and_nowhere_else() -> None:
    rows = [
        Struct([("a", 1), ("b", None), ("c", Decimal("1.5")), ("d", [1]), ("e", Symbol("s"))]),
        Struct([("a", "x"), ("b", None), ("c", None), ("e", Annotated(("k",), 1))]),
    ]
    types = printed(rows, "table", TERMINAL).splitlines()[2]
    named = [part.strip() for part in types.strip("│").split("│")]
    assert named == ["int|stri…", "null", "decimal", "list", "symbol|a…"]
    assert "decimal" not in printed(rows, "table", TERMINAL._replace(types=False))
    assert "decimal" not in printed(rows, "table")


class TestLayout:
    def test_what_fits_is_left_alone(self) -> None:
        assert [slot.width for slot in fit([5, 10, 3], 40)] == [5, 10, 3]

    def test_wide_columns_give_way_first(self) -> None:
        assert [slot.width for slot in fit([5, 100, 100], 60)] == [5, 23, 22]

    @given(st.lists(st.integers(1, 300), min_size=1, max_size=40), st.integers(30, 200))
    def test_the_line_is_never_wider_than_it_may_be(self, widths: list[int], total: int) -> None:
        slots = fit(widths, total)
        assert 1 + sum(slot.width + 3 for slot in slots) <= total
        assert slots[0].column == 0
        assert slots[-1].column == len(widths) - 1
        kept = [slot.column for slot in slots if slot.column is not None]
        assert kept == sorted(kept)
        assert sum(slot.column is None for slot in slots) == (len(kept) < len(widths))

    @given(st.lists(st.integers(1, 300), min_size=2, max_size=40), st.integers(30, 200))
    def test_columns_go_only_when_narrowing_does_not_help(self, widths: list[int], total: int) -> None:
        needed = 1 + sum(min(width, narrowest(total)) + 3 for width in widths)
        slots = fit(widths, total)
        assert any(slot.column is None for slot in slots) == (needed > total)


class TestAutomatic:
    def test_a_pipe_always_gets_ion_lines(self) -> None:
        for rows in (people(2), [1, 2], [Struct([("a", [1])])]):
            assert printed(rows, "auto") == printed(rows, "ion-lines")

    def test_flat_rows_make_a_table_and_nested_ones_ion(self) -> None:
        assert printed(people(2), "auto", TERMINAL) == printed(people(2), "table", TERMINAL)
        nested = [Struct([("a", [1])])]
        assert printed(nested, "auto", TERMINAL) == printed(nested, "ion", TERMINAL)
        assert printed([5], "auto", TERMINAL) == "5\n"

    def test_a_nested_row_far_down_does_not_change_the_choice(self) -> None:
        rows = [*people(200), Struct([("id", [1])])]
        assert printed(rows, "auto", TERMINAL) == printed(rows, "table", TERMINAL)

    def test_nothing_for_no_rows(self) -> None:
        assert printed([], "auto", TERMINAL) == ""


class TestExpandedAutomatically:
    WIDE = (Struct((f"c{number}", "x" * 12) for number in range(10)),)

    def test_what_fits_is_a_table_and_what_does_not_is_one_field_a_line(self) -> None:
        options = TERMINAL._replace(expanded="auto")
        for name in ("table", "auto"):
            assert printed(people(60), name, options) == printed(people(60), "table", TERMINAL)
            assert printed(self.WIDE * 60, name, options) == printed(self.WIDE * 60, "vertical", TERMINAL)
            assert printed(self.WIDE, name, options) == printed(self.WIDE, "vertical", TERMINAL)
            assert printed([], name, options) == ""

    def test_a_pipe_has_room_for_everything(self) -> None:
        assert printed(self.WIDE, "table", PIPE._replace(expanded="auto")) == printed(self.WIDE, "table")


class TestBreakingOff:
    """An error in the middle of a result leaves no file behind and no lie about completeness."""

    @pytest.mark.parametrize("name", ["table", "csv", "markdown"])
    def test_what_waits_for_the_last_row_prints_nothing(self, name: str) -> None:
        assert self.output_of_a_failure(name, PIPE) == ""

    def test_a_json_array_stays_open(self) -> None:
        assert not self.output_of_a_failure("json", PIPE).rstrip().endswith("]")

    def test_lines_are_whole(self) -> None:
        assert self.output_of_a_failure("ion-lines", PIPE) == '{id: 0, name: "Person 0"}\n{id: 1, name: "Person 1"}\n'

    def output_of_a_failure(self, name: str, options: RenderOptions) -> str:
        def rows() -> Iterator[Value]:
            yield from people(2)
            raise EvaluationError("LS-EVAL-001", "stop")

        stream = io.StringIO()
        with pytest.raises(EvaluationError):
            render(rows(), format_named(name).make(stream, options))
        return stream.getvalue()


def test_rows_are_written_as_they_come_where_the_format_says_so() -> None:
    for name in ("ion-lines", "jsonl", "vertical", "ion", "json"):
        stream = io.StringIO()
        entry = format_named(name)
        assert entry.streams
        renderer = entry.make(stream, PIPE)
        renderer.begin()
        for row, count in zip(people(3), itertools.count(1)):
            renderer.row(row)
            assert stream.getvalue().count("Person") == count


def test_short_listings() -> None:
    assert table_of(["name", "documents"], [("Vehicle", 5), ("Owner", 12), ("x\x1b", None)]) == (
        " name    | documents\n---------+-----------\n Vehicle |         5\n Owner   |        12\n x\\x1b   |\n"
    )


@pytest.mark.parametrize("border", [0, 1, 2])
@pytest.mark.parametrize("rows", [0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH])
def test_batches_make_one_table(border: int, rows: int) -> None:
    """However many batches it takes: one upper edge, one line of titles, one lower edge, each row once."""
    page = io.StringIO()
    options = RenderOptions(terminal=True, width=60, unicode=True, border=border)
    columns = [Column(5, (Drawn("header", "n"),), True), Column(6, (Drawn("header", "s"),), False)]
    draw(page, options, columns, ([Drawn("int", str(n)), Drawn("string", f"x{n}")] for n in range(rows)))
    lines = page.getvalue().splitlines()
    edges = 2 if border == 2 else 0
    assert len(lines) == rows + 2 + edges
    assert sum("─" in line for line in lines) == 1 + edges
    shown = [line.replace("│", " ").split() for line in lines if "─" not in line]
    assert shown == [["n", "s"], *([str(n), f"x{n}"] for n in range(rows))]
    assert not any(line.endswith(" ") for line in lines)
