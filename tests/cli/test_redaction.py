"""Redaction on the command line: what it says, and that nothing which is made afterwards holds what is gone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ledgershell.ion.values import Struct
from ledgershell.ledger.ledger import create_ledger, open_ledger
from tests.cli.conftest import Outcome, Program
from tests.ledger.redacting import redact, table_id
from tests.ledger.secrets import Secret, betrayed
from tests.ledger.stories import demo_world, identities, run

SECRET = Secret(7)
BETRAYED_BY_TEXT = {"mail", "long text", "field name", "odd field name", "symbol", "remark", "number", "amount", "born"}


def good(outcome: Outcome) -> str:
    assert outcome.code == 0, outcome
    return outcome.out


class Bank:
    """A ledger whose first document is the secret, replaced; ``redacted`` says whether it is redacted."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.path = program.folder / "bank.ledger"
        ledger = create_ledger(self.path, demo_world())
        session = ledger.session()
        run(session, "CREATE TABLE Person")
        run(session, "CREATE INDEX ON Person (mail)")
        [self.document] = identities(run(session, "INSERT INTO Person ?", SECRET.document))
        run(session, "UPDATE Person AS p SET p = ?", Struct((("mail", "nobody"),)))
        self.table = table_id(session)
        ledger.close()

    def redact(self) -> None:
        ledger = open_ledger(self.path, demo_world("redactor"))
        redact(ledger.session(), self.document, 0)
        ledger.close()

    def make_everything(self, folder: Path) -> None:
        """All that the program writes of a ledger, each into a place of its own in ``folder``."""
        folder.mkdir()
        told = self.program
        path = str(self.path)
        good(told("backup", path, str(folder / "bank.backup")))
        good(told("restore", str(folder / "bank.backup"), str(folder / "restored.ledger")))
        for form in ("ION_TEXT", "ION_BINARY", "JSON"):
            good(told("export-journal", path, str(folder / form), "--output-format", form))
        good(told("import-journal", str(folder / "ION_BINARY"), str(folder / "imported.ledger")))
        for form in ("ion-binary", "ion", "jsonl"):
            good(told("stream-journal", path, "--output", str(folder / f"stream.{form}"), "--format", form))
        query = "SELECT * FROM history(Person) AS h"
        for form in ("json", "table"):
            (folder / f"result.{form}").write_bytes(
                good(told("--format", form, "-c", query, path)).encode("utf-8", "replace")
            )
        (folder / "block").write_text(good(told("get-block", path, "--block-address", "3")))
        (folder / "log").write_text(good(told("-c", rf"\log {self.document}", "-c", r"\chain 0..4", path)))


@pytest.fixture
def bank(program: Program) -> Bank:
    return Bank(program)


def test_nothing_that_is_made_afterwards_holds_what_was_redacted(bank: Bank) -> None:
    before, after = bank.program.folder / "before", bank.program.folder / "after"
    bank.make_everything(before)
    found = betrayed(SECRET, before)
    assert set(found) >= BETRAYED_BY_TEXT, "the search is not blind"
    for name in (
        "bank.backup",
        "restored.ledger",
        "imported.ledger",
        "stream.ion-binary",
        "stream.ion",
        "stream.jsonl",
        "result.json",
    ):
        assert name in found["mail"], name
    assert len([name for name in found["mail"] if name.endswith((".ion", ".json"))]) >= 4, "and in the exports"
    bank.redact()
    bank.make_everything(after)
    assert betrayed(SECRET, after) == {}
    for each in (bank.path, after / "restored.ledger", after / "imported.ledger"):
        assert "consistent with itself" in good(bank.program("verify", str(each)))
    good(bank.program("verify", str(after / "ION_BINARY")))


def test_a_backup_made_while_the_erasure_waits_has_nothing_either(bank: Bank) -> None:
    reader = open_ledger(bank.path, demo_world("reader"))
    reading = reader.session()
    reading.begin()
    run(reading, "SELECT * FROM Person")
    bank.redact()
    assert reader.describe().erasure_pending == (5,)
    folder = bank.program.folder / "backups"
    folder.mkdir()
    good(bank.program("backup", str(bank.path), str(folder / "bank.backup")))
    assert betrayed(SECRET, folder) == {}
    subprocess.run(["cp", str(bank.path), str(bank.path) + "-wal", str(folder)], check=True)
    assert betrayed(SECRET, folder) != {}, "the ledger's own files still have it"
    reading.abort()
    reader.close()


