"""What the owner of the file can do around redactions: each is seen, and its control is sound."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ledgershell.ion.hashing import ion_hash
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.block import RedactedRevision, build_block, statement_digest
from ledgershell.journal.digest import Digest
from ledgershell.journal.transaction_info import Statement
from ledgershell.journal.verify import ChainVerifier
from ledgershell.journal.verify_proof import verify_revision_proof
from ledgershell.ledger.blocks import read_blocks
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from ledgershell.storage.store import BlockRow, NewBlock, NewRedaction
from ledgershell.storage.writer import SqliteWriter
from tests.ledger.redacting import history, redact, table_id
from tests.ledger.stories import demo_world, identities, run
from tests.ledger.tampering import Change, changed_copy, verify


class Told:
    """Ann's document in three versions, the first of them redacted; Bob's current one; a digest from before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        ledger = create_ledger(path, demo_world())
        session = ledger.session()
        run(session, "CREATE TABLE Person")
        self.table = table_id(session)
        self.ann, self.bob = identities(run(session, "INSERT INTO Person << {'name': 'Ann'}, {'name': 'Bob'} >>"))
        run(session, "UPDATE Person SET name = 'Anna' WHERE name = 'Ann'")
        run(session, "UPDATE Person SET name = 'Hannah' WHERE name = 'Anna'")
        [self.data, *_] = [row["data"] for row in history(session, self.ann)]
        self.body = body_of(ledger, 2)
        self.early = session.digest()
        redact(session, self.ann, 0)
        self.late = session.digest()
        ledger.close()


def body_of(ledger: Ledger, ordinal: int) -> bytes:
    snapshot = ledger.store.snapshot()
    try:
        [body] = [row.body for row in snapshot.revisions_after(-1) if row.ordinal == ordinal]
        assert body is not None
        return body
    finally:
        snapshot.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("redaction") / "bank.ledger")


@pytest.fixture
def told(original: Told, tmp_path: Path) -> Told:
    copy = object.__new__(Told)
    copy.__dict__.update(original.__dict__, path=tmp_path / "bank.ledger")
    shutil.copyfile(original.path, copy.path)
    return copy


def test_the_control_is_sound(told: Told) -> None:
    assert verify(told.path) == ("not anchored", ())
    assert verify(told.path, told.early) == ("verified", ())
    assert verify(told.path, told.late) == ("verified", ())


def set_data(ordinal: int, body: bytes | None, data_hash: bytes | None) -> Change:
    text = "UPDATE data SET body = ?, hash = ? WHERE ordinal = ?"
    return lambda connection: connection.execute(text, (body, data_hash, ordinal))


def test_another_data_hash(told: Told) -> None:
    for wrong in (bytes(32), ion_hash(Struct((("name", "Eve"),)))):
        copy = changed_copy(told.path, set_data(2, None, wrong))
        assert copy is not None
        assert ("revisions[0]", "hash") in verify(copy).places
    same = changed_copy(told.path, set_data(2, None, ion_hash(told.data)))
    assert same is not None
    assert verify(same).faults == ()


@pytest.mark.parametrize(("ordinal", "what"), [(3, "current"), (4, "superseded")])
def test_data_taken_away_with_the_right_hash_and_no_block_that_says_so(told: Told, ordinal: int, what: str) -> None:
    document = Struct((("name", "Bob" if what == "current" else "Anna"),))
    copy = changed_copy(told.path, set_data(ordinal, None, ion_hash(document)))
    assert copy is not None
    for anchor in (None, told.early, told.late):
        verdict = verify(copy, anchor)
        assert verdict.outcome == "failed"
        assert any(fault.field == "dataHash" and fault.part == "journal" for fault in verdict.faults), what


def test_redacted_data_put_back(told: Told) -> None:
    copy = changed_copy(told.path, set_data(2, told.body, None))
    assert copy is not None
    assert ("redactionInfo[0]", "revision") in verify(copy).places
    both = changed_copy(told.path, set_data(2, told.body, ion_hash(told.data)))
    assert both is not None
    assert verify(both).outcome == "failed"


