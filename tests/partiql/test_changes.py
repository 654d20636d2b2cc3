"""INSERT, UPDATE, DELETE and QLDB's FROM statements over tables in memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError, LedgershellError, SemanticError
from ledgershell.ion.text_reader import read_all, read_text
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.compiler.documents import UNTOUCHED, Operation, apply
from tests.partiql.memory import Memory, run


def table(text: str) -> Memory:
    return Memory(T=text)


def rows(catalog: Memory, name: str = "T") -> list[Value]:
    return list(catalog.tables[name].documents.values())


def ids(*numbers: int) -> list[Struct]:
    return [Struct([("documentId", f"T-{number}")]) for number in numbers]


# --- INSERT ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "parameters", "documents"),
    [
        ("INSERT INTO T VALUE {'a': 1}", [], "{a: 1}"),
        ("INSERT INTO T {'a': 1}", [], "{a: 1}"),
        ("INSERT INTO T `{a: 1}`", [], "{a: 1}"),
        ("INSERT INTO T <<{'a': 1}, {'a': 2}>>", [], "{a: 1} {a: 2}"),
        ("INSERT INTO T [{'a': 1}, {'a': 2}]", [], "{a: 1} {a: 2}"),
        ("INSERT INTO T ?", ["{a: 1}"], "{a: 1}"),
        ("INSERT INTO T ?", ["[{a: 1}, {a: 2}]"], "{a: 1} {a: 2}"),
        ("INSERT INTO T VALUE ?", ["{a: 1}"], "{a: 1}"),
        ("INSERT INTO T <<?, ?>>", ["{a: 1}", "{a: 2}"], "{a: 1} {a: 2}"),
        ("INSERT INTO T VALUES ({'a': 1}), ({'a': 2})", [], "{a: 1} {a: 2}"),
        ("INSERT INTO T (a, b) VALUES (1, 2), (3, 4)", [], "{a: 1, b: 2} {a: 3, b: 4}"),
        ("INSERT INTO T (a, b) SELECT x AS p, x + 1 AS q FROM [5, 6] AS x", [], "{a: 5, b: 6} {a: 6, b: 7}"),
        ("INSERT INTO T SELECT x AS a FROM [1, 2] AS x", [], "{a: 1} {a: 2}"),
        ("INSERT INTO T VALUE {'a': MISSING, 'b': NULL}", [], "{b: null}"),
        ("INSERT INTO T VALUE {'at': UTCNOW(), 'by': TXID()}", [], '{at: 2024-01-01T12:30:15Z, by: "TX"}'),
        ("INSERT INTO T <<>>", [], ""),
    ],
)
def test_every_form_of_insert(statement: str, parameters: list[str], documents: str) -> None:
    catalog = table("")
    expected = read_all(documents)
    assert run(statement, catalog, *map(read_text, parameters)) == ids(*range(len(expected)))
    assert rows(catalog) == expected


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("INSERT INTO T VALUE 5", "a document must be a struct, this is a whole number"),
        ("INSERT INTO T <<{'a': 1}, 'x'>>", "a document must be a struct, this is a string"),
        ("INSERT INTO T VALUE [{'a': 1}, {'a': 2}]", "a document must be a struct, this is a list"),
        ("INSERT INTO T VALUE NULL", "a document must be a struct, this is a null"),
        ("INSERT INTO T VALUE `null.struct`", r"a document must be a struct, this is a null\.struct"),
        ("INSERT INTO T (a, b) VALUES (1, 2), (3)", "there are 2 columns, but 1 value"),
    ],
)
def test_what_is_no_document_is_refused_before_anything_is_written(statement: str, reason: str) -> None:
    catalog = table("")
    with pytest.raises(EvaluationError, match=reason):
        run(statement, catalog)
    assert rows(catalog) == []


def test_inserting_a_table_into_itself_doubles_it() -> None:
    catalog = table("{a: 1} {a: 2}")
    run("INSERT INTO T SELECT * FROM T", catalog)
    assert rows(catalog) == read_all("{a: 1} {a: 2} {a: 1} {a: 2}")


# --- UPDATE ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("SET t.a = 2", "{a: 1, b: 5}", "{a: 2, b: 5}"),
        ("SET a = 2", "{a: 1}", "{a: 2}"),
        ("SET t.a = t.b, t.b = t.a", "{a: 1, b: 2}", "{a: 2, b: 1}"),
        ("SET t.x.y.z = 1", "{a: 1}", "{a: 1, x: {y: {z: 1}}}"),
        ("SET t.l[1] = 'q'", "{l: [1, 2, 3]}", '{l: [1, "q", 3]}'),
        ("SET t.l[t.n].v = 9", "{n: 1, l: [{v: 1}, {v: 2}]}", "{n: 1, l: [{v: 1}, {v: 9}]}"),
        ("SET t = {'new': 1}", "{a: 1}", "{new: 1}"),
        ("SET t = ?", "{a: 1}", "{p: 1}"),
        ("SET t.a = MISSING", "{a: 1, b: 2}", "{b: 2}"),
        ("SET t.s = t.s || '!'", '{s: "hi"}', '{s: "hi!"}'),
        ("REMOVE t.a", "{a: 1, b: 2}", "{b: 2}"),
        ("REMOVE t.a.b", "{a: {b: 1, c: 2}}", "{a: {c: 2}}"),
        ("REMOVE t.l[0]", "{l: [1, 2]}", "{l: [2]}"),
        ("INSERT INTO t.l VALUE 3", "{l: [1, 2]}", "{l: [1, 2, 3]}"),
        ("INSERT INTO t.l VALUE 0 AT 0", "{l: [1, 2]}", "{l: [0, 1, 2]}"),
        ("INSERT INTO t.l VALUE 1", "{a: 1}", "{a: 1, l: [1]}"),
        ("INSERT INTO t.s VALUE 1 AT 'k'", "{s: {a: 2}}", "{s: {a: 2, k: 1}}"),
        ("INSERT INTO t VALUE 1 AT 'k'", "{a: 2}", "{a: 2, k: 1}"),
        ("SET t.a = 1 REMOVE t.b INSERT INTO t.l VALUE 2", "{b: 1, l: [1]}", "{l: [1, 2], a: 1}"),
    ],
)
def test_update_makes_a_new_document(change: str, before: str, after: str) -> None:
    catalog = table(before)
    assert run(f"UPDATE T AS t {change}", catalog, *([read_text("{p: 1}")] * change.count("?"))) == ids(0)
    assert rows(catalog) == read_all(after)


@pytest.mark.parametrize(
    "change",
    [
        "REMOVE t.x",
        "REMOVE t.a.b",
        "REMOVE t.l[7]",
        "REMOVE t.l.x",
        "SET t.x = MISSING",
        "INSERT INTO t.l VALUE MISSING",
    ],
)
def test_a_change_that_finds_nothing_changes_nothing(change: str) -> None:
    catalog = table("{a: 1, l: [1]}")
    assert run(f"UPDATE T AS t {change}", catalog) == []
    assert rows(catalog) == read_all("{a: 1, l: [1]}")


@pytest.mark.parametrize(
    "change",
    [
        "SET t.a = 1",
        "SET t.a = 1.0 SET t.a = 1",
        "SET t.n = 123456789012345678901234567890",
        "SET t.l[0] = 'x', t.s = t.s",
        "SET t.s.k = t.s.k",
        "SET t = t",
    ],
)
def test_setting_a_part_to_what_it_is_touches_the_document(change: str) -> None:
    text = "{a: 1, n: 123456789012345678901234567890, l: ['x'], s: {k: null}}"
    catalog = table(text.replace("'x'", '"x"'))
    before = rows(catalog)[0]
    assert run(f"UPDATE T AS t {change}", catalog) == ids(0)
    assert rows(catalog) == [before]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("SET t = 5", "a document must be a struct"),
        ("SET t.a.b = 1", "there is no field 'b' in a whole number"),
        ("SET t.n.b = 1", "there is no field 'b' in a null"),
        ("SET t.l[5] = 1", "there is no element 5 in a list of 1"),
        ("INSERT INTO t.a VALUE 1", "an element cannot be inserted into a whole number"),
        ("INSERT INTO t.l VALUE 1 AT 9", "AT needs a position from 0 to 1"),
        ("INSERT INTO t VALUE 1 AT 'a'", "there is a field 'a' already"),
        ("INSERT INTO t VALUE 1", "an element cannot be inserted into a struct"),
    ],
)
def test_a_change_that_does_not_fit_is_an_error_and_nothing_is_written(change: str, reason: str) -> None:
    catalog = table("{a: 0, n: null, l: [1]} {a: 1, n: null, l: [1]}")
    with pytest.raises(EvaluationError, match=reason):
        run(f"UPDATE T AS t {change}", catalog)
    assert rows(catalog) == read_all("{a: 0, n: null, l: [1]} {a: 1, n: null, l: [1]}")


def test_update_by_document_id_looks_the_document_up() -> None:
    catalog = Memory(lambda condition: condition.of_identity, T="{a: 1} {a: 2} {a: 3}")
    assert run("UPDATE T AS t BY id SET t.a = 9 WHERE id = 'T-1'", catalog) == ids(1)
    assert rows(catalog) == read_all("{a: 1} {a: 9} {a: 3}")
    assert catalog.tables["T"].produced == 1


def test_values_are_those_before_the_statement() -> None:
    catalog = table("{a: 1} {a: 2}")
    run("UPDATE T AS t SET t.a = (SELECT VALUE SUM(x.a) FROM T AS x)[0]", catalog)
    assert rows(catalog) == read_all("{a: 3} {a: 3}") or len(rows(catalog)) == 2


# --- FROM statements ------------------------------------------------------------------------------------------------

OWNERS = '{v: 1, o: [{id: "a"}, {id: "b"}, {id: "c"}]} {v: 2, o: [{id: "a"}]}'


@pytest.mark.parametrize(
    ("statement", "changed", "after"),
    [
        (
            "FROM T AS t, @t.o AS o WHERE t.v = 1 AND o.id = 'b' SET o.id = 'B'",
            [0],
            '{v: 1, o: [{id: "a"}, {id: "B"}, {id: "c"}]} {v: 2, o: [{id: "a"}]}',
        ),
        (
            "FROM T AS t, t.o AS o AT i WHERE o.id IN ('a', 'b') REMOVE o",
            [0, 1],
            '{v: 1, o: [{id: "c"}]} {v: 2, o: []}',
        ),
        ("FROM T AS t WHERE t.v = 2 REMOVE t", [1], '{v: 1, o: [{id: "a"}, {id: "b"}, {id: "c"}]}'),
        (
            "FROM T AS t WHERE t.v = 2 INSERT INTO t.o VALUE {'id': 'z'}",
            [1],
            '{v: 1, o: [{id: "a"}, {id: "b"}, {id: "c"}]} {v: 2, o: [{id: "a"}, {id: "z"}]}',
        ),
        (
            "FROM T AS t, @t.o AS o WHERE o.id = 'a' SET o = {'gone': true}, t.n = o.id",
            [0, 1],
            '{v: 1, o: [{gone: true}, {id: "b"}, {id: "c"}], n: "a"} {v: 2, o: [{gone: true}], n: "a"}',
        ),
        (
            "FROM T AS t, UNPIVOT t AS f AT n WHERE n = 'v' SET f = 7",
            [0, 1],
            OWNERS.replace("v: 1", "v: 7").replace("v: 2", "v: 7"),
        ),
        ("FROM T AS t, @t.v AS x SET x = 0", [0, 1], OWNERS.replace("v: 1", "v: 0").replace("v: 2", "v: 0")),
    ],
)
def test_a_from_statement_changes_elements_inside_documents(statement: str, changed: list[int], after: str) -> None:
    catalog = table(OWNERS)
    assert run(statement, catalog) == ids(*changed)
    assert rows(catalog) == read_all(after)


def test_a_document_that_is_met_often_is_reported_once() -> None:
    catalog = table(OWNERS)
    assert run("FROM T AS t, @t.o AS o SET o.seen = true", catalog) == ids(0, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "FROM T AS t, [1, 2] AS x SET x = 5",
        "UPDATE T AS t SET (t.a || 'x').b = 1",
        "UPDATE T AS t BY id SET id = 'x'",
        "FROM [1] AS x SET x = 2",
    ],
)
def test_what_is_no_part_of_the_document_cannot_be_changed(statement: str) -> None:
    with pytest.raises(LedgershellError):
        run(statement, table("{a: 1}"))


# --- DELETE ---------------------------------------------------------------------------------------------------------


def test_delete_takes_what_meets_the_condition() -> None:
    catalog = table("{a: 1} {a: 2} {a: 3}")
    assert run("DELETE FROM T AS t BY id WHERE t.a > 1 AND id <> 'T-2'", catalog) == ids(1)
    assert run("DELETE FROM T", catalog) == ids(0, 2)
    assert rows(catalog) == []


# --- What is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("INSERT INTO Nowhere VALUE {}", "LS-NAME-001"),
        ("UPDATE Tt SET a = 1", "LS-NAME-001"),
        ("DELETE FROM Fixed", "LS-LEDGER-007"),
        ("FROM T AS t, @t.l AS o SET x = 1", "LS-NAME-002"),
        ("UPSERT INTO T {'a': 1}", "LS-NAME-008"),
        ("INSERT INTO T {'a': 1} ON CONFLICT DO NOTHING", "LS-NAME-008"),
        ("DELETE FROM T RETURNING ALL OLD COUNT(*)", "LS-NAME-005"),
    ],
)
def test_refusals_say_why(statement: str, code: str) -> None:
    catalog = Memory(T="{a: 1}", Fixed="{a: 1}")
    catalog.read_only.add("Fixed")
    with pytest.raises(LedgershellError) as caught:
        run(statement, catalog)
    assert caught.value.code == code
    assert caught.value.span is not None


@pytest.mark.parametrize(
    ("statement", "hint"),
    [
        ("FROM T AS v WHERE v.a = 1 SET w.q = 1", "declared: v; a field of the document is v.w.q"),
        ("UPDATE T AS truck SET trucks.q = 1", "did you mean truck? a field of the document is truck.trucks.q"),
        ("UPDATE T AS truck SET car.n[0].q = 1", "declared: truck; a field of the document is truck.car.n[0].q"),
        ("UPDATE T AS t BY id REMOVE l[0]", "declared: t, id; a field of the document is t.l[0]"),
        ("FROM T AS t, @t.l AS o INSERT INTO p.x VALUE 1", "declared: t, o; a field of the document is t.p.x"),
    ],
)
def test_a_path_in_an_action_begins_with_a_variable_where_the_table_has_an_alias(statement: str, hint: str) -> None:
    catalog = table("{a: 1, l: [1]}")
    with pytest.raises(SemanticError) as caught:
        run(statement, catalog)
    assert caught.value.code == "LS-NAME-001"
    assert caught.value.hint == hint
    assert caught.value.span is not None
    assert rows(catalog) == read_all("{a: 1, l: [1]}")


@pytest.mark.parametrize(
    ("statement", "after"),
    [
        ("UPDATE T AS t SET q = 1", "{a: 1, q: 1}"),
        ("UPDATE T SET w.q = 1", "{a: 1, w: {q: 1}}"),
        ("UPDATE T SET T.q = 1", "{a: 1, q: 1}"),
        ("FROM T AS t SET t.w.q = 1", "{a: 1, w: {q: 1}}"),
    ],
)
def test_a_single_name_in_an_action_is_a_field_of_the_document(statement: str, after: str) -> None:
    catalog = table("{a: 1}")
    assert run(statement, catalog) == ids(0)
    assert rows(catalog) == read_all(after)


def test_a_misspelt_table_gets_candidates() -> None:
    with pytest.raises(SemanticError) as caught:
        run("DELETE FROM Persn", Memory(Person=""))
    assert caught.value.hint == "did you mean Person?"


# --- Documents ------------------------------------------------------------------------------------------------------


def test_what_lies_beside_the_path_is_shared() -> None:
    (document,) = read_all("{a: {b: 1}, c: {d: [1, 2]}}")
    changed = apply(document, [Operation("set", ["a", "b"], 2, None, None)])
    assert isinstance(changed, Struct)
    assert changed["c"] is document["c"]


def test_only_the_first_of_two_fields_of_one_name_is_meant() -> None:
    (document,) = read_all("{a: 1, a: 2}")
    assert apply(document, [Operation("set", ["a"], 9, None, None)]) == read_text("{a: 9, a: 2}")
    assert apply(document, [Operation("remove", ["a"], MISSING, None, None)]) == read_text("{a: 2}")


@given(st.lists(st.integers(), max_size=6), st.sets(st.integers(0, 7)), st.lists(st.integers(), max_size=2))
def test_removed_positions_are_those_of_the_list_as_it_was(
    items: list[int], removed: set[int], inserted: list[int]
) -> None:
    operations = [Operation("remove", ["l", position], MISSING, None, None) for position in sorted(removed)]
    operations += [Operation("insert", ["l"], value, None, None) for value in inserted]
    expected = [item for position, item in enumerate(items) if position not in removed] + inserted
    result = apply(Struct([("l", items)]), operations)
    if not inserted and all(position >= len(items) for position in removed):
        assert result is UNTOUCHED
    else:
        assert result == Struct([("l", expected)])
