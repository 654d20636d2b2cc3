"""What the prompt and the line below it say, and how brackets and quotes are marked: all from plain values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI, fragment_list_to_text, to_formatted_text

from ledgershell.ledger.protocols import TransactionState
from ledgershell.partiql.splitter import open_at_line_starts, split
from ledgershell.render.safe_text import display_width, is_safe
from ledgershell.shell.highlighting import StatementLexer
from ledgershell.shell.marking import marked
from ledgershell.shell.pieces import Pieces
from ledgershell.shell.prompts import Continuations, Facts, prompt_text, without_colour
from ledgershell.shell.toolbar import Piece, age, how_to_run, toolbar, transaction_piece

OPEN = TransactionState("8F0TPCmdNQ6JTRpiLj2TmW", 1_000, 41, 2, 3)
QUIET = Piece("", "no transaction")
HOSTILE = st.text(alphabet="a%[]:m\x1b\x07\x9b\x9d\x00\n%/RxTBDlw#\u202e", max_size=30)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("%/%R%x%# ", "bank=*> "),
        ("%~ [%T] ", "bank [8F0T] "),
        ("%B/%D ", "41/0badcafe "),
        ("%l%%", "1%"),
        ("%:who:> ", "Ann> "),
        ("%:nobody:> ", "> "),
        ("%076", ">"),
        ("%n%m%`rm -rf /`>", ">"),
        ("%", ""),
        ("a%w>", "a>"),
    ],
)
def test_the_escapes_of_prompt1(template: str, shown: str) -> None:
    facts = Facts("bank", "*", "8F0T", 41, "0badcafe12345678")
    assert prompt_text(template, facts, {"who": "Ann"}.get) == shown


def test_a_prompt_may_have_colours() -> None:
    shown = prompt_text("%[%033[1;32m%]%/%[%033[0m%]> ", Facts("bank"))
    assert without_colour(shown) == "bank> "
    assert to_formatted_text(ANSI(shown))[0][0].strip() == "ansigreen bold"


@pytest.mark.parametrize("inside", ["\x1b]0;title\x07", "\x1b[2J", "hello", "%033[31mred"])
def test_nothing_else_passes_as_colour(inside: str) -> None:
    assert prompt_text(f"a%[{inside}%]>", Facts("bank")) == "a>"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_name_or_variable_reaches_the_terminal_raw(template: str, ledger: str, value: str) -> None:
    variables = {"x": value}
    first = prompt_text(template, Facts(ledger), variables.get)
    further = Continuations().prompt("a\nb", 1, template, Facts(ledger), 5, variables.get)
    for shown in (first, further):
        assert is_safe(fragment_list_to_text(to_formatted_text(ANSI(shown))))
        for sequence in shown.split("\x1b")[1:]:
            assert set(sequence[1 : sequence.index("m")]) <= set("0123456789;:")
            assert sequence[0] == "["


def test_single_line_mode_shows_as_in_psql() -> None:
    assert prompt_text("%R", Facts("bank", single_line=True)) == "^"


@pytest.mark.parametrize(
    ("milliseconds", "shown"), [(-5, "0 s"), (7_999, "7 s"), (185_000, "3 min 5 s"), (7_800_000, "2 h 10 min")]
)
def test_ages(milliseconds: int, shown: str) -> None:
    assert age(milliseconds) == shown


def test_a_transaction_s_age_and_what_it_has_changed() -> None:
    assert transaction_piece(None, "", 0) == QUIET
    piece = transaction_piece(OPEN, "*", 13_000)
    assert piece == ("class:toolbar.state", "transaction 8F0TPCmdNQ6JTRpiLj2TmW, 12 s, 2 documents changed")
    assert transaction_piece(OPEN, "!", 13_000).text.endswith("a statement failed")
    assert " s," not in transaction_piece(OPEN, "*", None).text, "the demo mode shows no time"


def test_qldb_s_thirty_seconds_run_down() -> None:
    limited = OPEN._replace(deadline=31_000)
    assert transaction_piece(limited, "*", 5_000).text.endswith("expires in 26 s")
    assert transaction_piece(limited, "*", 25_000) == (
        "class:toolbar.warning",
        "transaction 8F0TPCmdNQ6JTRpiLj2TmW, 24 s, 2 documents changed, expires in 6 s",
    )
    assert transaction_piece(limited, "*", 31_000).text.endswith("expired: abort it")


@pytest.mark.parametrize(
    ("reason", "complete", "said"),
    [
        ("-", False, "; or Enter on an empty line runs"),
        ("=", True, "Enter runs"),
        ("(", False, "( is open"),
        ("'", False, "a string is open"),
        ("`", False, "Ion is open"),
        ("*", False, "a comment is open"),
    ],
)
def test_how_to_run(reason: str, complete: bool, said: str) -> None:
    assert how_to_run(reason, complete=complete, single_line=False) == said


@given(st.integers(1, 130), st.text(alphabet="ab日é", min_size=1, max_size=20))
def test_the_toolbar_is_never_wider_than_the_terminal(width: int, ledger: str) -> None:
    pieces = toolbar(Facts(ledger, tip=41), transaction_piece(OPEN, "*", 2_000), "Enter runs", "F4 emacs", width)
    assert display_width("".join(piece.text for piece in pieces)) <= width


def test_the_toolbar_tells_ledger_tip_transaction_and_how_to_run() -> None:
    facts = Facts("bank", tip=41, digest="0badcafe12345678")
    shown = "".join(piece.text for piece in toolbar(facts, QUIET, "Enter runs", "F4 emacs", 90))
    assert shown.split() == ["bank", "block", "41", "0badcafe", "no", "transaction", "Enter", "runs", "F4", "emacs"]
    assert len(shown) == 90


def marks(text: str, kind: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in marked(text).marks if mark.kind == kind]


@pytest.mark.parametrize(
    ("text", "opened", "unmatched"),
    [
        ("SELECT (1 + [2, {'a': '(['}])", [], []),
        ("SELECT (1 + [2", ["(", "["], []),
        ("SELECT 1)", [], [")"]),
        ("SELECT (1]", ["("], ["]"]),
        ("INSERT INTO t << {'a': 1}", ["<<"], []),
        ("SELECT 'a (", ["'"], []),
        ('SELECT "a', ['"'], []),
        ("SELECT `a", ["`"], []),
        ("SELECT /* (", ["/*"], []),
        ("SELECT CAST(a AS LIST<LIST<INT>>)", [], []),
        ("SELECT >>", [], [">>"]),
        ("\\echo (\nSELECT 1", [], []),
        ("SELECT ')' -- )\n", [], []),
    ],
)
def test_brackets_and_quotes_that_lack_their_other(text: str, opened: list[str], unmatched: list[str]) -> None:
    assert (marks(text, "open"), marks(text, "unmatched")) == (opened, unmatched)


def test_the_bracket_at_the_cursor_and_its_other() -> None:
    text = "(<<1>>)"
    found = marked(text)
    at = {
        cursor: pair and tuple(pair.opener) + tuple(pair.closer)
        for cursor in range(8)
        if (pair := found.pair_at(cursor))
    }
    inner, outer = (1, 3, 4, 6), (0, 1, 6, 7)
    assert at == {0: outer, 1: inner, 2: inner, 3: inner, 4: inner, 5: inner, 6: outer, 7: outer}


@given(st.text(alphabet="ab;\\'\"`-/*\n(){}<>#. ", max_size=40))
def test_marks_stand_in_order(text: str) -> None:
    behind = 0
    for mark in marked(text).marks:
        assert behind <= mark.start <= mark.end <= len(text)
        behind = mark.end


SCRIPTS = st.text(alphabet="ab;;\\'\"`-/*\n\n(){}<>[]. ", max_size=60)


@given(st.lists(SCRIPTS, min_size=1, max_size=4), st.data())
def test_what_is_remembered_while_typing_is_as_if_looked_at_anew(texts: list[str], data: st.DataObject) -> None:
    """One text after another, each also cut off somewhere: as keys change it."""
    pieces, continuations, lexer = Pieces(), Continuations(), StatementLexer()
    for text in texts:
        for typed in (text, text[: data.draw(st.integers(0, len(text)))], text):
            spans = [*pieces.spans(typed)]
            assert spans == [*Pieces().spans(typed)]
            assert "".join(typed[start:end] for start, end in spans) == typed
            if "\\" not in typed:  # which the plain function takes for the language's
                lines_but_the_first = range(1, typed.count("\n") + 1)
                shown = [continuations.prompt(typed, line, "%R", Facts("a"), 0) for line in lines_but_the_first]
                assert shown == open_at_line_starts(typed)[1:]
            line = lexer.lex_document(Document(typed))
            lines = ["".join(fragment[1] for fragment in line(at)) for at in range(typed.count("\n") + 1)]
            assert "\n".join(lines) == typed


@given(SCRIPTS)
def test_between_ends_stands_one_statement(text: str) -> None:
    """The splitter finds at most one piece between two ends, besides what a meta-command has in front of it."""
    for start, end in Pieces().spans(text):
        kinds = [piece.kind for piece in split(text[start:end])]
        assert kinds in ([], ["statement"], ["command"], ["statement", "command"])
