"""Short words for redactions in the stories."""

from __future__ import annotations

from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.protocols import Result, Session
from tests.ledger.stories import run

EXEC = "EXEC REDACT_REVISION ?, ?, ?"


def table_id(session: Session, name: str = "Person") -> str:
    """The id of the youngest table of a name."""
    found = run(session, "SELECT VALUE t.tableId FROM information_schema.user_tables AS t WHERE t.name = ?", name)
    return str(found[-1])


def history(session: Session, document: str, table: str = "Person") -> list[Value]:
    """A document's revisions, by its table's id, so that the table may be dropped."""
    text = f"SELECT * FROM history('{table_id(session, table)}') AS h WHERE h.metadata.id = ?"
    return run(session, text, document)


def arguments(session: Session, document: str, version: int, table: str = "Person") -> tuple[Value, Value, Value]:
    """What REDACT_REVISION wants for one version of a document."""
    [address] = [
        row["blockAddress"] for row in history(session, document, table) if row["metadata"]["version"] == version
    ]
    return address, table_id(session, table), document


def redact(session: Session, document: str, version: int, table: str = "Person") -> Result:
    """Redact one version of a document."""
    return session.execute(EXEC, arguments(session, document, version, table))


def address(session: Session, seq: int) -> Struct:
    """The address of a block."""
    return Struct((("strandId", session.describe().strand_id), ("sequenceNo", seq)))


def kinds(rows: list[Value]) -> list[str]:
    """What is left of each revision: ``data``, ``dataHash`` or nothing."""
    return [next((name for name in ("data", "dataHash") if name in row), "") for row in rows]
