"""The public Python interface, as its users see it."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import ledgershell
from tests.ledger.stories import demo_world


@pytest.fixture
def bank(path: Path) -> Path:
    """A ledger's file with two accounts."""
    with ledgershell.open(path) as ledger:
        ledger.execute("CREATE TABLE Account")
        ledger.execute("CREATE INDEX ON Account (owner)")
        ledger.execute("INSERT INTO Account ?", [{"owner": "Ann", "balance": 100}, {"owner": "Bob", "balance": 0}])
    return path


def balances(ledger: ledgershell.Ledger) -> dict[str, int]:
    return {row["owner"]: row["balance"] for row in ledger.execute("SELECT a.owner, a.balance FROM Account AS a")}


def test_rows_are_read_by_a_for_loop(bank: Path) -> None:
    with ledgershell.open(bank) as ledger:
        found = [row["balance"] for row in ledger.execute("SELECT * FROM Account AS a WHERE a.owner = ?", "Ann")]
    assert found == [100]


def test_python_values_are_parameters(bank: Path) -> None:
    document = {
        "text": "x",
        "whole": 5,
        "exact": Decimal("1.50"),
        "rough": 0.5,
        "yes": True,
        "nothing": None,
        "bytes": b"\x00",
        "day": datetime.date(2024, 2, 29),
        "moment": datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC),
        "list": [1, {"a": 2}],
    }
    with ledgershell.open(bank) as ledger:
        ledger.execute("INSERT INTO Account ?", document)
        row = ledger.execute("SELECT * FROM Account AS a WHERE a.text = ?", "x").one()
    text = ledgershell.ion.dumps(row, binary=False)
    assert "exact: 1.50" in text
    assert "day: 2024-02-29" in text
    assert row["rough"] == 0.5
    assert row["list"][1]["a"] == 2


def test_a_function_is_a_transaction(bank: Path) -> None:
    def move(transaction: ledgershell.Transaction) -> int:
        held = transaction.execute("SELECT VALUE a.balance FROM Account AS a WHERE a.owner = 'Ann'").one()
        transaction.execute("UPDATE Account AS a SET a.balance = ? WHERE a.owner = 'Ann'", held - 30)
        transaction.execute("UPDATE Account AS a SET a.balance = a.balance + 30 WHERE a.owner = 'Bob'")
        return int(held)

    with ledgershell.open(bank) as ledger:
        tip = ledger.describe().tip
        assert ledger.transaction(move) == 100
        assert balances(ledger) == {"Ann": 70, "Bob": 30}
        assert ledger.describe().tip == tip + 1


def test_an_exception_undoes_the_transaction(bank: Path) -> None:
    def broken(transaction: ledgershell.Transaction) -> None:
        transaction.execute("DELETE FROM Account")
        raise RuntimeError("no")

    with ledgershell.open(bank) as ledger:
        with pytest.raises(RuntimeError, match="no"):
            ledger.transaction(broken)
        assert len(balances(ledger)) == 2
        ledger.begin()  # and no transaction was left open
        ledger.abort()


def test_a_conflict_is_tried_again(bank: Path) -> None:
    """Somebody else changes what the function read, the first two times."""
    attempts: list[str] = []
    with ledgershell.open(bank) as ledger, ledgershell.open(bank) as other:

        def double(transaction: ledgershell.Transaction) -> None:
            attempts.append(transaction.transaction_id)
            held = transaction.execute("SELECT VALUE a.balance FROM Account AS a WHERE a.owner = 'Ann'").one()
            if len(attempts) < 3:
                other.execute("UPDATE Account AS a SET a.balance = a.balance + 1 WHERE a.owner = 'Ann'")
            transaction.execute("UPDATE Account AS a SET a.balance = ? WHERE a.owner = 'Ann'", held * 2)

        ledger.transaction(double)
        assert balances(ledger)["Ann"] == 204
    assert len(set(attempts)) == 3


def test_retries_end(bank: Path) -> None:
    attempts = 0
    with ledgershell.open(bank) as ledger, ledgershell.open(bank) as other:

        def never(transaction: ledgershell.Transaction) -> None:
            nonlocal attempts
            attempts += 1
            transaction.execute("SELECT * FROM Account").all()
            other.execute("INSERT INTO Account {'owner': 'Eve', 'balance': 0}")
            transaction.execute("INSERT INTO Account {'owner': 'Zoe', 'balance': 0}")

        with pytest.raises(ledgershell.ConflictError):
            ledger.transaction(never, retries=2)
        assert attempts == 3
        assert "Zoe" not in balances(ledger)


