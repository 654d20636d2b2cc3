"""Names of ledgers and tables, and what somebody meant by one."""

from __future__ import annotations

import pytest

from ledgershell.errors import LedgerError, UsageError
from ledgershell.ledger.names import check_ledger_name, check_table_name, did_you_mean, shown


@pytest.mark.parametrize("name", ["a", "bank", "vehicle-registration", "A1", "1a", "a" * 32])
def test_ledger_names_that_qldb_allows(name: str) -> None:
    assert check_ledger_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "-a", "a-", "a--b", "12345", "a" * 33, "a_b", "a.b", "bänk", "a b", "٣٤", "a/b", "a\n"]
)
def test_ledger_names_that_qldb_refuses(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_ledger_name(name)
    assert refused.value.code == "LS-LEDGER-010"


def test_a_ledger_may_not_be_called_like_a_command() -> None:
    with pytest.raises(UsageError, match="a command's name"):
        check_ledger_name("verify", frozenset({"verify"}))


@pytest.mark.parametrize("name", ["T", "Person", "_private", "a" * 128, "x9_"])
def test_table_names_that_are_allowed(name: str) -> None:
    assert check_table_name(name) == name


@pytest.mark.parametrize("name", ["", "9a", "a-b", "a" * 129, "_ql_x", "_QL_x", "Ärger", "a b", "a;DROP"])
def test_table_names_that_are_refused(name: str) -> None:
    with pytest.raises(LedgerError) as refused:
        check_table_name(name)
    assert refused.value.code == "LS-LEDGER-003"


def test_candidates_are_near_names_whatever_their_case() -> None:
    known = ["Person", "Vehicle", "VehicleRegistration", "DriversLicense"]
    assert did_you_mean("persn", known) == "did you mean Person?"
    assert did_you_mean("VEHICLE", known) == "did you mean Vehicle or VehicleRegistration?"
    assert did_you_mean("zzz", known) is None


def test_a_hostile_name_is_shown_without_its_control_characters() -> None:
    assert shown("a\x1b[31m\x00\u202eb") == "a\\x1b[31m\\x00\\u202eb"
    assert len(shown("x" * 10_000)) <= 60
