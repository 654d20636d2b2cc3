"""Journals of Amazon QLDB become ledgers: with all that they tell, nothing that they do not, and provable as before."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ledgershell.ion import loads
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.journal.block import decode_block, encode_block
from tests.exports import TABLES, good, rows, run
from tests.journal.amazon import (
    OLD,
    PERSON,
    START,
    AmazonJournal,
    from_the_middle,
    identity,
    person,
    struct,
    vehicle_registration,
)
from tests.ledger.tampering import change_by_force


@pytest.fixture
def amazon(tmp_path: Path) -> Path:
    """A ledger made of Amazon's export, and beside it the digest that Amazon gave, ``amazon.json``."""
    journal = vehicle_registration()
    journal.export(tmp_path / "export")
    (tmp_path / "amazon.json").write_text(journal.digest())
    good("import-journal", tmp_path / "export", tmp_path / "new.ledger")
    return tmp_path / "new.ledger"


def kept(ledger: Path) -> Path:
    return ledger.parent / "amazon.json"


def test_it_verifies_against_the_digest_that_amazon_gave(amazon: Path) -> None:
    for thing in (amazon, amazon.parent / "export"):
        told = good("verify", thing, "--digest", kept(amazon), "--require-anchor")
        assert "verified against the digest of block 10: 11 blocks, 11 revisions, 22 entries" in told


def test_tables_come_from_documents_and_statements(amazon: Path) -> None:
    assert rows(amazon, TABLES) == [
        '{name: "Person", status: "ACTIVE"}',
        '{name: "Empty", status: "ACTIVE"}',
        '{name: "Old", status: "INACTIVE"}',
    ]
    described = rows(amazon, "SELECT VALUE t FROM information_schema.user_tables AS t WHERE t.name = 'Person'")
    assert loads(described[0])["tableId"] == PERSON
    assert [index["expr"] for index in loads(described[0])["indexes"]] == ["[Name]"]


def test_current_documents_history_and_dropped_tables_can_be_queried(amazon: Path) -> None:
    assert rows(amazon, "SELECT * FROM Person WHERE Name = 'Ann'") == ['{Name: "Ann", Age: 42}']
    history = [loads(row) for row in rows(amazon, "SELECT * FROM history(Person)")]
    assert [(row["metadata"]["id"][-3:], row["metadata"]["version"]) for row in history] == [
        ("ann", 0),
        ("bob", 0),
        ("ann", 1),
        ("bob", 1),
    ]
    assert ["data" in row for row in history] == [False, True, True, False]
    assert ["dataHash" in row for row in history] == [True, False, False, False]
    assert len(rows(amazon, f"SELECT * FROM history('{OLD}')")) == 1


def test_ids_times_and_hashes_stay_what_they_were(amazon: Path) -> None:
    for seq, block in enumerate(vehicle_registration().blocks):
        shown = loads(good("get-block", amazon, "--block-address", f"{seq}"))["Block"]
        assert shown == block or {**dict(shown.items()), "revisions": 0} == {**dict(block.items()), "revisions": 0}


def test_the_same_export_always_makes_the_same_ledger(amazon: Path) -> None:
    good("import-journal", amazon.parent / "export", amazon.parent / "new2.ledger")
    statement = "SELECT * FROM information_schema.user_tables"
    assert rows(amazon.parent / "new2.ledger", statement) == rows(amazon, statement)
    first, second = (good("get-digest", each).split("Time")[0] for each in (amazon, amazon.parent / "new2.ledger"))
    assert first == second


def test_it_goes_on_where_it_is_told_to_and_says_where_it_came_from(amazon: Path) -> None:
    assert run("-c", "DROP TABLE Person", amazon).code == 1
    good("update-ledger", amazon, "--writable")
    good("-c", f'UPDATE Person SET Age = 43; UNDROP TABLE "{OLD}"; INSERT INTO "Empty" {{\'a\': 1}}', amazon)
    assert rows(amazon, "SELECT VALUE p.Age FROM Person AS p WHERE p.Name = 'Ann'") == ["43"]
    block = loads(good("get-block", amazon, "--block-address", "11"))["Block"]
    [told] = block["transactionInfo"]["statements"]
    assert "ledger vehicle-registration in s3://a-bucket/journal/" in told["statement"]
    assert "first_sequence_no = 0, last_sequence_no = 10, foreign_blocks = 11" in told["statement"]
    assert len(block["revisions"]) == 3
    assert "verified against the digest of block 10: 15 blocks" in good("verify", amazon, "--digest", kept(amazon))


