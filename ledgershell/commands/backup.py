"""``backup`` and ``restore``: which files, under which names, and what is known from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ledgershell.commands.options import SUBCOMMAND_NAMES
from ledgershell.commands.receipts import as_text, read_anchor, read_bytes
from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment, demo
from ledgershell.errors import BackupError, ExitCode, FileError, LedgershellError, UsageError
from ledgershell.exchange.output_file import output_file
from ledgershell.exchange.text_source import check_file
from ledgershell.ion.timestamp import Timestamp
from ledgershell.journal.backup_receipt import BackupReceipt, read_receipt, receipt_struct
from ledgershell.ledger.backup import back_up
from ledgershell.ledger.block_ranges import back_up_range
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.ledger import MEMORY, Ledger
from ledgershell.ledger.restore import Known, Part, Restored, restore
from ledgershell.ledger.verification import Fault
from ledgershell.render.journal_text import fault_line, hash_text
from ledgershell.render.progress import Progress
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

BACKUP: Final = ".backup"
RANGE: Final = ".blocks"
RECEIPT: Final = ".receipt"
LARGEST_RECEIPT: Final = 65_536
"""Bytes."""
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")


def backup(environment: Environment, call: Call) -> ExitCode:
    """``backup``."""
    environment = _world(environment, call)
    if not 1 <= len(call.arguments) <= 2:
        raise UsageError("LS-CLI-002", "backup: the ledger is missing", hint="ledgershell backup LEDGER [FOLDER|FILE]")
    if call.arguments[0] == MEMORY:
        raise UsageError("LS-CLI-002", f"backup: {MEMORY} is a new ledger each time", hint="name a ledger that is kept")
    control = LocalControl(environment, reserved=SUBCOMMAND_NAMES)
    ledger = control.open_or_create(call.arguments[0], read_only=True).ledger
    with closing(ledger):
        described = ledger.describe()
        environment.follow(described.tip)
        since = _since(ledger, call.options.get("since"))
        folder = call.arguments[1] if len(call.arguments) == 2 else os.curdir
        target = _target(environment, described.name, folder, BACKUP if since is None else RANGE)
        host = environment.host()
        with _faults_told(environment), Progress(environment, "copy") as progress:
            if since is None:
                receipt: BackupReceipt | None = back_up(ledger, str(target), target.name, host, progress.stage)
            else:
                receipt = back_up_range(ledger, str(target), target.name, host, since, progress.stage)
        if receipt is None:
            _say(environment, f"there is no block after block {since}: nothing was written")
            return ExitCode.OK
        _write_receipt(target, receipt)
    environment.stdout.write(as_text(receipt_struct(receipt), call.options.get("format")))
    environment.stdout.flush()
    digest = receipt.digest
    _say(environment, f"{visible(str(target))}: verified, blocks {receipt.first} to {digest.sequence_no}")
    return ExitCode.OK


def _since(ledger: Ledger, given: str | None) -> int | None:
    """The last block of an earlier backup: its number, or what its receipt says, if the journal continues that."""
    if given is None:
        return None
    if given.isascii() and given.isdigit() and len(given) < 19:
        return int(given)
    digest = read_anchor(given)
    session = ledger.session()
    tip = session.tip()
    if digest.strand_id != ledger.strand_id or digest.ledger_id not in (None, ledger.ledger_id):
        raise BackupError(
            "LS-BACKUP-006", f"{visible(given)} is of another ledger", hint="give a receipt of this one, or a number"
        )
    if digest.sequence_no > tip:
        missing = digest.sequence_no - tip
        blocks = f"{missing} block{'' if missing == 1 else 's'}"
        raise BackupError(
            "LS-BACKUP-004",
            f"rollback: {blocks} missing (the ledger ends at block {tip}; {visible(given)} has {digest.sequence_no})",
            hint="restore the newest backup under another name, and compare",
        )
    here = session.digest(digest.sequence_no)
    if here.digest != digest.digest or digest.rfc9162 not in (None, here.rfc9162):
        raise BackupError(
            "LS-BACKUP-005",
            f"the ledger has another history than {visible(given)}",
            hint="verify it against a digest that was kept elsewhere",
        )
    return digest.sequence_no


def _target(environment: Environment, ledger_name: str, given: str, ending: str) -> Path:
    """The file to write: the one that is named, or one in the folder that is, named by host, ledger and time."""
    target = Path(given)
    if given.endswith(("/", os.sep)) or target.is_dir():
        if not target.is_dir():
            raise FileError("LS-FILE-010", f"{visible(given)}: there is no such folder", hint="make it first")
        digits = re.sub(r"\D", "", Timestamp.from_milliseconds(environment.clock.milliseconds()).text())
        parts = (environment.host(), ledger_name, f"{digits[:8]}_{digits[8:17]}")
        target = target / ("_".join(_fit(part) for part in parts) + ending)
    for path in (target, _beside(target)):
        if os.path.lexists(path):
            raise FileError(
                "LS-FILE-010", f"{visible(str(path))} exists already", hint="choose another name, or remove it"
            )
    return target


def _fit(name: str) -> str:
    """What of a name may be part of a file's."""
    return _UNFIT.sub("-", name)[:64].lstrip(".-") or "ledger"


