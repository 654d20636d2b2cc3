"""Ledgers by name and by path: which is meant, what is made when absent, and what is never made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledgershell.environment import Environment
from ledgershell.errors import ExitCode, LedgerError, LedgershellError, UsageError
from ledgershell.ledger.control import LocalControl, is_path
from tests.ledger.stories import demo_world, failure, quiet_world, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "ledgers"


@pytest.fixture
def control(home: Path) -> LocalControl:
    return LocalControl(quiet_world({"LEDGERSHELL_HOME": str(home)}), reserved=frozenset({"verify"}))


def test_what_a_path_is() -> None:
    assert is_path("bank.ledger")
    assert is_path("./bank")
    assert is_path("/tmp/x/bank.db")
    assert not is_path("bank")
    assert not is_path(":memory:")


def test_create_describe_list_update_delete(control: LocalControl, home: Path) -> None:
    created = control.create("bank", permissions_mode="ALLOW_ALL")
    assert (created.name, created.state, created.permissions_mode) == ("bank", "ACTIVE", "ALLOW_ALL")
    assert (created.tip, created.deletion_protection, created.writable) == (0, True, True)
    assert len(created.ledger_id) == len(created.strand_id) == 22
    control.create("account")
    assert [each.name for each in control.list()] == ["account", "bank"]
    described = control.describe("bank")
    assert described.ledger_id == created.ledger_id
    with pytest.raises(LedgerError) as protected:
        control.delete("bank")
    assert protected.value.code == "LS-LEDGER-013"
    assert not control.update("bank", deletion_protection=False).deletion_protection
    control.delete("bank")
    assert [each.name for each in control.list()] == ["account"]
    assert not [name for name in os.listdir(home) if name.startswith("bank")]


def test_a_name_is_taken_once(control: LocalControl) -> None:
    control.create("bank")
    with pytest.raises(LedgerError) as taken:
        control.create("bank")
    assert taken.value.code == "LS-LEDGER-012"


def test_a_wrong_mode_makes_nothing(control: LocalControl) -> None:
    with pytest.raises(UsageError) as wrong:
        control.create("bank", permissions_mode="NONE")
    assert wrong.value.code == "LS-LEDGER-021"
    assert control.names() == []


def test_an_absent_name_is_an_error_with_candidates(control: LocalControl) -> None:
    control.create("vehicles")
    with pytest.raises(UsageError) as absent:
        control.open_or_create("vehicels")
    assert absent.value.code == "LS-LEDGER-011"
    assert absent.value.exit_code is ExitCode.USAGE
    assert absent.value.hint is not None
    assert "vehicles" in absent.value.hint
    assert "create-ledger vehicels" in absent.value.hint


@pytest.mark.parametrize("name", ["verify", "a b", "--x", "1234", ""])
def test_a_name_that_no_ledger_may_have(control: LocalControl, name: str) -> None:
    with pytest.raises(UsageError) as invalid:
        control.open_or_create(name)
    assert invalid.value.code == "LS-LEDGER-010"


def test_paths_memory_and_default_are_made_when_absent(control: LocalControl, tmp_path: Path, home: Path) -> None:
    for argument in (str(tmp_path / "bank.ledger"), ":memory:", "default", None):
        opened = control.open_or_create(argument)
        assert opened.created == (argument is not None), "without an argument it is the default, which is there by now"
        opened.ledger.close()
    assert (tmp_path / "bank.ledger").is_file()
    assert (home / "default.ledger").is_file()


def test_read_only_makes_nothing(control: LocalControl, tmp_path: Path) -> None:
    for argument in (str(tmp_path / "bank.ledger"), "default"):
        with pytest.raises(UsageError) as absent:
            control.open_or_create(argument, read_only=True)
        assert absent.value.code == "LS-LEDGER-011"
    assert os.listdir(tmp_path) == []


def test_a_read_only_ledger_is_read_and_not_written(control: LocalControl) -> None:
    control.create("bank")
    with_table = control.open("bank")
    run(with_table, "CREATE TABLE T")
    run(with_table, "INSERT INTO T {'a': 1}")
    with_table.close()
    opened = control.open_or_create("bank", read_only=True)
    session = opened.session()
    assert run(session, "SELECT VALUE t.a FROM T AS t") == [1]
    for statement in ("INSERT INTO T {'a': 2}", "DROP TABLE T", "DELETE FROM T"):
        assert failure(session, statement).code == "LS-LEDGER-018"
    assert not session.describe().writable
    session.begin()
    assert run(session, "SELECT VALUE t.a FROM T AS t") == [1]
    assert session.commit() is None
    session.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do anything is refused nothing")
def test_a_file_that_may_not_be_written_says_so(control: LocalControl, home: Path) -> None:
    control.create("bank")
    file = home / "bank.ledger"
    file.chmod(0o400)
    with pytest.raises(LedgershellError) as refused:
        control.open_or_create("bank")
    assert refused.value.code == "LS-STORE-004"
    opened = control.open_or_create("bank", read_only=True)
    opened.ledger.close()


def test_a_file_that_is_no_ledger(control: LocalControl, tmp_path: Path, home: Path) -> None:
    for content in (b"", b"hello", os.urandom(8192)):
        (tmp_path / "x.ledger").write_bytes(content)
        with pytest.raises(LedgershellError) as foreign:
            control.open_or_create(str(tmp_path / "x.ledger"))
        assert foreign.value.exit_code is ExitCode.USAGE
        assert (tmp_path / "x.ledger").read_bytes() == content
    home.mkdir()
    (home / "odd.ledger").write_bytes(b"hello")
    assert [(each.name, each.state) for each in control.list()] == [("odd", "UNREADABLE")]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    control = LocalControl(quiet_world({"LEDGERSHELL_HOME": str(tmp_path / "file" / "below")}))
    assert control.names() == []
    with pytest.raises(LedgershellError) as refused:
        control.open_or_create(None)
    assert refused.value.code == "LS-STORE-014"


def test_a_path_without_a_folder(control: LocalControl, tmp_path: Path) -> None:
    with pytest.raises(LedgershellError) as refused:
        control.open_or_create(str(tmp_path / "none" / "bank.ledger"))
    assert refused.value.code == "LS-STORE-014"


def world_with_home(home: Path) -> Environment:
    return quiet_world({"LEDGERSHELL_HOME": str(home)})


def test_opening_by_name_again_finds_everything(home: Path) -> None:
    LocalControl(world_with_home(home)).create("bank")
    for number in range(3):
        session = LocalControl(world_with_home(home)).open("bank")
        if number == 0:
            run(session, "CREATE TABLE T")
            run(session, "CREATE INDEX ON T (a)")
        run(session, f"INSERT INTO T {{'a': {number}, 'b{number}': 1}}")
        found = session.execute("SELECT VALUE t.a FROM T AS t WHERE t.a = ?", (number,))
        assert list(found) == [number]
        assert found.statistics.read_documents == 1
        assert run(session, "SELECT VALUE t.a FROM T AS t") == list(range(number + 1))
        session.close()


def test_memory_leaves_no_files(tmp_path: Path) -> None:
    control = LocalControl(demo_world())
    opened = control.open_or_create(":memory:")
    assert opened.ledger.describe().location == ":memory:"
    opened.ledger.close()
    with pytest.raises(UsageError):
        control.create(":memory:")