def test_proofs_of_foreign_and_of_own_blocks_hold_under_one_digest(amazon: Path) -> None:
    good("update-ledger", amazon, "--writable")
    good("-c", "UPDATE Person SET Age = 43", amazon)
    folder = amazon.parent
    good("get-digest", amazon, "--save", folder / "ours.digest")
    assert loads((folder / "ours.digest").read_bytes())["ForeignBlocks"] == 11
    for seq in ("5", "12"):
        options = ("--block-address", seq, "--document-id", identity("ann"), "--digest-tip-address", "12")
        good("get-revision", amazon, *options, "--save", folder / f"{seq}.proof")
        assert "proved" in good("verify-proof", folder / f"{seq}.proof", "--digest", folder / "ours.digest")
        good("get-block", amazon, *options[:2], *options[4:], "--save", folder / f"{seq}.block")
        assert "proved" in good(
            "verify-proof", folder / f"{seq}.block", "--digest", folder / "ours.digest", "--explain"
        )


def test_an_export_of_what_was_imported_and_went_on_is_imported_again(amazon: Path) -> None:
    good("update-ledger", amazon, "--writable")
    good("-c", "UPDATE Person SET Age = 43; CREATE TABLE More; INSERT INTO More {'b': 2}", amazon)
    folder = amazon.parent
    good("get-digest", amazon, "--save", folder / "ours.digest")
    for form in ("ION_TEXT", "ION_BINARY"):
        good("export-journal", amazon, folder / form, "--output-format", form)
        good("import-journal", folder / form, folder / f"{form}.ledger", "--digest", folder / "ours.digest")
        assert "verified" in good("verify", folder / f"{form}.ledger", "--digest", kept(amazon))
        statement = "SELECT * FROM information_schema.user_tables; SELECT * FROM history(Person); SELECT * FROM More"
        assert rows(folder / f"{form}.ledger", statement) == rows(amazon, statement)


def test_a_journal_from_the_middle_is_kept_as_it_is(tmp_path: Path) -> None:
    journal = from_the_middle()
    journal.export(tmp_path / "export", binary=True)
    ledger = tmp_path / "middle.ledger"
    good("import-journal", tmp_path / "export", ledger)
    history = [loads(row) for row in rows(ledger, "SELECT * FROM history(Person)")]
    assert [row["metadata"]["version"] for row in history] == [7, 8]
    assert rows(ledger, "SELECT * FROM Person") == ['{Name: "Ann", Age: 44}']
    assert rows(ledger, "SELECT * FROM Vehicle") == []
    assert [loads(row)["metadata"]["version"] for row in rows(ledger, "SELECT * FROM history(Vehicle)")] == [3]
    assert "NOT ANCHORED" in good("verify", ledger)
    good("update-ledger", ledger, "--writable")
    good("-c", "UPDATE Person SET Age = 45", ledger)
    good("get-digest", ledger, "--save", tmp_path / "ours.digest")
    assert "verified against the digest of block 60812" in good("verify", ledger, "--digest", tmp_path / "ours.digest")


def test_a_journal_from_the_middle_is_streamed_and_drawn_from_its_first_block_on(tmp_path: Path) -> None:
    from_the_middle().export(tmp_path / "export")
    ledger = tmp_path / "middle.ledger"
    good("import-journal", tmp_path / "export", ledger)
    for start in ((), ("--from", "0"), ("--from", "2019-01-01T00:00:00Z")):
        records = [loads(line) for line in good("stream-journal", ledger, "--format", "ion-lines", *start).splitlines()]
        summaries = [record["payload"] for record in records if record["recordType"] == "BLOCK_SUMMARY"]
        assert [summary["blockAddress"]["sequenceNo"] for summary in summaries] == [60807, 60808, 60809, 60810]
    assert "block 60807" in good("-c", "\\chain", ledger)
    assert len(rows(ledger, "SELECT * FROM changes(Person)")) == 2


