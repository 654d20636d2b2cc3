r"""The meta-commands that show and prove the journal: ``\digest``, ``\block``, ``\proof``, ``\verify``, ``\chain`` …"""

from __future__ import annotations

from collections.abc import Iterable

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.output import AUTOMATIC
from ledgershell.commands.receipts import Checked, read_anchor, save
from ledgershell.commands.usage import at_most, exactly_one, wrong
from ledgershell.commands.verdict import NOT_ANCHORED, exit_code, summary, verdict_on_proof
from ledgershell.errors import ExitCode, LedgerError, VerificationError
from ledgershell.ion.difference import differences
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.digest import Digest, digest_struct
from ledgershell.journal.explanation import explain_block, explain_revision
from ledgershell.journal.proof import block_proof_struct, consistency_struct, revision_proof_struct
from ledgershell.journal.verify_proof import verify_block_proof, verify_revision_proof
from ledgershell.ledger.proofs import LoggedRevision
from ledgershell.render.journal_text import chain_lines, difference_lines, fault_line
from ledgershell.render.progress import Progress
from ledgershell.static_typing import Final

CHAIN_LENGTH: Final = 5
r"""Blocks that ``\chain`` draws unless it is told which."""


def _show(conversation: Conversation, value: Struct) -> None:
    """One value: indented Ion for people, or the format that was chosen."""
    chosen = conversation.output.format
    conversation.output.show([value], format_name="ion" if chosen == AUTOMATIC else None)


def _write(conversation: Conversation, lines: Iterable[str]) -> None:
    for line in lines:
        conversation.output.write(f"{line}\n")


def digest(conversation: Conversation, arguments: Arguments) -> None:
    """The digest of the journal as of now; with a file, kept there."""
    words = at_most("digest", arguments, 1)
    receipt = digest_struct(conversation.session.digest())
    if words:
        save(conversation.path(words[0]), receipt)
        conversation.notice(f"the digest is in {words[0]}; keep it out of reach of whoever can change the ledger")
    _show(conversation, receipt)


def block(conversation: Conversation, arguments: Arguments) -> None:
    """A whole block."""
    seq = _number("block", exactly_one("block", arguments))
    _show(conversation, conversation.session.block(seq).block)


def block_of_transaction(conversation: Conversation, arguments: Arguments) -> None:
    """The block that a transaction wrote."""
    seq = conversation.session.block_of(exactly_one("tx", arguments))
    _show(conversation, conversation.session.block(seq).block)


def proof(conversation: Conversation, arguments: Arguments) -> None:
    """A proof with everything that ``verify-proof`` needs."""
    words = at_most("proof", arguments, 2)
    if not words:
        raise wrong("proof", "a block's number or a document's id is missing")
    session = conversation.session
    anchor = session.digest()
    if ".." in words[0]:
        first, second = _range(words[0], anchor.sequence_no)
        made = consistency_struct(session.digest(first), session.digest(second), session.consistency(first, second))
    elif _is_number(words[0]):
        made = block_proof_struct(session.block(int(words[0]), anchor.sequence_no), anchor)
    else:
        latest = _latest(conversation, words[0], anchor)
        made = revision_proof_struct(session.revision(words[0], _seq(latest), anchor.sequence_no), anchor)
    if len(words) == 2:
        save(conversation.path(words[1]), made)
        conversation.notice(f"the proof is in {words[1]}; ledgershell verify-proof checks it")
    else:
        _show(conversation, made)


def verify(conversation: Conversation, arguments: Arguments) -> None:
    """The whole ledger, or one document's latest revision, or one block."""
    words, explain, path = _verify_arguments(arguments)
    anchor = None if path is None else read_anchor(conversation.path(path))
    if words:
        _verify_one(conversation, words[0], anchor, explain=explain)
        return
    if explain:
        raise wrong("verify", "--explain needs a document's id or a block's number")
    with conversation.cancelling, Progress(conversation.environment, "verify") as progress:
        run = conversation.session.verify(anchor, progress.tell)
        for fault in run:
            progress.clear()
            _write(conversation, [fault_line(*fault)])
    _write(conversation, summary(run))
    if exit_code(run.outcome, required=False) is not ExitCode.OK:
        raise VerificationError(
            "LS-VERIFY-001",
            f"the ledger is not what it must be: {run.faults} fault{'' if run.faults == 1 else 's'}",
            hint="keep the file as it is, find out who had access to it, and restore a backup",
        )


def _verify_arguments(arguments: Arguments) -> tuple[list[str], bool, str | None]:
    words: list[str] = []
    explain, path = False, None
    rest = list(reversed(arguments.words))
    while rest:
        word = rest.pop()
        if word == "--explain":
            explain = True
        elif word == "--digest":
            if not rest:
                raise wrong("verify", "--digest needs a file")
            path = rest.pop()
        else:
            words.append(word)
    if len(words) > 1:
        raise wrong("verify", "there are too many arguments")
    return words, explain, path