def test_a_name_put_back(tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    ledger = create_ledger(path, demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'only_here': 1}"))
    run(session, "UPDATE Person AS p SET p = {}")
    redact(session, document, 0)
    ledger.close()
    assert verify(path).faults == ()
    back = changed_copy(path, lambda one: one.execute("UPDATE symbol SET text = 'only_here' WHERE text IS NULL"))
    assert back is not None
    assert ("symbol only_here", "") in verify(back).places
    more = changed_copy(path, lambda one: one.execute("INSERT INTO symbol SELECT max(id) + 1, 'more' FROM symbol"))
    assert more is not None
    assert ("symbol more", "") in verify(more).places


def test_a_name_that_is_used_is_taken_away(told: Told) -> None:
    copy = changed_copy(told.path, lambda one: one.execute("UPDATE symbol SET text = NULL WHERE id = 1"))
    assert copy is not None
    assert verify(copy).outcome == "failed"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revision SET version = 7 WHERE ordinal = 2",
        "UPDATE revision SET metadata = x'D0' WHERE ordinal = 2",
        "UPDATE revision SET document = NULL WHERE ordinal = 2",
        "UPDATE revision SET table_number = -1, version = -1 WHERE ordinal = 2",
        "UPDATE revision SET hash = zeroblob(32) WHERE ordinal = 2",
        "UPDATE revision SET superseded = NULL WHERE ordinal = 2",
        "DELETE FROM data WHERE ordinal = 2",
        "DELETE FROM revision WHERE ordinal = 2",
    ],
)
def test_more_than_the_data_taken_away(told: Told, change: str) -> None:
    """Metadata cannot be redacted: that would be a revision of which nobody knows what it was."""
    copy = changed_copy(told.path, lambda connection: connection.execute(change))
    assert copy is not None
    assert verify(copy).outcome == "failed"
    assert verify(copy, told.late).outcome == "failed"


# -- An attacker who knows how to append


def forged(told: Told, ordinal: int, data: Struct, names: RedactedRevision) -> Path:
    """A further block that says what it likes about a redaction, with all its hashes right, and the data it takes."""
    ledger = open_ledger(told.path, demo_world("forger"))
    snapshot = ledger.store.snapshot()
    head = snapshot.head()
    snapshot.close()
    strand = ledger.strand_id
    ledger.close()
    text = "EXEC REDACT_REVISION ?, ?, ?"
    block = build_block(
        strand_id=strand,
        seq=head.seq + 1,
        previous_block_hash=head.block_hash,
        transaction_id="0" * 22,
        time=head.time,
        statements=[Statement(text, head.time, statement_digest(text))],
        documents=[],
        revision_hashes=[],
        redacted=[names],
    )

    def change(connection: sqlite3.Connection) -> None:
        writer = SqliteWriter(connection, "forged", lambda: None)
        row = BlockRow(block.seq, block.transaction_id, head.time, block.time, block.block_hash, block.body)
        writer.append(NewBlock(row, (), redaction=NewRedaction(ordinal, ion_hash(data))))

    copy = changed_copy(told.path, change, "forged.ledger")
    assert copy is not None
    return copy


def test_a_superseded_revision_redacted_by_hand_is_a_redaction(told: Told) -> None:
    """The control: whoever may append may redact, and it is no other than ours."""
    strand = told.early.strand_id
    copy = forged(told, 4, Struct((("name", "Anna"),)), RedactedRevision(strand, 3, told.table, told.ann, 1))
    assert verify(copy, told.late).faults == ()


def test_a_live_revision_redacted_by_a_block_of_the_attackers_own(told: Told) -> None:
    strand = told.early.strand_id
    copy = forged(told, 3, Struct((("name", "Bob"),)), RedactedRevision(strand, 2, told.table, told.bob, 0))
    faults = verify(copy, told.late).faults
    assert [(fault.part, fault.expected) for fault in faults] == [
        ("projections", "superseded before block 6, which redacts it")
    ]


def test_redacted_twice(told: Told) -> None:
    strand = told.early.strand_id
    copy = forged(told, 2, told.data, RedactedRevision(strand, 2, told.table, told.ann, 0))
    assert ("redactionInfo[0]", "revision") in verify(copy).places


