"""What verification found, in words and as data, and the exit code that goes with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from ledgershell.commands.receipts import Checked
from ledgershell.environment import Environment
from ledgershell.errors import ExitCode, LedgershellError
from ledgershell.exchange.export_reader import Place, looks_like_export, open_export
from ledgershell.exchange.export_verification import ExportVerification
from ledgershell.ion.values import MISSING
from ledgershell.journal.digest import Digest, digest_struct, json_shape
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.protocols import Session
from ledgershell.ledger.verification import Fault, Verification
from ledgershell.render.ion_form import json_form
from ledgershell.render.journal_text import fault_line, hash_text
from ledgershell.render.progress import Progress
from ledgershell.render.proof_steps import proof_lines
from ledgershell.render.safe_text import escaped_json, visible
from ledgershell.static_typing import Any, Final

DAMAGED: Final = frozenset({"LS-STORE-009", "LS-STORE-010", "LS-STORE-011", "LS-LEDGER-022"})
"""Errors at opening that say that the ledger is not what was written; all others are about the wish to open it."""
NOT_ANCHORED: Final = "consistent with itself, but NOT ANCHORED: a journal that was rewritten as a whole would be too"
HOW_TO_ANCHOR: Final = "keep a digest elsewhere (get-digest --save FILE), and verify with --digest FILE"

Open = Callable[[], AbstractContextManager[Session]]


def print_verification(
    environment: Environment,
    opened: Open,
    name: str,
    anchor: Digest | None,
    *,
    required: bool,
    format_name: str | None,
) -> ExitCode:
    """Open a ledger, verify it, and print each fault as soon as it is found."""
    write: Any = _JsonReport(environment) if format_name == "json" else _TextReport(environment)
    try:
        with opened() as session:
            return _verify(environment, session, anchor, write, required=required)
    except LedgershellError as error:
        if error.code not in DAMAGED:
            raise
        write.fault(Fault("structure", None, "file", error.code, "a ledger that can be opened", error.message))
        write.end_without_run(name)
        return ExitCode.VERIFICATION_FAILED


def _verify(
    environment: Environment, session: Session, anchor: Digest | None, write: Any, *, required: bool
) -> ExitCode:
    ledger = session.describe()
    with Progress(environment, "verify") as progress:
        run = session.verify(anchor, progress.tell)
        for fault in run:
            progress.clear()
            write.fault(fault)
    write.end(ledger.name, ledger.ledger_id, run)
    return exit_code(run.outcome, required=required)


def is_export(environment: Environment, named: str) -> bool:
    """Whether an argument of ``verify`` names an export; a ledger's name counts before a folder of the same name."""
    if not looks_like_export(named):
        return False
    return named not in LocalControl(environment).names()


def print_export_verification(
    environment: Environment, named: str, anchor: Digest | None, *, required: bool, format_name: str | None
) -> ExitCode:
    """Verify an export, and print each fault, with file and byte, as soon as it is found."""
    write: Any = _JsonReport(environment) if format_name == "json" else _TextReport(environment)
    with Progress(environment, "verify") as progress:
        run = ExportVerification(open_export(named), anchor, progress.tell)
        for place, fault in run:
            progress.clear()
            write.fault(fault, place)
    write.end(named, run.digest.ledger_id if run.digest is not None else None, run)
    return exit_code(run.outcome, required=required)


def exit_code(outcome: str, *, required: bool) -> ExitCode:
    """0, or 4 for a failure, and for a missing anchor where one is required."""
    if outcome == "failed" or (required and outcome == "not anchored"):
        return ExitCode.VERIFICATION_FAILED
    return ExitCode.OK


