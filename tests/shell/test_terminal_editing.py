"""Typing at a real terminal.  One program serves all flows that leave it as they have found it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.terminal import Terminal

UP, DOWN, RIGHT, ESCAPE, TAB = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b", "\t"
CTRL_A, CTRL_C, CTRL_D, CTRL_R, CTRL_U = "\x01", "\x03", "\x04", "\x12", "\x15"
F4 = "\x1bOS"
HOSTILE_FIELD = '`{"\\x1b[31mred": 1, "\\u202e": 2, "\\x07bell": 3, good: 4}`'
EDITOR = """
import pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_text(path.read_text().replace("before", "after"))
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "editor.py").write_text(EDITOR)
    opened = Terminal(folder, ":memory:", EDITOR=f"{sys.executable} {folder / 'editor.py'}")
    opened.wait_for_prompt("memory=>")
    opened.enter("CREATE TABLE Registration;")
    opened.wait_for("CREATE TABLE (block 1)")
    opened.enter("INSERT INTO Registration {'VIN': 'x', 'Owners': {'PrimaryOwner': {'PersonId': 1}}};")
    opened.wait_for("INSERT 1 (block 2)")
    opened.enter("CREATE TABLE Nasty; INSERT INTO Nasty " + HOSTILE_FIELD + ";")
    opened.wait_for("INSERT 1 (block 4)")
    yield opened
    opened.child.close(force=True)


@pytest.fixture
def terminal(shared: Terminal) -> Terminal:
    shared.clear()
    return shared


def toolbar(terminal: Terminal) -> str:
    return terminal.lines()[-1].strip()


def test_the_toolbar_tells_where_we_are_and_how_to_run(terminal: Terminal) -> None:
    terminal.wait(lambda _: toolbar(terminal).startswith("memory  block 4 "))
    terminal.wait(lambda _: len(toolbar(terminal).split()[3]) == 8, patience=30)  # the digest, once it is known
    assert "no transaction" in toolbar(terminal)
    assert "F4 emacs" in toolbar(terminal)
    for typed, said in [
        ("SELECT 1", "; or Enter on an empty line runs"),
        (" + (", "( is open"),
        ("2) || '", "a string is open"),
        ("a'", "; or Enter on an empty line runs"),
        (";", "Enter runs"),
    ]:
        terminal.type(typed)
        terminal.wait(lambda _, said=said: said in toolbar(terminal))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("typed", "prompt"),
    [
        ("SELECT (1", "(#"),
        ("SELECT [1", "[#"),
        ("SELECT {'a': 1", "{#"),
        ("INSERT INTO t <<", "<#"),
        ("SELECT 'a (", "'#"),
        ('SELECT "a (', '"#'),
        ("SELECT `a (", "`#"),
        ("SELECT /* a (", "*#"),
        ("SELECT 1", "-#"),
    ],
)
def test_the_continuation_prompt_says_why(terminal: Terminal, typed: str, prompt: str) -> None:
    terminal.enter(typed)
    terminal.wait_for_prompt(prompt)


def test_brackets_that_lack_their_other_and_the_pair_at_the_cursor(terminal: Terminal) -> None:
    terminal.type("SELECT (1 + [2] }")
    terminal.wait_for("[2] }")
    terminal.wait(lambda _: terminal.cell("}").fg == "red")
    assert terminal.cell("(1").fg == "brown"
    assert not terminal.cell("[2").underscore
    terminal.type("\x1b[D\x1b[D")
    terminal.wait(lambda _: terminal.cell("[2").underscore and terminal.cell("] }").underscore)


def test_the_menu_opens_while_typing_and_enter_runs_all_the_same(terminal: Terminal) -> None:
    terminal.type("SELECT r.Owners.Pr")
    terminal.wait_for("PrimaryOwner")
    terminal.type(f"{TAB}.{TAB}")
    terminal.wait_for("r.Owners.PrimaryOwner.PersonId")
    terminal.type(" AS p FROM Regi")
    terminal.wait_for("_ql_committed_Registration")
    terminal.type(f"{DOWN}\r")
    terminal.wait_for("FROM Registration")
    terminal.enter(" AS r;")
    screen = terminal.wait_for("1 document in bag")
    assert "│ 1 │" in screen.replace("   ", " ").replace("  ", " ")


def test_the_menu_shows_nothing_that_a_terminal_would_obey(terminal: Terminal) -> None:
    terminal.type("SELECT * FROM Nasty AS n WHERE n.")
    terminal.wait_for("good")
    assert "red" not in terminal.text()
    assert "\x1b[31mred" not in terminal.raw
    assert "\x07" not in terminal.raw
    assert "\u202e" not in terminal.raw


