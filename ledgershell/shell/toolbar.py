"""The line below the prompt: which ledger and block, the open transaction and its age, and how to run what is typed."""

from __future__ import annotations

from ledgershell.ledger.protocols import TransactionState
from ledgershell.render.footer import counted
from ledgershell.render.safe_text import clipped, display_width
from ledgershell.shell.prompts import Facts
from ledgershell.static_typing import Final, NamedTuple

WARN_BEFORE: Final = 10_000
"""Milliseconds before a transaction's end from which on its rest is shown as a warning."""
NOTHING_TYPED: Final = r"\? for help"
REASONS: Final = {
    "(": "( is open",
    "{": "{ is open",
    "[": "[ is open",
    "<": "<< is open",
    "'": "a string is open",
    '"': "a quoted name is open",
    "`": "Ion is open",
    "*": "a comment is open",
}


class Piece(NamedTuple):
    """A stretch of the toolbar and its style."""

    style: str
    text: str


def age(milliseconds: int) -> str:
    """``7 s``, ``3 min 5 s``, ``2 h 10 min``; of ``milliseconds`` below 0 it is ``0 s``."""
    seconds = max(milliseconds, 0) // 1000
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


def transaction_piece(state: TransactionState | None, mark: str, now: int | None) -> Piece:
    """What is to be said of the transaction; ``now`` in milliseconds, ``None`` where time must not show."""
    if state is None:
        return Piece("", "no transaction")
    said = [f"transaction {state.transaction_id}"]
    if now is not None:
        said.append(age(now - state.started))
    said.append(f"{counted(state.changed_documents)} changed")
    if mark == "!":
        said.append("a statement failed")
    if now is not None and state.deadline is not None:
        left = state.deadline - now
        said.append(f"expires in {age(left)}" if left > 0 else "expired: abort it")
        if left <= WARN_BEFORE:
            return Piece("class:toolbar.warning", ", ".join(said))
    return Piece("class:toolbar.warning" if mark == "!" else "class:toolbar.state", ", ".join(said))


def how_to_run(reason: str, *, complete: bool, single_line: bool) -> str:
    """What runs a text; ``reason`` says what is open at its end."""
    if complete:
        return "Enter runs"
    if reason in REASONS:
        return REASONS[reason]
    return "Enter runs" if single_line else "; or Enter on an empty line runs"


def toolbar(facts: Facts, transaction: Piece, running: str, keys: str, width: int) -> list[Piece]:
    """The pieces of the line, at most ``width`` columns in all; what is less needed goes first."""
    tip = "empty journal" if facts.tip < 1 else f"block {facts.tip}"
    if facts.digest and facts.tip >= 1:
        tip = f"{tip} {facts.digest[:8]}"
    for left, right in (
        (f" {facts.ledger}  {tip}  ", f"{running}  {keys} "),
        (f" {facts.ledger}  {tip}  ", f"{running} "),
        (f" {tip}  ", f"{running} "),
        (f" {facts.ledger}  ", ""),
        (" ", ""),
    ):
        room = width - display_width(left) - display_width(transaction.text) - display_width(right)
        if room >= (1 if right else 0):
            return [Piece("", left), transaction, Piece("", " " * room + right)]
    return [Piece(transaction.style, clipped(f" {transaction.text}", width))]