def test_what_a_journal_from_the_middle_cannot_prove_is_said(tmp_path: Path) -> None:
    """A digest is over all blocks from the first one on: without them it can be neither computed nor refuted."""
    journal = from_the_middle()
    journal.export(tmp_path / "export")
    (tmp_path / "amazon.json").write_text(journal.digest())
    good("import-journal", tmp_path / "export", tmp_path / "middle.ledger")
    for thing in ("export", "middle.ledger"):
        outcome = run("verify", tmp_path / thing, "--digest", tmp_path / "amazon.json")
        assert outcome.code == 4
        assert "without the blocks before it this digest can be neither proved nor refuted" in outcome.out


def test_documents_that_were_redacted_after_the_import_stay_provable(amazon: Path) -> None:
    good("update-ledger", amazon, "--writable")
    redact = 'EXEC REDACT_REVISION `{strandId: "KmA3ZZca7vAIiJAK9S5Iwl", sequenceNo: 4}`, '
    good("-c", f"{redact} '{PERSON}', '{identity('bob')}'", amazon)
    assert "verified against the digest of block 10" in good("verify", amazon, "--digest", kept(amazon))


# -- The boundary between their blocks and ours


def changed(ledger: Path, *statements: str) -> None:
    assert change_by_force(
        ledger, lambda connection: [connection.execute(statement) for statement in statements] and None
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("foreign_blocks", "10"),
        ("foreign_blocks", "12"),
        ("imported_last", "9"),
        ("imported_last", "11"),
        ("imported_last", "99"),
        ("imported_from", "elsewhere"),
        ("imported_tables", "[]"),
        ("ledger_id", "7SurIC6dsU9Gpa4kHhXs7M"),
        ("created", "0"),
        ("writable", "perhaps"),
    ],
)
def test_what_is_kept_of_an_import_cannot_be_changed_unseen(amazon: Path, setting: str, value: str) -> None:
    good("update-ledger", amazon, "--writable")
    good("-c", "UPDATE Person SET Age = 43", amazon)
    assert run("verify", amazon).code == 0
    changed(amazon, f"UPDATE setting SET value = '{value}' WHERE name = '{setting}'")
    assert run("verify", amazon).code == 4


def earlier(connection: sqlite3.Connection) -> None:
    """Move all blocks of a ledger of ours an hour back, which breaks their headers, and call them foreign ones."""
    for seq, body in connection.execute("SELECT seq, body FROM block").fetchall():
        block = decode_block(body)
        moved = Timestamp.from_milliseconds(block["blockTimestamp"].milliseconds() - 3_600_000)
        fields = ((name, moved if name == "blockTimestamp" else value) for name, value in block.items())
        time = moved.milliseconds()
        connection.execute(
            "UPDATE block SET body = ?, time = ? WHERE seq = ?", (encode_block(Struct(fields)), time, seq)
        )
        if seq == 0:
            connection.execute("UPDATE block SET transaction_time = ? WHERE seq = 0", (time,))
            connection.execute("UPDATE setting SET value = ? WHERE name = 'created'", (f"{time}",))
    for setting in (("imported_last", "2"), ("foreign_blocks", "3"), ("imported_from", ""), ("imported_tables", "[]")):
        connection.execute("INSERT INTO setting VALUES (?, ?)", setting)
    connection.execute("INSERT INTO setting VALUES ('writable', 'false')")


def test_blocks_of_ours_are_not_passed_off_as_foreign_ones(tmp_path: Path) -> None:
    """Foreign blocks may be without a header, so their times prove nothing: our receipt says that there are none."""
    ledger = tmp_path / "ours.ledger"
    good("-q", "-c", "CREATE TABLE A; INSERT INTO A {'a': 1}", ledger)
    good("get-digest", ledger, "--save", tmp_path / "kept.digest")
    assert change_by_force(ledger, earlier)
    outcome = run("verify", ledger, "--digest", tmp_path / "kept.digest")
    assert outcome.code == 4
    assert "anchor: digest ForeignBlocks: expected 0, found 3" in outcome.out
    assert outcome.out.count("expected") <= 3, "all else about it is sound, which is why the receipt must say it"


# -- What cannot be a ledger


def refused(journal: AmazonJournal, folder: Path, code: str, *words: str) -> None:
    journal.export(folder / "export")
    outcome = run("import-journal", folder / "export", folder / "new.ledger")
    assert outcome.code in (1, 4), outcome
    assert code in outcome.err
    for word in words:
        assert word in outcome.err
    assert [path.name for path in folder.iterdir()] == ["export"]


