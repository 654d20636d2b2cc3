"""One tree of errors, and the exit codes of the program.

Every error that a user can see carries a stable code (``LS-PARSE-001``), a one-line message, where known a
:class:`Span` in the statement's text, and a hint that says what to do.  The codes and their one-line titles
stand in :data:`ERROR_CODES`; raising a code that is not there is a programming error and fails at once.

This module never prints.
"""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType

from ledgershell.static_typing import NamedTuple


class ExitCode(IntEnum):
    """What the process returns; the meaning of each is part of the interface."""

    OK = 0
    STATEMENT_FAILED = 1
    """A ``-c`` statement failed, a file is missing, or a script went on past an error."""
    USAGE = 2
    """Wrong options, or the ledger could not be opened."""
    SCRIPT_STOPPED = 3
    """A script (``-f`` or standard input) stopped at an error."""
    VERIFICATION_FAILED = 4
    ASSERTION_FAILED = 5
    """An assertion or a golden file did not match."""
    HUNG_UP = 129
    """SIGHUP: the terminal is gone."""
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143
    """SIGTERM."""


class Terminated(BaseException):
    """SIGTERM or SIGHUP: everything is to be closed, and the program to end with ``code``, which is 128 + n.

    Like ``KeyboardInterrupt`` no error that a statement could have: nothing but the program's end answers it.
    """

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code)
        self.code = code


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in a statement's text."""

    start: int
    end: int