def summary(run: Verification | ExportVerification) -> Iterator[str]:
    """The outcome in words."""
    counted = f"{run.blocks} block{'' if run.blocks == 1 else 's'}, {run.revisions} revision" + (
        "" if run.revisions == 1 else "s"
    )
    if run.unexplained:
        counted += f", {run.unexplained} entries of which only the hash is known"
    if run.faults:
        yield f"FAILED: {run.faults} fault{'' if run.faults == 1 else 's'} ({counted})"
        return
    if run.anchor is not None:
        yield f"verified against the digest of block {run.anchor.sequence_no}: {counted}"
    else:
        yield f"{NOT_ANCHORED} ({counted})"
        yield HOW_TO_ANCHOR
    if run.digest is not None:
        yield f"digest of block {run.digest.sequence_no}: {hash_text(run.digest.digest)}"


class _TextReport:
    """Lines for people."""

    def __init__(self, environment: Environment) -> None:
        self._out = environment.stdout

    def fault(self, fault: Fault, place: Place | None = None) -> None:
        where = "" if place is None else f" ({visible(str(place))})"
        self._out.write(f"{fault_line(*fault)}{where}\n")
        self._out.flush()

    def end(self, name: str, _ledger_id: str | None, run: Verification | ExportVerification) -> None:
        self._out.write(f"{visible(name)}: " + "\n".join(summary(run)) + "\n")
        self._out.flush()

    def end_without_run(self, name: str) -> None:
        self._out.write(f"{visible(name)}: FAILED: the ledger cannot be opened\n")
        self._out.flush()


class _JsonReport:
    """One JSON object; the faults, of which there may be many, are written as they come."""

    def __init__(self, environment: Environment) -> None:
        self._out = environment.stdout
        self._before = '{"faults": ['

    def fault(self, fault: Fault, place: Place | None = None) -> None:
        fields = {
            "part": fault.part,
            "sequenceNo": fault.seq,
            "entry": fault.entry,
            "field": fault.field,
            "expected": _plain(fault.expected),
            "found": _plain(fault.found),
            **({} if place is None else {"file": place.file, "offset": place.offset}),
        }
        self._out.write(f"{self._before}\n  {escaped_json(json.dumps(fields, ensure_ascii=False))}")
        self._before = ","

    def end(self, name: str, ledger_id: str | None, run: Verification | ExportVerification) -> None:
        anchored = run.anchor is not None and not run.faults
        self._close(
            {
                "outcome": run.outcome,
                "anchored": anchored,
                "ledger": name,
                "ledgerId": ledger_id,
                "blocks": run.blocks,
                "revisions": run.revisions,
                "unexplainedEntries": run.unexplained,
                "digest": None if run.digest is None else json.loads(json_form(json_shape(digest_struct(run.digest)))),
            }
        )

    def end_without_run(self, name: str) -> None:
        self._close({"outcome": "failed", "anchored": False, "ledger": name})

    def _close(self, fields: dict[str, Any]) -> None:
        rest = escaped_json(json.dumps(fields, ensure_ascii=False))[1:]
        start = self._before if self._before != "," else "\n"
        self._out.write(f"{start}],\n {rest}\n")
        self._out.flush()


def _plain(value: Any) -> Any:
    return None if value is MISSING else value if type(value) in (str, int) else hash_text(value)


def verdict_on_proof(checked: Checked, *, required: bool) -> tuple[list[str], ExitCode]:
    """The steps, if they were asked for, and the outcome in words; and the exit code."""
    lines: list[str] = []
    if checked.explanation is not None:
        lines += [*proof_lines(checked.explanation), ""]
    lines += [_finding(finding) for finding in checked.findings]
    what = visible(checked.what)
    under = f"the digest of block {checked.digest.sequence_no}, {hash_text(checked.digest.digest)}"
    if checked.findings:
        lines.append(f"FAILED: it is not proved that {what} is under {under}")
        return lines, ExitCode.VERIFICATION_FAILED
    lines.append(f"proved: {what} is under {under}")
    if not checked.anchored:
        lines.append("NOT ANCHORED: that digest came with the proof; compare it with one that you kept (--digest FILE)")
    return lines, exit_code("verified" if checked.anchored else "not anchored", required=required)


def _finding(finding: tuple[Any, ...]) -> str:
    seq, entry, field, expected, found = finding
    return fault_line("proof", seq if seq >= 0 else None, entry, field, expected, found)
