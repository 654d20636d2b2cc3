"""What was typed before: kept whole, privately, for each ledger apart, and suggested."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import History, InMemoryHistory

from ledgershell.ledger.protocols import LedgerDescription
from ledgershell.shell.history import READ, StatementSuggestion, history_for, history_path
from tests.commands.talk import Talk

LINES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("+#;'"), max_size=20)


@pytest.fixture
def ledger(tmp_path: Path) -> LedgerDescription:
    talk = Talk(tmp_path)
    described = talk.session.describe()._replace(location="a.ledger", ledger_id="ABC")
    talk.close()
    return described


def opened(folder: Path, ledger: LedgerDescription) -> History:
    talk = Talk(folder)
    try:
        return history_for(talk.environment, ledger)
    finally:
        talk.close()


def texts(history: History) -> list[str]:
    """The last one first."""

    async def load() -> list[str]:
        return [text async for text in history.load()]

    return asyncio.run(load())


def test_statements_come_back_with_their_lines(tmp_path: Path, ledger: LedgerDescription) -> None:
    opened(tmp_path, ledger).append_string("SELECT 'a\n\n+b'\n# FROM t;")
    opened(tmp_path, ledger).append_string("SELECT 2;")
    assert texts(opened(tmp_path, ledger)) == ["SELECT 2;", "SELECT 'a\n\n+b'\n# FROM t;"]


@given(st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), max_size=5))
def test_whatever_was_typed_comes_back(tmp_path_factory: pytest.TempPathFactory, typed: list[str]) -> None:
    talk = Talk(folder := tmp_path_factory.mktemp("history"))
    talk.environment.variables = {"LEDGERSHELL_HISTORY": str(folder / "kept")}
    history = history_for(talk.environment, talk.session.describe())
    for text in typed:
        history.append_string(text)
    again = history_for(talk.environment, talk.session.describe())
    assert texts(again) == typed[::-1]
    talk.close()


def test_nobody_else_may_read_it_even_if_everybody_could(tmp_path: Path, ledger: LedgerDescription) -> None:
    path = tmp_path / "state" / "ledgershell" / "history" / "ABC"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o644)
    opened(tmp_path, ledger).append_string("SELECT 1;")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "+SELECT 1;" in path.read_text()


def test_each_ledger_has_its_own(tmp_path: Path, ledger: LedgerDescription) -> None:
    talk = Talk(tmp_path)
    names = [history_path(talk.environment, ledger._replace(ledger_id=name)).name for name in ("ABC", "DEF")]
    assert names == ["ABC", "DEF"]
    assert history_path(talk.environment, ledger._replace(location=":memory:")).name == "memory"
    assert history_path(talk.environment, ledger._replace(ledger_id="../../etc")).name == "memory"
    talk.close()


def test_a_place_that_cannot_be_written_costs_only_the_memory(tmp_path: Path, ledger: LedgerDescription) -> None:
    talk = Talk(tmp_path)
    for place in (str(tmp_path), "/proc/nowhere/history", "/dev/null", "a\0b"):
        talk.environment.variables = {"LEDGERSHELL_HISTORY": place}
        history = history_for(talk.environment, ledger)
        assert texts(history) == []
        history.append_string("SELECT 1;")
        assert history.get_strings() == ["SELECT 1;"]
    talk.close()


def test_of_a_long_history_the_end_is_read(tmp_path: Path, ledger: LedgerDescription) -> None:
    history = opened(tmp_path, ledger)
    history.append_string("SELECT 'first';")
    history.append_string("x" * READ)
    history.append_string("SELECT 'last';")
    assert texts(opened(tmp_path, ledger)) == ["SELECT 'last';"]


def suggestion(typed: str, *earlier: str) -> str | None:
    history = InMemoryHistory(list(earlier))
    texts(history)
    found = StatementSuggestion().get_suggestion(Buffer(history=history), Document(typed))
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("SELECT a", " FROM t"),
        ("SELECT a FROM t\nWHERE", " b = 1;"),
        ("UPDATE x\nWHERE", " b = 1;"),
        ("SELECT a FROM t\n", None),
        ("SELECT z", None),
        ("  ", None),
    ],
)
def test_the_rest_of_a_line_is_suggested(typed: str, suggested: str | None) -> None:
    assert suggestion(typed, "SELECT ab;", "SELECT a FROM t\nWHERE b = 1;", "DELETE FROM t;") == suggested


def test_a_statement_that_began_just_so_counts_more_than_a_later_line() -> None:
    assert suggestion("SELECT 1", "SELECT 1 FROM whole;", "WITH\nSELECT 1 FROM part;") == " FROM whole;"
