"""Typing, through prompt_toolkit's own pipe: what each key does to the statement and when it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from ledgershell.errors import ExitCode, Interrupted
from ledgershell.shell.interruption import Termination
from ledgershell.shell.repl import Repl
from tests.commands.talk import Talk

ENTER = "\r"
ALT_ENTER = "\x1b\r"
F5 = "\x1b[15~"
CTRL_A = "\x01"
CTRL_C = "\x03"
CTRL_D = "\x04"


class Typist:
    """Types everything at once, converses until the end, and shows what was printed."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        talk.stdout.terminal = talk.stderr.terminal = True
        talk.conversation.interactive = True
        talk.conversation.variables.set("QUIET", "on")
        talk.conversation.variables.set("ON_ERROR_STOP", "off")
        talk.conversation.output.format = "ion-lines"

    def __call__(self, *keys: str) -> list[str]:
        with create_pipe_input() as keyboard:
            keyboard.send_text("".join(keys))
            with create_app_session(input=keyboard, output=DummyOutput()):
                assert Repl(self.talk.conversation, self.talk.runner, Termination()).run() is ExitCode.OK
        return self.talk.stdout.getvalue().splitlines()


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    talk = Talk(tmp_path)
    yield Typist(talk)
    talk.close()


def test_a_statement_and_leaving(typist: Typist) -> None:
    assert typist("SELECT VALUE 1 FROM <<0>>;", ENTER, CTRL_D) == ["1"]


def test_several_statements_on_a_line(typist: Typist) -> None:
    assert typist("SELECT VALUE 1 FROM <<0>>; SELECT VALUE 2 FROM <<0>>;", ENTER, "\\q", ENTER) == ["1", "2"]


def test_alt_enter_begins_a_line_even_where_the_statement_is_complete(typist: Typist) -> None:
    assert typist("SELECT VALUE 1 FROM <<0>>;", ALT_ENTER, "SELECT VALUE 2 FROM <<0>>;", ENTER, CTRL_D) == ["1", "2"]


def test_f5_runs_what_is_there(typist: Typist) -> None:
    assert typist("SELECT VALUE 1 FROM <<0>>", F5, CTRL_D) == ["1"]


def test_enter_in_the_middle_runs_what_is_complete(typist: Typist) -> None:
    assert typist("VALUE 1 FROM <<0>>;", CTRL_A, "SELECT ", ENTER, CTRL_D) == ["1"]


def test_a_single_line_mode(typist: Typist) -> None:
    assert typist("\\set SINGLELINE on", ENTER, "SELECT VALUE 1 FROM <<0>>", ENTER, CTRL_D) == ["1"]


def test_ctrl_c_forgets_what_was_typed(typist: Typist) -> None:
    assert typist("SELECT nonsense", CTRL_C, "SELECT VALUE 1 FROM <<0>>;", ENTER, CTRL_D) == ["1"]


def test_an_error_goes_on(typist: Typist) -> None:
    assert typist("SELECT FROM;", ENTER, "SELECT VALUE 1 FROM <<0>>;", ENTER, CTRL_D) == ["1"]
    assert "LS-PARSE" in typist.talk.said


def test_nothing_typed_is_nothing(typist: Typist) -> None:
    assert typist(ENTER, " ", ENTER, ";", ENTER, "-- only a comment;", ENTER, CTRL_D) == []
    assert typist.talk.said == ""


def test_a_command_ends_a_statement(typist: Typist) -> None:
    assert typist("SELECT VALUE 1", ENTER, "FROM <<0>>", ENTER, "\\g", ENTER, CTRL_D) == ["1"]


def test_a_command_that_does_not_run_the_statement_leaves_it_to_be_typed_on(typist: Typist) -> None:
    keys = ("SELECT VALUE 1", ENTER, "\\echo still here", ENTER, " FROM <<0>>;", ENTER, CTRL_D)
    assert typist(*keys) == ["still here", "1"]
    assert typist("SELECT VALUE 2", ENTER, "\\ecko", ENTER, CTRL_C, CTRL_D) == ["still here", "1"]
    assert "LS-CLI-003" in typist.talk.said


