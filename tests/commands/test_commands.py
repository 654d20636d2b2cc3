r"""What the meta-commands do, in a conversation with a real ledger."""

from __future__ import annotations

import pytest

from ledgershell.commands.help_topics import TOPICS, Topic, functions
from ledgershell.commands.registry import COMMANDS
from ledgershell.ledger.limits import QLDB
from tests.commands.talk import Talk

PEOPLE = (
    "CREATE TABLE Person; CREATE INDEX ON Person (id); INSERT INTO Person << {'id': 1, 'n': 'Ann'}, {'id': 2.5} >>;"
)


def test_tables_and_indexes_are_listed(talk: Talk) -> None:
    talk(f"{PEOPLE} CREATE TABLE Empty; CREATE TABLE Gone; DROP TABLE Gone;")
    listed = talk("\\dt\n")
    assert [line.partition(",")[0] for line in listed.splitlines()] == ['{name: "Empty"', '{name: "Person"']
    assert 'name: "Person", status: "ACTIVE", documents: 2, indexes: "id"' in listed
    assert 'name: "Gone", status: "INACTIVE"' in talk("\\dt G*\n")
    assert '{table: "Person", field: "id", status: "ONLINE"' in talk("\\di\n")
    assert talk("\\show tables\n") == "- Empty\n- Person\n"


def test_a_table_is_described_by_its_documents(talk: Talk) -> None:
    talk(PEOPLE)
    assert talk("\\d Person\n") == (
        '{field: "id", types: "int | decimal", documents: 2, indexed: true}\n'
        '{field: "n", types: "string", documents: 1, indexed: false}\n'
    )
    assert "2 documents" in talk.said
    assert talk("\\d person\n") == talk("\\d Person\n")


def test_describing_in_a_transaction_reads_no_document(talk: Talk) -> None:
    talk(PEOPLE)
    other = talk.session.ledger.session()
    talk("begin\n\\d Person\nCREATE TABLE t;\n")
    assert "inside a transaction" in talk.said
    list(other.execute("INSERT INTO Person {'id': 3}"))
    talk("commit\n")
    assert talk.said == ""


def test_a_misspelt_table_has_candidates(talk: Talk) -> None:
    talk(PEOPLE)
    talk("\\d Persn\n")
    assert "LS-LEDGER-001" in talk.said
    assert "did you mean Person?" in talk.said


def test_status(talk: Talk) -> None:
    assert '{ledger: "memory", tip: 0, version:' in talk("\\status\n")
    assert "transaction: " in talk("begin\n\\status\n")
    assert 'location: ":memory:"' in talk("\\conninfo\n")


def test_ledgers_are_listed(talk: Talk) -> None:
    talk.control.create("bank")
    assert talk("\\l\n").startswith('{name: "bank", state: "ACTIVE"')


def test_formats_and_expanded_display(talk: Talk) -> None:
    statement = "SELECT VALUE {'a': 1, 'b': 'x'} FROM <<0>>;\n"
    assert talk(f"\\format json\n{statement}") == '[\n {"a": 1, "b": "x"}\n]\n'
    assert "a | 1" in talk(f"\\format ion\n\\x on\n{statement}")
    assert talk(f"\\x off\n{statement}") == '{\n  a: 1,\n  b: "x"\n}\n'
    talk("\\format nosuch\n")
    assert "LS-FORMAT-001" in talk.said


def test_g_runs_what_stands_before_it(talk: Talk) -> None:
    assert talk("SELECT VALUE 1\nFROM <<0>>\n\\g\n") == "1\n"
    assert talk("SELECT VALUE 2 FROM <<0>> \\g\n\\g\n") == "2\n2\n"
    assert "a | 3" in talk("SELECT 3 AS a FROM <<0>> \\gx\n")
    assert talk("SELECT VALUE 4 FROM <<0>> \\g out.txt\n") == ""
    assert (talk.folder / "out.txt").read_text() == "4\n"
    assert talk("SELECT VALUE 5 FROM <<0>>;") == "5\n"


def test_gset_makes_variables_of_a_row(talk: Talk) -> None:
    talk("SELECT 'Ann' AS name, 5 AS count, `2020-01-01T` AS since FROM <<0>> \\gset p_\n")
    assert talk("\\echo :p_name :p_count :p_since\nSELECT VALUE :'p_name' || '!' FROM <<0>>;") == (
        'Ann 5 2020-01-01\n"Ann!"\n'
    )
    for statement in ("SELECT 1 FROM <<1, 2>>", "SELECT 1 FROM <<>>", "SELECT VALUE 1 FROM <<0>>"):
        talk(f"{statement} \\gset\n")
        assert "LS-CLI-011" in talk.said