def test_meta_commands_are_completed_too(terminal: Terminal) -> None:
    terminal.type("\\timi")
    terminal.wait_for("timing")
    terminal.type(f"{TAB} o{TAB}")
    terminal.wait(lambda _: terminal.line() == "memory=> \\timing on")


def test_vi_keys(terminal: Terminal) -> None:
    terminal.type(F4)
    terminal.wait_for("vi: insert")
    terminal.type("SELEC VALUE 'vi' FROM <<0>>;")
    terminal.wait_for("<<0>>;")
    terminal.type(ESCAPE)
    terminal.wait_for("vi: normal")
    terminal.type("0eaT")
    terminal.wait_for("vi: insert")
    terminal.type(ESCAPE)
    terminal.wait_for("vi: normal")
    terminal.type("\r")
    terminal.wait_for('"vi"')
    terminal.enter("\\set EDIT_MODE emacs")
    terminal.wait(lambda _: "F4 emacs" in toolbar(terminal))


def test_reverse_search_shows_the_whole_statement(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE")
    terminal.wait_for_prompt("-#")
    terminal.enter("'needle' FROM <<0>>;")
    terminal.wait_for('"needle"')
    terminal.enter("SELECT VALUE 'hay' FROM <<0>>;")
    terminal.wait_for('"hay"')
    terminal.clear()
    terminal.type(f"{CTRL_R}needle")
    terminal.wait(lambda screen: "memory=> SELECT VALUE\n" in screen and "'needle' FROM <<0>>;" in screen)
    terminal.type("\r")
    terminal.wait(lambda screen: "search" not in screen)
    terminal.type("\r")
    terminal.wait_for('"needle"')


def test_a_statement_of_many_lines_comes_back_as_it_was(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE 'one")
    terminal.wait_for_prompt("'#")
    terminal.enter("two'")
    terminal.wait_for_prompt("-#")
    terminal.enter("FROM <<0>>;")
    terminal.wait_for('"one\\ntwo"')
    terminal.clear()
    terminal.type(UP)
    terminal.wait(lambda screen: "SELECT VALUE 'one\n" in screen and "two'\n" in screen)
    terminal.type("\r")
    terminal.wait_for('"one\\ntwo"')


def test_what_was_typed_before_is_suggested_in_grey(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE 'suggested' FROM <<0>>;")
    terminal.wait_for('"suggested"')
    terminal.clear()
    terminal.type("SELECT VALUE 'sug")
    terminal.wait_for("gested' FROM <<0>>;")
    assert terminal.cell("gested").fg in ("brightblack", "black")
    terminal.type(f"{RIGHT}\r")
    terminal.wait_for('"suggested"')


def test_an_editor_for_the_statement(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE 'before' FROM <<0>>;")
    terminal.wait_for('"before"')
    terminal.enter("\\e")
    terminal.wait(lambda _: "'after' FROM" in terminal.line())
    terminal.type("\r")
    terminal.wait_for('"after"')


def test_a_window_that_changes_its_size(terminal: Terminal) -> None:
    terminal.type("SELECT 'a text that is rather long', 'and another one'")
    terminal.wait_for("another one'")
    terminal.resize(40, 20)
    terminal.wait_for("memory=> SELECT 'a text that is rather l\n")
    terminal.wait(lambda _: toolbar(terminal) in ("memory  no transaction", "no transaction"))
    terminal.resize(90, 30)
    terminal.wait_for("memory=> SELECT 'a text that is rather long', 'and another one'\n")
    terminal.wait(lambda _: "F4 emacs" in toolbar(terminal))


def test_a_script_that_is_pasted_goes_on_behind_a_mistake(terminal: Terminal) -> None:
    script = "".join(f"SELECT VALUE {number}\nFROM <<0>>;\n" for number in range(1, 249))
    terminal.paste(f"{script}SELECT ‘curly’;\nSELECT VALUE 'end' FROM <<0>>;")
    terminal.wait_for("'end' FROM")
    terminal.enter("")
    screen = terminal.wait_for('"end"')
    assert "248" in screen
    assert "hint: type a straight single quote" in screen


def test_ctrl_c_in_a_pasted_script_drops_the_rest(terminal: Terminal) -> None:
    many = "<<0,1,2,3,4,5,6,7,8,9>>"
    endless = f"SELECT COUNT(*) FROM {', '.join(f'{many} AS {letter}' for letter in 'abcdefgh')};"
    terminal.paste(f"{endless}\nSELECT VALUE 'never' FROM <<0>>;")
    terminal.wait_for("'never' FROM")
    terminal.enter("")
    screen = terminal.interrupt_until(lambda screen: "LS-EVAL-001" in screen and terminal.line() == "memory=>")
    assert "What was typed behind it has not been run." in screen
    assert '"never"' not in screen


def test_ctrl_d_leaves_only_an_empty_line(terminal: Terminal) -> None:
    terminal.type(f"SELECT VALUE 'xstay' FROM <<0>>;{CTRL_A}" + RIGHT * 14 + CTRL_D + "\r")
    terminal.wait_for('"stay"')


def test_a_prompt_of_one_s_own_without_a_toolbar(terminal: Terminal) -> None:
    terminal.enter("\\set PROMPT1 '%/ block %B=> '")
    terminal.wait_for_prompt("memory block 4=>")
    terminal.enter("\\set TOOLBAR off")
    terminal.wait(lambda screen: "F4 emacs" not in screen)
    terminal.enter("\\unset PROMPT1")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("\\set TOOLBAR on")
    terminal.wait(lambda _: "F4 emacs" in toolbar(terminal))


def test_a_transaction_shows_with_its_id_and_age(terminal: Terminal) -> None:
    terminal.enter("begin")
    screen = terminal.wait_for("BEGIN (transaction ")
    identifier = screen.partition("BEGIN (transaction ")[2].partition(")")[0]
    terminal.wait(lambda _: f"transaction {identifier}, " in toolbar(terminal))
    assert " s, 0 documents changed" in toolbar(terminal)
    terminal.enter("INSERT INTO Registration {'a': 1};")
    terminal.wait(lambda screen: f"in transaction {identifier}" in screen.replace("\n", ""))
    terminal.wait(lambda _: "1 document changed" in toolbar(terminal))
    terminal.enter("SELECT nonsense FROM nowhere;")
    terminal.wait(lambda _: "a statement failed" in toolbar(terminal))
    terminal.enter("abort")
    terminal.wait(lambda _: "no transaction" in toolbar(terminal))


def test_lines_that_run_without_a_semicolon(terminal: Terminal) -> None:
    terminal.enter("\\set SINGLELINE on")
    terminal.wait(lambda _: terminal.line() == "memory^>")
    terminal.enter("SELECT VALUE 'single' FROM <<0>>")
    terminal.wait_for('"single"')
    terminal.enter("\\set SINGLELINE off")
    terminal.wait_for_prompt("memory=>")


def test_qldb_s_thirty_seconds_run_down_on_the_screen(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--qldb-limits", ":memory:")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("begin")
    terminal.wait_for("It ends by itself 30 seconds after its begin")
    terminal.wait(lambda screen: "expires in 2" in screen)
    terminal.child.close(force=True)


def test_a_ledger_s_name_that_a_terminal_would_obey(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "./e\x1b[31mvil\x07.ledger")
    terminal.wait(lambda screen: "=>" in terminal.line() or "error" in screen)
    terminal.child.close(force=True)
    assert "\x1b[31mvil" not in terminal.raw
    assert "\x07" not in terminal.raw


def test_a_dumb_terminal_takes_statements_of_several_lines(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, ":memory:", TERM="dumb")
    terminal.wait_for("memory=>")
    terminal.enter("SELECT VALUE")
    terminal.enter("'dumb' FROM <<0>>;")
    terminal.wait_for('"dumb"')
    terminal.type(CTRL_D)
    assert terminal.end() == 0
    assert "\x1b[" not in terminal.raw


def test_somebody_who_reads_no_further(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, ":memory:", pipe="head -n 1")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("SELECT VALUE 'first' FROM <<0>>;")
    terminal.wait_for('"first"')
    for _ in range(3):
        terminal.enter("SELECT VALUE 'second' FROM <<0, 1>>;")
    terminal.end()
    assert "Traceback" not in terminal.raw
    assert terminal.raw.rindex("\x1b[?2004l") > terminal.raw.rindex("\x1b[?2004h")


def test_for_a_screen_reader_nothing_appears_unasked(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--plain", ":memory:")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("CREATE TABLE Registration;")
    terminal.wait_for("CREATE TABLE (block 1)")
    terminal.wait_for_prompt("memory=>")
    terminal.type("SELECT * FROM Regi")
    terminal.wait_for("FROM Regi")
    terminal.type(TAB)
    screen = terminal.wait_for("FROM Registration")
    assert "F4 emacs" not in screen
    assert "no transaction" not in screen
    assert "\x1b[34m" not in terminal.raw, "no colour"
    terminal.child.close(force=True)