def test_a_document_without_a_table_is_refused(tmp_path: Path) -> None:
    journal = AmazonJournal()
    journal.append("INSERT INTO Person ?", revisions=[journal.revision("ann", 0, person("Ann", 1))])
    refused(journal, tmp_path, "LS-EXPORT-007", "no table is named for document", "byte 0")


def test_versions_with_a_gap_are_refused(tmp_path: Path) -> None:
    journal = AmazonJournal()
    for version in (0, 2):
        journal.append(
            "UPDATE",
            documents=[("ann", "Person", PERSON)],
            revisions=[journal.revision("ann", version, person("Ann", version))],
        )
    refused(journal, tmp_path, "LS-EXPORT-007", "does not follow version 0")


def test_life_after_a_deletion_is_refused(tmp_path: Path) -> None:
    journal = AmazonJournal()
    for version, data in enumerate((person("Ann", 1), None, person("Ann", 2))):
        journal.append(
            "UPDATE", documents=[("ann", "Person", PERSON)], revisions=[journal.revision("ann", version, data)]
        )
    refused(journal, tmp_path, "LS-EXPORT-007", "a deletion")


def test_one_transaction_twice_is_refused(tmp_path: Path) -> None:
    journal = AmazonJournal()
    journal.append()
    journal.append()
    first, second = journal.blocks
    same = [(name, first[name] if name == "transactionId" else value) for name, value in second.items()]
    journal.blocks[1] = struct(**dict(same))
    refused(journal, tmp_path, "LS-EXPORT-007")


@pytest.mark.parametrize("table_id", ["_ql_catalogue", "", "x" * 65, "a b"])
def test_a_table_with_an_impossible_id_is_refused(tmp_path: Path, table_id: str) -> None:
    journal = AmazonJournal()
    journal.append(
        "INSERT", documents=[("ann", "Person", table_id)], revisions=[journal.revision("ann", 0, person("Ann", 1))]
    )
    refused(journal, tmp_path, "LS-EXPORT-007", "no table is named")


def test_data_that_are_no_document_are_refused(tmp_path: Path) -> None:
    journal = AmazonJournal()
    revision = journal.revision("ann", 0, [1, 2])  # type: ignore[arg-type]
    journal.append("INSERT", documents=[("ann", "Person", PERSON)], revisions=[revision])
    refused(journal, tmp_path, "LS-EXPORT-007", "no struct")


def test_a_foreign_block_does_not_bring_a_catalogue_of_ours(tmp_path: Path) -> None:
    """What looks like our system table is a revision without a table, unless the block is one of ours."""
    journal = AmazonJournal()
    table = struct(tableId=identity("evil"), name="Evil", indexes=[], status="ACTIVE")
    journal.append("CREATE TABLE Evil", revisions=[journal.revision("evil", 0, table)])
    refused(journal, tmp_path, "LS-EXPORT-007", "no table is named")


def test_a_digest_that_is_not_this_journal_s_refuses_the_import(tmp_path: Path) -> None:
    journal = vehicle_registration()
    (tmp_path / "other.json").write_text(from_the_middle().digest().replace("60810", "10"))
    journal.export(tmp_path / "export")
    outcome = run("import-journal", tmp_path / "export", tmp_path / "new.ledger", "--digest", tmp_path / "other.json")
    assert outcome.code == 4
    assert "LS-EXPORT-005" in outcome.err
    assert not (tmp_path / "new.ledger").exists()


def test_an_existing_ledger_is_never_touched(amazon: Path) -> None:
    before = amazon.read_bytes()
    outcome = run("import-journal", amazon.parent / "export", amazon)
    assert outcome.code == 1
    assert "LS-LEDGER-012" in outcome.err
    assert amazon.read_bytes() == before


def test_times_are_those_of_the_journal(amazon: Path) -> None:
    told = loads(good("describe-ledger", amazon, "--format", "ion"))
    assert told["CreationDateTime"].milliseconds() == START + 20
    times = "`2019-09-18T17:00:19.500Z`, `2019-09-18T17:00:19.600Z`"
    versions = rows(amazon, f"SELECT VALUE h.metadata.version FROM history(Person, {times}) AS h")
    assert sorted(versions) == ["0", "1"]
