r"""``\import``, ``\export`` and ``\copy … TO``: what goes out comes in again, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.exchange.sqlite_files import read_sqlite, write_sqlite
from ledgershell.ion.values import Struct
from tests.cli.conftest import Program
from tests.commands.talk import Talk

SETUP = """
    CREATE TABLE t;
    INSERT INTO t <<
        {'id': 1, 'name': 'Ada', 'price': 12.50, 'at': `2024-01-31T09:30:00Z`, 'ok': true, 'tags': ['a', 'b']},
        {'id': 2, 'name': 'it''s "so", or so', 'price': null},
        {'id': 3, 'Name': 'other'}
    >>;
"""
EVERYTHING = "SELECT VALUE x FROM {} AS x ORDER BY x.id"


@pytest.mark.parametrize("ending", ["json", "jsonl", "ion", "10n"])
def test_what_goes_out_comes_in_again(talk: Talk, ending: str) -> None:
    talk(SETUP)
    before = talk(EVERYTHING.format("t"))
    talk(f"\\export t kept.{ending}\n\\import kept.{ending} again")
    after = talk(EVERYTHING.format("again"))
    if ending.startswith("json"):  # JSON has no timestamps
        before = before.replace("2024-01-31T09:30:00Z", '"2024-01-31T09:30:00Z"')
    assert after == before
    assert (talk.folder / f"kept.{ending}").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_delimited_files_bring_their_types(talk: Talk, ending: str) -> None:
    talk(SETUP)
    talk(f"\\export 'SELECT x.id, x.name, x.price FROM t AS x' some.{ending}\n\\import some.{ending}")
    assert talk("SELECT s.id, s.price FROM some AS s WHERE s.id = 1") == "{id: 1, price: 12.50}\n"
    assert talk("SELECT VALUE s.name FROM some AS s WHERE s.id = 2") == '"it\'s \\"so\\", or so"\n'


def test_a_table_goes_to_other_tools(talk: Talk) -> None:
    talk(SETUP)
    talk("CREATE TABLE empty; \\export sqlite out.db")
    database = sqlite3.connect(talk.folder / "out.db")
    found = database.execute("SELECT id, name, price, at, ok, tags, Name_2 FROM t ORDER BY id").fetchall()
    assert found[0] == (1, "Ada", "12.50", "2024-01-31T09:30:00Z", 1, '["a", "b"]', None)
    assert found[2][-1] == "other"
    assert database.execute("SELECT COUNT(*) FROM empty").fetchone() == (0,)
    database.close()
    talk("\\import out.db t sqlite")
    assert talk("SELECT VALUE COUNT(*) FROM t") == "6\n"


def test_a_database_brings_all_its_tables(talk: Talk) -> None:
    database = sqlite3.connect(talk.folder / "other.sqlite")
    database.executescript(
        'CREATE TABLE one (a INTEGER, b TEXT, c REAL, d BLOB); CREATE TABLE "two words" (x);'
        "INSERT INTO one VALUES (1, 'x', 2.5, x'00ff'), (NULL, '', 0.1, NULL); INSERT INTO \"two words\" VALUES ('y');"
    )
    database.close()
    talk("\\import other.sqlite")
    assert (
        talk("SELECT VALUE o FROM one AS o")
        == '{a: 1, b: "x", c: 2.5e0, d: {{AP8=}}}\n{a: null, b: "", c: 0.1e0, d: null}\n'
    )
    assert talk("SELECT VALUE t FROM two_words AS t") == '{x: "y"}\n'
    talk("\\import other.sqlite nosuch")
    assert "has no table nosuch" in talk.said


def test_copy_to_as_psql_does(talk: Talk) -> None:
    talk(SETUP)
    assert talk("\\copy t (id, name) TO STDOUT CSV").splitlines()[0] == "1,Ada"
    assert talk("\\copy (SELECT VALUE {'n': COUNT(*)} FROM t) TO stdout WITH (FORMAT csv, HEADER)") == "n\n3\n"
    talk("\\copy t (id, price) TO 'a b.csv' DELIMITER ';' NULL '-' CSV HEADER")
    assert (talk.folder / "a b.csv").read_text().replace("\r", "") == "id;price\n1;12.50\n2;-\n3;-\n"
    talk("\\copy (SELECT 1 TO STDOUT CSV")
    assert "not closed" in talk.said


def test_a_file_is_there_whole_or_not_at_all(talk: Talk) -> None:
    talk(SETUP)
    talk("\\export 'SELECT CAST(x.name AS INT) FROM t AS x' bad.jsonl")
    assert "LS-EVAL-013" in talk.said
    talk("\\export nosuch bad.db")
    assert "LS-LEDGER-001" in talk.said or "LS-NAME-001" in talk.said
    assert sorted(talk.folder.iterdir()) == []
    talk.write("there.csv", "kept")
    talk("\\export t there.csv")
    assert "exists already" in talk.said
    assert (talk.folder / "there.csv").read_text() == "kept"


def test_nothing_comes_in_of_a_file_with_a_mistake(talk: Talk) -> None:
    talk.write("bad.jsonl", '{"a": 1}\n{"a": 2}\n{"a": \n')
    talk("\\import bad.jsonl new")
    assert "LS-FILE-008" in talk.said
    assert talk("\\dt") == ""
    talk("\\set BATCH 1\n\\import bad.jsonl new")
    assert "The first 2 documents are committed; those behind are not." in talk.said
    assert talk("SELECT VALUE COUNT(*) FROM new") == "2\n"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("\\import", "LS-CLI-004"),
        ("\\import nosuch.csv", "LS-FILE-001"),
        ("\\import x.unknown", "LS-FILE-011"),
        ("\\import x.csv t xml", "LS-FILE-011"),
        ("\\export t", "LS-CLI-004"),
        ("\\export t x.unknown", "LS-FILE-011"),
        ("\\export t x.csv xml", "LS-FORMAT-001"),
        ("\\export t no/such/folder.csv", "LS-FILE-010"),
        ("\\export sqlite x.db nosuch", "LS-NAME-001"),
    ],
)
def test_mistakes_say_what_they_are(talk: Talk, command: str, code: str) -> None:
    talk("CREATE TABLE t")
    talk(command)
    assert code in talk.said, talk.said


def names() -> st.SearchStrategy[str]:
    return st.text(max_size=6) | st.sampled_from(["a", "A", 'we"ird]', "x\0y", "rowid", "SELECT", "%s", "?"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(names(), st.integers(0, 9) | st.none(), max_size=4), max_size=8))
def test_no_name_of_a_field_breaks_a_database(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, int | None]]
) -> None:
    path = tmp_path_factory.mktemp("sqlite") / "x.db"
    assert write_sqlite(path, [('t"able]', [Struct(row.items()) for row in rows])]) == len(rows)
    [(name, read)] = read_sqlite(path)
    assert name == 't"able]'
    values = [sorted(value for _, value in row.items() if value is not None) for row in read]
    assert values == [sorted(value for value in row.values() if value is not None) for row in rows]


def test_a_database_that_is_none_is_an_error(talk: Talk) -> None:
    talk.write("no.db", "this is no database, but a text that is long enough to be taken for one" * 20)
    talk("\\import no.db")
    assert "LS-FILE-001" in talk.said


ROWS = 1_000_000 if os.environ.get("LEDGERSHELL_TEST_ALL") else 12_000
MOST_MEGABYTES = 150


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a program's peak of memory")
def test_a_long_file_takes_no_more_memory(program: Program) -> None:
    """Ten thousand documents of a block and their hashes are held; the rest of the file is not."""
    path = Path(program.folder, "long.csv")
    with path.open("w") as stream:
        stream.write("id,name,price\n")
        stream.writelines(f"{number},Person {number},{number % 1000}.50\n" for number in range(ROWS))
    # getrusage would tell of the process that this one was forked from.
    script = (
        "import sys\nfrom ledgershell.cli import main\ncode = main(sys.argv[1:])\n"
        "status = open('/proc/self/status').read()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)\nsys.exit(code)"
    )
    commands = ["-c", "\\set BATCH 4000", "-c", "\\import long.csv", "-c", "SELECT VALUE COUNT(*) FROM long"]
    done = subprocess.run(
        [sys.executable, "-c", script, "-q", *commands, "long.ledger"],
        capture_output=True, text=True, cwd=program.folder, env=program.variables, check=True,
    )  # fmt: skip
    count, megabytes = done.stdout.split()
    assert int(count) == ROWS
    assert int(megabytes) < MOST_MEGABYTES
