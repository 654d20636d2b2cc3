"""Rows of history are built when somebody looks; they are the structs that would have been built at once."""

from __future__ import annotations

import copy
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion.encoder import encode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.ledger.blocks import shown_revision
from ledgershell.ledger.revision_rows import RevisionStruct
from ledgershell.storage.store import RevisionRow

NAMES = ("blockAddress", "hash", "data", "dataHash", "metadata", "nothing")
PATHS = tuple((name, inner) for name in NAMES for inner in ("id", "version", "txTime", "txId", "n", "strandId"))


def body(value: Value, symbols: SymbolTable) -> bytes:
    return encode_body(value, symbols, grow=True)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["data", "deleted", "redacted"]),
    imported=st.booleans(),
    looks=st.lists(st.sampled_from([*NAMES, *PATHS, "all"]), max_size=8),
)
def test_whatever_is_looked_at_in_whatever_order(kind: str, imported: bool, looks: list[str | tuple[str, str]]) -> None:
    symbols = SymbolTable()
    metadata = Struct((("id", "another"), ("note", "brought along"), ("version", 7)))
    row = RevisionRow(
        ordinal=5,
        table=1,
        document_id="a",
        version=2,
        seq=9,
        position=0,
        superseded=None,
        hash=b"h" * 32,
        transaction_id="t",
        transaction_time=1_600_000_000_123,
        body=body(Struct((("n", 1), ("id", "mine"))), symbols) if kind == "data" else None,
        data_hash=b"d" * 32 if kind == "redacted" else None,
        metadata=body(metadata, symbols) if imported else None,
    )
    lazy, plain = RevisionStruct(row, "strand", symbols), shown_revision(row, "strand", symbols)
    for look in looks:
        if look == "all":
            assert lazy.items() == plain.items()
        elif isinstance(look, tuple):
            inner, wanted = lazy.get(look[0]), plain.get(look[0])
            assert isinstance(inner, Struct) == isinstance(wanted, Struct)
            if isinstance(inner, Struct):
                assert inner.get(look[1]) == wanted.get(look[1])
                assert inner.items() == wanted.items()
        else:
            assert lazy.get(look) == plain.get(look)
            assert (look in lazy) == (look in plain)
    assert lazy == plain
    assert copy.deepcopy(lazy) == pickle.loads(pickle.dumps(lazy)) == plain
    assert lazy.get("nothing") is MISSING