def test_the_buffer_can_be_looked_at_and_forgotten(talk: Talk) -> None:
    assert talk("SELECT VALUE 1\n\\p\nFROM <<0>>;\n") == "SELECT VALUE 1\n1\n"
    assert talk("SELECT nonsense\n\\r\nSELECT VALUE 2 FROM <<0>>;\n") == "2\n"


def test_variables(talk: Talk) -> None:
    assert talk("\\set a 1\n\\set b x :a ' y'\n\\echo :b\n") == "x1 y\n"
    assert talk("SELECT VALUE {'v': :a, 't': :'b'} FROM <<0>>;") == '{v: 1, t: "x1 y"}\n'
    assert talk("\\unset a\n\\echo :a\n") == ":a\n"
    assert "b = 'x1 y'\n" in talk("\\set\n")
    talk("SELECT :a FROM <<0>>;")
    assert "LS-CLI-014" in talk.said


@pytest.mark.parametrize(
    ("statement", "variable", "hint"),
    [
        ("SELECT :limt FROM t", ":limt", "did you mean :limit?"),
        ("SELECT * FROM t LIMIT :LIMIT", ":LIMIT", "did you mean :limit?"),
        ("SELECT * FROM t WHERE t.a = :'nosuch'", ":'nosuch'", "\\set nosuch VALUE makes it"),
        ('SELECT :limit, {"a": :"nosuch"}', ':"nosuch"', "\\set nosuch VALUE makes it"),
    ],
)
def test_a_variable_that_is_not_set(talk: Talk, statement: str, variable: str, hint: str) -> None:
    for end in (";", " \\g"):
        talk(f"\\set limit 5\n{statement}{end}\n")
        first, source, marks, last = talk.said.splitlines()
        assert first == f"error LS-CLI-014: there is no variable '{variable.strip(':').strip(chr(34) + chr(39))}'"
        assert source[marks.index("^") :].startswith(variable)
        assert marks.count("^") == len(variable)
        assert last == f"hint: {hint}"


def test_a_colon_that_the_language_uses_is_no_variable(talk: Talk) -> None:
    talk("SELECT * FROM (g MATCH (x:Label));")
    assert "LS-NAME-001" in talk.said
    assert talk("SELECT VALUE {'a':v} FROM <<1>> AS v;") == "{a: 1}\n"


def test_variables_tell_of_the_last_statement(talk: Talk) -> None:
    assert talk("SELECT VALUE v FROM <<7, 8>> AS v;\n\\echo :ROW_COUNT :ERROR\n") == "7\n8\n2 false\n"
    talk("\\set ON_ERROR_STOP off\n")
    assert talk("SELECT * FROM nosuch;\n\\echo :ERROR :LAST_ERROR_CODE :ROW_COUNT\n") == "true LS-NAME-001 0\n"


def test_transactions_by_backslash(talk: Talk) -> None:
    talk("CREATE TABLE t;\n\\begin\n")
    assert talk.conversation.transaction_mark() == "*"
    talk("INSERT INTO t {'a': 1};\n\\commit\n\\begin\nINSERT INTO t {'a': 2};\n\\abort\n")
    assert talk.conversation.transaction_mark() == ""
    assert talk("SELECT VALUE t.a FROM t;") == "1\n"
    talk("\\commit\n")
    assert "LS-TX-006" in talk.said


def test_several_commands_on_a_line(talk: Talk) -> None:
    assert talk("\\set a 1 \\echo :a \\\\ SELECT VALUE :a FROM <<0>>;\n") == "1\n1\n"


def test_echo(talk: Talk) -> None:
    assert talk("\\echo -n 'a  b' c\n\\echo d\n\\echo\n") == "a  b cd\n\n"
    talk("\\warn careful\n")
    assert talk.said == "careful\n"


def test_scripts_include_scripts_from_their_own_folder(talk: Talk) -> None:
    (talk.folder / "sub").mkdir()
    talk.write("outer.pql", "\\i sub/inner.pql\n")
    talk.write("sub/inner.pql", "\\ir deepest.pql\n\\set ON_ERROR_STOP off\nSELECT FROM;\n")
    talk.write("sub/deepest.pql", "SELECT VALUE 'deep' FROM <<0>>")
    assert talk("\\i outer.pql\n") == '"deep"\n'
    assert talk.said.startswith("sub/inner.pql:3:8: error")


def test_dot_commands_are_understood(talk: Talk) -> None:
    talk(PEOPLE)
    assert '"Person"' in talk(".tables\n")
    assert talk(".print hello\n") == "hello\n"
    talk(".nosuch\n")
    assert "LS-CLI-003" in talk.said


def test_case_counts_only_where_it_tells_two_commands_apart(talk: Talk) -> None:
    talk(PEOPLE)
    assert talk("\\DT\n") == talk("\\dt\n") == talk(".TABLES\n") != ""
    assert talk("\\Echo Hello\n") == "Hello\n"
    talk("\\T json\n\\Set QUIET on\n")
    assert talk.conversation.output.format == "json"
    talk("\\NOSUCH\n")
    assert "there is no meta-command \\NOSUCH" in talk.said


