"""Nothing in a document, name or message can do more on a screen than be read."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import LedgershellError, ParseError, Span
from ledgershell.ion.values import Annotated, Clob, Struct, Symbol, Value
from ledgershell.render.diagnostic import Origin, diagnostic_json, diagnostic_text
from ledgershell.render.options import RenderOptions
from ledgershell.render.plain_table import table_of
from ledgershell.render.safe_text import visible, visible_lines
from tests.render.samples import COLOR, MARKUP, PIPE, TERMINAL, TEXT_FORMATS, printed

CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))]
REORDERING = [*"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
INVISIBLE = [*"\u200b\u2060\ufeff\u00ad\u2028\u2029\U000e0041\ufff9\ud800\udfff"]
DANGEROUS = [*CONTROLS, *REORDERING, *INVISIBLE]
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f" + "".join(REORDERING) + "".join(INVISIBLE) + "]")
"""What must not come from data; line feeds and tabs are layout and are counted apart."""
OUR_COLORS = re.compile(r"\x1b\[[0-9;]*m")
SEQUENCES = [
    opening + body + ending
    for opening in ("\x1b]8;;", "\x1b]52;c;", "\x9d0;", "\x1b]0;", "\x1b[", "\x9b", "\x1bP", "\x1b_", "\x1b^", "\x90")
    for body in ("http://x", "aGk=", "31m", "2J", "?1049h", "999;1H", "6n", "x" * 40, "\x1b[5i", "")
    for ending in ("\x07", "\x1b\\", "\x9c", "", "m", "\x18", "\x1a", "\n", "\r", "\x1b]8;;\x1b\\")
]
"""A thousand things to tell a terminal."""
SCREEN_FORMATS = [name for name in TEXT_FORMATS if name not in ("csv", "tsv")]
"""csv and tsv are faithful in a pipe, and safe on a terminal: see below."""

hostile_text = st.text(
    st.sampled_from(DANGEROUS) | st.characters(max_codepoint=0x2FF) | st.sampled_from("[]{}()<>'\"`\\|,:;"), max_size=15
)
hostile_value: st.SearchStrategy[Value] = st.recursive(
    hostile_text | hostile_text.map(Symbol) | st.binary(max_size=5).map(Clob) | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.tuples(hostile_text, inner), max_size=3).map(Struct)
        | st.tuples(hostile_text, inner)
        .filter(lambda pair: type(pair[1]) is not Annotated)
        .map(lambda pair: Annotated((pair[0],), pair[1]))
    ),
    max_leaves=6,
)


def laid_out(output: str, options: RenderOptions) -> str:
    """The output without what the program itself put in to lay it out."""
    return OUR_COLORS.sub("", output) if options.color else output


@pytest.mark.parametrize("name", SCREEN_FORMATS)
@pytest.mark.parametrize("options", [PIPE, TERMINAL, COLOR], ids=["pipe", "terminal", "color"])
def test_no_control_character_and_no_terminal_sequence_is_printed(name: str, options: RenderOptions) -> None:
    texts = [*DANGEROUS, *SEQUENCES]
    rows = [Struct([("a", text), (f"n{text}", Symbol(text))]) for text in texts[:40]]
    rows += [Struct([("a", text), ("b", [text, Struct([(text, 1)])])]) for text in texts]
    assert FORBIDDEN.search(laid_out(printed(rows, name, options), options)) is None


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_delimited_values_on_a_terminal_are_safe_too(name: str) -> None:
    rows = [Struct([(f"n{text}", text) for text in [*DANGEROUS, *SEQUENCES]])]
    output = printed(rows, name, TERMINAL)
    assert FORBIDDEN.search(output) is None
    assert output.count("\n") == 2


@settings(max_examples=100, deadline=None)
@given(st.lists(hostile_value, max_size=4), st.sampled_from(SCREEN_FORMATS), st.sampled_from([PIPE, TERMINAL, COLOR]))
def test_whatever_the_document_what_is_printed_is_safe(rows: list[Value], name: str, options: RenderOptions) -> None:
    assert FORBIDDEN.search(laid_out(printed(rows, name, options), options)) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(hostile_value, min_size=1, max_size=4))
def test_a_value_cannot_forge_a_line(rows: list[Value]) -> None:
    assert printed(rows, "ion-lines").count("\n") == len(rows)
    assert printed(rows, "jsonl").count("\n") == len(rows)
    structs = [Struct([("a", row)]) for row in rows]
    assert printed(structs, "table").count("\n") == len(rows) + 2
    assert printed(structs, "markdown").count("\n") == len(rows) + 2


@settings(max_examples=100, deadline=None)
@given(hostile_text, hostile_text, hostile_text, st.integers(0, 15), st.integers(0, 15))
def test_diagnostics_are_safe(message: str, source: str, name: str, start: int, length: int) -> None:
    error: LedgershellError = ParseError(
        "LS-ION-001", message, span=Span(start, start + length), text=source, hint=message
    )
    for color in (False, True):
        output = diagnostic_text(error, origin=Origin(name, 3, 7), color=color)
        assert FORBIDDEN.search(OUR_COLORS.sub("", output) if color else output) is None
    line = diagnostic_json(error, origin=Origin(name))
    assert FORBIDDEN.search(line) is None
    assert line.count("\n") == 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(hostile_text, hostile_text), max_size=3))
def test_listings_are_safe(rows: list[tuple[str, str]]) -> None:
    output = table_of(["name", "\x1b[31m"], rows)
    assert FORBIDDEN.search(output) is None
    assert output.count("\n") == len(rows) + 2


def test_every_markup_sample_is_printed_literally() -> None:
    assert len(MARKUP) >= 100
    wide = TERMINAL._replace(width=200, max_rows=0, types=False)
    output = printed([Struct([("a", text)]) for text in MARKUP], "table", wide)
    cells = [line.split("│")[1].strip() for line in output.splitlines() if line.startswith("│")]
    assert cells[0] == "a"
    assert [cell.strip("'").replace("\\\\", "\\") for cell in cells[1:]] == list(MARKUP)


def test_markup_in_column_names_is_literal_too() -> None:
    output = printed([Struct([("[bold]x[/]", 1), (":smile:", 2)])], "table", COLOR)
    assert "[bold]x[/]" in output
    assert ":smile:" in output


@pytest.mark.parametrize("character", DANGEROUS)
def test_each_dangerous_character_becomes_its_own_escape(character: str) -> None:
    shown = visible(f"a{character}b")
    assert shown.isascii()
    assert shown.isprintable()
    assert shown.startswith("a\\")
    others = {visible(other) for other in DANGEROUS if other != character}
    assert visible(character) not in others


def test_text_in_every_script_passes_as_it_is() -> None:
    text = "Grüße, Ελληνικά, русский, עברית, العربية, 日本語, 한국어, हिन्दी, ไทย, 🙂"
    assert visible(text) == text


def test_lines_of_our_own_stay_lines() -> None:
    assert visible_lines("a\x1bb\nc\td") == "a\\x1bb\nc\\td"


def test_an_unencodable_character_never_stops_csv() -> None:
    output = printed([Struct([("a", "x\ud800y")])], "csv")
    stream = io.BytesIO(output.encode())
    assert stream.getvalue() == b"a\nx\\ud800y\n"
