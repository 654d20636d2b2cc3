r"""``\copy``: PostgreSQL's syntax, one transaction or batches."""

from __future__ import annotations

import pytest

from ledgershell.commands.conversation import Cancelling
from ledgershell.commands.copy import rows_of
from ledgershell.commands.copy_syntax import CopyOptions, CopyRequest, read_copy
from ledgershell.commands.loading import Progressing
from ledgershell.errors import Interrupted, UsageError
from tests.commands.talk import Talk
from tests.locations import SEEDS

ROWS = 'id,name,paid,since\n1,Ann,1.50,2023-01-31\n2,,2.25,2023-02-01\n3,"Lee, Bo",3.00,\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t FROM 'a.csv' CSV HEADER", CopyRequest("t", (), "a.csv", CopyOptions(header=True))),
        ("t FROM a.csv csv header;", CopyRequest("t", (), "a.csv", CopyOptions(header=True))),
        (
            "orders (a, \"b c\") from 'o''s.csv' DELIMITER ',' CSV HEADER",
            CopyRequest("orders", ("a", "b c"), "o's.csv", CopyOptions(header=True)),
        ),
        ("t(a,b) FROM 'x' WITH DELIMITER AS ';' CSV", CopyRequest("t", ("a", "b"), "x", CopyOptions(delimiter=";"))),
        (
            "\"T t\" FROM 'x' WITH (FORMAT csv, HEADER true, DELIMITER E'\\t', NULL 'NA', ENCODING 'latin-1')",
            CopyRequest('"T t"', (), "x", CopyOptions(header=True, delimiter="\t", null="NA", encoding="latin-1")),
        ),
        ("t (a) FROM 'x' (FORMAT csv, HEADER off)", CopyRequest("t", ("a",), "x", CopyOptions())),
    ],
)
def test_syntax(text: str, expected: CopyRequest) -> None:
    assert read_copy(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t",
        "t FROM",
        "t FROM 'a.csv'",
        "t FROM 'a.csv' CSV",
        "t FROM 'a.csv CSV HEADER",
        "t TO 'a.csv'",
        "t TO CSV HEADER",
        "t TO 'a.csv' ENCODING 'latin-1' CSV",
        "(SELECT 1 TO 'a.csv' CSV",
        "(SELECT 1) FROM 'a.csv' CSV HEADER",
        "t FROM STDIN CSV HEADER",
        "t (a FROM 'a.csv' CSV HEADER",
        "t () FROM 'a.csv' CSV HEADER",
        "t FROM 'a.csv' CSV HEADER nonsense",
        "t FROM 'a.csv' DELIMITER CSV HEADER",
        "t; DROP TABLE t FROM 'a.csv' CSV HEADER",
        "t<<1>> FROM 'a.csv' CSV HEADER",
        "1t FROM 'a.csv' CSV HEADER",
    ],
)
def test_mistakes(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_copy(text)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("app.orders (a) FROM 'x' CSV;", "app.orders", "a table's name has one part", "write orders"),
        ("t (a) FROM ‘x’ CSV", "‘", '"‘" is a typographic quote', "type a straight single quote (')"),
        ("t (a) FROM 'x' DELIMITER ‘,’ CSV", "‘", '"‘" is a typographic quote', "type a straight single quote (')"),
        ("t (“a”) FROM 'x' CSV", "“", '"“" is a typographic quote', 'type a straight double quote (")'),
        ("t (a) FROM 'x' CSV HEADR", "HEADR", "'HEADR' is no option", "usage: \\copy"),
        ("t (a) FROM 'x CSV", "'x CSV", "the quote ' is not closed", "close it"),
        ("t; DROP TABLE t FROM 'x' CSV", "t;", "a table's name must come first", "usage: \\copy"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(text: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_copy(text)
    error = raised.value
    assert message in error.message
    assert error.hint is not None
    assert hint in error.hint
    assert error.span is not None
    assert error.text is not None
    assert error.text[slice(*error.span)] == place


def test_the_article_s_line_says_what_to_change(talk: Talk) -> None:
    """From its own text, one mistake after the other, until it runs."""
    path = SEEDS / "000_c6e31f3737a54128.txt"
    if not path.exists():
        pytest.skip(f"the articles are not at {SEEDS}; set LEDGERSHELL_SEEDS")
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("\\COPY"))
    fields = line[line.index("(") + 1 : line.index(")")].split(",")
    talk.write("sample_orders.csv", f"{','.join(fields)}\n{','.join('1' for _ in fields)}\n")
    talk("CREATE TABLE orders;")
    talk(f"{line}\n")
    assert '"‘" is a typographic quote' in talk.said
    assert "(order_id" not in talk.said.splitlines()[1]
    assert " FROM ‘/Users/" in talk.said.splitlines()[1]
    line = line.replace("‘", "'").replace("’", "'")
    talk(f"{line}\n")
    assert "a table's name has one part" in talk.said
    assert "    |       ^^^^^^^^^^\n" in talk.said
    line = line.replace("app.", "").replace("/Users/shadab/Downloads/", "")
    talk(f"{line}\n")
    assert talk.said == ""
    assert talk("SELECT VALUE COUNT(*) FROM orders;") == "1\n"


def test_rows_become_documents_of_one_block(talk: Talk) -> None:
    talk.write("rows.csv", ROWS)
    talk("CREATE TABLE t;\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert talk.said == ""
    assert talk("SELECT * FROM t;") == (
        '{id: 1, name: "Ann", paid: 1.50, since: 2023-01-31}\n'
        "{id: 2, name: null, paid: 2.25, since: 2023-02-01}\n"
        '{id: 3, name: "Lee, Bo", paid: 3.00, since: null}\n'
    )
    assert talk("SELECT VALUE COUNT(DISTINCT r.blockAddress.sequenceNo) FROM _ql_committed_t AS r;") == "1\n"


def test_names_of_fields_may_be_given(talk: Talk) -> None:
    talk.write("rows.csv", ROWS)
    talk("CREATE TABLE t;\n\\copy t (a, b, c, d) FROM 'rows.csv' DELIMITER ',' CSV HEADER\n")
    assert talk("SELECT t.a, t.b FROM t WHERE t.a = 1;") == '{a: 1, b: "Ann"}\n'


def test_batches_are_blocks_of_their_own(talk: Talk) -> None:
    talk.write("rows.csv", "n\n" + "".join(f"{number}\n" for number in range(25)))
    talk("CREATE TABLE t;\n\\set BATCH 10\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert talk.said == "block 2: 10 documents\nblock 3: 10 documents\nblock 4: 5 documents\n"
    assert talk("SELECT VALUE SUM(t.n) FROM t;") == "300\n"
    assert talk("\\echo :ROW_COUNT\n") == "1\n"


def test_a_flaw_behind_a_batch_says_what_is_committed(talk: Talk) -> None:
    talk.write("rows.csv", "n\n1\n2\n")
    talk("CREATE TABLE t;\n\\set BATCH 1\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert talk.said.startswith("block 2: 1 document\n")


def test_a_flaw_in_the_file_leaves_nothing(talk: Talk) -> None:
    talk.write("rows.csv", "a,b\n1,2\n" * 1 + "3\n")
    talk("CREATE TABLE t;\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert "LS-FILE-005" in talk.said
    assert talk("SELECT VALUE COUNT(*) FROM t;") == "0\n"
    assert talk.session.transaction() is None


def test_in_an_open_transaction_the_rows_are_part_of_it(talk: Talk) -> None:
    talk.write("rows.csv", ROWS)
    talk("CREATE TABLE t;\nbegin\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert talk("SELECT VALUE COUNT(*) FROM t;\nabort\nSELECT VALUE COUNT(*) FROM t;") == "3\n0\n"


def test_too_many_for_one_transaction_name_the_remedy(talk: Talk) -> None:
    talk.write("rows.csv", "n\n" + "1\n" * 10_001)
    talk("CREATE TABLE t;\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert "BATCH" in talk.said
    assert talk("SELECT VALUE COUNT(*) FROM t;") == "0\n"
    talk("\\set BATCH 5000\n\\copy t FROM 'rows.csv' CSV HEADER\n")
    assert talk("SELECT VALUE COUNT(*) FROM t;") == "10001\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("\\copy t FROM './nosuch.csv' CSV HEADER", "LS-FILE-001: cannot read ./nosuch.csv: "),
        ("\\copy nosuch FROM 'rows.csv' CSV HEADER", "LS-"),
        ("\\copy t (a) FROM 'rows.csv' CSV HEADER", "LS-FILE-007"),
        ("\\copy t FROM 'rows.csv' DELIMITER 'ab' CSV HEADER", "LS-FILE-011"),
    ],
)
def test_what_cannot_be_copied(talk: Talk, line: str, code: str) -> None:
    talk.write("rows.csv", ROWS)
    talk(f"CREATE TABLE t;\n{line}\n")
    assert f"error {code}" in talk.said
    assert talk.session.transaction() is None


class Impatient(Cancelling):
    """Ctrl-C was pressed before the first look."""

    looks = 0

    def requested(self) -> bool:
        self.looks += 1
        return True


def test_ctrl_c_ends_the_pass_that_learns_the_columns_types(talk: Talk) -> None:
    talk("CREATE TABLE t;")
    talk.write("big.csv", "id,name\n" + "".join(f"{number},some text\n" for number in range(20_000)))
    impatient = talk.conversation.cancelling = Impatient()
    request = read_copy("t FROM 'big.csv' CSV HEADER")
    with Progressing(talk.conversation, "copy") as progress, pytest.raises(Interrupted):
        rows_of(talk.conversation.path(request.file), request, progress)
    assert impatient.looks == 1
    talk("\\copy t FROM 'big.csv' CSV HEADER\n")
    assert "LS-EVAL-001: cancelled" in talk.said
    talk.conversation.cancelling = Cancelling()
    assert "{_1: 0}" in talk("SELECT COUNT(*) FROM t;")
