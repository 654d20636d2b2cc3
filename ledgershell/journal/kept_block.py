"""What is kept of a block, and how it becomes a whole block again.

A kept block is one Ion struct: the block without its revisions.  These are stored apart, and :func:`assemble` puts
them back.  Symbols are those of :data:`BLOCK_SYMBOLS`, fixed for ever, or the block's own; nothing of a block enters
the ledger's symbol table.

``transactionInfo.documents`` is kept as *runs*: documents in a row that differ in their id only are one entry, and ids
are kept as the 128-bit numbers that they stand for.  Instead of ::

    { '7z2O…': {tableName: "Person", tableId: "LSkF…", statements: [0]}, 'K0Fp…': {tableName: "Person", … } … }

there is ``[ ["Person", "LSkF…", [0], {{16 bytes each}}] ]``, a fifth of it.  A block of another ledger that has
anything else there is kept word for word, and marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from ledgershell.environment import IDENTIFIER_ALPHABET, IDENTIFIER_LENGTH, identifier_text
from ledgershell.errors import IonError
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.scalar_encoding import encode_int, encode_string, sized
from ledgershell.ion.symbols import FIRST_FREE, OnDamage, SymbolTable
from ledgershell.ion.values import SYMBOL_ZERO, Annotated, IonType, Struct, Value
from ledgershell.journal.serials import Remembered, written_time
from ledgershell.journal.transaction_info import DocumentChange, Statement
from ledgershell.static_typing import Final

VERBATIM: Final = "verbatim"
"""Annotates a kept block of others whose documents do not fit into runs."""
BLOCK_SYMBOLS: Final = SymbolTable(
    enumerate(
        (
            "blockAddress",
            "strandId",
            "sequenceNo",
            "transactionId",
            "blockTimestamp",
            "blockHash",
            "entriesHash",
            "previousBlockHash",
            "entriesHashList",
            "transactionInfo",
            "statements",
            "statement",
            "startTime",
            "statementDigest",
            "documents",
            "tableName",
            "tableId",
            "redactionInfo",
            "revisions",
            "documentId",
            "id",
            "txTime",
            "txId",
            "hash",
            "data",
            "dataHash",
            "metadata",
            VERBATIM,
        ),
        FIRST_FREE,
    )
)
"""Part of the format: names may be added at the end, never moved or taken away."""


def encode_block(block: Struct) -> bytes:
    """What is kept of a complete block, ours or another ledger's: all of it but its revisions."""
    kept = Struct((name, [] if _are_revisions(name, value) else value) for name, value in block.items())
    packed = _packed(kept)
    return encode_body(Annotated((VERBATIM,), kept) if packed is None else packed, BLOCK_SYMBOLS, grow=False)


def decode_block(body: bytes, on_damage: OnDamage | None = None) -> Struct:
    """A kept block as a struct.  ``revisions``, if it had any, is an empty list: :func:`assemble` fills it.

    Raises :class:`IonError` LS-ION-002, or what ``on_damage`` makes of it, for bytes that are no kept block, now or
    when a damaged part is read.
    """
    symbols = _reading(on_damage)
    try:
        kept = decode_body(body, symbols)
        block = kept.value if type(kept) is Annotated else kept
        if not isinstance(block, Struct):
            raise _no_block("a struct is wanted")
        if block is not kept:
            return block
        return _with(block, "transactionInfo", lambda info: _with(info, "documents", _expanded))
    except (AttributeError, LookupError, TypeError, ValueError):
        raise symbols.damage(_no_block("its parts do not have the types of one")) from None
    except IonError as error:
        raise symbols.damage(error) from None


def assemble(body: bytes, revisions: Sequence[Struct], on_damage: OnDamage | None = None) -> Struct:
    """The complete block: what is kept of it, with its revisions in their place.  Raises as :func:`decode_block`."""
    return Struct(
        (name, list(revisions) if _are_revisions(name, value) else value)
        for name, value in decode_block(body, on_damage).items()
    )


@lru_cache(maxsize=8)
def _reading(on_damage: OnDamage | None) -> SymbolTable:
    """The symbols of blocks, with what is to be said of bytes that cannot be read."""
    if on_damage is None:
        return BLOCK_SYMBOLS
    symbols = BLOCK_SYMBOLS.copy()
    symbols.on_damage = on_damage
    return symbols


def _no_block(problem: str) -> IonError:
    return IonError("LS-ION-002", f"that is no block as they are kept: {problem}")


# -- Writing a block of ours: the same bytes as encode_block gives, put together directly.

_NAME: Final = BLOCK_SYMBOLS.prefixes


def write_block(
    *,
    strand_id: str,
    seq: int,
    transaction_id: str,
    time: int,
    block_hash: bytes,
    entries_hash: bytes,
    previous_block_hash: bytes,
    entries: Sequence[bytes],
    statements: Sequence[Statement],
    documents: Iterable[DocumentChange],
    redaction: Struct | None,
) -> bytes:
    """What is kept of a block with these parts."""
    address = _written_strands[strand_id] + encode_int(seq)
    ran = b"".join(
        [
            _struct(_written_text(text) + written_time(start_time) + _NAME["statementDigest"] + _blob(digest))
            for text, start_time, digest in statements
        ]
    )
    runs = b"".join([_written_run(run) for run in _runs(documents)])
    info = _NAME["statements"] + _list(ran) + _NAME["documents"] + _list(runs)
    fields = [
        _NAME["blockAddress"],
        _struct(address),
        _NAME["transactionId"],
        encode_string(transaction_id),
        _NAME["blockTimestamp"],
        written_time(time),
        _NAME["blockHash"],
        _blob(block_hash),
        _NAME["entriesHash"],
        _blob(entries_hash),
        _NAME["previousBlockHash"],
        _blob(previous_block_hash),
        _NAME["entriesHashList"],
        _list(b"".join([_blob(entry) for entry in entries])),
        _NAME["transactionInfo"],
        _struct(info),
    ]
    if redaction is not None:
        fields += (_NAME["redactionInfo"], encode_body(redaction, BLOCK_SYMBOLS, grow=False))
    fields += (_NAME["revisions"], _list(b""))
    return _struct(b"".join(fields))