def _beside(path: Path) -> Path:
    return path.with_name(path.name + RECEIPT)


def _write_receipt(target: Path, receipt: BackupReceipt) -> None:
    try:
        with output_file(_beside(target)) as stream:
            stream.write(as_text(receipt_struct(receipt), None))
    except FileError:
        target.unlink(missing_ok=True)
        raise


# -- Restoring


def restore_ledger(environment: Environment, call: Call) -> ExitCode:
    """``restore``."""
    environment = _world(environment, call)
    if len(call.arguments) < 2:
        raise UsageError(
            "LS-CLI-002",
            "restore: a backup and a new ledger are wanted",
            hint="ledgershell restore BACKUP [BLOCKS …] NEW, where NEW is a name or a path that does not exist yet",
        )
    *paths, new = call.arguments
    control = LocalControl(environment, reserved=SUBCOMMAND_NAMES)
    parts = [_part(path) for path in paths]
    kept = call.options.get("digest")
    given = () if kept is None else (Known(read_anchor(kept), f"the digest in {kept}"),)

    def known(ledger_id: str) -> Iterator[Known]:
        yield from given
        yield from _receipts_beside(environment, paths, ledger_id)
        yield from _live(control, ledger_id)

    with _home_as_it_was(environment), _faults_told(environment), Progress(environment, "copy") as progress:
        restored = restore(
            parts,
            control.place_for_new(new),
            environment,
            known,
            progress.stage,
            allow_rollback=bool(call.options.get("allow_rollback")),
        )
    for line in _summary(new, restored):
        environment.stdout.write(f"{line}\n")
    environment.stdout.flush()
    return ExitCode.OK


def _summary(new: str, restored: Restored) -> Iterator[str]:
    checked, anchor = restored.checked, restored.anchor
    counted = f"{checked.blocks} block{'' if checked.blocks == 1 else 's'}, {checked.revisions} revision" + (
        "" if checked.revisions == 1 else "s"
    )
    if anchor is None:
        unanchored = "consistent with itself, but NOT ANCHORED: nothing else is known of it"
        yield f"{visible(new)}: restored; {unanchored} ({counted})"
    else:
        against = f"against {visible(anchor.where)}, block {anchor.digest.sequence_no}"
        yield f"{visible(new)}: restored, verified {against}: {counted}"
    if restored.missing:
        blocks = f"{restored.missing} block{'' if restored.missing == 1 else 's'}"
        yield f"rollback: {blocks} missing ({visible(restored.missing_by)})"
    yield f"digest of block {checked.digest.sequence_no}: {hash_text(checked.digest.digest)}"


def _part(given: str) -> Part:
    """A file of a backup with the receipt beside it."""
    check_file(given)
    receipt = _beside(Path(given))
    return Part(given, read_receipt(read_bytes(str(receipt))) if os.path.lexists(receipt) else None)


def _receipts_beside(environment: Environment, paths: Sequence[str], ledger_id: str) -> Iterator[Known]:
    """The digests of other backups of the same ledger in the same folders."""
    own = {_beside(Path(path)) for path in paths}
    for path in sorted({found for each in paths for found in Path(each).parent.glob(f"*{RECEIPT}")} - own):
        try:
            if path.stat().st_size > LARGEST_RECEIPT:
                continue
            digest = read_receipt(read_bytes(str(path))).digest
        except (LedgershellError, OSError):
            _say(environment, f"{visible(str(path))} is no receipt that can be read; it is left aside")
            continue
        if digest.ledger_id == ledger_id:
            yield Known(digest, f"the receipt {path.name}")


def _live(control: LocalControl, ledger_id: str) -> Iterator[Known]:
    """The digest of the same ledger, where it is still there under a name."""
    for name in control.names():
        try:
            with closing(control.open(name)) as session:
                if session.describe().ledger_id == ledger_id:
                    yield Known(session.digest(), f"the ledger {name}")
        except LedgershellError:
            continue


@contextmanager
def _home_as_it_was(environment: Environment) -> Iterator[None]:
    """Take the folder of ledgers with names away again, if it was made for one that is not restored after all."""
    home = environment.ledgers_home()
    there = os.path.lexists(home)
    try:
        yield
    except BaseException:
        if not there:
            with suppress(OSError):
                Path(home).rmdir()
        raise


# -- What both share


@contextmanager
def _faults_told(environment: Environment) -> Iterator[None]:
    """All that a verification found, and not only what the error names."""
    try:
        yield
    except BackupError as error:
        for fault in error.faults:
            if isinstance(fault, Fault):
                _say(environment, fault_line(*fault))
        raise


def _world(environment: Environment, call: Call) -> Environment:
    seed = call.options.get("demo")
    return environment if seed is None else demo(seed, base=environment)


def _say(environment: Environment, text: str) -> None:
    environment.stderr.write(f"{text}\n")
    environment.stderr.flush()