def test_the_sample(talk: Talk) -> None:
    assert "vehicle-registration" in talk("\\sample\n")
    talk("\\sample vehicle-registration\n")
    assert talk("SELECT VALUE COUNT(*) FROM VehicleRegistration;") == "5\n"
    talk("\\sample vehicle-registration\n")
    assert "LS-LEDGER-002" in talk.said
    talk("\\sample nosuch\n")
    assert "LS-CLI-013" in talk.said


def test_people_are_told_in_which_transaction_they_are(talk: Talk) -> None:
    talk.on_a_terminal()
    talk("BEGIN; SELECT * FROM <<1>>; COMMIT; SELECT * FROM <<1>>;")
    opened, inside, committed, outside = talk.said.splitlines()
    identifier = opened.removeprefix("BEGIN (transaction ").removesuffix(")")
    assert len(identifier) == 22
    assert inside == f"1 document in bag in transaction {identifier}"
    assert (committed, outside) == ("COMMIT", "1 document in bag")


def test_qldb_s_thirty_seconds_are_explained(talk: Talk) -> None:
    talk.on_a_terminal()
    talk.session.ledger.limits = QLDB
    talk("BEGIN; COMMIT;")
    assert "It ends by itself 30 seconds after its begin" in talk.said
    assert "without --qldb-limits" in talk.said
    assert talk.said.count("30 seconds") == 1


def test_people_get_tags_and_footers(talk: Talk) -> None:
    talk.on_a_terminal()
    talk("CREATE TABLE t; INSERT INTO t << {'a': 1}, {'a': 2} >>; SELECT * FROM t;")
    assert talk.said.splitlines() == [
        "CREATE TABLE (block 1)",
        "1 document in bag",
        "INSERT 2 (block 2)",
        "2 documents in bag",
        "2 documents in bag",
    ]
    talk("\\set QUIET on\nSELECT * FROM t;")
    assert talk.said == ""


def test_binary_ion_is_kept_from_terminals_and_transcripts(talk: Talk) -> None:
    talk("\\format ion-binary\nSELECT 1;")
    assert "LS-CLI-004" in talk.said
    talk.on_a_terminal()
    talk("SELECT 1;")
    assert "LS-CLI-004" in talk.said


def test_help_lists_every_command_and_each_can_be_asked_for(talk: Talk) -> None:
    listed = talk("\\?\n")
    for command in COMMANDS.values():
        assert f"\\{command.name}" in listed
        assert command.summary in listed
        assert talk(f"\\? {command.name}\n").startswith(f"\\{command.name}")
    assert "ON_ERROR_STOP" in talk("\\? variables\n")
    assert "--single-transaction" in talk("\\? options\n")
    assert max(map(len, listed.splitlines())) <= 110


def test_help_on_statements_and_functions(talk: Talk) -> None:
    assert "INSERT INTO table VALUE document" in talk("\\h insert\n")
    assert talk("\\h create table\n") == talk("\\help CREATE  TABLE ;\n") != ""
    assert "SUBSTRING(" in talk("\\h substring\n")
    assert "COUNT(*)" in talk("\\h count\n")
    listed = talk("\\h\n")
    assert all(topic in listed for topic in TOPICS)
    talk("\\h insrt\n")
    assert "did you mean INSERT" in talk.said


IDENTIFIERS = ("UNDROP TABLE", "DROP INDEX", "REDACT_REVISION")
"""Their examples name ids that only a real ledger has."""


@pytest.mark.parametrize(
    "topic", [each for each in TOPICS.values() if each.name not in IDENTIFIERS], ids=lambda t: t.name
)
def test_every_example_runs(talk: Talk, topic: Topic) -> None:
    talk("\\sample vehicle-registration\n")
    if topic.name in ("COMMIT", "ABORT"):
        talk("BEGIN;")
    assert topic.example
    talk(f"{topic.example};")
    assert talk.said == ""


def test_every_function_has_an_example_that_runs(talk: Talk) -> None:
    for function in functions().values():
        if function.name in (
            "UTCNOW",
            "NOW",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "TXID",
            "CURRENT_USER",
        ):
            continue
        shown = talk(f"{function.example};")
        assert talk.said == "", function.name
        assert shown, function.name


def test_expanded_display_leaves_what_programs_read_alone(talk: Talk) -> None:
    assert talk("\\x on\n\\format csv\nSELECT VALUE {'a': 1} FROM <<0>>;\n") == "a\n1\n"
    assert talk("\\format jsonl\nSELECT VALUE {'a': 1} FROM <<0>>;\n") == '{"a": 1}\n'
    assert talk("\\format markdown\nSELECT VALUE {'a': 1} FROM <<0>>;\n") == "-[ RECORD 1 ]-\na | 1\n"