_written_strands: Final = Remembered[str](
    lambda strand_id: _NAME["strandId"] + encode_string(strand_id) + _NAME["sequenceNo"]
)
_written_texts: Final = Remembered[str](lambda text: _NAME["statement"] + encode_string(text) + _NAME["startTime"])
_LONGEST: Final = 1_000
"""Characters of a statement that is worth remembering."""


def _written_text(text: str) -> bytes:
    if len(text) <= _LONGEST:
        return _written_texts[text]
    return _NAME["statement"] + encode_string(text) + _NAME["startTime"]


def _struct(fields: bytes) -> bytes:
    return sized(IonType.STRUCT, fields)


def _list(elements: bytes) -> bytes:
    return sized(IonType.LIST, elements)


def _blob(content: bytes) -> bytes:
    return sized(IonType.BLOB, content)


def _written_run(run: Sequence[Value]) -> bytes:
    table_name, table_id, indexes, ids = run
    written_ids = _blob(ids) if type(ids) is bytes else _list(b"".join([encode_string(one) for one in ids]))
    return _list(_written_tables[table_name, table_id, tuple(indexes)] + written_ids)


def _written_table(table: tuple[str, str, tuple[int, ...]]) -> bytes:
    table_name, table_id, indexes = table
    written_indexes = _list(b"".join([encode_int(index) for index in indexes]))
    return encode_string(table_name) + encode_string(table_id) + written_indexes


_written_tables: Final = Remembered(_written_table)


# -- Runs: [[tableName, tableId, [statements], ids] …].  The ids are a blob of 16 bytes each, or, if one of them is not
# -- 22 characters of Base62 below 2^128, a list of strings.


def _runs(documents: Iterable[DocumentChange]) -> list[Value]:
    runs: list[Value] = []
    last: tuple[str, str, tuple[int, ...]] | None = None
    for document_id, table_name, table_id, statements in documents:
        if (table_name, table_id, statements) != last:
            last = (table_name, table_id, statements)
            runs.append([table_name, table_id, list(statements), []])
        runs[-1][3].append(document_id)
    for run in runs:
        run[3] = _ids_as_numbers(run[3])
    return runs


def _expanded(runs: Iterable[Sequence[Value]]) -> Struct:
    return Struct(
        [
            (_text(document_id), Struct((("tableName", table_name), ("tableId", table_id), ("statements", statements))))
            for table_name, table_id, statements, document_ids in runs
            for document_id in (_ids_from_numbers(document_ids) if type(document_ids) is bytes else document_ids)
        ]
    )


def _text(document_id: Value) -> str:
    if not isinstance(document_id, str):
        raise TypeError("a document's id is text")
    return document_id


_PAIRS: Final[dict[str, int]] = {}
"""The values of two digits; made when the first id is read."""


def _ids_as_numbers(document_ids: list[str]) -> Value:
    if not _PAIRS:
        digits = IDENTIFIER_ALPHABET
        _PAIRS.update((high + low, 62 * digits.index(high) + digits.index(low)) for high in digits for low in digits)
    numbers: list[bytes] = []
    try:
        for document_id in document_ids:
            if len(document_id) != IDENTIFIER_LENGTH:
                return document_ids
            number = 0
            for place in range(0, IDENTIFIER_LENGTH, 2):
                number = number * 3844 + _PAIRS[document_id[place : place + 2]]
            numbers.append(number.to_bytes(16, "big"))
    except (KeyError, OverflowError):
        return document_ids
    return b"".join(numbers)


def _ids_from_numbers(packed: bytes) -> list[str]:
    return [identifier_text(int.from_bytes(packed[at : at + 16], "big")) for at in range(0, len(packed), 16)]


def _packed(kept: Struct) -> Struct | None:
    """The block with its documents as runs, if they are exactly what runs can stand for."""
    info = _only(kept, "transactionInfo")
    documents = _only(info, "documents") if isinstance(info, Struct) else None
    if not isinstance(documents, Struct):
        return None
    changes = [_change(document_id, entry) for document_id, entry in documents.items()]
    certain = [change for change in changes if change is not None]
    if len(certain) < len(changes):
        return None
    return _with(kept, "transactionInfo", lambda info: _with(info, "documents", lambda _: _runs(certain)))


def _change(document_id: str, entry: Value) -> DocumentChange | None:
    if not isinstance(entry, Struct) or entry.keys() != ("tableName", "tableId", "statements"):
        return None
    table_name, table_id, statements = entry.values()
    plain = type(table_name) is str and type(table_id) is str and type(statements) is list
    if not plain or document_id is SYMBOL_ZERO or any(type(index) is not int for index in statements):
        return None
    return DocumentChange(str(document_id), table_name, table_id, tuple(statements))


def _only(struct: Struct, name: str) -> Value:
    """The value of a field that is there once, else ``None``."""
    found = [value for key, value in struct.items() if key == name and key is not SYMBOL_ZERO]
    return found[0] if len(found) == 1 else None


def _with(struct: Struct, name: str, change: Callable[[Value], Value]) -> Struct:
    return Struct((key, change(value) if key == name else value) for key, value in struct.items())


def _are_revisions(name: str, value: Value) -> bool:
    return name == "revisions" and type(value) is list
