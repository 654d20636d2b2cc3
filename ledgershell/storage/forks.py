"""How often this process is a fork of the one in which it began to count.

SQLite's connections do not survive a fork, so whoever holds some compares the number with that of the time when it
opened them.  To ask the system for the process id each time would cost as much as to read a row.
"""

from __future__ import annotations

import os

_forks = 0


def forks() -> int:
    """A number that differs in a child from what it was in the parent."""
    return _forks


def _in_child() -> None:
    global _forks
    _forks += 1


if hasattr(os, "register_at_fork"):  # where there are forks
    os.register_at_fork(after_in_child=_in_child)
