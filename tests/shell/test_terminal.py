"""Conversations on a real terminal: a dozen flows that no pipe can show."""

from __future__ import annotations

import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.locations import SEEDS
from tests.shell.terminal import Terminal

MANY = "<<0,1,2,3,4,5,6,7,8,9>>"
ENDLESS = f"SELECT COUNT(*) FROM {', '.join(f'{MANY} AS {letter}' for letter in 'abcdefgh')};"
"""Counts to a hundred million."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, ":memory:")
    opened.wait_for_prompt("memory=>")
    yield opened
    opened.child.close(force=True)


def test_a_statement_over_several_lines(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE {'a': [1,")
    terminal.wait_for_prompt("[#")
    terminal.enter("2], 'b': 'x")
    terminal.wait_for_prompt("'#")
    terminal.enter("y'}")
    terminal.wait_for_prompt("-#")
    terminal.enter("FROM <<0>>;")
    screen = terminal.wait_for_prompt("memory=>")
    assert 'b: "x\\ny"' in screen


def test_enter_on_an_empty_line_runs_a_whole_statement(terminal: Terminal) -> None:
    terminal.enter("SELECT VALUE 6 * 7")
    terminal.wait_for_prompt("-#")
    terminal.enter("FROM <<0>>")
    terminal.wait_for_prompt("-#")
    terminal.enter("")
    assert "42" in terminal.wait_for_prompt("memory=>")


@pytest.mark.parametrize("text", ["SELEC 1", "SELECT ‘a’", "SELECT 1 SELECT 2"])
def test_text_that_does_not_parse_is_answered_on_an_empty_line(terminal: Terminal, text: str) -> None:
    terminal.enter(text)
    terminal.wait_for_prompt("-#")
    terminal.enter("")
    screen = terminal.wait_for_prompt("memory=>")
    assert "error LS-PARSE-" in screen
    assert "^" in screen
    assert "hint: " in screen
    terminal.type("\x1b[A")
    terminal.wait_for_prompt(f"memory=> {text}")


def article() -> str:
    """The tutorial that people paste from, as it stands on its page."""
    path = SEEDS / "000_c6e31f3737a54128.txt"
    if not path.exists():
        pytest.skip(f"the articles are not at {SEEDS}; set LEDGERSHELL_SEEDS")
    return path.read_text(encoding="utf-8")


def test_an_article_s_statements_can_be_pasted(terminal: Terminal) -> None:
    text = article()
    start = text.index("CREATE TABLE Cardholder")
    terminal.paste(text[start : text.index("3. Create Indexes")])
    terminal.wait_for("CREATE TABLE Account")
    terminal.enter("")
    terminal.wait(lambda screen: screen.count("CREATE TABLE (block") == 3)
    start = text.index("CREATE INDEX ON Cardholder")
    terminal.wait_for_prompt("memory=>")
    terminal.paste(text[start : text.index("4. Insert 1 Record")].strip())
    terminal.wait_for("(ACCT_ID)")
    terminal.enter("")
    terminal.wait_for_prompt("-#")
    terminal.enter("")
    terminal.wait(lambda screen: screen.count("CREATE INDEX (block") == 3)


def test_an_article_s_curly_quotes_are_answered_with_what_to_type(terminal: Terminal) -> None:
    text = article()
    start = text.index("INSERT INTO Account\n")
    terminal.paste(text[start : text.index("documentId", start)])
    terminal.wait_for("}")
    terminal.enter("")
    screen = terminal.wait_for_prompt("memory=>")
    assert 'error LS-PARSE-004: "‘" is a typographic quote' in screen
    assert "hint: type a straight single quote (')" in screen
    start = text.index("CREATE INDEX ON Account")
    terminal.paste(text[start : text.index("documentId", start)])
    terminal.wait_for("4. Insert")
    terminal.enter("")
    terminal.wait_for_prompt("memory=>")
    assert 'error LS-PARSE-001: "4."' in terminal.text()


def test_ctrl_c_forgets_the_line(terminal: Terminal) -> None:
    terminal.enter("SELECT 'nonsense")
    terminal.wait_for_prompt("'#")
    terminal.type("more\x03")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("SELECT VALUE 'fine' FROM <<0>>;")
    assert '"fine"' in terminal.wait_for('"fine"')


def test_ctrl_c_stops_a_query_and_says_what_became_of_the_transaction(terminal: Terminal) -> None:
    terminal.enter("CREATE TABLE t;")
    terminal.wait_for("CREATE TABLE")
    terminal.enter("begin")
    terminal.wait_for_prompt("memory=*>")
    terminal.enter("INSERT INTO t {'a': 1};")
    terminal.wait_for("INSERT 1")
    terminal.wait_for_prompt("memory=*>")
    terminal.enter(ENDLESS)
    terminal.wait_for("AS h;")
    screen = terminal.interrupt_until(lambda text: "LS-EVAL-001" in text and terminal.line() == "memory=!>")
    assert "the transaction is still open" in screen
    terminal.enter("commit")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("SELECT VALUE COUNT(*) FROM t;")
    terminal.wait(lambda text: "1" in text.splitlines()[-3:])


def test_ctrl_c_stops_a_query_without_a_transaction(terminal: Terminal) -> None:
    terminal.enter(ENDLESS)
    terminal.wait_for("AS h;")
    screen = terminal.interrupt_until(lambda text: "LS-EVAL-001" in text and terminal.line() == "memory=>")
    assert "not been committed" in screen


def test_a_failed_statement_shows_in_the_prompt(terminal: Terminal) -> None:
    terminal.enter("begin")
    terminal.wait_for_prompt("memory=*>")
    terminal.enter("SELECT * FROM nosuch;")
    screen = terminal.wait_for_prompt("memory=!>")
    assert "the transaction is still open" in screen
    terminal.enter("\\abort")
    terminal.wait_for_prompt("memory=>")


def test_the_prompt_names_the_block_of_the_past(terminal: Terminal) -> None:
    terminal.enter("CREATE TABLE T;")
    terminal.wait_for_prompt("memory=>")
    terminal.enter(r"\asof 0")
    assert "as of block 0 (the tip is 1)" in terminal.wait_for_prompt("memory@0=>")
    terminal.enter("INSERT INTO T {'a': 1};")
    assert r"\asof now" in terminal.wait_for_prompt("memory@0=>")
    terminal.enter(r"\asof now")
    terminal.wait_for_prompt("memory=>")


def test_ctrl_d_leaves(terminal: Terminal) -> None:
    terminal.type("\x04")
    assert terminal.end() == 0


def test_ctrl_d_in_a_transaction_asks(terminal: Terminal) -> None:
    terminal.enter("begin")
    terminal.wait_for_prompt("memory=*>")
    terminal.type("\x04")
    terminal.wait_for("[c/a/S]")
    terminal.enter("stay")
    terminal.wait_for_prompt("memory=*>")
    terminal.type("\x04")
    terminal.wait(lambda text: text.count("[c/a/S]") == 2)
    terminal.type("\x04")
    assert terminal.end() == 0
    assert "aborted" in terminal.text()


def test_leaving_may_commit(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "bank.ledger")
    terminal.wait_for_prompt("bank=>")
    for line in ("CREATE TABLE t;", "begin", "INSERT INTO t {'a': 1};"):
        terminal.enter(line)
        terminal.wait(lambda _: terminal.line() in ("bank=>", "bank=*>"))
    terminal.wait_for("INSERT 1")
    terminal.enter("\\q")
    terminal.wait_for("[c/a/S]")
    terminal.enter("c")
    assert terminal.end() == 0
    again = Terminal(tmp_path, "bank.ledger")
    again.wait_for_prompt("bank=>")
    again.enter("SELECT COUNT(*) AS kept FROM t;")
    again.wait_for("kept")
    again.enter("quit")
    assert again.end() == 0
    assert "│    1 │" in again.text()


@pytest.mark.parametrize("word", ["\\q", "quit", "exit", "QUIT;", ".quit"])
def test_words_that_leave(terminal: Terminal, word: str) -> None:
    terminal.enter(word)
    assert terminal.end() == 0


def test_history_is_kept_for_each_ledger_and_private(tmp_path: Path) -> None:
    first = Terminal(tmp_path, "one.ledger")
    first.wait_for_prompt("one=>")
    first.enter("SELECT VALUE")
    first.wait_for_prompt("-#")
    first.enter("'remembered' FROM <<0>>;")
    first.wait_for_prompt("one=>")
    first.enter("\\q")
    assert first.end() == 0
    (kept,) = (tmp_path / "state" / "ledgershell" / "history").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    other = Terminal(tmp_path, "two.ledger")
    other.wait_for_prompt("two=>")
    other.type("\x1b[A")
    other.enter("\\q")
    assert other.end() == 0
    assert "remembered" not in other.text()

    again = Terminal(tmp_path, "one.ledger")
    again.wait_for_prompt("one=>")
    again.type("\x1b[A\x1b[A")
    again.wait_for("'remembered' FROM <<0>>;")
    again.enter("")
    again.wait_for('"remembered"')
    again.child.close(force=True)


def test_a_pasted_script_waits_for_enter_and_runs_whole(terminal: Terminal) -> None:
    script = "".join(f"SELECT VALUE {number}\nFROM <<0>>;\n" for number in range(1, 251))
    terminal.paste(script + "SELECT VALUE 'end' FROM <<0>>;")
    terminal.wait_for("'end' FROM")
    assert '"end"' not in terminal.text()
    terminal.enter("")
    screen = terminal.wait_for('"end"')
    assert "250" in screen


def test_tab_completes(terminal: Terminal) -> None:
    terminal.enter("CREATE TABLE VehicleRegistration;")
    terminal.wait_for("CREATE TABLE (")
    terminal.wait_for_prompt("memory=>")
    terminal.type("SELECT COUNT(*) FROM VehicleR\t")
    terminal.wait_for("FROM VehicleRegistration")


def test_hostile_data_stays_text(terminal: Terminal) -> None:
    terminal.enter('SELECT VALUE `"\\x1b[31mred\\a\\x9b2J[red]x[/] :smile:"` FROM <<0>>;')
    screen = terminal.wait_for("document in bag")
    assert "[red]x[/] :smile:" in screen.split("FROM <<0>>;")[1]
    shown = terminal.raw.split("FROM <<0>>;")[-1]
    assert "\x1b[31mred" not in shown
    assert "\x07" not in shown
    assert "\x9b" not in shown


def test_a_dumb_terminal_and_one_without_colour(tmp_path: Path) -> None:
    for variables in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        terminal = Terminal(tmp_path, ":memory:", **variables)
        terminal.wait_for("memory=>")
        terminal.enter("SELECT VALUE 'plain' FROM <<0>>;")
        terminal.wait_for('"plain"')
        terminal.enter("\\q")
        assert terminal.end() == 0
        for colour in ("\x1b[3", "\x1b[9", "\x1b[38"):
            assert colour + "1m" not in terminal.raw


def test_results_go_down_a_pipe_and_prompts_stay_on_the_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, ":memory:", pipe="tr a-z A-Z")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("SELECT VALUE 'shouted' FROM <<0>>;")
    terminal.wait_for("shouted")
    terminal.enter("\\q")
    terminal.end()
    assert '"SHOUTED"' in terminal.text()


def test_a_new_ledger_is_announced(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new.ledger")
    screen = terminal.wait_for_prompt("new=>")
    assert "created ledger" in screen
    terminal.enter("\\q")
    assert terminal.end() == 0


def test_a_script_runs_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "config" / "ledgershell").mkdir(parents=True)
    (tmp_path / "config" / "ledgershell" / "rc.pql").write_text("\\echo hello from the start\n")
    terminal = Terminal(tmp_path, ":memory:")
    assert "hello from the start" in terminal.wait_for_prompt("memory=>")
    terminal.enter("\\q")
    assert terminal.end() == 0
    without = Terminal(tmp_path, "-X", ":memory:")
    assert "hello" not in without.wait_for_prompt("memory=>")
    without.enter("\\q")
    assert without.end() == 0


def test_a_plan_is_drawn_as_a_tree(terminal: Terminal) -> None:
    terminal.enter("CREATE TABLE t;")
    terminal.wait_for_prompt("memory=>")
    terminal.enter("EXPLAIN SELECT * FROM t WHERE z = 2;")
    terminal.wait_for("└─ read t")
    terminal.wait_for("scan: all of t; CREATE INDEX ON t (z) would avoid that")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_at_the_prompt_ends_the_shell_in_order(tmp_path: Path, number: int, code: int) -> None:
    terminal = Terminal(tmp_path, "bank.ledger")
    terminal.wait_for_prompt("bank=>")
    terminal.enter("CREATE TABLE t;")
    terminal.wait_for("CREATE TABLE (")
    terminal.wait_for_prompt("bank=>")
    terminal.enter("begin")
    terminal.wait_for_prompt("bank=*>")
    terminal.enter("INSERT INTO t {'a': 1};")
    terminal.wait_for("INSERT 1")
    terminal.wait_for_prompt("bank=*>")
    terminal.child.kill(number)
    assert terminal.end() == code
    assert "Traceback" not in terminal.raw
    assert terminal.raw.rindex("\x1b[?2004l") > terminal.raw.rindex("\x1b[?2004h"), "the terminal was left as it was"
    again = Terminal(tmp_path, "-c", "SELECT VALUE COUNT(*) FROM t", "bank.ledger")
    assert again.end() == 0
    assert again.text().splitlines()[0] == "0"


def test_the_terminal_goes_away(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, ":memory:", TMPDIR=str(tmp_path))
    terminal.wait_for_prompt("memory=>")
    terminal.enter("begin")
    terminal.wait_for_prompt("memory=*>")
    terminal.child.close(force=False)
    assert terminal.child.exitstatus == 129
    assert [path.name for path in tmp_path.iterdir() if "ledger" in path.name] == []


def test_the_terminal_goes_away_from_somebody_who_does_not_hear_it(tmp_path: Path) -> None:
    """Under nohup there is no signal: reading and writing fail, and that ends the shell in order too."""
    terminal = Terminal(tmp_path, ":memory:", before='trap "" HUP', TMPDIR=str(tmp_path))
    terminal.wait_for_prompt("memory=>")
    terminal.enter("begin")
    terminal.wait_for_prompt("memory=*>")
    assert terminal.vanish() not in (None, 0)
    assert [path.name for path in tmp_path.iterdir() if "ledger" in path.name] == []


def test_a_query_is_stopped_soon(terminal: Terminal) -> None:
    """Half a second is promised; a busy machine may take ten times as long."""
    terminal.enter(ENDLESS)
    terminal.wait_for("AS h;")
    begun = time.monotonic()
    terminal.interrupt_until(lambda text: "LS-EVAL-001" in text and terminal.line() == "memory=>")
    assert time.monotonic() - begun < 5