ERROR_CODES = MappingProxyType(
    {
        # Ion text and binary
        "LS-ION-001": "The Ion text is not well formed",
        "LS-ION-002": "The Ion binary is not well formed",
        "LS-ION-003": "A value cannot be written as Ion",
        "LS-ION-004": "A value is nested too deeply",
        "LS-ION-005": "A number is outside the supported range",
        "LS-ION-006": "Text is not valid Unicode",
        # The language's syntax
        "LS-PARSE-001": "Something stands where it does not belong",
        "LS-PARSE-002": "The statement ends too early",
        "LS-PARSE-003": "A string, quoted name, Ion literal or comment does not end",
        "LS-PARSE-004": "A character means nothing in the language",
        "LS-PARSE-005": "A number runs into a word",
        "LS-PARSE-006": "A number is too long or too large",
        "LS-PARSE-007": "The statement is nested too deeply",
        "LS-PARSE-008": "A reserved word is used as a name",
        "LS-PARSE-009": "A keyword seems to be misspelt",
        "LS-PARSE-010": "A list of columns holds something else than names",
        "LS-PARSE-011": "A type does not take these arguments",
        "LS-PARSE-012": "One statement is wanted, and a second follows",
        "LS-PARSE-013": "There is no statement",
        "LS-PARSE-014": "An interval cannot have this field",
        "LS-PARSE-015": "The text is not valid Unicode",
        # Ledgers, tables, indexes, documents
        "LS-LEDGER-001": "There is no such table",
        "LS-LEDGER-002": "A table of that name exists already",
        "LS-LEDGER-003": "That is no valid table name",
        "LS-LEDGER-004": "The table is not inactive",
        "LS-LEDGER-005": "The field is indexed already",
        "LS-LEDGER-006": "There is no such index",
        "LS-LEDGER-007": "A view cannot be changed",
        "LS-LEDGER-008": "The name fits more than one table",
        "LS-LEDGER-009": "DROP INDEX needs its purge clause",
        "LS-LEDGER-010": "That is no valid ledger name",
        "LS-LEDGER-011": "There is no such ledger",
        "LS-LEDGER-012": "A ledger of that name exists already",
        "LS-LEDGER-013": "The ledger is protected from deletion",
        "LS-LEDGER-014": "A document must be a struct",
        "LS-LEDGER-015": "The arguments of REDACT_REVISION are wrong",
        "LS-LEDGER-016": "The revision cannot be redacted",
        "LS-LEDGER-017": "An argument of a table function is wrong",
        "LS-LEDGER-018": "The ledger is open for reading only",
        "LS-LEDGER-019": "There is no such document",
        "LS-LEDGER-020": "The tags are not valid",
        "LS-LEDGER-021": "The permissions mode is not known",
        "LS-LEDGER-022": "The catalogue cannot be read",
        "LS-LEDGER-023": "The field name cannot be indexed",
        "LS-LEDGER-025": "There is no such dialect",
        "LS-LEDGER-026": "There is no such moment in the ledger's past",
        "LS-LEDGER-027": "The past cannot be changed",
        "LS-LEDGER-029": "The ledger was imported and may not be written yet",
        "LS-LEDGER-024": "This form of the statement is not supported by the ledger",
        "LS-LEDGER-028": "There is no such revision",
        # Transactions
        "LS-TX-001": "A table that was scanned has changed meanwhile",
        "LS-TX-002": "A document that was read has changed meanwhile",
        "LS-TX-003": "An index key that was looked up has changed meanwhile",
        "LS-TX-004": "A table's definition has changed meanwhile",
        "LS-TX-005": "A transaction is open already",
        "LS-TX-006": "No transaction is open",
        "LS-TX-007": "The transaction has expired",
        "LS-TX-008": "Too many documents were changed in one transaction",
        "LS-TX-009": "It is not known whether the commit succeeded",
        "LS-TX-010": "The session is closed",
        "LS-TX-011": "The result belongs to a transaction that is over",
        "LS-TX-012": "A redaction must be the only change of its transaction",
        "LS-TX-013": "A revision that is concerned was redacted meanwhile",
        # Limits of Amazon QLDB, where they are switched on
        "LS-LIMIT-001": "The document is too large",
        "LS-LIMIT-002": "The transaction is too large",
        "LS-LIMIT-003": "The statement is too long",
        "LS-LIMIT-004": "A parameter is too large",
        "LS-LIMIT-005": "There are too many tables",
        "LS-LIMIT-006": "There are too many indexes on the table",
        # Storage
        "LS-STORE-001": "The ledger's file does not exist",
        "LS-STORE-002": "The file is not a ledger",
        "LS-STORE-003": "The ledger was written by a newer version",
        "LS-STORE-004": "The ledger cannot be written",
        "LS-STORE-005": "There is no space left",
        "LS-STORE-006": "The ledger is locked",
        "LS-STORE-007": "The ledger's file was moved, deleted or replaced",
        "LS-STORE-008": "The ledger is on a network file system",
        "LS-STORE-009": "The ledger's file is damaged",
        "LS-STORE-010": "Reading or writing the ledger's file failed",
        "LS-STORE-011": "The file's tables are not those of a ledger",
        "LS-STORE-012": "The journal is append-only",
        "LS-STORE-013": "The file exists already",
        "LS-STORE-014": "The ledger's file cannot be opened",
        "LS-STORE-015": "A setting that durability needs was not granted",
        "LS-STORE-016": "It is not known whether the commit is stored",
        "LS-STORE-017": "The ledger is closed",
        "LS-STORE-018": "A value is too large to be stored",
        # Evaluation
        "LS-EVAL-001": "The statement was cancelled",
        "LS-EVAL-002": "There is no such field (strict typing)",
        "LS-EVAL-003": "A name fits more than one field",
        "LS-EVAL-004": "A path step does not apply to this value (strict typing)",
        "LS-EVAL-005": "A parameter has no value",
        "LS-EVAL-006": "A truth value is expected",
        "LS-EVAL-007": "A field name must be a string",
        "LS-EVAL-008": "A subquery has more rows or columns than are allowed here",
        "LS-EVAL-009": "FROM needs a collection (strict typing)",
        "LS-EVAL-010": "An operator or function does not take values of this type",
        "LS-EVAL-011": "A number is outside the supported range",
        "LS-EVAL-012": "Division by zero",
        "LS-EVAL-013": "A value cannot be cast to this type",
        "LS-EVAL-014": "A date, time or interval literal is not valid",
        "LS-EVAL-015": "A function does not accept this argument",
        "LS-EVAL-016": "A format or LIKE pattern is not valid",
        "LS-EVAL-017": "The text does not match the format pattern",
        "LS-EVAL-018": "There is no such type",
        "LS-EVAL-019": "An interval field has more digits than its precision",
        "LS-EVAL-030": "LIMIT or OFFSET is not a whole number of rows",
        "LS-EVAL-031": "The operands of a set operator do not go together",
        "LS-EVAL-032": "A document must be a struct",
        "LS-EVAL-033": "A path in SET, INSERT INTO or REMOVE cannot be changed",
        "LS-EVAL-034": "The statement is nested too deeply",
        "LS-EVAL-035": "The number is too large to work with",
        "LS-EVAL-036": "MATCH needs a graph",
        "LS-EVAL-037": "A recursive query does not come to an end",
        "LS-EVAL-038": "The statement took too long",
        "LS-EVAL-090": "This is not supported yet",
        # Names and static analysis
        "LS-NAME-001": "There is no such table or variable",
        "LS-NAME-002": "A name fits more than one table or variable",
        "LS-NAME-003": "There is no such function",
        "LS-NAME-004": "A function has the wrong number of arguments",
        "LS-NAME-005": "An aggregate or window function cannot stand here",
        "LS-NAME-006": "Two variables of FROM have the same name",
        "LS-NAME-007": "An argument can never have the right type",
        "LS-NAME-008": "The clause cannot be used like this",
        "LS-NAME-009": "The statement cannot change this",
        "LS-NAME-010": "There is no such window",
        # Output formats
        "LS-FORMAT-001": "There is no such output format",
        "LS-FORMAT-002": "There is no such display option",
        "LS-FORMAT-003": "The display option cannot have that value",
        "LS-FORMAT-004": "The value cannot be written in that format",
        # Files that the user names
        "LS-FILE-001": "The file cannot be read",
        "LS-FILE-002": "The path is not a file",
        "LS-FILE-003": "The file is not valid in its encoding",
        "LS-FILE-004": "A quoted field is not closed, or goes on after its closing quote",
        "LS-FILE-005": "A row has more or fewer fields than the header",
        "LS-FILE-006": "The file holds a NUL character",
        "LS-FILE-007": "The file's header cannot be used",
        "LS-FILE-008": "The JSON is not well formed",
        "LS-FILE-009": "A value in the file is no document",
        "LS-FILE-010": "The file cannot be written",
        "LS-FILE-011": "An option for reading the file is wrong",
        "LS-FILE-012": "A line or field of the file is too long",
        "LS-FILE-013": "The Ion in the file is not well formed",
        # Digests, proofs and verification
        "LS-VERIFY-001": "The verification failed",
        "LS-VERIFY-002": "That is no digest, proof or address",
        "LS-VERIFY-003": "There is no such block or revision",
        "LS-VERIFY-004": "The block lies beyond the digest's tip",
        "LS-VERIFY-005": "The journal is consistent, but not anchored",
        # Streams
        "LS-STREAM-001": "That is no resume token",
        "LS-STREAM-002": "The journal has forked",
        "LS-STREAM-003": "The journal was rolled back",
        "LS-STREAM-004": "The token belongs to another ledger",
        "LS-STREAM-005": "The stream cannot begin there",
        "LS-STREAM-006": "The stream's output is not what its token tells",
        # Backups
        "LS-BACKUP-001": "That is no receipt of a backup",
        "LS-BACKUP-002": "The file is not the one that its receipt tells of",
        "LS-BACKUP-003": "The backup is not sound",
        "LS-BACKUP-004": "The backup is older than what is known: a rollback",
        "LS-BACKUP-005": "The backup has another history than what is known",
        "LS-BACKUP-006": "The backup is of another ledger",
        "LS-BACKUP-007": "The parts of a backup do not fit together",
        # Exports and imports of journals
        "LS-EXPORT-001": "That is no export",
        "LS-EXPORT-002": "The export is not complete",
        "LS-EXPORT-003": "A key of the export leads outside of it",
        "LS-EXPORT-004": "An object of the export cannot be read",
        "LS-EXPORT-005": "The export's blocks are not what their hashes say",
        "LS-EXPORT-006": "A JSON export has lost what its hashes were made of",
        "LS-EXPORT-007": "The export holds what no ledger here can hold",
        "LS-EXPORT-008": "A library for this is not installed",
        "LS-EXPORT-009": "The object store refused",
        "LS-EXPORT-010": "That is no range of times to export",
        # Command line, scripts and meta-commands
        "LS-CLI-001": "Something went wrong inside the program",
        "LS-CLI-002": "The command line is wrong",
        "LS-CLI-003": "There is no such meta-command",
        "LS-CLI-004": "A meta-command was used wrongly",
        "LS-CLI-005": "A quote in a meta-command is not closed",
        "LS-CLI-006": "The variable cannot have that name or value",
        "LS-CLI-008": "The transaction of -1 cannot be ended by the script",
        "LS-CLI-009": "Scripts include each other too deeply",
        "LS-CLI-010": "There is no help on that topic",
        "LS-CLI-011": "The query did not return exactly one row",
        "LS-CLI-012": "The comment's sign is wrong",
        "LS-CLI-013": "There are no such sample data",
        "LS-CLI-014": "There is no such variable of \\set",
        "LS-CLI-015": "Not allowed with --safe",
        "LS-CLI-016": "\\if, \\elif, \\else and \\endif do not fit together",
        "LS-CLI-017": "A program could not be run, or failed",
        "LS-CLI-018": "There is nobody to ask",
        "LS-CLI-019": "An expectation was not met",
        "LS-CLI-020": "The settings file is wrong",
    }
)