# -- What people are told


PEOPLE = """
CREATE TABLE Person;
INSERT INTO Person {'name': 'Ann', 'number': '123-45-6789'};
UPDATE Person SET number = '-';
SELECT t.tableId AS "table" FROM information_schema.user_tables AS t \\gset
SELECT h.metadata.id AS document, h.blockAddress.strandId AS strand, h.blockAddress.sequenceNo AS block
  FROM history(Person) AS h WHERE h.metadata.version = 0 \\gset
"""
REDACT = "EXEC REDACT_REVISION {'strandId': :'strand', 'sequenceNo': :block}, :'table', :'document'"
LITERALS = (
    "Statements recorded in block 2 still hold values of the document; they are hashed and cannot go. "
    "Parameters (?) leave no values behind.\n"
)


def redacting(program: Program, *lines: str) -> Outcome:
    program.write("people.pql", "\n".join((PEOPLE, *lines)))
    return program("--demo", "-f", "people.pql", "people.ledger")


def test_the_row_is_on_standard_output_and_what_is_left_on_standard_error(program: Program) -> None:
    done = redacting(program, REDACT + ";")
    assert done.code == 0, done
    assert done.out.splitlines()[-1].startswith("{blockAddress: {strandId: ")
    assert done.out.splitlines()[-1].endswith(", version: 0}")
    assert done.err.endswith(LITERALS)


def test_quiet_says_nothing(program: Program) -> None:
    done = redacting(program, "\\set QUIET on", REDACT + ";")
    assert LITERALS not in done.err


def test_a_redaction_in_a_transaction_of_several_statements(program: Program) -> None:
    done = redacting(
        program,
        "BEGIN;",
        REDACT + ";",
        "SELECT name FROM Person;",
        "COMMIT;",
        "SELECT * FROM changes(Person, 2, 2) AS c;",
    )
    assert done.code == 0, done
    assert LITERALS in done.err
    assert '{operation: "INSERT", metadata:' in done.out


def test_a_second_change_is_refused_where_it_stands(program: Program) -> None:
    done = redacting(program, "BEGIN;", REDACT + ";", "INSERT INTO Person {};")
    assert done.code == 3
    assert "LS-TX-012: a redaction must be the only change of its transaction" in done.err


def test_diff_says_what_cannot_be_compared_any_more(program: Program) -> None:
    done = redacting(program, REDACT + ";", "\\diff :document 0 1")
    assert done.code == 3
    assert "the data of version 0 were redacted" in done.err


def test_status_and_describe_ledger_tell_of_an_erasure_that_waits(bank: Bank) -> None:
    path = str(bank.path)
    assert "erasurePending" not in good(bank.program("-c", r"\status", path))
    reader = open_ledger(bank.path, demo_world("reader"))
    reading = reader.session()
    reading.begin()
    run(reading, "SELECT * FROM Person")
    text = (
        f"EXEC REDACT_REVISION {{'strandId': '{reader.strand_id}', 'sequenceNo': 3}}, '{bank.table}', '{bank.document}'"
    )
    done = bank.program("-c", text, path)
    assert done.code == 0
    assert "their erasure from the file is pending: somebody still reads an older snapshot" in done.err
    shown = bank.program("-c", r"\status", path)
    assert "erasurePending: [5]" in shown.out
    assert shown.err == (
        "The data that block 5 redacted may still be in the file: somebody reads an older snapshot, or the file cannot "
        "be written.\n"
    )
    assert '"ErasurePending": [\n    5\n  ]' in good(bank.program("describe-ledger", path))
    reading.abort()
    reader.close()
    assert "erasurePending" not in good(bank.program("-c", r"\status", path))
    assert "ErasurePending" not in good(bank.program("describe-ledger", path))
