"""The subcommands that write a journal as an export, and make a ledger of one."""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.commands.ledgers import answer, described
from ledgershell.commands.options import SUBCOMMAND_NAMES
from ledgershell.commands.receipts import read_anchor
from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment, demo
from ledgershell.errors import ExitCode, FileError, IonError, UsageError, VerificationError
from ledgershell.exchange.export_places import FolderTarget, Target
from ledgershell.exchange.export_reader import S3, Export, ReadBlock, open_export
from ledgershell.exchange.export_verification import json_refused
from ledgershell.exchange.export_writer import ExportWriter
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.verify import Finding
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.protocols import Session
from ledgershell.ledger.rebuild import Foreign
from ledgershell.render.journal_text import fault_line
from ledgershell.render.progress import Progress
from ledgershell.render.safe_text import visible


def _world(environment: Environment, call: Call) -> Environment:
    seed = call.options.get("demo")
    return environment if seed is None else demo(seed, base=environment)


def _two(call: Call) -> tuple[str, str]:
    """The two things that are named; the first one may be given by ``--name``."""
    named = call.options.get("name")
    given = [*([named] if named is not None else []), *call.arguments]
    if len(given) != 2:
        problem = "too much is named" if len(given) > 2 else "something is missing"
        usage = f"ledgershell {call.subcommand.name} {call.subcommand.argument}"
        raise UsageError("LS-CLI-002", f"{call.subcommand.name}: {problem}", hint=usage)
    return str(given[0]), str(given[1])


def _milliseconds(call: Call, option: str, flag: str) -> int | None:
    """A time of the command line in milliseconds since 1970, rounded up."""
    text = call.options.get(option)
    if text is None:
        return None
    try:
        time = Timestamp.parse(text)
    except IonError as error:
        raise UsageError(
            "LS-CLI-002", f"{flag}: {error.message}", hint=f"for example {flag} 2024-01-31T12:00:00Z"
        ) from None
    rounded = time.milliseconds()
    return rounded + (Timestamp.from_milliseconds(rounded).instant() < time.instant())


def _target(named: str) -> Target:
    if named.startswith(S3):
        from ledgershell.exchange.export_s3 import s3_target

        return s3_target(named)
    return FolderTarget(named)


def export_journal(environment: Environment, call: Call) -> ExitCode:
    """``export-journal``."""
    name, named = _two(call)
    start, end = _milliseconds(call, "start", "--from"), _milliseconds(call, "end", "--until")
    world = _world(environment, call)
    session = LocalControl(world, reserved=SUBCOMMAND_NAMES).open_or_create(name, read_only=True).session()
    try:
        target = _target(named)
        blocks = session.journal(start, end)
        writer = ExportWriter(
            target, world.identifiers.random(), blocks.ledger_name, blocks.strand_id, call.options["output_format"]
        )
        with Progress(environment, "export") as progress:
            done = writer.run(blocks.blocks, blocks.start, blocks.end, lambda count: progress.tell(count, blocks.total))
    finally:
        session.close()
    told = Struct(
        (
            ("ExportId", done.export_id),
            ("Target", named),
            ("Blocks", done.blocks),
            ("Objects", len(done.keys)),
            ("Bytes", done.size),
        )
    )
    return answer(environment, call, told)


def import_journal(environment: Environment, call: Call) -> ExitCode:
    """``import-journal``."""
    named, new = _two(call)
    anchor = None if call.options.get("digest") is None else read_anchor(call.options["digest"])
    export = open_export(named)
    if not export.verifiable:
        raise json_refused(export)
    control = LocalControl(_world(environment, call), reserved=SUBCOMMAND_NAMES)
    with Progress(environment, "import") as progress:
        session = control.import_blocks(
            new, _foreign(export, progress), _source(export), _words, lambda made: _check(made, anchor)
        )
    try:
        return answer(environment, call, described(session.describe()))
    finally:
        session.close()


def _foreign(export: Export, progress: Progress) -> Iterator[Foreign]:
    """The blocks of an export; raises the first thing that is wrong with its files."""
    for count, item in enumerate(export.read(), 1):
        if not isinstance(item, ReadBlock):
            raise FileError(
                "LS-EXPORT-004",
                f"{visible(str(item.place))}: expected {visible(item.expected)}, found {visible(item.found)}",
                hint="nothing was imported; ledgershell verify EXPORT tells all that is wrong",
            )
        yield Foreign(visible(str(item.place)), item.block)
        progress.tell(count, export.blocks)


def _source(export: Export) -> str:
    """Which export it was, in words that stay in the ledger: no path of this machine."""
    started = export.started
    if started is None:
        return f"export {export.export_id}"
    place = f" in s3://{started.bucket}/{started.prefix}" if started.bucket else ""
    return f"export {export.export_id} of ledger {started.ledger_name}{place}"


def _words(finding: Finding) -> str:
    return fault_line("journal", finding.seq, finding.entry, finding.field, finding.expected, finding.found)


def _check(session: Session, anchor: Digest | None) -> None:
    """The finished ledger must verify before it gets its name."""
    for fault in session.verify(anchor):
        raise VerificationError(
            "LS-EXPORT-005", fault_line(*fault), hint="nothing was imported: the ledger would not verify"
        )
