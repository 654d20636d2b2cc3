"""Whatever a ledger went through, it verifies, and each revision in it can be proved; verification can be watched."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import Interrupted, LedgershellError
from ledgershell.ion.convert import from_python
from ledgershell.journal.verify_proof import verify_block_proof, verify_consistency, verify_revision_proof
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import demo_world, failure, run

NAMES = st.sampled_from(["Ann", "Bob", "Cy"])
FIELDS = st.sampled_from(["name", "age", "city", "id", "version"])
STEPS = st.one_of(
    NAMES.map(lambda name: f"INSERT INTO T {{'name': '{name}', 'age': 1}}"),
    st.builds(lambda name, field: f"UPDATE T SET {field} = {field} || 'x' WHERE name = '{name}'", NAMES, FIELDS),
    st.builds(lambda name, age: f"UPDATE T SET age = {age} WHERE name = '{name}'", NAMES, st.integers(0, 9)),
    NAMES.map(lambda name: f"DELETE FROM T WHERE name = '{name}'"),
    FIELDS.map(lambda field: f"CREATE INDEX ON T ({field})"),
    st.just("CREATE TABLE U"),
    st.just("DROP TABLE U"),
    st.just("INSERT INTO U << {'a': 1}, {'b': {'c': [1, 2.50]}} >>"),
    st.just("BEGIN"),
    st.just("COMMIT"),
    st.just("ROLLBACK"),
)


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=25, deadline=None)
def test_every_history_verifies_and_every_part_of_it_is_proved(steps: list[str]) -> None:
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    try:
        run(session, "CREATE TABLE T")
        early = session.digest()
        for step in steps:
            try:
                run(session, step)
            except LedgershellError:
                continue
        checked = session.verify(early)
        assert (list(checked), checked.outcome) == ([], "verified")
        digest = session.digest()
        assert checked.digest is not None
        assert checked.digest._replace(time=None) == digest._replace(time=None)
        tip = digest.sequence_no
        assert verify_consistency(early, digest, session.consistency(early.sequence_no, tip)) == []
        for seq in range(tip + 1):
            proved = session.block(seq, tip)
            assert verify_block_proof(proved.block, proved.proof or (), digest, proved.position) == []
            for revision in proved.block["revisions"]:
                one = session.revision(revision["metadata"]["id"], seq, tip)
                assert verify_revision_proof(one.revision, one.proof or (), digest, one.block) == []
    finally:
        session.close()
        ledger.close()


def test_a_document_that_looks_like_metadata_is_proved_with_its_block(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T {'id': 'victim', 'version': 3, 'txTime': `2024-01-01T`, 'txId': 'x'}")
    [found] = run(session, "SELECT VALUE c.metadata.id FROM _ql_committed_T AS c")
    digest = session.digest()
    proved = session.revision(found, 2, digest.sequence_no)
    assert proved.block is not None
    assert verify_revision_proof(proved.revision, proved.proof or (), digest, proved.block) == []
    assert verify_revision_proof(proved.revision, proved.proof or (), digest) != []


def test_what_is_not_there_is_refused(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    for attempt in (
        lambda: session.block(2),
        lambda: session.block(-1),
        lambda: session.block(1 << 70),
        lambda: session.block(1, 2),
        lambda: session.block(1, 0),
        lambda: session.digest(-1),
        lambda: session.revision("nobody", 1),
        lambda: session.block_of("nobody"),
        lambda: list(session.log("nobody")),
        lambda: session.consistency(1, 0),
        lambda: session.consistency(-1, 0),
    ):
        with pytest.raises(LedgershellError) as caught:
            attempt()
        assert caught.value.code in ("LS-VERIFY-003", "LS-VERIFY-004")


def test_an_open_transaction_is_not_part_of_the_journal(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    before = session.digest()
    session.begin()
    run(session, "INSERT INTO T {'a': 1}")
    assert session.digest().digest == before.digest
    assert list(session.verify(before)) == []
    session.commit()
    assert session.digest().sequence_no == before.sequence_no + 1


def test_the_outcome_is_known_only_at_the_end(session: LedgerSession) -> None:
    with pytest.raises(AssertionError):
        _ = session.verify().outcome


def test_progress_is_told_and_verification_can_be_cancelled(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    for number in range(70):
        run(session, "INSERT INTO T ?", from_python({"n": number}))
    told: list[tuple[int, int]] = []
    assert list(session.verify(progress=lambda done, total: told.append((done, total)))) == []
    assert told[0] == (0, 72)
    assert told[-1] == (72, 72)
    assert len(told) > 3
    assert told == sorted(told)

    def stop(done: int, _total: int) -> None:
        if done:
            session.cancel()

    with pytest.raises(Interrupted):
        list(session.verify(progress=stop))
    assert failure(session, "SELECT nothing FROM nowhere").code != "LS-EVAL-001", "it can be used again"


def peak(blocks: int) -> int:
    """The most memory, in bytes, that Python's objects took while a ledger of so many blocks was verified."""
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    try:
        run(session, "CREATE TABLE T")
        for number in range(blocks):
            run(session, "INSERT INTO T ?", from_python([{"n": number, "text": "x" * 8000}] * 2))
        list(session.verify())
        tracemalloc.start()
        try:
            assert list(session.verify()) == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    finally:
        session.close()
        ledger.close()


def test_memory_does_not_grow_with_the_journal() -> None:
    assert peak(240) < peak(80) * 1.3