def _verify_one(conversation: Conversation, what: str, anchor: Digest | None, *, explain: bool) -> None:
    session = conversation.session
    digest = session.digest() if anchor is None else anchor
    if _is_number(what):
        proved = session.block(int(what), digest.sequence_no)
        found = verify_block_proof(proved.block, proved.proof or (), digest, proved.position)
        steps = explain_block(proved.block, proved.proof or (), digest) if explain and not found else None
        checked = Checked(f"block {what}", found, digest, True, steps)
    else:
        latest = _latest(conversation, what, digest)
        one = session.revision(what, _seq(latest), digest.sequence_no)
        found = verify_revision_proof(one.revision, one.proof or (), digest, one.block)
        steps = explain_revision(one.revision, one.proof or (), digest) if explain and not found else None
        version = latest.revision["metadata"]["version"]
        checked = Checked(f"document {what} version {version} ({latest.state})", found, digest, True, steps)
    lines, code = verdict_on_proof(checked, required=False)
    if anchor is None and not found:
        lines.append(NOT_ANCHORED)
    _write(conversation, lines)
    if code is not ExitCode.OK:
        raise VerificationError("LS-VERIFY-001", f"{checked.what} is not proved", hint=r"\verify checks everything")


def chain(conversation: Conversation, arguments: Arguments) -> None:
    """Blocks with their links."""
    words = at_most("chain", arguments, 1)
    session = conversation.session
    tip = session.describe().tip
    earliest = session.first_block_from(0)  # above 0 in a journal that was imported from its middle
    first, last = _range(words[0], tip) if words else (max(earliest, tip - CHAIN_LENGTH + 1), tip)
    with conversation.cancelling:
        _write(conversation, chain_lines(session.block(seq).block for seq in range(first, last + 1)))


def _range(text: str, tip: int) -> tuple[int, int]:
    start, dots, end = text.partition("..")
    if not dots:
        end = start
    first, last = _number("chain", start) if start else 0, _number("chain", end) if end else tip
    if first > last:
        raise wrong("chain", "the first block comes behind the last")
    return first, last


def log(conversation: Conversation, arguments: Arguments) -> None:
    """The revisions of a document."""
    document_id = exactly_one("log", arguments)
    columns = ("version", "block", "time", "state", "table", "statement", "transactionId")
    conversation.output.show_rows(columns, (_row(one) for one in conversation.session.log(document_id)))


def _row(one: LoggedRevision) -> tuple[Value, ...]:
    metadata = one.revision["metadata"]
    return (
        metadata.get("version"),
        _seq(one),
        metadata.get("txTime"),
        one.state,
        one.table,
        one.statement or None,
        metadata.get("txId"),
    )


def diff(conversation: Conversation, arguments: Arguments) -> None:
    """What changed between two versions of a document, by path."""
    words = at_most("diff", arguments, 3)
    if not words:
        raise wrong("diff", "a document's id is missing")
    revisions = {one.revision["metadata"]["version"]: one for one in conversation.session.log(words[0])}
    latest = max(revisions)
    new = _number("diff", words[2]) if len(words) == 3 else latest
    old = _number("diff", words[1]) if len(words) > 1 else max(new - 1, min(revisions))
    found = list(differences(_data(revisions, old, words[0]), _data(revisions, new, words[0])))
    if not found:
        conversation.notice("There is no difference.")
    if conversation.output.format == AUTOMATIC and not conversation.output.expanded:
        _write(conversation, difference_lines(found))
    else:
        rows = ((path, *(None if each is MISSING else each for each in (old, new))) for path, old, new in found)
        conversation.output.show_rows(("path", "old", "new"), rows)


def _data(revisions: dict[int, LoggedRevision], version: int, document_id: str) -> Value:
    if version not in revisions:
        raise LedgerError(
            "LS-VERIFY-003",
            f"there is no version {version} of the document",
            hint=rf"\log {document_id} lists its versions, 0 to {max(revisions)}",
        )
    one = revisions[version]
    if one.state == "redacted":
        raise LedgerError("LS-VERIFY-003", f"the data of version {version} were redacted", hint="their hash is left")
    return one.revision.get("data")


def _latest(conversation: Conversation, document_id: str, digest: Digest) -> LoggedRevision:
    """The last revision that is under the digest."""
    latest = None
    for one in conversation.session.log(document_id):
        if latest is None or _seq(one) <= digest.sequence_no:
            latest = one
    if latest is None:
        raise AssertionError("a document has a revision")
    return latest


def _seq(one: LoggedRevision) -> int:
    seq: int = one.revision["blockAddress"]["sequenceNo"]
    return seq


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _number(name: str, text: str) -> int:
    if not _is_number(text):
        raise wrong(name, "a number is wanted")
    return int(text)
