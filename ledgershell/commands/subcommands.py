"""The subcommands: their options, and the functions that carry them out."""

from __future__ import annotations

from ledgershell.commands.options import Option
from ledgershell.static_typing import Any, Final, NamedTuple


class Subcommand(NamedTuple):
    """One subcommand: its options, its positional argument, and the function that carries it out.

    ``argument``  the positional argument's metavar; with a final ``…`` there may be several, empty: none
    ``run``       ``module:function``, imported when it is called
    """

    name: str
    help: str
    options: tuple[Option, ...]
    argument: str
    run: str


_NAME = Option("name", ("--name",), "value", "the ledger's name, as an option instead of an argument", "NAME")
_DOCUMENT = Option("format", ("--format",), "value", "how the answer is written", "NAME", ("json", "ion"))
_PROTECTION = Option(
    "deletion_protection",
    ("--deletion-protection", "--no-deletion-protection"),
    "switch",
    "whether delete-ledger is refused",
)
_ION = Option("format", ("--format",), "value", "how the answer is written (default ion)", "NAME", ("ion", "json"))
_SAVE = Option("save", ("--save",), "value", "write the answer, with the digest, to a file too", "FILE")
_BLOCK = Option(
    "block_address",
    ("--block-address",),
    "value",
    "which block: its number, {strandId: …, sequenceNo: …} in Ion, or as Amazon's command line has it",
    "ADDRESS",
)
_TIP = Option(
    "digest_tip_address",
    ("--digest-tip-address",),
    "value",
    "the last block under the digest; without it there is no proof",
    "ADDRESS",
)
_ANCHOR = Option("digest", ("--digest",), "value", "the digest that was kept: ours, or Amazon's GetDigest", "FILE")
_REQUIRE_ANCHOR = Option(
    "require_anchor", ("--require-anchor",), "flag", "fail (exit code 4) unless a digest was given with --digest"
)
_DEMO = Option("demo", ("--demo",), "value", "fix the clock, so that receipts are the same each time", "SEED")
_BACKUP = "ledgershell.commands.backup"
_EXPORT_OPTIONS = (
    _NAME,
    Option(
        "start",
        ("--from", "--inclusive-start-time"),
        "value",
        "the first block's earliest time, such as 2024-01-31T12:00:00Z (default: the first block)",
        "TIME",
    ),
    Option(
        "end",
        ("--until", "--exclusive-end-time"),
        "value",
        "the time before which the last block lies (default: the last block)",
        "TIME",
    ),
    Option(
        "output_format",
        ("--output-format",),
        "value",
        "how blocks are written (default ION_TEXT); JSON loses what hashes are made of, and cannot be imported",
        "NAME",
        ("ION_TEXT", "ION_BINARY", "JSON"),
    ),
    _DOCUMENT,
    _DEMO,
)
_EXPORTING = "ledgershell.commands.exporting"
_LEDGERS = "ledgershell.commands.ledgers"
_PROVING = "ledgershell.commands.proving"

