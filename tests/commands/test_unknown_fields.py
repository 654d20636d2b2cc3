"""Fields that no document has: what is said of them, and where nothing is."""

from __future__ import annotations

import pytest

from ledgershell.commands.unknown_fields import SAMPLED, unknown_field_notices
from ledgershell.ledger.session import LedgerSession
from tests.commands.talk import Talk


@pytest.fixture
def session(talk: Talk) -> LedgerSession:
    session = talk.session
    session.execute("CREATE TABLE Vehicle").all()
    session.execute("CREATE TABLE Person").all()
    session.execute(
        "INSERT INTO Vehicle << {'VIN': '1', 'Owners': {'Holder': {'Id': 'a'}}, 'Tags': ['x']},"
        " {'VIN': '2', 'Color': 'Red'} >>"
    ).all()
    session.execute("INSERT INTO Person {'Name': 'Ada'}").all()
    return session


def said(session: LedgerSession, text: str) -> list[str]:
    return unknown_field_notices(session, text, len(session.execute(text).all()))


@pytest.mark.parametrize(
    ("statement", "field", "meant"),
    [
        ("SELECT v.Ownrs FROM Vehicle AS v", "Ownrs", "Owners"),
        ("SELECT Colour FROM Vehicle", "Colour", "Color"),
        ("SELECT * FROM Vehicle AS v WHERE v.vin = '1'", "vin", "VIN"),
        ("SELECT v.Owners.Holdr.Id FROM vehicle v", "Owners.Holdr", "Holder"),
        ("SELECT v['Colr'] FROM Vehicle AS v, Person AS p", "Colr", "Color"),
        ("SELECT COUNT(v.Colr) FROM Vehicle AS v GROUP BY v.VIN", "Colr", "Color"),
        ("UPDATE Vehicle AS v SET v.New = 1 WHERE v.VINN = '1'", "VINN", "VIN"),
        ("DELETE FROM Vehicle AS v WHERE v.VINN = '1'", "VINN", "VIN"),
    ],
)
def test_a_misspelt_field_gets_the_one_that_was_meant(
    session: LedgerSession, statement: str, field: str, meant: str
) -> None:
    assert said(session, statement) == [f"no document of Vehicle has the field {field}; did you mean {meant}?"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE Vehicle SET Color = \"Blue\" WHERE VIN = '2'",
        "FROM Vehicle AS v WHERE v.VIN = '1' INSERT INTO v.Tags VALUE \"Blue\"",
        'SELECT * FROM Vehicle WHERE Color = "Blue"',
        'DELETE FROM Vehicle WHERE Color = "Blue"',
    ],
)
def test_a_text_in_double_quotes_is_told_from_a_name(session: LedgerSession, statement: str) -> None:
    hint = "double quotes make a name; a text stands in single quotes: 'Blue'"
    assert said(session, statement) == [f"no document of Vehicle has the field Blue; {hint}"]


def test_a_quoted_name_that_documents_have_gets_no_word(session: LedgerSession) -> None:
    assert said(session, 'UPDATE Vehicle SET "Paint" = "Color" WHERE VIN = \'2\'') == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT v.VIN, v.Color, v.Owners.Holder.Id, v.Tags[0] FROM Vehicle AS v",
        "SELECT v.VIN FROM Vehicle AS v WHERE v.Absent IS MISSING",
        "SELECT Name, n FROM Person AS p LET p.Name AS n",
        "SELECT VIN AS x FROM Vehicle ORDER BY x",
        "SELECT Vehicle FROM Vehicle",
        "SELECT v.VIN FROM Vehicle AS v BY id WHERE id = 'x'",
        "SELECT h.metadata.version FROM history(Vehicle) AS h",
        "SELECT a.b FROM <<{'c': 1}>> AS a",
        "SELECT v.x FROM Vehicle AS v, (SELECT v.VIN FROM Vehicle AS v) AS w",
        "UPDATE Vehicle AS v SET v.Wheels = 4 WHERE v.VIN = '1'",
    ],
)
def test_what_is_right_or_cannot_be_known_gets_no_word(session: LedgerSession, statement: str) -> None:
    assert said(session, statement) == []


def test_a_table_that_was_not_looked_at_whole_gets_a_word_only_when_nothing_was_found(session: LedgerSession) -> None:
    many = ", ".join(f"{{'VIN': '{number}'}}" for number in range(SAMPLED))
    session.execute(f"INSERT INTO Vehicle << {many} >>").all()
    assert said(session, "SELECT v.Color FROM Vehicle AS v WHERE v.Colr IS NULL OR v.Colr = 1") == []
    assert said(session, "SELECT v.VINN FROM Vehicle AS v") == []
    [notice] = said(session, "SELECT * FROM Vehicle AS v WHERE v.VINN = '7'")
    assert notice == "none of 100 documents of Vehicle has the field VINN; did you mean VIN?"


def test_an_empty_table_gets_no_word(session: LedgerSession) -> None:
    session.execute("CREATE TABLE Empty").all()
    assert said(session, "SELECT e.x FROM Empty AS e") == []


def test_people_hear_of_it_and_a_pipe_does_not(talk: Talk, session: LedgerSession) -> None:
    talk("SELECT v.Colr FROM Vehicle AS v;")
    assert "has the field" not in talk.said
    talk.on_a_terminal()
    talk("SELECT v.Colr FROM Vehicle AS v;")
    assert "no document of Vehicle has the field Colr; did you mean Color?" in talk.said
    talk("\\set QUIET on\nSELECT v.Colr FROM Vehicle AS v;")
    assert talk.said == ""


def test_people_hear_of_the_way_back_from_what_concerns_a_whole_table(talk: Talk, session: LedgerSession) -> None:
    talk("DELETE FROM Person; DROP TABLE Person;")
    assert talk.said == ""
    talk.on_a_terminal()
    talk("DELETE FROM Vehicle WHERE VIN = '1';")
    assert "every document" not in talk.said
    talk("DELETE FROM Vehicle;")
    assert "every document of the table; history() and AS OF have them as they were" in talk.said
    talk("DROP TABLE Vehicle;")
    assert 'UNDROP TABLE "…" with this id brings it back' in talk.said


class TestOldSnapshots:
    """A transaction that stays open is told once what that means."""

    def test_after_the_time_that_is_set_and_once(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        talk("CREATE TABLE T; BEGIN; SELECT * FROM T;")
        assert "open for" not in talk.said
        state = talk.session.transaction()
        assert state is not None
        talk.environment.deterministic = False
        monkeypatch.setattr(talk.environment.clock, "milliseconds", lambda: state.started + 61_000)
        talk("SELECT * FROM T;")
        assert talk.said == (
            "this transaction has been open for 61 s: it still reads the ledger as it was after block 1, and the file "
            "cannot be tidied up behind that; commit it, or abort it\n"
        )
        talk("SELECT * FROM T; COMMIT; SELECT * FROM T;")
        assert "open for" not in talk.said

    def test_never_when_that_is_set(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        talk("\\set SNAPSHOT_NOTICE 0\nBEGIN;")
        state = talk.session.transaction()
        assert state is not None
        talk.environment.deterministic = False
        monkeypatch.setattr(talk.environment.clock, "milliseconds", lambda: state.started + 61_000)
        talk("SELECT 1;")
        assert "open for" not in talk.said