class LedgershellError(Exception):
    """The root: everything that is deliberately raised for a user to read.

    ``code``     a key of :data:`ERROR_CODES`
    ``message``  one line, no final full stop needed, never with raw control characters of the data
    ``span``     the offending part of ``text``, if known
    ``text``     the statement (or document) that ``span`` points into
    ``hint``     what to do about it, one line
    """

    exit_code = ExitCode.STATEMENT_FAILED

    def __init__(
        self,
        code: str,
        message: str,
        *,
        span: Span | None = None,
        text: str | None = None,
        hint: str | None = None,
    ) -> None:
        if code not in ERROR_CODES:
            raise AssertionError(f"undocumented error code {code}")
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.text = text
        self.hint = hint

    def at(self, span: Span | None, text: str | None = None) -> LedgershellError:
        """Fill in the place where it is not known yet, and return the same error."""
        if self.span is None:
            self.span = span
        if self.text is None:
            self.text = text
        return self

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class IonError(LedgershellError):
    """Ion text or binary that cannot be read, or a value that cannot be written."""


class ParseError(LedgershellError):
    """The statement is not PartiQL.  ``incomplete`` is true when more text could still make it so."""

    incomplete = False


class SemanticError(LedgershellError):
    """The statement is PartiQL, but names, types or arities in it are wrong; found before it runs."""


