"""A query that one lookup answers is run without a snapshot from its third time on; nobody may notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ledgershell
from ledgershell.errors import EvaluationError, Interrupted, LedgershellError, StorageError
from ledgershell.ion.values import Value
from ledgershell.ledger.point_reads import FoundResult
from ledgershell.ledger.session import LedgerSession
from ledgershell.storage.queries import MOST_FOUND
from ledgershell.storage.sqlite_store import SAME_FILE_FOR

BY_KEY = "SELECT * FROM T AS t WHERE t.k = ?"
NUMBERS = "SELECT VALUE t.n FROM T AS t WHERE t.k = ?"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "point.ledger"


@pytest.fixture
def ledger(path: Path) -> Iterator[ledgershell.Ledger]:
    with ledgershell.open(path) as opened:
        opened.execute("CREATE TABLE T")
        opened.execute("CREATE INDEX ON T (k)")
        opened.execute("INSERT INTO T << {'k': 'a', 'n': 1}, {'k': 'b', 'n': 2}, {'k': 'b', 'n': 3} >>")
        yield opened


def warm(ledger: ledgershell.Ledger, statement: str, *parameters: object) -> None:
    """Run a statement as often as it takes until it would be answered by a lookup."""
    for _ in range(2):
        ledger.execute(statement, *parameters).all()


def at_once(ledger: ledgershell.Ledger, statement: str, *parameters: Value) -> list[Value] | None:
    """The answer, if a lookup gives it."""
    result = ledger.session.execute(statement, list(parameters))
    values = result.all()
    return values if isinstance(result, FoundResult) else None


IDENTITY = "SELECT VALUE d FROM T AS t BY d WHERE t.n = ?"
STATEMENTS = (
    "SELECT * FROM T AS t WHERE t.k = ?",
    "SELECT VALUE t.n FROM T AS t WHERE t.k = ?",
    "SELECT t.n, d AS id, t.absent FROM T AS t BY d WHERE t.k = ? AND t.n < 15",
    "SELECT VALUE t.absent FROM T AS t WHERE t.k = ?",
    "SELECT t.n + 1 AS following, [t.k, t.n] AS pair FROM T AS t WHERE t.k = ? AND (t.n <> 4 OR t.k = 'b')",
    "SELECT VALUE CASE WHEN t.n > 3 THEN 'more' ELSE t.k END FROM T AS t WHERE t.k = ?",
    "SELECT d.k, d.n FROM T AS d BY i WHERE i = ?",
    "SELECT * FROM T AS t BY i WHERE i = ? AND t.n < 10",
    "SELECT * FROM history(T) AS h WHERE h.metadata.id = ?",
    "SELECT h.metadata.txId, h.data.n, h.blockAddress FROM history(T) AS h WHERE h.metadata.id = ? AND h.data.n < 9",
)


@settings(max_examples=25, deadline=None)
@given(
    of_a=st.integers(0, MOST_FOUND + 3),
    of_b=st.integers(0, 2),
    asked=st.sampled_from(["a", "b", "nobody", "ä", "", None, 5, True]),
    document=st.integers(0, 3),
    changes=st.lists(st.integers(0, 3), max_size=20),
    removed=st.sets(st.integers(0, 6), max_size=3),
)
def test_the_answer_is_the_general_ways(
    of_a: int, of_b: int, asked: Value, document: int, changes: list[int], removed: set[int]
) -> None:
    with ledgershell.open(":memory:") as ledger:
        ledger.execute("CREATE TABLE T")
        ledger.execute("CREATE INDEX ON T (k)")
        keys = ["a"] * of_a + ["b"] * of_b
        identities = []
        for number, key in enumerate(keys):
            ledger.execute("INSERT INTO T ?", {"k": key, "n": number})
            identities += ledger.execute(IDENTITY, number).all()
        for change in changes:
            ledger.execute("UPDATE T AS t SET t.again = ? WHERE t.n = ?", change, change)
        for number in removed:
            ledger.execute("DELETE FROM T AS t WHERE t.n = ?", number)
        of_document = identities[document] if document < len(identities) else asked
        for statement in STATEMENTS:
            parameter = of_document if "BY i" in statement or "history" in statement else asked
            ledger.begin()
            general = ledger.execute(statement, parameter).all()
            ledger.abort()
            warm(ledger, statement, parameter)
            assert ledger.execute(statement, parameter).all() == general
            assert list(ledger.execute(statement, parameter)) == general


def test_what_is_answered_by_a_lookup(ledger: ledgershell.Ledger) -> None:
    [identity] = ledger.execute(IDENTITY, 1).all()
    for statement in STATEMENTS:
        parameter = identity if "BY i" in statement or "history" in statement else "a"
        warm(ledger, statement, parameter)
        assert at_once(ledger, statement, parameter) is not None, statement


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT VALUE t.n FROM T AS t WHERE t.k = ? LIMIT 1",
        "SELECT VALUE t.n FROM T AS t WHERE t.k = ? ORDER BY t.n",
        "SELECT DISTINCT t.n FROM T AS t WHERE t.k = ?",
        "SELECT t.n, p FROM T AS t AT p WHERE t.k = ?",
        "SELECT VALUE TXID() FROM T AS t WHERE t.k = ?",
        "SELECT VALUE UTCNOW() FROM T AS t WHERE t.k = ?",
        "SELECT VALUE t.n FROM T AS t WHERE t.k = ? AND EXISTS (SELECT 1 FROM T AS u WHERE u.n = t.n)",
        "SELECT VALUE t.n FROM T AS t, T AS u WHERE t.k = ? AND u.n = 1",
    ],
)
def test_what_is_not(ledger: ledgershell.Ledger, statement: str) -> None:
    warm(ledger, statement, "a")
    assert at_once(ledger, statement, "a") is None


def test_the_row_is_that_of_this_moment(ledger: ledgershell.Ledger, path: Path) -> None:
    """Others may have committed since: fields of new names, more rows, fewer, another index."""
    warm(ledger, NUMBERS, "a")
    warm(ledger, BY_KEY, "c")
    with ledgershell.open(path) as others:
        others.execute("UPDATE T AS t SET t.n = 10 WHERE t.k = 'a'")
        assert ledger.execute(NUMBERS, "a").all() == [10]
        assert at_once(ledger, NUMBERS, "a") == [10]
        others.execute("INSERT INTO T {'k': 'c', 'neverSeenBefore': {'norThis': 'x'}}")
        [row] = ledger.execute(BY_KEY, "c").all()
        assert row["neverSeenBefore"]["norThis"] == "x"
        assert at_once(ledger, BY_KEY, "c") == [row]
        others.execute("DELETE FROM T AS t WHERE t.k = 'c'")
        assert ledger.execute(BY_KEY, "c").all() == []
        assert at_once(ledger, BY_KEY, "c") == []
        others.execute("CREATE INDEX ON T (n)")
        assert ledger.execute(NUMBERS, "b").all() == [2, 3]
        others.execute("DROP TABLE T")
        with pytest.raises(LedgershellError, match="no table"):
            ledger.execute(NUMBERS, "b")


def test_an_open_transaction_sees_its_own_changes(ledger: ledgershell.Ledger) -> None:
    warm(ledger, NUMBERS, "a")
    ledger.begin()
    ledger.execute("UPDATE T AS t SET t.n = 7 WHERE t.k = 'a'")
    assert ledger.execute(NUMBERS, "a").all() == [7]
    ledger.abort()
    assert at_once(ledger, NUMBERS, "a") == [1]


def test_errors_say_where_and_leave_the_ledger_usable(ledger: ledgershell.Ledger) -> None:
    text = "SELECT VALUE 1 / (t.n - 2) FROM T AS t WHERE t.k = ?"
    warm(ledger, NUMBERS, "b")
    for _ in range(3):
        with pytest.raises(EvaluationError) as caught:
            ledger.execute(text, "b").all()
        assert caught.value.text == text
        assert caught.value.span is not None
    with pytest.raises(EvaluationError) as missing:
        ledger.execute(NUMBERS)
    assert missing.value.code == "LS-EVAL-005"
    assert at_once(ledger, NUMBERS, "b") == [2, 3]


def test_it_can_be_cancelled(ledger: ledgershell.Ledger) -> None:
    warm(ledger, NUMBERS, "b")
    result = ledger.session.execute(NUMBERS, ["b"])
    assert isinstance(result, FoundResult)
    ledger.session.cancel()
    with pytest.raises(Interrupted):
        result.all()


def test_it_tells_what_it_cost(ledger: ledgershell.Ledger) -> None:
    warm(ledger, NUMBERS, "b")
    result = ledger.session.execute(NUMBERS, ["b"])
    assert next(iter(result)) == 2
    assert result.all() == [3]
    assert (result.tag, result.statistics.read_documents, result.committed) == ("SELECT 2", 2, None)
    assert len(str(result.transaction_id)) == 22
    assert result.transaction_id == result.transaction_id
    result.close()
    assert result.all() == []


def test_a_session_of_another_dialect_has_its_own_plan(ledger: ledgershell.Ledger) -> None:
    session = ledger.session
    assert isinstance(session, LedgerSession)
    warm(ledger, "SELECT VALUE t.N FROM T AS t WHERE t.k = ?", "a")
    strict = ledgershell.open(session.ledger.location, dialect="partiql-strict")
    for _ in range(4):
        assert strict.execute("SELECT VALUE t.N FROM T AS t WHERE t.k = ?", "a").all() == [1]
        assert ledger.execute("SELECT VALUE t.N FROM T AS t WHERE t.k = ?", "a").all() == []
    strict.close()


def test_a_file_that_was_moved_is_noticed(ledger: ledgershell.Ledger, path: Path) -> None:
    warm(ledger, NUMBERS, "a")
    assert at_once(ledger, NUMBERS, "a") == [1]
    path.rename(path.with_name("elsewhere.ledger"))
    moved = monotonic()
    while monotonic() < moved + SAME_FILE_FOR:
        pass  # a lookup may take the file to be where it was for so long
    with pytest.raises(StorageError) as caught:
        ledger.execute(NUMBERS, "a")
    assert caught.value.code == "LS-STORE-007"
    path.with_name("elsewhere.ledger").rename(path)