def test_one_wants_exactly_one(bank: Path) -> None:
    with ledgershell.open(bank) as ledger:
        with pytest.raises(ValueError, match="there are 2"):
            ledger.execute("SELECT * FROM Account").one()
        assert ledger.execute("SELECT VALUE COUNT(*) FROM Account").one() == 2


def test_begin_commit_and_abort(bank: Path) -> None:
    with ledgershell.open(bank) as ledger:
        transaction_id = ledger.begin()
        ledger.execute("DELETE FROM Account AS a WHERE a.owner = 'Bob'")
        block = ledger.commit()
        assert block is not None
        assert block.transaction_id == transaction_id
        assert list(balances(ledger)) == ["Ann"]


def test_an_open_transaction_is_lost_with_the_ledger(bank: Path) -> None:
    with ledgershell.open(bank) as ledger:
        ledger.begin()
        ledger.execute("DELETE FROM Account")
    with ledgershell.open(bank) as ledger:
        assert len(balances(ledger)) == 2


def test_a_path_is_a_path_even_without_a_slash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with ledgershell.open(Path("bank")) as ledger:
        assert ledger.describe().location == str(tmp_path / "bank")


def test_errors_are_of_one_tree(bank: Path) -> None:
    with ledgershell.open(bank) as ledger:
        for text in (
            "SELECT",
            "SELECT * FROM Nobody",
            "CREATE TABLE Account",
            "SELECT CAST('x' AS INT) FROM <<1>> AS v",
        ):
            with pytest.raises(ledgershell.LedgershellError) as error:
                ledger.execute(text).all()
            assert error.value.code.startswith("LS-")
            assert error.value.text == text
    with pytest.raises(ledgershell.LedgershellError, match="no dialect"):
        ledgershell.open(":memory:", dialect="sql")
    with pytest.raises(ledgershell.LedgershellError, match="closed"):
        ledger.execute("SELECT 1")


def test_the_dialect_is_chosen() -> None:
    with ledgershell.open(":memory:", dialect="partiql-coerce", environment=demo_world()) as ledger:
        assert ledger.execute("SELECT VALUE t.A FROM << {'a': 1} >> AS t").all() == [1]
    with ledgershell.open(":memory:", environment=demo_world()) as ledger:
        assert ledger.execute("SELECT t.A FROM << {'a': 1} >> AS t").one().items() == ()


def test_importing_the_package_enters_no_room() -> None:
    code = "import sys; import ledgershell; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = ("api", "environment", "errors", "ion", "journal", "ledger", "partiql", "storage")
    assert not [room for room in rooms if f"ledgershell.{room}" in done.stdout.split()]


def test_a_query_imports_nothing_heavy() -> None:
    code = """
import sys, ledgershell
with ledgershell.open(":memory:") as ledger:
    ledger.execute("CREATE TABLE T")
    ledger.execute("INSERT INTO T ?", {"a": 1})
    assert ledger.execute("SELECT VALUE t.a FROM T AS t WHERE t.a = 1").all() == [1]
heavy = {"rich", "prompt_toolkit", "pygments", "sqlite_utils", "amazon", "lark", "click", "dataclasses", "inspect"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    for name in ledgershell.__all__:
        assert getattr(ledgershell, name) is not None
    with pytest.raises(AttributeError):
        _ = ledgershell.nothing_of_the_kind


@pytest.mark.parametrize(
    "statement", ["SELECT VALUE ?", "SELECT * FROM Account AS a WHERE a.owner = ?", "INSERT INTO Account ?"]
)
@pytest.mark.parametrize("wrap", [str, lambda text: [text], lambda text: {"a": [text]}, lambda text: {text: 1}])
def test_a_lone_surrogate_is_refused_wherever_it_comes_in(
    bank: Path, statement: str, wrap: Callable[[str], object]
) -> None:
    value = wrap("x\ud800")
    document = {"field": value} if statement.startswith("INSERT") else value
    with ledgershell.open(bank) as ledger, pytest.raises(ledgershell.LedgershellError) as refused:
        ledger.execute(statement, document)
    assert refused.value.code == "LS-ION-006"


@pytest.mark.parametrize("wrong", [5, None, b"SELECT 1", ["SELECT 1"]])
def test_a_statement_that_is_no_text_is_a_programmers_error(bank: Path, wrong: Any) -> None:
    with ledgershell.open(bank) as ledger, pytest.raises(TypeError, match=r"a statement is a str, not \w+"):
        ledger.execute(wrong)
