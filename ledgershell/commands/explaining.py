r"""Help that teaches: ``\explain`` before a statement, ``\why`` behind a write, ``\errverbose`` and ``\fix``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation, Failure
from ledgershell.commands.usage import at_most
from ledgershell.errors import LedgershellError, UsageError
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.characters import TYPOGRAPHIC
from ledgershell.partiql.lexer import scan
from ledgershell.render.footer import counted
from ledgershell.render.ion_form import ion_line
from ledgershell.render.journal_text import hash_text
from ledgershell.render.safe_text import visible, visible_lines
from ledgershell.static_typing import Final

MOST_REVISIONS: Final = 20
"""Revisions that ``\\why`` lists."""
_COMMENT: Final = re.compile(r"(?:^|(?<=[\s;]))[–—―](?=\s|\w)", re.MULTILINE)
"""A long dash where a comment may begin: articles print ``--`` like that."""


def explain(conversation: Conversation, arguments: Arguments) -> None:
    """How the statement would run, and whether it reads a whole table."""
    text = arguments.raw.strip().rstrip(";").strip()
    if not text:
        text = conversation.buffer if conversation.buffer.strip() else conversation.last_statement
    if not text.strip():
        raise UsageError("LS-CLI-004", "\\explain: there is no statement", hint="type one in front of it, or behind it")
    last = conversation.last_statement
    parameters = conversation.parameters
    plan = conversation.session.execute(f"EXPLAIN {text}", parameters).all()
    conversation.output.show_plan(plan)
    conversation.last_statement = last
    for line in _verdict(plan):
        conversation.tell(line)


def _reads(value: Value) -> Iterator[Struct]:
    """The parts of a plan that read a source."""
    if isinstance(value, Struct):
        if value.get("operator") == "read":
            yield value
        for _, item in value.items():
            yield from _reads(item)
    elif type(value) is list:
        for item in value:
            yield from _reads(item)


def _verdict(plan: list[Value]) -> Iterator[str]:
    """One line for each table: is all of it read, and what would avoid that."""
    for read in _reads(plan):
        way, description = read.get("access"), visible(str(read.get("description")))
        if way == "scan":
            yield f"full scan: {description}"
        elif way is not MISSING:
            yield f"no scan: {description} ({visible(str(way))})"


def why(conversation: Conversation, arguments: Arguments) -> None:
    """What the last write did: its block, hashes, statements and revisions, and how it found its documents."""
    at_most("why", arguments, 0)
    seq = conversation.last_block
    if seq is None:
        raise UsageError(
            "LS-CLI-004",
            "\\why: nothing was written yet in this session",
            hint="it tells of an INSERT, UPDATE or DELETE",
        )
    block = conversation.session.block(seq).block
    for line in _of_block(seq, block):
        conversation.output.write(f"{line}\n")
    statements = block.get("transactionInfo")
    listed = statements.get("statements") if isinstance(statements, Struct) else MISSING
    for number, text in enumerate(_texts(listed), 1):
        conversation.output.write(f"  statement {number}: {visible(text)}\n")
        for line in _ways(conversation, text):
            conversation.output.write(f"    {line}\n")
    for line in _revisions(block):
        conversation.output.write(f"{line}\n")


def _of_block(seq: int, block: Struct) -> Iterator[str]:
    transaction, moment = visible(str(block.get("transactionId"))), ion_line(block.get("blockTimestamp"))
    yield f"block {seq} of transaction {transaction}, {moment}"
    for title, field in (("hash before", "previousBlockHash"), ("hash now", "blockHash")):
        value = block.get(field)
        yield f"  {title + ':':<13}{hash_text(value) if type(value) is bytes else 'none'}"


def _texts(statements: Value) -> Iterator[str]:
    for each in statements if type(statements) is list else ():
        text = each.get("statement") if isinstance(each, Struct) else MISSING
        if type(text) is str:
            yield text


def _ways(conversation: Conversation, text: str) -> list[str]:
    """How a statement of the block finds its documents; nothing for those that read none."""
    try:
        return list(_verdict(conversation.session.execute(f"EXPLAIN {text}").all()))
    except LedgershellError:
        return []


def _revisions(block: Struct) -> Iterator[str]:
    revisions = block.get("revisions")
    every = [each for each in revisions if isinstance(each, Struct)] if type(revisions) is list else []
    yield f"  {counted(len(every), 'revision')}"
    for each in every[:MOST_REVISIONS]:
        metadata = each.get("metadata")
        data_hash = each.get("hash")
        if isinstance(metadata, Struct):
            what = "made" if metadata.get("version") == 0 else "deleted" if "data" not in each else "changed"
            digest = hash_text(data_hash) if type(data_hash) is bytes else "none"
            yield f"    {visible(str(metadata.get('id')))} version {metadata.get('version')}: {what}, hash {digest}"
    if len(every) > MOST_REVISIONS:
        yield f"    … and {len(every) - MOST_REVISIONS} more (\\block tells all)"


def last_error(conversation: Conversation, arguments: Arguments) -> None:
    """The last error again, with everything that is known of its code."""
    at_most("errverbose", arguments, 0)
    failure = conversation.failure
    if failure is None:
        conversation.notice("There has been no error.")
        return
    from ledgershell.commands.error_pages import page_lines
    from ledgershell.render.diagnostic import Origin, diagnostic_text

    shown = diagnostic_text(failure.error, text=failure.text, origin=Origin(*failure.place))
    conversation.output.write(f"{shown}\n" + "\n".join(page_lines(failure.error.code)) + "\n")


def fix(conversation: Conversation, arguments: Arguments) -> None:
    """Put straight quotes, dashes and signs in the place of those that articles print."""
    at_most("fix", arguments, 0)
    text = conversation.typed if conversation.interactive and conversation.typed.strip() else conversation.buffer
    if not text.strip():
        text = conversation.last_statement or _failed_text(conversation.failure)
    if not text.strip():
        raise UsageError("LS-CLI-004", "\\fix: there is no statement", hint="type one in front of it")
    fixed = straightened(text)
    conversation.buffer = ""
    if fixed == text:
        conversation.notice("There is nothing to put straight.")
    if conversation.interactive:
        conversation.edited = fixed
    else:
        conversation.output.write(visible_lines(fixed).rstrip() + "\n")


def _failed_text(failure: Failure | None) -> str:
    return failure.text or "" if failure is not None else ""


def straightened(text: str) -> str:
    """The text with the language's own signs; what stands in straight quotes already is left as it is."""
    pieces: list[str] = []
    done = 0
    for kind, start, end in scan(text):
        if kind == "unknown" and text[start:end] in TYPOGRAPHIC:
            sign = "--" if _COMMENT.match(text, start) else TYPOGRAPHIC[text[start:end]].plain
            pieces += [text[done:start], sign]
            done = end
    return "".join([*pieces, text[done:]])
