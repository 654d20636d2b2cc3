"""The subcommands of digests, proofs and verification, with the names and shapes of Amazon's command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledgershell.commands.options import SUBCOMMAND_NAMES
from ledgershell.commands.receipts import as_text, check_proof, read_anchor, read_bytes, save, sequence_no
from ledgershell.commands.subcommands import Call
from ledgershell.commands.verdict import is_export, print_export_verification, print_verification, verdict_on_proof
from ledgershell.environment import Environment, demo
from ledgershell.errors import ExitCode, UsageError
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest, digest_struct
from ledgershell.journal.proof import block_proof_struct, revision_proof_struct
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.protocols import Session


@contextmanager
def _session(environment: Environment, call: Call) -> Iterator[Session]:
    """A session with the ledger that is named, for reading."""
    if call.options.get("demo") is not None:
        environment = demo(call.options["demo"], base=environment)
    control = LocalControl(environment, reserved=SUBCOMMAND_NAMES)
    session = control.open_or_create(_one(call, "name"), read_only=True).session()
    try:
        yield session
    finally:
        session.close()


def _one(call: Call, option: str) -> str:
    """The one thing that is named, as an argument or by an option."""
    named = call.options.get(option)
    given = [*call.arguments, *([named] if named is not None else [])]
    if len(given) != 1:
        problem = "something is missing" if not given else "one at a time"
        usage = f"ledgershell {call.subcommand.name} {call.subcommand.argument}"
        raise UsageError("LS-CLI-002", f"{call.subcommand.name}: {problem}", hint=usage)
    return str(given[0])


def _required(call: Call, option: str) -> str:
    value = call.options.get(option)
    if value is None:
        flag = "--" + option.replace("_", "-")
        raise UsageError("LS-CLI-002", f"{call.subcommand.name}: {flag} is missing", hint=f"{flag} says which")
    return str(value)


def _answer(environment: Environment, call: Call, value: Struct, saved: Struct | None = None) -> ExitCode:
    """Print the answer; with ``--save`` also write it, with the digest, to a file."""
    path = call.options.get("save")
    if path is not None:
        save(path, value if saved is None else saved, call.options["format"])
    environment.stdout.write(as_text(value, call.options["format"]))
    environment.stdout.flush()
    return ExitCode.OK


def get_digest(environment: Environment, call: Call) -> ExitCode:
    """``get-digest``."""
    with _session(environment, call) as session:
        return _answer(environment, call, digest_struct(session.digest()))


def _tip(call: Call, strand_id: str) -> int | None:
    text = call.options.get("digest_tip_address")
    return None if text is None else sequence_no(text, strand_id)


def _digest_of(session: Session, tip: int | None) -> Digest | None:
    return None if tip is None else session.digest(tip)


def get_block(environment: Environment, call: Call) -> ExitCode:
    """``get-block``."""
    with _session(environment, call) as session:
        strand_id = session.describe().strand_id
        tip = _tip(call, strand_id)
        proved = session.block(sequence_no(_required(call, "block_address"), strand_id), tip)
        kept = block_proof_struct(proved, _digest_of(session, tip))
        return _answer(environment, call, block_proof_struct(proved), kept)


def get_revision(environment: Environment, call: Call) -> ExitCode:
    """``get-revision``."""
    with _session(environment, call) as session:
        strand_id = session.describe().strand_id
        tip = _tip(call, strand_id)
        seq = sequence_no(_required(call, "block_address"), strand_id)
        proved = session.revision(_required(call, "document_id"), seq, tip)
        kept = revision_proof_struct(proved, _digest_of(session, tip))
        return _answer(environment, call, revision_proof_struct(proved), kept)


def verify(environment: Environment, call: Call) -> ExitCode:
    """``verify``."""
    anchor = None if call.options.get("digest") is None else read_anchor(call.options["digest"])
    required = bool(call.options.get("require_anchor"))
    named = _one(call, "name")
    if is_export(environment, named):
        return print_export_verification(
            environment, named, anchor, required=required, format_name=call.options["format"]
        )

    @contextmanager
    def opened() -> Iterator[Session]:
        with _session(environment, call) as session:
            yield session

    return print_verification(environment, opened, named, anchor, required=required, format_name=call.options["format"])


def verify_proof(environment: Environment, call: Call) -> ExitCode:
    """``verify-proof``: needs no ledger."""
    anchor = None if call.options.get("digest") is None else read_anchor(call.options["digest"])
    checked = check_proof(read_bytes(_one(call, "proof")), anchor, explain=bool(call.options.get("explain")))
    lines, code = verdict_on_proof(checked, required=bool(call.options.get("require_anchor")))
    environment.stdout.write("".join(f"{line}\n" for line in lines))
    environment.stdout.flush()
    return code