class EvaluationError(LedgershellError):
    """Something went wrong while a statement ran: a failed CAST, an overflow, a wrong argument."""


class LedgerError(LedgershellError):
    """Tables, indexes, documents and ledgers: absent, already there, or in the wrong state."""


class TransactionError(LedgershellError):
    """The transaction's state does not allow the request."""


class ConflictError(TransactionError):
    """Optimistic concurrency control: something that this transaction read was changed meanwhile."""


class LimitError(LedgershellError):
    """A limit (QLDB's, or one of ours) was passed."""


class StorageError(LedgershellError):
    """The ledger's file cannot be opened, read or written."""

    exit_code = ExitCode.USAGE


class UsageError(LedgershellError):
    """The command line or a meta-command was used wrongly."""

    exit_code = ExitCode.USAGE


class FileError(LedgershellError):
    """A file that the user named cannot be read or written."""


class VerificationError(LedgershellError):
    """Something is not what its hashes, or a digest that was kept elsewhere, say."""

    exit_code = ExitCode.VERIFICATION_FAILED


class StreamError(VerificationError):
    """A stream cannot go on, because the journal or the output is not the one that its token tells of."""


class BackupError(VerificationError):
    """A backup is not what its receipt or another digest says, or cannot be used.

    ``faults`` are what a verification found, if there was one.
    """

    faults: tuple[object, ...] = ()


class ExpectationError(LedgershellError):
    r"""What ``\\expect`` or ``\\assert`` says is not so."""

    exit_code = ExitCode.ASSERTION_FAILED


class Interrupted(LedgershellError):
    """Ctrl-C or a deadline ended the work."""

    exit_code = ExitCode.INTERRUPTED
