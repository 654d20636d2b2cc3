r"""``\explain``, ``\why``, ``\errverbose``, ``\fix`` and help on error codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.commands.explaining import straightened
from tests.commands.talk import Talk

SETUP = "CREATE TABLE t; CREATE INDEX ON t (k); INSERT INTO t <<{'k': 1, 'v': 'a'}, {'k': 2, 'v': 'b'}>>;"


def test_a_plan_comes_with_a_verdict(talk: Talk) -> None:
    talk(SETUP)
    assert "read" in talk("SELECT * FROM t AS x WHERE x.v = 'a' \\explain")
    assert "full scan: all of t; CREATE INDEX ON t (v) would avoid that" in talk.said
    talk("\\explain DELETE FROM t WHERE k = ?;")
    assert "no scan: t(k) = ? (index)" in talk.said
    assert talk("SELECT VALUE COUNT(*) FROM t;\n\\explain\n\\g").endswith("2\n")


def test_a_write_is_told_of(talk: Talk) -> None:
    talk(SETUP + "UPDATE t SET v = 'c' WHERE k = 2;")
    [first, before, now, statement, way, count, revision] = talk("\\why").splitlines()
    assert first.startswith("block 4 of transaction ")
    assert before.split()[-1] in talk("SELECT VALUE 1 FROM <<0>>; \\block 3")
    assert now.split()[-1] in talk("\\block 4")
    assert statement == "  statement 1: UPDATE t SET v = 'c' WHERE k = 2"
    assert way == "    no scan: t(k) = ? (index)"
    assert count == "  1 revision"
    assert "version 1: changed, hash " in revision
    talk("DELETE FROM t")
    assert talk("\\why").count(": deleted") == 2


def test_nothing_is_told_before_the_first_write(talk: Talk) -> None:
    talk("SELECT 1; \\why")
    assert "nothing was written yet" in talk.said


def test_the_last_error_again_at_length(talk: Talk) -> None:
    talk("\\errverbose")
    assert "no error" in talk.said
    talk("SELECT * FROM nosuch")
    shown = talk("\\errverbose")
    assert "there is no table" in shown
    assert "LS-NAME-001: There is no such table or variable." in shown
    assert talk("\\h ls-name-001") in shown
    talk("\\h LS-NAME-01")
    assert "did you mean LS-NAME-001" in talk.said


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("SELECT ‘a’ FROM t", "SELECT 'a' FROM t"),
        ("SELECT “a” FROM t – a comment", 'SELECT "a" FROM t -- a comment'),
        ("— a comment\nSELECT 3 − 2", "-- a comment\nSELECT 3 - 2"),
        ("SELECT x ≤ 1 AND y ≠ 2", "SELECT x <= 1 AND y <> 2"),
        ("SELECT 'it’s – so' FROM t", "SELECT 'it’s – so' FROM t"),
        ("INSERT INTO t «{'a': 1}»", "INSERT INTO t <<{'a': 1}>>"),
    ],
)
def test_what_articles_print_is_put_straight(talk: Talk, printed: str, meant: str) -> None:
    assert straightened(printed) == meant
    talk("\\set ON_ERROR_STOP off")
    assert talk(f"{printed} \\fix").splitlines() == meant.splitlines()


@given(st.text(alphabet="ab '‘’“”\"–-\n1×", max_size=30))
def test_straightening_twice_changes_nothing_in_straight_text(text: str) -> None:
    assert straightened(text.encode("ascii", "ignore").decode()) == text.encode("ascii", "ignore").decode()


def test_help_on_a_statement_leads_on(talk: Talk) -> None:
    assert talk("\\h update").endswith("More: docs/commands.md#update\n")
