"""``ledgershell test``: scripts whose transcripts are kept beside them."""

from __future__ import annotations

from tests.cli.conftest import Program

SCRIPT = """-- A story.
CREATE TABLE t;
INSERT INTO t << {'a': 1}, {'a': 2} >>;

-- It goes wrong here, and on.
SELECT * FROM nosuch;
SELECT VALUE t.a
FROM t;
"""


def test_what_is_written_passes_until_the_script_changes(program: Program) -> None:
    program.write("story.pql", SCRIPT)
    missing = program("test", "story.pql")
    assert missing.code == 5
    assert "missing" in missing.out
    assert program("test", "--update", "story.pql").code == 0
    kept = program.read("story.out")
    assert kept.startswith("-- A story.\nCREATE TABLE t;\n{tableId: ")
    assert "story.pql:6:15: error LS-NAME" in kept
    assert kept.endswith("SELECT VALUE t.a\nFROM t;\n1\n2\n")

    passed = program("test", "story.pql")
    assert (passed.code, passed.out) == (0, "")
    assert "1 passed, 0 failed" in passed.err

    program.write("story.pql", SCRIPT.replace("'a': 2", "'a': 3"))
    failed = program("test", "story.pql")
    assert failed.code == 5
    assert "-2\n+3\n" in failed.out
    assert program.read("story.out") == kept


def test_a_folder_holds_the_tests_that_have_an_out_file(program: Program) -> None:
    (program.folder / "stories").mkdir()
    program.write("stories/data.pql", "CREATE TABLE t; INSERT INTO t {'a': 1};\n")
    program.write("stories/count.pql", "\\i data.pql\n\\ir data.pql\nSELECT COUNT(*) AS n FROM t;\n")
    assert program("test", "--update", "stories/count.pql").code == 0
    outcome = program("test", "stories")
    assert outcome.code == 0
    assert "1 passed, 0 failed" in outcome.err
    assert "skipped stories/data.pql" in outcome.err


def test_what_is_missing_in_a_folder_is_written_when_asked_for(program: Program) -> None:
    (program.folder / "stories").mkdir()
    for name in ("one", "two"):
        program.write(f"stories/{name}.pql", f"SELECT VALUE '{name}' FROM <<0>>;\n")
    assert program("test", "stories").code == 1
    written = program("test", "--update", "stories")
    assert (written.code, written.err.splitlines()[0]) == (0, "wrote stories/one.out")
    assert program.read("stories/two.out").endswith('"two"\n')
    assert "2 passed, 0 failed" in program("test", "stories").err


def test_each_test_has_a_ledger_of_its_own(program: Program) -> None:
    program.write("a.pql", "CREATE TABLE t;\n")
    program.write("b.pql", "CREATE TABLE t;\n")
    assert program("test", "--update", "a.pql", "b.pql").code == 0
    assert program.read("a.out") == program.read("b.out")
    assert "error" not in program.read("b.out")


def test_output_does_not_depend_on_the_surroundings(program: Program) -> None:
    program.write("a.pql", "\\l\n\\conninfo\n\\timing on\n\\status\nSELECT VALUE UTCNOW() FROM <<0>>;\n")
    assert program("test", "--update", "a.pql").code == 0
    program("create-ledger", "other")
    for variables in ({"NO_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"LC_ALL": "C"}, {"COLUMNS": "20"}):
        assert program("test", "a.pql", **variables).code == 0, variables


def test_a_test_that_is_not_there(program: Program) -> None:
    outcome = program("test", "nosuch.pql")
    assert outcome.code == 1
    assert "LS-FILE-001" in outcome.err
    assert "./no/such.pql: no such file" in program("test", "./no/such.pql").err
    (program.folder / "empty").mkdir()
    assert program("test", "empty").code == 1


def test_an_open_transaction_at_the_end_is_told(program: Program) -> None:
    program.write("a.pql", "CREATE TABLE t;\nBEGIN;\nINSERT INTO t {'a': 1};\n")
    assert program("test", "--update", "a.pql").code == 0
    assert program.read("a.out").endswith("the open transaction was given up\n")
