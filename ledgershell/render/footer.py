"""The line after a result, in the words of QLDB's shell."""

from __future__ import annotations

from ledgershell.static_typing import NamedTuple


class Timing(NamedTuple):
    """What a statement cost: documents read, and milliseconds in the engine and all told."""

    read_ios: int
    server_milliseconds: float
    total_milliseconds: float


def counted(count: int, noun: str = "document") -> str:
    """``1 document``, ``3 documents``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def footer(count: int, timing: Timing | None = None, transaction_id: str | None = None) -> str:
    """``3 documents in bag (read-ios: 1, server-time: 12ms, total-time: 34ms)``, and the open transaction's id.

    Without ``timing`` (the demo mode, whose output is the same on every run) only the count.
    """
    inside = "" if transaction_id is None else f" in transaction {transaction_id}"
    if timing is None:
        return f"{counted(count)} in bag{inside}"
    return (
        f"{counted(count)} in bag (read-ios: {timing.read_ios}, "
        f"server-time: {_milliseconds(timing.server_milliseconds)}, "
        f"total-time: {_milliseconds(timing.total_milliseconds)}){inside}"
    )


def _milliseconds(value: float) -> str:
    return f"{round(max(value, 0.0))}ms"