SUBCOMMANDS: Final = (
    Subcommand(
        "backup",
        "Copy a ledger that may be in use into TARGET, a file or a folder (default: this one), and write a receipt "
        "beside the copy.  In a folder it is named by host, ledger and time.  It is there only once it is verified.",
        (
            Option(
                "since",
                ("--since",),
                "value",
                "only the blocks after this one: a number, or the receipt of the backup that they continue",
                "SEQ|RECEIPT",
            ),
            _ION,
            _DEMO,
        ),
        "LEDGER [TARGET]",
        f"{_BACKUP}:backup",
    ),
    Subcommand(
        "completion",
        "Print the script that teaches a command shell to complete our options.",
        (),
        "bash|zsh|fish",
        "ledgershell.commands.shell_completion:print_script",
    ),
    Subcommand(
        "create-ledger",
        "Create a ledger that goes by a name.  Deletion protection is on unless it is switched off.",
        (
            _NAME,
            Option(
                "permissions_mode",
                ("--permissions-mode",),
                "value",
                "recorded with the ledger (default STANDARD)",
                "MODE",
                ("STANDARD", "ALLOW_ALL"),
            ),
            _PROTECTION,
            _DOCUMENT,
        ),
        "NAME",
        f"{_LEDGERS}:create",
    ),
    Subcommand(
        "delete-ledger",
        "Delete a ledger and its journal.  Refused while deletion protection is on.",
        (_NAME, _DOCUMENT),
        "NAME",
        f"{_LEDGERS}:delete",
    ),
    Subcommand(
        "describe-ledger",
        "Show what is known of a ledger: identifiers, state, tip, protection.",
        (_NAME, _DOCUMENT),
        "NAME",
        f"{_LEDGERS}:describe",
    ),
    Subcommand(
        "export-journal",
        "Write the journal as Amazon QLDB exported it, to the folder TARGET or to s3://BUCKET/PREFIX.",
        _EXPORT_OPTIONS,
        "LEDGER TARGET",
        f"{_EXPORTING}:export_journal",
    ),
    Subcommand(
        "export-journal-to-s3",
        "The same as export-journal, by the name that Amazon's command line has for it.",
        _EXPORT_OPTIONS,
        "LEDGER TARGET",
        f"{_EXPORTING}:export_journal",
    ),
    Subcommand(
        "get-block",
        "Show a block; with --digest-tip-address also its proof under that digest.",
        (_NAME, _BLOCK, _TIP, _SAVE, _ION, _DEMO),
        "LEDGER",
        f"{_PROVING}:get_block",
    ),
    Subcommand(
        "get-digest",
        "Show the digest of a ledger: one hash that stands for all that was ever written.  Keep it elsewhere.",
        (_NAME, _SAVE, _ION, _DEMO),
        "LEDGER",
        f"{_PROVING}:get_digest",
    ),
    Subcommand(
        "get-revision",
        "Show a document's revision in a block; with --digest-tip-address also its proof under that digest.",
        (
            _NAME,
            _BLOCK,
            Option("document_id", ("--document-id",), "value", "which document", "ID"),
            _TIP,
            _SAVE,
            _ION,
            _DEMO,
        ),
        "LEDGER",
        f"{_PROVING}:get_revision",
    ),
    Subcommand(
        "import-journal",
        "Make the ledger NEW of an export, ours or Amazon's: a folder, a completed manifest or s3://BUCKET/PREFIX.  "
        "Nothing is left behind unless all of it verifies.  The ledger is for reading until update-ledger --writable.",
        (_ANCHOR, _DOCUMENT, _DEMO),
        "EXPORT NEW",
        f"{_EXPORTING}:import_journal",
    ),
    Subcommand("list-ledgers", "List the ledgers that go by a name.", (_DOCUMENT,), "", f"{_LEDGERS}:list_all"),
    Subcommand(
        "restore",
        "Make the ledger NEW from a backup, once it is verified and held against its receipt and all that is known of "
        "the same ledger.  Exit code 4: it is not sound, or older than known (rollback); then nothing is made.",
        (
            _ANCHOR,
            Option("allow_rollback", ("--allow-rollback",), "flag", "restore it although blocks are missing"),
            _DEMO,
        ),
        "BACKUP [BLOCKS …] NEW",
        f"{_BACKUP}:restore_ledger",
    ),
    Subcommand(
        "stream-journal",
        "Write the journal as the records of an Amazon QLDB stream.  With --resume the stream goes on where it was; in "
        "a journal that was rolled back or has forked it refuses to (exit code 4).",
        (
            Option(
                "start",
                ("--from",),
                "value",
                "the first block: its number, or the time at which to begin (default: block 0)",
                "SEQ|TIME",
            ),
            Option("until", ("--until",), "value", "the time at which the stream is complete", "TIME"),
            Option("follow", ("--follow",), "flag", "wait for new blocks, until --until or Ctrl-C"),
            Option("resume", ("--resume",), "value", "keep the place in this file, and go on from there", "TOKENFILE"),
            Option("output", ("-o", "--output"), "value", "write to a file instead of standard output", "FILE"),
            Option(
                "format",
                ("--format",),
                "value",
                "how records are written (default ion-binary; on a terminal ion)",
                "NAME",
                ("ion-binary", "ion", "ion-lines", "jsonl"),
            ),
            _DEMO,
        ),
        "LEDGER",
        "ledgershell.shell.streaming:stream_journal",
    ),
    Subcommand(
        "test",
        "Run each PATH (x.pql, or the .pql files of a folder) in a fresh ledger with fixed clock and identifiers, "
        "and compare what is printed with x.out beside it.  Without x.out, a script that has \\expect or \\assert must "
        "run without errors.",
        (
            Option("update", ("--update",), "flag", "write the .out files instead of comparing"),
            Option("junit", ("--junit",), "value", "write the results to a file in JUnit's XML", "FILE"),
        ),
        "PATH…",
        "ledgershell.shell.golden:run_tests",
    ),
    Subcommand(
        "update-ledger",
        "Switch a ledger's deletion protection, or let an imported ledger be written.",
        (
            _NAME,
            _PROTECTION,
            Option("writable", ("--writable",), "flag", "an imported ledger goes on from here, with blocks of its own"),
            _DOCUMENT,
            _DEMO,
        ),
        "NAME",
        f"{_LEDGERS}:update",
    ),
    Subcommand(
        "verify",
        "Recompute every hash of a ledger, compare tables and indexes with a replay of the journal, and the journal "
        "with a digest that was kept.  Exit code 0: verified, or consistent but not anchored; 4: failed.  Of an export "
        "(a folder, a manifest, s3://…) the journal alone is looked at.",
        (
            _NAME,
            _ANCHOR,
            _REQUIRE_ANCHOR,
            Option("format", ("--format",), "value", "how the answer is written", "NAME", ("text", "json")),
            _DEMO,
        ),
        "LEDGER|EXPORT",
        f"{_PROVING}:verify",
    ),
    Subcommand(
        "verify-proof",
        "Check the proof in a file, without the ledger.",
        (
            _ANCHOR,
            _REQUIRE_ANCHOR,
            Option("explain", ("--explain",), "flag", "print each step, so that it can be repeated with sha256sum"),
        ),
        "FILE",
        f"{_PROVING}:verify_proof",
    ),
)


class Call(NamedTuple):
    """A subcommand as read: its positional arguments, and its options by name (``None``: not given)."""

    subcommand: Subcommand
    arguments: tuple[str, ...]
    options: dict[str, Any]


def meant_subcommand(word: str) -> str | None:
    """The subcommand that a misspelt first argument may have meant."""
    from ledgershell.partiql.spelling import candidates

    near = candidates(word, [each.name for each in SUBCOMMANDS], 1)
    return near[0] if near else None
