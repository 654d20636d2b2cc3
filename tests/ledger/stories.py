"""What the stories about ledgers share: a world to tell them in, and short words for what happens in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from ledgershell.environment import Environment, SystemClock, SystemIdentifiers, demo
from ledgershell.errors import LedgershellError
from ledgershell.ion.streams import dumps
from ledgershell.ion.values import MISSING, Value
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.protocols import Session


def quiet_world(variables: dict[str, str] | None = None) -> Environment:
    """Real time and real identifiers, streams that nobody sees."""
    return Environment(
        SystemClock(),
        SystemIdentifiers(),
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        variables=variables or {},
    )


def demo_world(seed: str = "story") -> Environment:
    """Fixed time and identifiers."""
    return demo(seed, base=quiet_world())


def run(session: Session, text: str, *parameters: Value) -> list[Value]:
    """All values of one statement."""
    return list(session.execute(text, parameters))


def ion(session: Session, text: str, *parameters: Value) -> list[str]:
    """All values of one statement as Ion text: what tells 1 from 1.0 and a symbol from a string."""
    return [str(dumps(value, binary=False)) for value in run(session, text, *parameters)]


def failure(session: Session, text: str, *parameters: Value) -> LedgershellError:
    """The error of a statement that must fail."""
    try:
        run(session, text, *parameters)
    except LedgershellError as error:
        return error
    raise AssertionError(f"this should have failed: {text}")


def pointed_at(error: LedgershellError) -> str:
    """The part of the statement under the caret."""
    assert error.text is not None, error
    assert error.span is not None, error
    return error.text[slice(*error.span)]


def accesses(session: Session, text: str, *parameters: Value) -> list[str]:
    """How the sources of a statement would be read, by EXPLAIN."""
    [plan] = run(session, f"EXPLAIN {text}", *parameters)
    found: list[str] = []
    pending = [plan]
    while pending:
        node = pending.pop()
        if node.get("access") is not MISSING:
            found.append(node["access"])
        pending.extend(reversed(node.get("inputs", [])))
    return found


def tip(ledger: Ledger) -> int:
    """The last block's sequence number."""
    return ledger.describe().tip


def identities(values: Sequence[Value]) -> list[str]:
    """The ids in the rows of a change."""
    return [str(value["documentId"]) for value in values]


def sidecars(path: Path) -> list[str]:
    """Files that stand beside a ledger's file."""
    return sorted(each.name for each in path.parent.iterdir() if each != path)