def test_leaving_in_a_transaction_asks(typist: Typist) -> None:
    lines = typist("CREATE TABLE t;", ENTER, "begin", ENTER, "INSERT INTO t {'a': 1};", ENTER, "\\q", ENTER, "c", ENTER)
    assert len(lines) == 2
    assert typist.talk("SELECT VALUE COUNT(*) FROM t;") == "1\n"


def test_staying_and_then_giving_up(typist: Typist) -> None:
    typist(
        "CREATE TABLE t;", ENTER, "begin", ENTER, "INSERT INTO t {'a': 1};", ENTER, CTRL_D, ENTER, CTRL_D, "a", ENTER
    )
    assert typist.talk("SELECT VALUE COUNT(*) FROM t;") == "0\n"


def test_text_that_does_not_parse_is_answered_and_dropped(typist: Typist) -> None:
    assert typist("SELEC 1", ENTER, ENTER, "SELECT VALUE 2 FROM <<0>>;", ENTER, CTRL_D) == ["2"]
    assert "did you mean SELECT?" in typist.talk.said


def test_statements_parted_by_blank_lines_run_one_by_one(typist: Typist) -> None:
    keys = ("CREATE TABLE a", ALT_ENTER, ALT_ENTER, "CREATE TABLE a", ALT_ENTER, ALT_ENTER, "CREATE TABLE b")
    assert len(typist(*keys, ENTER, ENTER, CTRL_D)) == 2
    assert "LS-LEDGER-002" in typist.talk.said
    assert "  3 | CREATE TABLE a" in typist.talk.said


def test_when_one_of_them_does_not_parse_none_runs(typist: Typist) -> None:
    assert typist("CREATE TABLE a", ALT_ENTER, ALT_ENTER, "CREATE TABL b", ENTER, ENTER, CTRL_D) == []
    assert "a second statement begins here" in typist.talk.said


def test_the_settings_of_amazon_qldb_s_shell(typist: Typist) -> None:
    keys = ("\\set terminator-required false", ENTER, "SELECT VALUE 1 FROM <<0>>", ENTER)
    more = (
        "\\set terminator-required true;",
        ENTER,
        "SELECT VALUE 2 FROM <<0>>",
        ENTER,
        ENTER,
        "\\set edit-mode vi",
        ENTER,
    )
    assert typist(*keys, *more, "\\echo :EDIT_MODE", ENTER, CTRL_D) == ["1", "2", "vi"]
    typist("\\set edit-mode qwerty", ENTER, CTRL_D)
    assert "'qwerty' is no value for EDIT_MODE" in typist.talk.said


def test_another_ledger_has_another_history(typist: Typist) -> None:
    identifier = typist.talk.control.create("other").ledger_id
    keys = ("SELECT VALUE 'here' FROM <<0>>;", ENTER, "\\c other", ENTER, "SELECT VALUE 'there' FROM <<0>>;", ENTER)
    assert typist(*keys, CTRL_D) == ['"here"', '"there"']
    histories = typist.talk.folder / "state" / "ledgershell" / "history"
    assert "'there'" in (histories / identifier).read_text()
    assert "'there'" not in (histories / "memory").read_text()
    assert "'here'" in (histories / "memory").read_text()


def test_f4_changes_the_keys(typist: Typist) -> None:
    assert typist("\x1bOS", "SELECT VALUE 1 FROM <<0>>;", ENTER, "\\echo :EDIT_MODE", ENTER, CTRL_D) == ["1", "vi"]


def test_ctrl_c_drops_what_was_pasted_behind_a_statement_that_it_stops(typist: Typist) -> None:
    def stopped(text: str) -> None:
        raise Interrupted("LS-EVAL-001", "cancelled")

    typist.talk.runner.run_statement = stopped  # type: ignore[method-assign]
    assert typist("SELECT 1; \\echo never", ENTER, CTRL_D) == []
    assert "What was typed behind it has not been run." in typist.talk.said
