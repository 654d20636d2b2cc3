"""What people type who come from SQL databases, and how the same is said here.

Two tables: beginnings of statements and clauses that do not exist here, and functions that go by another name.  They
are read when a statement has already failed, so they may name anything without getting in the way of a valid one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.static_typing import Final

_NO_COLUMNS: Final = "there are no columns to alter: documents may have any fields"
_NO_RIGHTS: Final = "there are no users or rights here; the file's permissions decide who may read and write"
_NO_NESTING: Final = "there are no savepoints: COMMIT keeps all of a transaction, ABORT nothing"
_NO_UNIQUE: Final = "no index is unique; insert only where NOT EXISTS (SELECT … FROM t WHERE field = value)"
_TABLES: Final = "SELECT * FROM information_schema.user_tables lists the tables (in the shell: \\dt)"
_FIELDS: Final = "tables have no columns; look at a document: SELECT * FROM t LIMIT 1 (in the shell: \\d t)"
_LEDGERS: Final = "ledgershell list-ledgers lists the ledgers (in the shell: \\l)"

STATEMENTS: Final[dict[tuple[str, ...], str]] = {
    ("SHOW", "TABLES"): _TABLES,
    ("SHOW", "DATABASES"): _LEDGERS,
    ("SHOW", "LEDGERS"): _LEDGERS,
    ("SHOW", "INDEXES"): _TABLES,
    ("SHOW", "COLUMNS"): _FIELDS,
    ("SHOW", "CREATE", "TABLE"): _FIELDS,
    ("LIST", "TABLES"): _TABLES,
    ("DESCRIBE",): _FIELDS,
    ("DESC",): _FIELDS,
    ("ALTER", "TABLE"): _NO_COLUMNS,
    ("ALTER",): "nothing can be altered; DROP it and CREATE it anew",
    ("TRUNCATE",): "write DELETE FROM t; the history keeps what is deleted",
    ("MERGE",): "write UPDATE for what is there and INSERT for what is not, in one transaction",
    ("GRANT",): _NO_RIGHTS,
    ("REVOKE",): _NO_RIGHTS,
    ("CREATE", "USER"): _NO_RIGHTS,
    ("CREATE", "DATABASE"): "ledgershell create-ledger NAME makes a ledger",
    ("CREATE", "LEDGER"): "ledgershell create-ledger NAME makes a ledger",
    ("CREATE", "UNIQUE"): _NO_UNIQUE,
    ("CREATE", "VIEW"): "there are no views; WITH name AS (SELECT …) names a query within a statement",
    ("CREATE", "TEMPORARY"): "there are no temporary tables; WITH name AS (SELECT …) names a query",
    ("CREATE", "TEMP"): "there are no temporary tables; WITH name AS (SELECT …) names a query",
    ("CREATE", "TRIGGER"): "there are no triggers; changes(t) tells what was changed",
    ("CREATE", "FUNCTION"): "functions cannot be defined; docs/functions.md lists those there are",
    ("SAVEPOINT",): _NO_NESTING,
    ("RELEASE",): _NO_NESTING,
    ("USE",): "ledgershell NAME opens another ledger (in the shell: \\c NAME)",
    ("SET",): "in the shell \\set NAME VALUE sets a variable; documents are changed with UPDATE t SET …",
    ("VACUUM",): "there is nothing to tidy up: the journal keeps everything",
    ("PRAGMA",): "the file is not open to SQL; \\status and \\d tell what there is",
    ("CALL",): "EXEC calls a procedure; REDACT_REVISION is the only one",
}
"""How a statement begins, in capitals."""

CLAUSES: Final[dict[tuple[str, ...], str]] = {
    ("IF", "NOT", "EXISTS"): "there is no IF NOT EXISTS; information_schema.user_tables tells whether it is there",
    ("IF", "EXISTS"): "there is no IF EXISTS; information_schema.user_tables tells whether it is there",
    ("FETCH", "FIRST"): "write LIMIT n at the end",
    ("FETCH", "NEXT"): "write LIMIT n at the end",
    ("TOP",): "write LIMIT n at the end",
    ("ON", "DUPLICATE"): "no index is unique: look first, then INSERT or UPDATE, in one transaction",
    ("FOR", "UPDATE"): "nothing needs to be locked: a transaction that read what another changed fails at COMMIT",
    ("ILIKE",): "write LOWER(a) LIKE LOWER(pattern)",
    ("RLIKE",): "there are no regular expressions; LIKE knows % and _",
    ("REGEXP",): "there are no regular expressions; LIKE knows % and _",
    ("SIMILAR",): "there are no regular expressions; LIKE knows % and _",
    ("QUALIFY",): "put the query into parentheses and filter outside: SELECT … FROM (SELECT …) AS q WHERE …",
}
"""How a clause begins, wherever it stands."""

FUNCTIONS: Final[dict[str, str]] = {
    "ARRAY_AGG": "write (SELECT VALUE … FROM …)",
    "CHARINDEX": "write POSITION(part IN text)",
    "CURDATE": "write CURRENT_DATE",
    "DATEADD": "write DATE_ADD(unit, n, time)",
    "DATEDIFF": "write DATE_DIFF(unit, from, to)",
    "DATE_FORMAT": "write TO_CHAR(time, format)",
    "DECODE": "write CASE value WHEN … THEN … ELSE … END",
    "GETDATE": "write CURRENT_TIMESTAMP",
    "GROUP_CONCAT": "write STRING_AGG(text, separator)",
    "IF": "write CASE WHEN … THEN … ELSE … END",
    "IFNULL": "write COALESCE(value, other)",
    "IIF": "write CASE WHEN … THEN … ELSE … END",
    "INSTR": "write POSITION(part IN text)",
    "ISNULL": "write value IS NULL, or COALESCE(value, other)",
    "JSON_EXTRACT": "write a path: document.field[0].field",
    "JSON_VALUE": "write a path: document.field[0].field",
    "LCASE": "write LOWER(text)",
    "LEN": "write LENGTH(text), or SIZE(list)",
    "LISTAGG": "write STRING_AGG(text, separator)",
    "NVL": "write COALESCE(value, other)",
    "STRFTIME": "write TO_CHAR(time, format)",
    "STRPOS": "write POSITION(part IN text)",
    "SUBSTR": "write SUBSTRING(text, from, length)",
    "SYSDATE": "write CURRENT_TIMESTAMP",
    "TO_DATE": "write CAST(text AS DATE)",
    "TO_NUMBER": "write CAST(text AS DECIMAL)",
    "UCASE": "write UPPER(text)",
    "UNNEST": "write the list after FROM: FROM t AS a, a.list AS each",
}
"""A function's name in capitals."""

_LONGEST: Final = max(len(words) for words in CLAUSES)


def statement_hint(words: Sequence[str], failed: int) -> str | None:
    """The hint for a statement of these words (in capitals) that failed at word number ``failed``, from 0.

    A beginning counts only when the statement failed in it or just behind it; a clause only when it touches the word.
    """
    for beginning in sorted(STATEMENTS, key=len, reverse=True):
        if failed <= len(beginning) and tuple(words[: len(beginning)]) == beginning:
            return STATEMENTS[beginning]
    for start in range(max(0, failed - _LONGEST), failed + 1):
        for length in range(_LONGEST, 0, -1):
            if failed <= start + length and (hint := CLAUSES.get(tuple(words[start : start + length]))):
                return hint
    return None


def function_hint(name: str) -> str | None:
    """How to say what a function of another database did."""
    return FUNCTIONS.get(name.upper())