@pytest.mark.parametrize(
    "names",
    [
        ("strand", 3, "table", "ann", 5),
        ("strand", 4, "table", "ann", 1),
        ("strand", 3, "table", "bob", 1),
        ("strand", 3, "another table", "ann", 1),
        ("strand", 99, "table", "ann", 1),
    ],
)
def test_a_block_that_names_another_revision_than_the_one_redacted(
    told: Told, names: tuple[str, int, str, str, int]
) -> None:
    _, seq, table, who, version = names
    document = told.ann if who == "ann" else told.bob
    entry = RedactedRevision(
        told.early.strand_id, seq, told.table if table == "table" else "another table", document, version
    )
    assert verify(forged(told, 4, Struct((("name", "Anna"),)), entry)).outcome == "failed"


def test_a_block_taken_for_a_redaction_before_its_revision_was_superseded(told: Told, tmp_path: Path) -> None:
    """The revision is redacted while it is current, and superseded later: that is seen, too."""
    strand = told.early.strand_id
    copy = forged(told, 3, Struct((("name", "Bob"),)), RedactedRevision(strand, 2, told.table, told.bob, 0))
    ledger = open_ledger(copy, demo_world("later"))
    run(ledger.session(), "INSERT INTO Person {'name': 'Cy'}")
    ledger.close()
    assert verify(copy).outcome == "failed"


# -- Journals and proofs without the file


def blocks(path: Path) -> list[Struct]:
    ledger = open_ledger(path, demo_world("reader"), read_only=True)
    snapshot = ledger.store.snapshot()
    try:
        return list(read_blocks(snapshot, ledger.strand_id, ledger.symbols(snapshot, snapshot.head())))
    finally:
        snapshot.close()
        ledger.close()


def with_revision(block: Struct, at: int, change: Callable[[Struct], Struct]) -> Struct:
    revisions = list(block["revisions"])
    revisions[at] = change(revisions[at])
    return Struct((name, revisions if name == "revisions" else value) for name, value in block.items())


def without(*names: str) -> Callable[[Struct], Struct]:
    return lambda revision: Struct(item for item in revision.items() if item[0] not in names)


@pytest.mark.parametrize(
    "change",
    [
        without("metadata"),
        without("dataHash"),
        without("hash"),
        without("dataHash", "metadata"),
        lambda revision: Struct((*revision.items(), ("data", Struct()))),
        lambda revision: Struct((name, b"" if name == "dataHash" else value) for name, value in revision.items()),
    ],
)
def test_a_redacted_revision_has_all_that_proves_it(told: Told, change: Callable[[Struct], Struct]) -> None:
    journal = blocks(told.path)
    for own in (True, False):
        verifier = ChainVerifier(own=own)
        assert [finding for block in journal for finding in verifier.add(block)] == []
        spoilt = [with_revision(block, 0, change) if at == 2 else block for at, block in enumerate(journal)]
        verifier = ChainVerifier(own=own)
        assert [finding for block in spoilt for finding in verifier.add(block)] != []


def proof(told: Told, digest: Digest) -> tuple[Struct, tuple[bytes, ...], Struct | None]:
    ledger = open_ledger(told.path, demo_world("reader"), read_only=True)
    try:
        shown = ledger.session().revision(told.ann, 2, digest.sequence_no)
        return shown.revision, shown.proof or (), shown.block
    finally:
        ledger.close()


def test_the_proof_of_a_redacted_revision(told: Told) -> None:
    for digest in (told.early, told.late):
        revision, path, block = proof(told, digest)
        assert verify_revision_proof(revision, path, digest, block) == []
        for change in (without("metadata"), without("dataHash"), without("dataHash", "metadata")):
            assert verify_revision_proof(change(revision), path, digest, block) != []
        assert verify_revision_proof(revision, path, digest, None) != [], "metadata alone could be anything"
        live: list[tuple[str, Value]] = [item for item in revision.items() if item[0] != "dataHash"]
        invented = Struct((*live, ("data", Struct((("name", "Eve"),)))))
        assert verify_revision_proof(invented, path, digest, block) != []
        as_it_was = Struct((*live, ("data", told.data)))
        assert verify_revision_proof(as_it_was, path, digest, block) == [], "who kept the data can still prove them"


def test_no_table_forgets_a_redaction(told: Told) -> None:
    """Taking the block away that redacts leaves data gone without a reason, and the digest unfulfilled."""
    copy = changed_copy(told.path, lambda one: one.execute("DELETE FROM block WHERE seq = 5"))
    assert copy is not None
    assert verify(copy).outcome == "failed"
    assert verify(copy, told.late).outcome == "failed"
