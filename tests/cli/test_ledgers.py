"""The subcommands about ledgers, with the names of Amazon's command line."""

from __future__ import annotations

import json

import pytest

from ledgershell.commands.subcommands import SUBCOMMANDS
from tests.cli.conftest import Program


def test_a_ledger_s_life(program: Program) -> None:
    created = program("create-ledger", "bank")
    assert (created.code, created.err) == (0, "")
    made = json.loads(created.out)
    assert (made["Name"], made["State"], made["DeletionProtection"]) == ("bank", "ACTIVE", True)
    assert json.loads(program("describe-ledger", "--name", "bank").out) == made
    assert [each["Name"] for each in json.loads(program("list-ledgers").out)["Ledgers"]] == ["bank"]

    protected = program("delete-ledger", "bank")
    assert (protected.code, protected.out) == (1, "")
    assert "LS-LEDGER-013" in protected.err
    changed = json.loads(program("update-ledger", "bank", "--no-deletion-protection").out)
    assert changed["DeletionProtection"] is False
    deleted = program("delete-ledger", "bank")
    assert (deleted.code, json.loads(deleted.out)["State"]) == (0, "DELETED")
    assert json.loads(program("list-ledgers").out) == {"Ledgers": []}


def test_what_is_made_can_be_used_by_name(program: Program) -> None:
    program("create-ledger", "bank", "--permissions-mode", "ALLOW_ALL", "--no-deletion-protection")
    assert program("-c", "CREATE TABLE t", "bank").code == 0
    assert program("-c", "SELECT VALUE t.name FROM information_schema.user_tables AS t", "bank").out == '"t"\n'
    described = json.loads(program("describe-ledger", "bank").out)
    assert (described["PermissionsMode"], described["TipSequenceNo"]) == ("ALLOW_ALL", 1)


def test_answers_in_ion(program: Program) -> None:
    outcome = program("create-ledger", "bank", "--format", "ion")
    assert 'Name: "bank"' in outcome.out


def test_a_ledger_that_is_not_there(program: Program) -> None:
    program("create-ledger", "vehicles")
    for arguments in (
        ["describe-ledger", "vehicle"],
        ["-c", "SELECT 1", "vehicle"],
        ["--read-only", "-c", "", "vehicle"],
    ):
        outcome = program(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert "LS-LEDGER-011" in outcome.err
        assert "vehicles" in outcome.err
        assert "create-ledger" in outcome.err


def test_reading_creates_nothing(program: Program) -> None:
    for arguments in (["describe-ledger", "x.ledger"], ["--read-only", "-c", "SELECT 1", "x.ledger"]):
        assert program(*arguments).code == 2
    assert not (program.folder / "x.ledger").exists()
    assert json.loads(program("list-ledgers").out) == {"Ledgers": []}


def test_what_asks_for_nothing_creates_nothing(program: Program) -> None:
    for arguments in (["-c", "", "x.ledger"], ["-c", " \n", "-c", ""], ["-c", "", ":memory:"]):
        outcome = program(*arguments)
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert not (program.folder / "x.ledger").exists()
    assert json.loads(program("list-ledgers").out) == {"Ledgers": []}
    assert program("-c", "", "absent").code == 2


def test_a_missing_script_is_found_before_a_ledger_is_made_for_it(program: Program) -> None:
    outcome = program("x.ledger", "-c", "CREATE TABLE t", "-f", "sub/missing.pql")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("error LS-FILE-001: sub/missing.pql: no such file")
    assert not (program.folder / "x.ledger").exists()


def test_a_path_that_is_not_there_says_how_to_make_it(program: Program) -> None:
    assert "hint: create-ledger ./x.ledger makes it" in program("describe-ledger", "./x.ledger").err
    reading = program("--read-only", "-c", "SELECT 1", "./x.ledger")
    assert "hint: what only reads never makes a ledger; check the path" in reading.err


def test_a_misspelt_path_gets_the_ledgers_beside_it_for_candidates(program: Program) -> None:
    assert program("-c", "CREATE TABLE t", "bank.ledger").code == 0
    outcome = program("verify", "bnak.ledger")
    assert outcome.code == 2
    assert "hint: did you mean bank.ledger?" in outcome.err
    assert not (program.folder / "bnak.ledger").exists()


def test_the_default_ledger_is_made_when_it_is_used(program: Program) -> None:
    outcome = program("-c", "CREATE TABLE t")
    assert outcome.code == 0
    assert "created ledger" in outcome.err
    assert [each["Name"] for each in json.loads(program("list-ledgers").out)["Ledgers"]] == ["default"]


@pytest.mark.parametrize("name", [each.name for each in SUBCOMMANDS])
def test_no_ledger_goes_by_the_name_of_a_subcommand(program: Program, name: str) -> None:
    outcome = program("create-ledger", name)
    assert (outcome.code, outcome.out) == (2, "")


def test_a_ledger_may_not_be_made_twice(program: Program) -> None:
    assert program("create-ledger", "bank").code == 0
    outcome = program("create-ledger", "bank")
    assert outcome.code == 1
    assert "LS-LEDGER-012" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [["create-ledger"], ["create-ledger", "a", "b"], ["create-ledger", "a", "--name", "b"], ["update-ledger", "a"]],
)
def test_wrong_usage(program: Program, arguments: list[str]) -> None:
    outcome = program(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "LS-CLI-002" in outcome.err


def test_the_sample_fills_only_a_new_ledger(program: Program) -> None:
    for _ in range(2):
        outcome = program("--sample", "vehicle-registration", "vehicles.ledger", stdin="")
        assert (outcome.code, outcome.out) == (0, "")
    count = program("-c", "SELECT VALUE COUNT(*) FROM Person", "vehicles.ledger")
    assert count.out == "5\n"


def test_the_sample_names_persons_by_their_document_ids(program: Program) -> None:
    query = (
        "SELECT p.LastName, r.City, l.LicenseType "
        "FROM Person AS p BY pid, VehicleRegistration AS r, DriversLicense AS l "
        "WHERE r.Owners.PrimaryOwner.PersonId = pid AND l.PersonId = pid AND p.GovId = 'LEWISR261LL'"
    )
    outcome = program("--sample=vehicle-registration", "-q", "-c", query, ":memory:")
    assert outcome.out == '{LastName: "Lewis", City: "Seattle", LicenseType: "Learner"}\n'


def test_the_demo_gives_the_same_bytes_every_time(program: Program) -> None:
    script = (
        "CREATE TABLE t; INSERT INTO t {'a': 1}; SELECT * FROM _ql_committed_t; \\timing on\nSELECT * FROM history(t);"
    )
    first, second, other = (program(seed, ":memory:", stdin=script) for seed in ("--demo", "--demo", "--demo=other"))
    assert first.code == 0, first
    assert first.out == second.out
    assert first.err == second.err
    assert first.out != other.out


def test_qldb_s_limits_can_be_switched_on(program: Program) -> None:
    program("-c", "CREATE TABLE t", "x.ledger")
    documents = ", ".join(["{'a': 1}"] * 41)
    insert = f"INSERT INTO t << {documents} >>"
    assert program("--qldb-limits", "-c", insert, "x.ledger").code == 1
    assert program("-q", "-c", insert, "x.ledger").code == 0
