"""Completion without a terminal: what is wanted at the cursor, and what there is, from plain values.

``|`` is the cursor in what is typed here; without one it stands at the end.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.commands.registry import COMMANDS
from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Struct
from ledgershell.partiql.lexer import TERMINAL
from ledgershell.partiql.parser import parse
from ledgershell.render.safe_text import is_safe
from ledgershell.shell.completion.arguments import argument_candidates, file_candidates, wants_file
from ledgershell.shell.completion.candidates import candidates, command_words
from ledgershell.shell.completion.grammar import PHRASES, following
from ledgershell.shell.completion.known import Item, Known
from ledgershell.shell.completion.ranking import fit
from ledgershell.shell.completion.shapes import DEEPEST, MOST_FIELDS, Shape
from ledgershell.shell.completion.wanted import wanted_at


def kind(value: object) -> str:
    return "struct" if isinstance(value, Struct) else type(value).__name__


def learnt(*documents: object) -> Shape:
    shape = Shape()
    for document in documents:
        shape.learn(struct(document), kind)
    return shape


def struct(value: object) -> object:
    if isinstance(value, dict):
        return Struct(tuple((name, struct(each)) for name, each in value.items()))
    return [struct(each) for each in value] if isinstance(value, list) else value


KNOWN = Known(
    tables={
        "VehicleRegistration": learnt(
            {
                "VIN": "1N4AL11D75C109151",
                "Owners": {"PrimaryOwner": {"PersonId": "x"}, "SecondaryOwners": [{"PersonId": "y", "Since": 1}]},
            }
        ),
        "Person": learnt({"FirstName": "Raul", "LastName": "Lewis", "order": 1, "odd name": 2, "quo\"te's": 3}),
        "orders": learnt({"lines": [{"item": "nail", "price": 2}], "buyer": {"PersonId": "z"}}),
    },
    dropped=[Item("D2mBRRMKYGX3a3zRlXl7rW", "Old")],
    indexes=[Item("5mBRRMKYGX3a3zRlXl7rW1", "Person (GovId)")],
    functions=[Item("UPPER", "UPPER(text)"), Item("UTCNOW", "UTCNOW()")],
    variables=[Item("vin", "1N4")],
    commands=[Item(command.name, command.summary) for command in COMMANDS.values()],
)


def at(typed: str) -> tuple[str, int | None]:
    before, bar, behind = typed.partition("|")
    return before + behind, len(before) if bar else None


def offered(typed: str, known: Known = KNOWN) -> list[str]:
    wanted = wanted_at(*at(typed))
    found = argument_candidates(wanted, known) if wanted.names == "argument" else candidates(wanted, known)
    return [candidate.text for candidate in found]


# --- What may follow ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("", {"SELECT", "INSERT", "CREATE", "EXPLAIN"}, {"WHERE", "AS", "AND"}),
        ("INSERT ", {"INTO"}, {"FROM", "SELECT"}),
        ("SELECT a ", {"FROM", "AS", "ORDER"}, {"SELECT", "INTO", "SET"}),
        ("SELECT * FROM t ", {"WHERE", "JOIN", "GROUP"}, {"VALUES", "SET", "CASE"}),
        ("SELECT * FROM t WHERE a ", {"AND", "BETWEEN", "IS"}, {"FROM", "WHERE"}),
        ("SELECT * FROM t GROUP ", {"BY"}, {"WHERE"}),
        ("SELECT * FROM t ORDER BY a ", {"ASC", "DESC", "NULLS"}, {"WHERE"}),
        ("SELECT DATE_ADD(", {"YEAR", "SECOND"}, {"SELECT"}),
        ("SELECT CAST(a AS ", {"INTEGER", "STRING", "TIMESTAMP"}, {"FROM"}),
        ("SELECT CASE WHEN a ", {"THEN"}, {"END"}),
        ("UPDATE t ", {"SET", "REMOVE"}, {"FROM", "WHERE"}),
        ("START ", {"TRANSACTION"}, {"SELECT"}),
        ("UNDROP ", {"TABLE"}, {"INDEX"}),
        ("DROP ", {"TABLE", "INDEX"}, {"SELECT"}),
    ],
)
def test_the_grammar_tells_which_keywords_follow(text: str, some: set[str], none: set[str]) -> None:
    words = set(following(text).words)
    assert some <= words
    assert not none & words


def test_usual_phrases_begin_with_what_the_grammar_has() -> None:
    for word, phrases in PHRASES.items():
        assert word in TERMINAL or word == "START"
        assert all(phrase.split()[0] == word for phrase in phrases)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT a, b FROM t AS x WHERE x.a = 1 AND b IS NOT NULL ORDER BY a DESC LIMIT 3",
        "SELECT DISTINCT a FROM t GROUP BY a HAVING COUNT(*) > 1",
        "INSERT INTO t VALUE {'a': 1}",
        "UPDATE t AS x SET x.a = 2 WHERE x.b IN (1, 2)",
        "DELETE FROM t AS x WHERE x.a BETWEEN 1 AND 2",
        "CREATE TABLE t",
        "DROP TABLE t",
        "SELECT CASE WHEN a THEN 1 ELSE 2 END FROM t",
        "SELECT x.a FROM t AS x LEFT JOIN u AS y ON x.a = y.a",
        "SELECT CAST(a AS INTEGER) FROM t UNION ALL SELECT b FROM u",
    ],
)
def test_every_keyword_of_a_right_statement_would_have_been_offered(text: str) -> None:
    parse(text)
    start = 0
    for word in text.split(" "):
        if word.isalpha() and word.isupper():
            assert word in wanted_at(text[: start + 1]).words, (word, text[:start])
        start += len(word) + 1


# --- Paths and variables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("SELECT r.| FROM VehicleRegistration AS r", ["Owners", "VIN"]),
        ("SELECT r.Owners.Pr| FROM VehicleRegistration AS r", ["PrimaryOwner"]),
        ("SELECT r.Owners.Pr| FROM VehicleRegistration r WHERE r.VIN =", ["PrimaryOwner"]),
        ("SELECT R.owners.primaryowner.| FROM vehicleregistration AS r", ["PersonId"]),
        ("SELECT r.Owners.SecondaryOwners[0].| FROM VehicleRegistration AS r", ["PersonId", "Since"]),
        ("SELECT r.Owners.SecondaryOwners[*].Si| FROM VehicleRegistration AS r", ["Since"]),
        ("SELECT * FROM VehicleRegistration AS r, r.Owners.SecondaryOwners AS o WHERE o.", ["PersonId", "Since"]),
        ("SELECT * FROM VehicleRegistration AS r JOIN orders AS o ON o.buyer.", ["PersonId"]),
        ("SELECT * FROM 1 + , VehicleRegistration AS r WHERE r.", ["Owners", "VIN"]),
        ("SELECT FROM WHERE, r.| FROM VehicleRegistration AS r WHERE ) nonsense", ["Owners", "VIN"]),
        (
            "SELECT (SELECT VALUE o.| FROM r.Owners.SecondaryOwners AS o) FROM VehicleRegistration AS r",
            ["PersonId", "Since"],
        ),
        ("SELECT (SELECT VALUE r.VI| FROM r.Owners.SecondaryOwners AS o) FROM VehicleRegistration AS r", ["VIN"]),
        ("SELECT x.boss.Pr| FROM (SELECT r.Owners AS boss FROM VehicleRegistration AS r) AS x", ["PrimaryOwner"]),
        ("SELECT x.| FROM (SELECT * FROM orders) AS x", ["buyer", "lines"]),
        ("SELECT x.a.| FROM (SELECT VALUE {'a': {'b': 1}} FROM orders) AS x", ["b"]),
        ("WITH c AS (SELECT VIN AS plate FROM VehicleRegistration) SELECT c.| FROM c", ["plate"]),
        ("SELECT l.| FROM orders AS x LET x.buyer AS l", ["PersonId"]),
        ("SELECT metadata.| FROM _ql_committed_Person", ["id", "txId", "txTime", "version"]),
        ("SELECT h.blockAddress.| FROM history(Person) AS h", ["sequenceNo", "strandId"]),
        ("SELECT h.data.Fi| FROM history(Person) AS h", ["FirstName"]),
        ("SELECT c.old.Fi| FROM changes(Person) AS c", ["FirstName"]),
        ("SELECT t.indexes[0].| FROM information_schema.user_tables AS t", ["expr", "indexId", "status"]),
        ("SELECT p.odd| FROM Person AS p", ['"odd name"']),
        ("SELECT p.ord| FROM Person AS p", ['"order"']),
        ('SELECT p."odd| FROM Person AS p', ['odd name"']),
        ("SELECT p.te| FROM Person AS p", ['"quo""te\'s"']),
        ("UPDATE Person AS p SET p.La", ["LastName"]),
        ("DELETE FROM Person AS p WHERE p.La", ["LastName"]),
        ("FROM Person AS p WHERE p.FirstName = 'a' SET p.La", ["LastName"]),
        ("SELECT 1; SELECT p.La| FROM Person AS p; SELECT nonsense", ["LastName"]),
        ("SELECT r.Owners.Pr", ["PrimaryOwner"]),
        ("SELECT Owners.PrimaryOwner.", ["PersonId"]),
        ("SELECT a.| FROM a", []),
        ("SELECT a.b.c.| FROM a, b", []),
        ("SELECT f(x).| FROM Person", []),
    ],
)
def test_paths_inside_documents(typed: str, fields: list[str]) -> None:
    assert sorted(offered(typed)) == sorted(fields)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("INSERT INTO Person VALUE {'Fi", ["FirstName'"]),
        ("INSERT INTO Person << {'FirstName': 'x', 'La", ["LastName'"]),
        ("INSERT INTO VehicleRegistration VALUE {'Owners': {'", ["PrimaryOwner'", "SecondaryOwners'"]),
        ("INSERT INTO VehicleRegistration VALUE {'Owners': {'SecondaryOwners': [{'Si", ["Since'"]),
        ("INSERT INTO Person VALUE {'FirstName': 'Fi", []),
        ("SELECT {'Fi", []),
    ],
)
def test_names_of_fields_in_a_document_that_is_typed(typed: str, names: list[str]) -> None:
    assert sorted(offered(typed)) == names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("SELECT * FROM ", ["Person", "VehicleRegistration", "orders"]),
        ("INSERT INTO ", ["Person", "VehicleRegistration", "orders"]),
        ("SELECT * FROM Person, v", ["VehicleRegistration"]),
        ("SELECT * FROM history(Per", ["Person"]),
        ("CREATE INDEX ON Pers", ["Person"]),
        ("CREATE INDEX ON Person (Las", ["LastName"]),
        ("DROP TABLE o", ["orders"]),
        ("UNDROP TABLE ", ['"D2mBRRMKYGX3a3zRlXl7rW"']),
        ("DROP INDEX ", ['"5mBRRMKYGX3a3zRlXl7rW1"']),
        ("EXEC ", ["REDACT_REVISION"]),
        ("SELECT * FROM Person WHERE Fir", ["FirstName"]),
        ("SELECT * FROM Person AS p JOIN orders AS o ON lin", ["o.lines"]),
        ("SELECT * FROM Person WHERE a = :v", ["vin"]),
        ("INSERT INTO Person {'a': :v", ["vin"]),
        ("SELECT Firs", ["FirstName"]),
        ("SELECT upp", ["upper("]),
        ("SELECT UPP", ["UPPER("]),
        ("select * from Person wh", ["where"]),
        ("SELECT * FROM Person GR", ["GROUP BY"]),
        ("SELECT * FROM Person WHERE a IS N", ["NOT", "NULL"]),
        ("SELECT * FROM Person AS ", ["OF"]),
    ],
)
def test_what_comes_first(typed: str, first: list[str]) -> None:
    assert offered(typed)[: len(first)] == first


@pytest.mark.parametrize(
    "typed",
    [
        "SELECT 'FROM ",
        "SELECT `FROM ",
        "SELECT 1 -- FROM ",
        "SELECT /* FROM ",
        "CREATE TABLE ",
        "SELECT 12",
        "\\q x",
    ],
)
def test_where_nothing_that_exists_may_stand(typed: str) -> None:
    assert offered(typed) == []


# --- Meta-commands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("\\", {"d", "timing", "verify"}),
        ("\\tim", {"timing"}),
        ("SELECT 1\n\\g", {"g", "gset", "gx"}),
        (".tab", set()),
        ("\\d Veh", {"VehicleRegistration"}),
        ("\\x \\d Per", {"Person"}),
        ("\\x o", {"on", "off"}),
        ("\\format ta", {"table"}),
        ("\\set EDIT_MODE ", {"emacs", "vi"}),
        ("\\set SYNTAX_STYLE ", {"terminal", "monokai"}),
        ("\\set ON_ERROR_STOP ", {"on", "off"}),
        ("\\unset vi", {"vin"}),
        ("\\h INS", {"INSERT"}),
        ("\\? tim", {"timing"}),
        ("\\verify --", {"--explain", "--digest"}),
        (".schema Per", {"Person"}),
    ],
)
def test_meta_commands_and_their_arguments(typed: str, some: set[str]) -> None:
    assert some <= set(offered(typed))


def test_words_of_a_command_s_syntax() -> None:
    assert command_words("[DOCUMENT|N] [--explain] [--digest FILE]") == ["--explain", "--digest"]
    assert command_words("[NAME | variables | options]") == ["variables", "options"]
    assert command_words("TABLE FROM 'FILE' [CSV]") == []


def test_files(tmp_path: Path) -> None:
    for name in ("plain.pql", "with blank.pql", "it's.pql", "esc\x1b[2J.pql", ".hidden.pql"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner.pql").touch()

    def files(typed: str) -> list[str]:
        wanted = wanted_at(typed)
        assert wants_file(wanted)
        return [candidate.text for candidate in file_candidates(wanted, str(tmp_path))]

    assert files("\\i ") == ["folder/", "'it''s.pql'", "plain.pql", "'with blank.pql'"]
    assert files("\\i folder/in") == ["folder/inner.pql"]
    assert files("\\i 'with b") == ["with blank.pql'"]
    assert files("\\i .h") == [".hidden.pql"]
    assert files("\\verify --digest pl") == ["plain.pql"]
    assert not wants_file(wanted_at("\\verify pl"))


# --- Ranking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("pers", ["Person", "PersonId", "owner_person", "aPaExRxS"]),
        ("pid", ["pidgin", "PersonId", "rapid"]),
        ("vr", ["vrooom", "VehicleRegistration", "river"]),
        ("Pe", ["Person", "person", "type"]),
    ],
)
def test_better_fits_come_first(typed: str, names: list[str]) -> None:
    ranks = [fit(typed, name) for name in names]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda rank: rank or (9, 9))
    assert fit(typed, "zzz") is None


def test_what_was_used_more_often_comes_first() -> None:
    known = KNOWN._replace(uses={"orders": 3})
    assert offered("SELECT * FROM ", known)[0] == "orders"
    assert offered("SELECT * FROM P", known)[0] == "Person", "a better fit counts more"


@given(st.text(alphabet="aAbB_.ßİ1", max_size=6), st.text(alphabet="aAbB_.ßİ1", max_size=12))
def test_whatever_fits_has_the_letters_in_order(typed: str, name: str) -> None:
    found = fit(typed, name)
    letters = iter(name.lower())
    in_order = all(letter in letters for letter in typed.lower())
    assert found is None or in_order or len(name.lower()) != len(name)
    if name.startswith(typed):
        assert found == (0, 0)


# --- Hostile and odd ------------------------------------------------------------------------------------------------

NASTY = ["\x1b[31mred", "\x9b2J", "a\x07", "\u202eevil", "new\nline", "x" * 100, ""]


def test_names_that_a_terminal_would_obey_are_never_offered() -> None:
    shape = learnt(dict.fromkeys([*NASTY, "good"], 1))
    assert list(shape.fields) == ["good"]
    known = Known(tables={"t": shape, "\x1b]0;x\x07": shape}, variables=[Item("v", "\x1b[2J")])
    for typed in ("SELECT * FROM ", "SELECT x.| FROM t AS x", "SELECT * FROM t WHERE ", "SELECT :"):
        wanted = wanted_at(*at(typed))
        for candidate in candidates(wanted, known):
            assert is_safe(candidate.text)
            assert is_safe(candidate.shown)
            assert is_safe(candidate.about)


def test_what_is_learnt_is_bounded() -> None:
    wide = learnt({f"key{number}": number for number in range(MOST_FIELDS * 2)})
    assert len(wide.fields) == MOST_FIELDS
    nested: dict[str, object] = {}
    for _ in range(100):
        nested = {"a": nested}
    depth, shape = 0, learnt(nested).field("a")
    while shape is not None:
        depth, shape = depth + 1, shape.field("a")
    assert depth == DEEPEST


def test_types_of_all_documents_are_remembered() -> None:
    assert list(learnt({"a": 1}, {"a": "x"}, {"b": 2}).fields["a"].types) == ["int", "str"]


@pytest.mark.parametrize(
    "typed",
    [
        "SELECT a.| FROM a AS b, b AS a",
        "SELECT a.| FROM a.x AS a",
        "SELECT a.| FROM (SELECT a.b AS b FROM a) AS a",
        "WITH a AS (SELECT * FROM a) SELECT a.| FROM a",
        "SELECT x.| FROM " + "(SELECT * FROM " * 60 + "orders" + ") AS x" * 60,
    ],
)
def test_circles_and_depths_end(typed: str) -> None:
    offered(typed)


@given(st.text(alphabet="ab.;:\\'\"`-/*\n(){}<>[],# ", max_size=40), st.integers(0, 40))
def test_no_text_is_too_odd_to_complete(text: str, cursor: int) -> None:
    wanted = wanted_at(text, min(cursor, len(text)))
    assert wanted.typed == text[wanted.start : min(cursor, len(text))] or wanted.names == "nothing"
    candidates(wanted, KNOWN)


WORDS = st.sampled_from(
    [
        *("SELECT", "FROM", "WHERE", "AS", "JOIN", "ON", "WITH", "LET", "UPDATE", "SET", "INSERT", "INTO", "VALUE"),
        *(".", ",", "(", ")", "[", "]", "{", "}", "<<", ">>", "'", '"', "r", "orders", "Person", "x.buyer"),
    ]
)


@given(st.lists(WORDS, max_size=14), st.integers(0, 80))
def test_no_broken_statement_is_either(words: list[str], cursor: int) -> None:
    text = " ".join(words)
    wanted = wanted_at(text, min(cursor, len(text)))
    for candidate in candidates(wanted, KNOWN):
        assert candidate.text


@given(st.sampled_from([*KNOWN.tables]), st.data())
def test_a_chosen_path_can_be_parsed(table: str, data: st.DataObject) -> None:
    """What is offered is what may be typed: following it down to any depth makes a statement."""
    path = "r"
    while fields := offered(f"SELECT {path}.| FROM {table} AS r"):
        path = f"{path}.{data.draw(st.sampled_from(fields))}"
    try:
        parse(f"SELECT {path} FROM {table} AS r")
    except LedgershellError as error:  # pragma: no cover - the message helps
        raise AssertionError(path) from error
