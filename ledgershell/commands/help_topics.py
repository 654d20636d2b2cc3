r"""What ``\h`` knows about statements, views and table functions: syntax, one sentence, an example, what to mind.

Functions are not listed here: their help comes from the function registry of the language.
Every example is run by the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ledgershell.static_typing import Final, NamedTuple, Protocol


class Topic(NamedTuple):
    """One entry.  ``example`` is a statement that runs on the vehicle registration sample."""

    name: str
    summary: str
    syntax: str
    example: str
    notes: str = ""


_ALL: Final = (
    Topic(
        "SELECT",
        "query documents, views and values",
        "SELECT [ALL | DISTINCT] { * | expression [[AS] name] | source.* } [, …]\n"
        "    [FROM source [AS OF moment] [[AS] name] [AT position] [BY documentId] [, …]]\n"
        "    [WHERE condition]\n"
        "    [GROUP BY expression [AS name] [, …] [GROUP AS name]] [HAVING condition]\n"
        "    [ORDER BY expression [ASC | DESC] [NULLS FIRST | NULLS LAST] [, …]]\n"
        "    [LIMIT count] [OFFSET count]\n"
        "SELECT VALUE expression …",
        "SELECT p.FirstName, pid FROM Person AS p BY pid WHERE p.GovId = 'LEWISR261LL'",
        "Strings stand in single quotes; double quotes quote names.  BY names the document's id; AS OF reads a table "
        "as it was at a time, after a block, or after a transaction.  A path that leads nowhere is MISSING, and a "
        "MISSING column is left out of the result.",
    ),
    Topic(
        "INSERT",
        "add documents to a table",
        "INSERT INTO table VALUE document\nINSERT INTO table << document, … >>\nINSERT INTO table ?",
        "INSERT INTO Person { 'FirstName': 'Ada', 'GovId': 'ADA-1', 'DOB': `1990-12-10` }",
        "A document is a struct.  The answer is one { documentId } for each document.  Nothing is unique by itself: "
        "the same document inserted twice is two documents.",
    ),
    Topic(
        "UPDATE",
        "change fields of documents",
        "UPDATE table [[AS] name] [BY documentId]\n"
        "    { SET path = expression [, …]\n"
        "    | INSERT INTO path VALUE expression [AT position]\n"
        "    | REMOVE path }\n"
        "    [WHERE condition]",
        "UPDATE Vehicle AS v SET v.Color = 'Red', v.Doors = 4 WHERE v.VIN = '1N4AL11D75C109151'",
        "SET makes a field that is not there.  Without WHERE every document is changed.  "
        "The old revision stays in history().",
    ),
    Topic(
        "DELETE",
        "end the life of documents",
        "DELETE FROM table [[AS] name] [BY documentId] [WHERE condition]",
        "DELETE FROM VehicleRegistration AS r WHERE r.VIN = '1HVBBAANXWH544237'",
        "A last revision without data is appended; all earlier ones stay in history().",
    ),
    Topic(
        "FROM",
        "change parts of documents, the condition first",
        "FROM table [[AS] name] [BY documentId] [, @name.path AS part …]\n"
        "    [WHERE condition]\n"
        "    { SET path = expression [, …] | INSERT INTO path VALUE expression [AT position] | REMOVE path }",
        "FROM VehicleRegistration AS r WHERE r.VIN = '1N4AL11D75C109151'\n"
        "INSERT INTO r.Owners.SecondaryOwners VALUE { 'PersonId': 'a person''s document id' }",
        "It can range over nested collections, which UPDATE cannot.",
    ),
    Topic(
        "CREATE TABLE",
        "make a table",
        "CREATE TABLE name [WITH (aws_tags = `{'key': 'value'}`)]",
        "CREATE TABLE Inspection",
        "A table has no declared fields.",
    ),
    Topic(
        "DROP TABLE",
        "make a table inactive",
        "DROP TABLE name",
        "DROP TABLE DriversLicense",
        "Documents and history stay, and UNDROP TABLE brings the table back.",
    ),
    Topic(
        "UNDROP TABLE",
        "bring an inactive table back",
        'UNDROP TABLE "tableId"',
        'UNDROP TABLE "7XrKrGkgMYgBWhxPMfHXFm"',
        "The id is that of information_schema.user_tables, in double quotes.",
    ),
    Topic(
        "CREATE INDEX",
        "index a field of a table",
        "CREATE INDEX ON table (field)",
        "CREATE INDEX ON Vehicle (Make)",
        "It serves = and IN on that field.  Results are the same with and without it.",
    ),
    Topic(
        "DROP INDEX",
        "remove an index",
        'DROP INDEX "indexId" ON table WITH (purge = true)',
        'DROP INDEX "4tPW3fUhaVhDinRgKRLhGU" ON Vehicle WITH (purge = true)',
        "The id is that of information_schema.user_tables, in double quotes; purge is written in lower case.",
    ),
    Topic(
        "REDACT_REVISION",
        "erase the data of one old revision",
        "EXEC REDACT_REVISION `{strandId: \"…\", sequenceNo: n}`, 'tableId', 'documentId'",
        'EXEC REDACT_REVISION `{strandId:"JdxjkR9bSYB5jMHWcI464T", sequenceNo:17}`, '
        "'5PLf9SXwndd63lPaSIa0O6', 'ADR2Ll1fGsU4Jr4EqTdnQF'",
        "Only a revision that a newer one has superseded, and nothing else in the transaction.  Hashes stay, so the "
        "journal still verifies.  The address may be a struct too: {'strandId': '…', 'sequenceNo': n}.",
    ),
    Topic(
        "BEGIN",
        "open a transaction",
        "BEGIN\nSTART TRANSACTION",
        "BEGIN",
        "Other statements are transactions of their own.",
    ),
    Topic(
        "COMMIT",
        "commit the open transaction: append one block",
        "COMMIT",
        "COMMIT",
        "If something that the transaction read was changed by somebody else meanwhile, nothing is written and the "
        "error says what it was: begin again.",
    ),
    Topic("ABORT", "give up the open transaction", "ABORT\nROLLBACK", "ABORT", "Nothing of it is written."),
    Topic(
        "HISTORY",
        "every revision of a table's documents",
        "history( table | 'tableId' [, `from` [, `until`]] )",
        "SELECT h.metadata.version, h.data.Color FROM history(Vehicle) AS h WHERE h.data.VIN = '1N4AL11D75C109151'",
        "Each row has blockAddress, hash, data and metadata.  The two times are inclusive, and select the revisions "
        "that were current at some moment between them.",
    ),
    Topic(
        "CHANGES",
        "what was inserted, updated and deleted, old beside new",
        "changes( table [, since [, until]] )",
        "SELECT c.operation, c.old.Color AS before, c.new.Color AS after FROM changes(Vehicle) AS c",
        "since and until are times or sequence numbers of blocks.",
    ),
    Topic(
        "COMMITTED VIEW",
        "current documents with their metadata and hash",
        "_ql_committed_TABLE",
        "SELECT r.metadata.id, r.hash FROM _ql_committed_Person AS r WHERE r.data.GovId = 'LEWISR261LL'",
        "Each row has blockAddress, hash, data and metadata.",
    ),
    Topic(
        "USER_TABLES",
        "the catalogue",
        "information_schema.user_tables",
        "SELECT t.name, t.tableId, t.status, t.indexes FROM information_schema.user_tables AS t",
        "One row for each table that was ever made.",
    ),
)

TOPICS: Final = MappingProxyType({topic.name: topic for topic in _ALL})

SAME: Final = MappingProxyType(
    {
        "ROLLBACK": "ABORT",
        "START": "BEGIN",
        "START TRANSACTION": "BEGIN",
        "EXEC": "REDACT_REVISION",
        "EXEC REDACT_REVISION": "REDACT_REVISION",
        "CREATE": "CREATE TABLE",
        "DROP": "DROP TABLE",
        "UNDROP": "UNDROP TABLE",
        "HISTORY()": "HISTORY",
        "CHANGES()": "CHANGES",
        "_QL_COMMITTED_": "COMMITTED VIEW",
        "INFORMATION_SCHEMA": "USER_TABLES",
        "INFORMATION_SCHEMA.USER_TABLES": "USER_TABLES",
    }
)
"""Other words under which a topic is found."""


class Documented(Protocol):
    """What the language's tables say of each scalar, aggregate and window function."""

    @property
    def name(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def origin(self) -> str: ...


def functions() -> Mapping[str, Documented]:
    """Every function of the language by its upper-case name."""
    from ledgershell.partiql.aggregates import AGGREGATES
    from ledgershell.partiql.functions.registry import FUNCTIONS
    from ledgershell.partiql.windows import WINDOW_FUNCTIONS

    every: dict[str, Documented] = {**FUNCTIONS, **AGGREGATES, **WINDOW_FUNCTIONS}
    return {name: every[name] for name in sorted(every)}


def topic_named(words: str) -> Topic | None:
    """The topic for what was typed behind ``\\h``, in any case and with any blanks."""
    name = " ".join(words.upper().split()).rstrip(";")
    return TOPICS.get(SAME.get(name, name))
