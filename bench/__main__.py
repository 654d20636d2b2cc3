"""``python -m bench [--rounds N] [WORD …]``: one table of all measurements, or of the rows that hold one of the words.

Takes some two minutes in full.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.timing import Row, report


class Part(NamedTuple):
    """Rows that are measured together; ``rows`` gets the number of rounds, ``None`` for each part's own."""

    works: tuple[str, ...]
    rows: Callable[[int | None], list[Row]]


def _inserts(rounds: int | None) -> list[Row]:
    from bench.ledger import inserts

    return inserts(rounds or 5)


def _reads(rounds: int | None) -> list[Row]:
    from bench.ledger import reads

    return reads(rounds or 9)


def _queries(rounds: int | None) -> list[Row]:
    from bench.queries import queries

    return queries(rounds or 9)


def _codec(rounds: int | None) -> list[Row]:
    try:
        from bench.codec import codec
    except ModuleNotFoundError as missing:
        print(f"left out, for want of the module {missing.name}: the codec against amazon.ion", file=sys.stderr)
        return []
    return codec(rounds or 15)


def _journal(rounds: int | None) -> list[Row]:
    from bench.journal import journal

    return journal(rounds or 3)


def _start_up(rounds: int | None) -> list[Row]:
    from bench.start_up import start_up

    return start_up(rounds or 15)


def _completion(rounds: int | None) -> list[Row]:
    from bench.keyboard import completion

    return completion(rounds or 9)


def _first_prompt(rounds: int | None) -> list[Row]:
    from bench.keyboard import first_prompt

    return first_prompt(rounds or 9)


PARTS = (
    Part(("insert, 40 a transaction", "insert, 1 a transaction"), _inserts),
    Part(("point read of one field", "history of 11 versions"), _reads),
    Part(("scan for a string", "scan for a range", "GROUP BY with an average", "equality by an index"), _queries),
    Part(("encode + hash a document", "hash a stored document", "read two fields", "read all fields"), _codec),
    Part(("export, Ion", "verify export, Ion", "import, Ion", "verify ledger"), _journal),
    Part(("-c 'SELECT 1'",), _start_up),
    Part(("first prompt",), _first_prompt),
    Part(("completion, 40 tables of 200 paths",), _completion),
)


def _wanted(work: str, words: Sequence[str]) -> bool:
    return not words or any(word.casefold() in work.casefold() for word in words)


def _warn() -> None:
    load = f"; the load is {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"The machine's load matters: this one has {os.cpu_count()} processors{load}. "
        "Contestants take turns, so trust the ratios, not the times, and run it again before you believe either.",
        file=sys.stderr,
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ratios against peers timed in the same run.")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of each measurement (default: 5 to 15)")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only rows whose work holds one of the words")
    given = parser.parse_args()
    if given.rounds is not None and given.rounds < 1:
        parser.error("--rounds needs a number from 1")
    _warn()
    rows = []
    for part in PARTS:
        if any(_wanted(work, given.words) for work in part.works):
            rows += [row for row in part.rows(given.rounds) if _wanted(row.work, given.words)]
    if not rows:
        works = "; ".join(work for part in PARTS for work in part.works)
        print(f"nothing is called so; there is: {works}", file=sys.stderr)
        return 2
    print(report(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
